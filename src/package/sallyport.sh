#!/bin/sh
# The gateway from the jar beside this file, with the Java of JAVA_HOME or of the PATH: what `java -jar sallyport.jar` does,
# in less time. SALLYPORT_JAVA_OPTIONS adds options of Java's, such as -Xmx2g.
here=$(dirname "$(readlink -f "$0")")
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
# glibc would keep a heap for each processor.
export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-2}"
# A cache that does not fit the jar or the Java is passed over in silence.
exec "$java" --enable-native-access=ALL-UNNAMED \
  -XX:+UseSerialGC -Xms32m -Xmn12m -Xmx512m -XX:TrimNativeHeapInterval=5000 \
  -XX:+IgnoreUnrecognizedVMOptions -XX:+UseCompactObjectHeaders "${SALLYPORT_AOT:--XX:AOTCache=$here/sallyport.aot}" -Xlog:aot=off -Xlog:cds=off \
  ${SALLYPORT_JAVA_OPTIONS-} -jar "$here/sallyport.jar" "$@"
