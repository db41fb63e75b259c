#!/bin/sh
# Puts the launcher beside the jar, and the AOT cache that it starts from; the jar's oldest classes get a form that fits in there.
#
#   launcher.sh JAR    leaves sallyport and sallyport.aot in the jar's folder
#
# Takes the Java of JAVA_HOME.
set -eu
jar=$(readlink -f "$1")
folder=$(dirname "$jar")
here=$(dirname "$(readlink -f "$0")")
stamp=$folder/sallyport.aot.from

"$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC "$here/NewerClasses.java" "$jar"

cp "$here/sallyport.sh" "$folder/sallyport"
chmod +x "$folder/sallyport"

# The same jar and the same Java make the same cache.
now=$(cat "$jar" "$0" "$here/sallyport.sh" "$here/practice.sh" "$JAVA_HOME/release" | sha256sum)
[ -s "$folder/sallyport.aot" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$now" ] && exit 0

rm -f "$folder/sallyport.aot"
# Without what its methods were seen to do (JEP 515): to compile all of them at the start takes longer than it saves there.
SALLYPORT_JAVA_OPTIONS='-XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining' \
  SALLYPORT_AOT="-XX:AOTCacheOutput=$folder/sallyport.aot" sh "$here/practice.sh" "$folder/sallyport"
[ -s "$folder/sallyport.aot" ] || { echo 'launcher: the AOT cache was not written' >&2; exit 1; }
echo "$now" >"$stamp"
