#!/bin/sh
# Lets a gateway serve, list, store and fetch in a folder of its own, and ends it by SIGTERM: one that was started with
# -XX:AOTCacheOutput writes its cache then (JEP 514).
#
#   practice.sh COMMAND...    COMMAND is followed by `serve`
set -eu
practice=$(mktemp -d)
trap 'rm -rf "$practice"' EXIT
cd "$practice"
cat >sallyport.yaml <<end
listen: 127.0.0.1:0
state: state
backends:
  files: {folder: files}
  server: {url: "ftp://user:password@127.0.0.1:9/"}
end
"$@" serve --config sallyport.yaml >greeting 2>log &
gateway=$!
trap 'kill $gateway 2>/dev/null || :; rm -rf "$practice"' EXIT
url=
while [ -z "$url" ]; do
  kill -0 $gateway 2>/dev/null || { cat log >&2; exit 1; }
  sleep 0.2
  url=$(sed -n 's|.* serves \(http://[^ ]*\).*|\1|p' greeting)
done
# Word by word: none of the parts holds a space. curl makes many requests of [1-30].
for request in "-T sallyport.yaml ${url}files/practice[1-30]" "${url}files/practice[1-30]" "-r 0-9 ${url}files/practice[1-30]" \
  "${url}files/?[1-30]" "$url" "-H Accept:application/json ${url}files/?[1-30]" \
  "-X PROPFIND -H Depth:1 ${url}files/?[1-30]" "-X DELETE ${url}files/practice[1-30]"; do
  # A machine that is too busy for one of them makes the cache smaller, not wrong.
  curl -sf -o answer $request || echo "practice: curl $request failed" >&2
done
kill $gateway
wait $gateway || :
