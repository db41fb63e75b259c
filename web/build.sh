#!/bin/sh
# Builds the browser application into dist/ when its sources have changed since the last build; with "test", runs its
# checks and tests when they have changed since they last passed. Called by Maven.
set -eu
cd "$(dirname "$0")"

if ! command -v npm >/dev/null 2>&1; then
  echo "The browser application needs Node.js 20.19 or newer with npm; without it, pass -Dweb.skip to Maven." >&2
  exit 1
fi

state=../target/web
mkdir -p "$state"

# The doctor's words are the gateway's own.
verdicts=../src/main/resources/io/sallyport/files

# A change of any file but what is made here.
fingerprint() {
  find . "$verdicts" \( -name node_modules -o -name dist -o -name coverage \) -prune -o -type f -print | LC_ALL=C sort | xargs cksum | cksum
}

tools=$(cksum <package-lock.json)
if [ ! -d node_modules ] || [ "$(cat node_modules/.sallyport 2>/dev/null)" != "$tools" ]; then
  npm ci --ignore-scripts --no-fund --no-audit --loglevel=error >"$state/npm-ci.log" 2>&1 || { cat "$state/npm-ci.log" >&2; exit 1; }
  echo "$tools" >node_modules/.sallyport
fi

now=$(fingerprint)
case "${1:-build}" in
  build)
    if [ ! -f dist/index.html ] || [ "$(cat "$state/built" 2>/dev/null)" != "$now" ]; then
      npm run --silent build >"$state/build.log" 2>&1 || { cat "$state/build.log" >&2; exit 1; }
      echo "$now" >"$state/built"
    fi
    ;;
  test)
    if [ "$(cat "$state/tested" 2>/dev/null)" != "$now" ]; then
      npm run --silent lint
      npm run --silent check
      npm test --silent
      echo "$now" >"$state/tested"
    fi
    ;;
esac
