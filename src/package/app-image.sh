#!/bin/sh
# Makes the self-contained application: a folder that runs on a machine without Java.
#
#   app-image.sh JAR FOLDER [archive]    leaves FOLDER/sallyport/bin/sallyport, and FOLDER/sallyport.tar.gz if asked to
#
# Takes the JDK of JAVA_HOME, or the one on the PATH. The application starts from an AOT cache (JEP 514), which one run of itself fills.
set -eu
if [ -z "${JAVA_HOME:-}" ]; then
  javac=$(command -v javac) || { echo 'app-image: no JDK: set JAVA_HOME' >&2; exit 1; }
  JAVA_HOME=$(dirname "$(dirname "$(readlink -f "$javac")")")
fi
jar=$(readlink -f "$1")
mkdir -p "$2"
folder=$(readlink -f "$2")
image=$folder/sallyport
stamp=$folder/made-from

# The same jar and the same way make the same image.
now=$(cat "$jar" "$0" "$(dirname "$0")/practice.sh" "$JAVA_HOME/release" | sha256sum)
[ -x "$image/bin/sallyport" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$now" ] && [ "${3:-}" != archive ] && exit 0

# What the jar needs; jdeps cannot tell, because some libraries name modules that are not there. charsets: names that are
# not UTF-8. localedata: none, the gateway speaks English and Chinese by itself. cryptoki: none.
modules=java.base,java.desktop,java.instrument,java.logging,java.management,java.naming,java.security.jgss,java.sql
modules=$modules,java.transaction.xa,java.xml,jdk.charsets,jdk.management,jdk.net,jdk.unsupported,jdk.zipfs

rm -rf "$folder/input" "$image"
mkdir -p "$folder/input"
cp "$jar" "$folder/input/sallyport.jar"
"$JAVA_HOME/bin/jpackage" --type app-image --name sallyport --dest "$folder" --input "$folder/input" \
  --main-jar sallyport.jar --add-modules "$modules" \
  --jlink-options '--strip-java-debug-attributes --no-header-files --no-man-pages --compress=zip-2' \
  --java-options --enable-native-access=ALL-UNNAMED \
  --java-options -XX:+UseCompactObjectHeaders \
  --java-options -XX:+UseSerialGC --java-options -Xms32m --java-options -Xmn12m --java-options -Xmx512m \
  --java-options -XX:TrimNativeHeapInterval=5000 \
  --java-options '-XX:AOTCache=$APPDIR/sallyport.aot' \
  --java-options -Xlog:aot=off --java-options -Xlog:cds=off
rm -r "$folder/input"

# One run that serves, lists, stores and fetches, in a folder of its own. It ends by SIGTERM and writes the cache then;
# without what its methods were seen to do (JEP 515): to compile all of them at the start takes longer than it saves there.
settings=$image/lib/app/sallyport.cfg
kept=$(mktemp)
trap 'rm -f "$kept"' EXIT
cp "$settings" "$kept"
sed -i 's|-XX:AOTCache=.*|-XX:AOTCacheOutput=$APPDIR/sallyport.aot|' "$settings"
printf 'java-options=%s\n' -XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining >>"$settings"
sh "$(dirname "$0")/practice.sh" "$image/bin/sallyport"
cp "$kept" "$settings"
[ -s "$image/lib/app/sallyport.aot" ] || { echo 'app-image: the AOT cache was not written' >&2; exit 1; }

if [ "${3:-}" = archive ]; then
  tar -C "$folder" -czf "$folder/sallyport.tar.gz" sallyport
fi
echo "$now" >"$stamp"
