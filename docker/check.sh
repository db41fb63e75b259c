#!/bin/sh
# Builds the image of docker/Dockerfile and tries it on a machine without a container engine: as root on Debian, with
# buildah, debootstrap and curl. It takes some minutes, most of them Maven's.
#
#   docker/check.sh [FOLDER]        FOLDER keeps the base system between runs; /var/tmp/sallyport-image if nothing is said
set -eu
project=$(cd "$(dirname "$0")/.." && pwd)
folder=${1:-/var/tmp/sallyport-image}
mkdir -p "$folder"
export STORAGE_DRIVER=vfs BUILDAH_ISOLATION=chroot
base=localhost/sallyport-base
image=localhost/sallyport
port=18080
container=
gateway=

say() { echo "check: $*"; }
fail() { say "$*" >&2; [ ! -f "$folder/log" ] || cat "$folder/log" >&2; exit 1; }
clean() {
  [ -z "$gateway" ] || kill "$gateway" 2>/dev/null || :
  [ -z "$container" ] || buildah rm "$container" >/dev/null
}
trap clean EXIT

if [ ! -e "$folder/base/etc/debian_version" ]; then
  say 'makes a Debian 13'
  debootstrap --variant=minbase trixie "$folder/base" ${DEBIAN_MIRROR:+"$DEBIAN_MIRROR"} >"$folder/debootstrap.log"
fi
if ! buildah inspect --type image "$base" >/dev/null 2>&1; then
  bare=$(buildah from scratch)
  buildah add -q "$bare" "$folder/base" / >/dev/null
  buildah config --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$bare"
  buildah commit -q --rm "$bare" "$base" >/dev/null
fi

say 'builds the image'
# What this machine's Maven and npm have downloaded already is not downloaded again.
mkdir -p "$HOME/.m2/repository" "$HOME/.npm"
buildah build -q --layers --build-arg "BASE=$base" -f "$project/docker/Dockerfile" -t "$image" \
  --volume "$HOME/.m2/repository:/root/.m2/repository" --volume "$HOME/.npm:/root/.npm" \
  "$project" >"$folder/build.log" 2>&1 || { tail -50 "$folder/build.log" >&2; fail 'the image was not built'; }

container=$(buildah from "$image")
config() { buildah inspect --type image --format "{{.OCIv1.Config.$1}}" "$image"; }
[ "$(config User)" = 10001 ] || fail "it runs as $(config User)"
[ "$(config Entrypoint)" = '[sallyport]' ] || fail "its entrypoint is $(config Entrypoint)"
buildah run "$container" -- sh -c '! command -v java' || fail 'there is a Java beside the application'
root=$(buildah mount "$container")
say "the image takes $(du -sm --one-file-system "$root" | cut -f1) MB, the base $(du -sm "$folder/base" | cut -f1) MB of them"

say 'runs it'
buildah run --env SALLYPORT_LISTEN=127.0.0.1:$port --env SALLYPORT_MANAGEMENT=127.0.0.1:8081 "$container" -- \
  sallyport serve >"$folder/log" 2>&1 &
gateway=$!
tries=0
until curl -sf "http://127.0.0.1:8081/readyz" >/dev/null; do
  tries=$((tries + 1))
  [ $tries -lt 300 ] && kill -0 $gateway || fail 'it did not become ready'
  sleep 0.2
done
grep -q 'serves http' "$folder/log" || fail 'it did not say where it serves'
echo whole >"$folder/file"
url=http://127.0.0.1:$port/files/file
[ "$(curl -sf -o /dev/null -w '%{http_code}' -T "$folder/file" $url)" = 201 ] || fail 'an upload was refused'
[ "$(curl -sf $url)" = whole ] || fail 'the file did not come back'
process=$(pgrep -n -u 10001 -f '^(/opt/sallyport/bin/)?sallyport serve')
[ -n "$process" ] || fail 'it does not run as its own user'
buildah run "$container" -- bash -c \
  "exec 3<>/dev/tcp/127.0.0.1/8081 && printf 'GET /livez HTTP/1.0\r\n\r\n' >&3 && grep -q alive <&3" \
  || fail 'the health check says that it is not alive'

say 'ends it'
kill -TERM "$process"
wait $gateway || fail "it ended with $?"
gateway=
curl -sf -o /dev/null "$url" && fail 'it still serves'
grep -q -e WARN -e ERROR "$folder/log" && fail 'it warned of something'
say 'it builds, serves, and ends as it should'
