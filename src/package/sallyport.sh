#!/bin/sh
# The gateway from the jar beside this file, with the Java of JAVA_HOME or of the PATH: what `java -jar sallyport.jar` does,
# in less time. SALLYPORT_JAVA_OPTIONS adds options of Java's, such as -Xmx2g.
here=$(dirname "$(readlink -f "$0")")
java=$(command -v "${JAVA_HOME:+$JAVA_HOME/bin/}java") || {
  echo "Sallyport needs Java 25 or newer, and there is none${JAVA_HOME:+ in JAVA_HOME, $JAVA_HOME}; JAVA_HOME says which one to take." >&2
  exit 1
}
# An older one would speak of class files and options only.
home=$(readlink -f "$java")
if [ -r "${home%/bin/java}/release" ]; then
  version=25
  while IFS='="' read -r key _ value _; do
    [ "$key" != JAVA_VERSION ] || version=$value
  done <"${home%/bin/java}/release"
  if [ "${version%%[!0-9]*}" -lt 25 ]; then
    echo "Sallyport needs Java 25 or newer, and $java is Java $version; JAVA_HOME says which one to take." >&2
    exit 1
  fi
fi
# glibc would keep a heap for each processor.
export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-2}"
# A cache that does not fit the jar or the Java is passed over in silence.
exec "$java" --enable-native-access=ALL-UNNAMED \
  -XX:+UseSerialGC -Xms32m -Xmn12m -Xmx512m -XX:TrimNativeHeapInterval=5000 \
  -XX:+IgnoreUnrecognizedVMOptions -XX:+UseCompactObjectHeaders "${SALLYPORT_AOT:--XX:AOTCache=$here/sallyport.aot}" \
  -Xlog:disable -Xlog:os*=warning:stderr -Xlog:gc*=warning:stderr \
  ${SALLYPORT_JAVA_OPTIONS-} -jar "$here/sallyport.jar" "$@"
