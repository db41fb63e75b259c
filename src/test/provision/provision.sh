#!/bin/bash
# Gets what the integration tests need on a Debian machine: FTP servers, WebDAV clients, a browser.
#
#   provision.sh [FOLDER]        FOLDER defaults to target/servers of this project
#
# The packages of the FTP servers conflict with each other, so they are unpacked under FOLDER and started from there;
# nothing of them is installed. Tools are installed, and no service is started. The outcome is written to
# FOLDER/provisioned.properties:
#
#   NAME=PATH            what to run
#   NAME.missing=REASON  why it is not there; tests that need it are skipped and say so
#   libraries=PATH       the servers' LD_LIBRARY_PATH
#
# Exits 0 even if something is missing: a developer's machine need not be Debian, nor the user root. To be strict, as on
# a build server, set SALLYPORT_GROUND=required: then anything missing is exit 1.

[ -n "${BASH_VERSION:-}" ] || exec bash "$0" "$@"
set -u
export LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive
umask 022

script=$(readlink -f "$0")
project=$(cd "$(dirname "$script")/../../.." && pwd)
folder=${1:-$project/target/servers}
mkdir -p "$folder" && folder=$(cd "$folder" && pwd) || exit 1
outcome=$folder/provisioned.properties
draft=$folder/provisioned.draft
log=$folder/provision.log

# NAME:PACKAGE:COMMAND of what is installed
tools='chromium:chromium:chromium
davfs2:davfs2:mount.davfs
litmus:litmus:litmus
cadaver:cadaver:cadaver
rclone:rclone:rclone
fusermount:fuse3:fusermount3
gio:libglib2.0-bin:gio
gvfs:gvfs-backends:/usr/libexec/gvfsd-dav
dbus:dbus-daemon:dbus-run-session
lftp:lftp:lftp
ip:iproute2:ip
nft:nftables:nft
curl:curl:curl
wget:wget:wget
openssl:openssl:openssl
tc:iproute2:tc
unshare:util-linux:unshare
nginx:nginx:nginx
haproxy:haproxy:haproxy
chinese-font:fonts-wqy-microhei:/usr/share/fonts/truetype/wqy/wqy-microhei.ttc'

# NAME:FILE:PACKAGES of what is unpacked; FILE is what must be there afterwards
servers='vsftpd:usr/sbin/vsftpd:vsftpd libpam-pwdfile
proftpd:usr/sbin/proftpd:proftpd-core proftpd-mod-crypto
pureftpd:usr/sbin/pure-ftpd:pure-ftpd
pyftpdlib:usr/lib/python3/dist-packages/pyftpdlib/__init__.py:python3-pyftpdlib python3-openssl'

fingerprint() { sha256sum "$script" | cut -d' ' -f1; }

# True if an earlier run left everything in place.
is_current() {
  [ -f "$outcome" ] || return 1
  grep -qx "script=$(fingerprint)" "$outcome" || return 1
  ! grep -q '\.missing=' "$outcome" || return 1
  local name path
  while IFS== read -r name path; do
    case $name in script | libraries) continue ;; esac
    [ -e "$path" ] || return 1
  done <"$outcome"
}

all_missing() {
  local name rest
  : >"$draft"
  while IFS=: read -r name rest; do
    echo "$name.missing=$1" >>"$draft"
  done <<<"$tools
$servers
netns:
fuse:"
  # What happens to be on the machine can be used nevertheless.
  while IFS=: read -r name rest; do
    local found
    found=$(where "${rest##*:}") && sed -i "s|^$name\.missing=.*|$name=$found|" "$draft"
  done <<<"$tools"
  finish
}

where() {
  case $1 in
    /*) [ -e "$1" ] && echo "$1" ;;
    *) PATH=$PATH:/usr/sbin:/sbin command -v "$1" ;;
  esac
}

finish() {
  echo "script=$(fingerprint)" >>"$draft"
  mv "$draft" "$outcome"
  if grep '\.missing=' "$outcome" >&2; then
    echo "provision: some tests will be skipped, for the reasons above; details in $log" >&2
    [ "${SALLYPORT_GROUND:-}" = required ] && exit 1
  fi
  exit 0
}

apt() {
  apt-get -q -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 -o APT::Sandbox::User=root "$@" >>"$log" 2>&1
}

# The package lists are needed once a machine, and again when a package has left the archive.
update() {
  [ -n "${updated:-}" ] && return 1
  updated=yes
  apt update
}

install_tools() {
  local name package command wanted=
  while IFS=: read -r name package command; do
    where "$command" >/dev/null || wanted="$wanted $package"
  done <<<"$tools"
  [ -z "$wanted" ] && return
  echo "provision: installing$wanted" >&2
  echo 'davfs2 davfs2/suid_file boolean false' | debconf-set-selections >>"$log" 2>&1
  apt-cache show chromium >/dev/null 2>&1 || update
  # RUNLEVEL=1: invoke-rc.d starts no service.
  if ! RUNLEVEL=1 apt install -y --no-install-recommends $wanted; then
    update && RUNLEVEL=1 apt install -y --no-install-recommends $wanted && return
    # One that cannot be had must not keep the others away.
    for package in $wanted; do
      RUNLEVEL=1 apt install -y --no-install-recommends "$package"
    done
  fi
}

packages_of_servers() {
  local name file packages
  while IFS=: read -r name file packages; do printf '%s ' $packages; done <<<"$servers"
}

# Shared libraries that the packages given need and this machine does not have.
libraries_for() {
  local wanted
  wanted=$(apt-cache depends --important "$@" 2>>"$log" | awk '$1 == "Depends:" && $2 ~ /^lib/ { print $2 }' | sort -u)
  apt-get install -s --no-install-recommends $wanted 2>>"$log" | awk '/^Inst lib/ { print $2 }'
}

download() {
  local packages
  packages=$(packages_of_servers)
  apt download $packages $(libraries_for $packages)
}

# Unpacks every server in a folder of its own, and the libraries of all in one.
unpack() {
  [ -e "$folder/.complete" ] && return 0
  echo 'provision: unpacking FTP servers' >&2
  local packages=$folder/.packages name file wanted package
  rm -rf "$packages" && mkdir -p "$packages" && cd "$packages" || return 1
  download || { update && download; } || return 1
  while IFS=: read -r name file wanted; do
    rm -rf "${folder:?}/$name"
    for package in $wanted; do
      dpkg -x "$package"_*.deb "$folder/$name" && rm "$package"_*.deb || return 1
    done
  done <<<"$servers"
  rm -rf "$folder/libraries" && mkdir "$folder/libraries"
  for package in *.deb; do
    [ ! -e "$package" ] || dpkg -x "$package" "$folder/libraries" || return 1
  done
  cd "$folder" && rm -rf "$packages" && touch .complete
}

[ -f "$outcome" ] && is_current && exit 0
: >"$log"
if ! command -v apt-get >/dev/null || ! command -v dpkg >/dev/null; then
  all_missing 'not a Debian machine; install it by hand or run the tests on Debian'
fi
[ "$(id -u)" = 0 ] || all_missing 'not root, so nothing could be installed; run the tests as root in a container'

: >"$draft"
install_tools
while IFS=: read -r name package command; do
  if path=$(where "$command"); then
    echo "$name=$path" >>"$draft"
  else
    echo "$name.missing=package $package could not be installed" >>"$draft"
  fi
done <<<"$tools"

unpacked=yes
unpack || unpacked=
libraries=$(find "$folder/libraries" -name '*.so.*' -printf '%h\n' | sort -u | paste -sd:)
while IFS=: read -r name file packages; do
  if [ -z "$unpacked" ] || [ ! -e "$folder/$name/$file" ]; then
    echo "$name.missing=package ${packages%% *} could not be downloaded" >>"$draft"
    continue
  fi
  lost=$(LD_LIBRARY_PATH=$libraries ldd "$folder/$name/$file" 2>/dev/null | awk '/not found/ { print $1 }' | paste -sd' ')
  if [ -n "$lost" ]; then
    echo "$name.missing=shared libraries not found: $lost" >>"$draft"
    continue
  fi
  echo "$name=$folder/$name/$file" >>"$draft"
done <<<"$servers"
echo "libraries=$libraries" >>"$draft"

# vsftpd logs in through PAM; it gets a private /etc/pam.d in a mount namespace of its own.
if ! unshare --mount true 2>/dev/null; then
  sed -i '/^vsftpd[.=]/d' "$draft"
  echo 'vsftpd.missing=mount namespaces are not permitted here (CAP_SYS_ADMIN)' >>"$draft"
fi
# A namespace is where tests have firewalls, so the machine itself needs none.
probe=sallyport-probe-$$
if ip netns add "$probe" 2>/dev/null; then
  ip netns exec "$probe" nft list ruleset >/dev/null 2>&1 \
    && echo "netns=$(where ip)" >>"$draft" \
    || echo 'netns.missing=nft does not work in a network namespace here' >>"$draft"
  ip netns delete "$probe"
else
  echo 'netns.missing=network namespaces are not permitted here (CAP_SYS_ADMIN)' >>"$draft"
fi
[ -e /dev/fuse ] && echo 'fuse=/dev/fuse' >>"$draft" || echo 'fuse.missing=no /dev/fuse here' >>"$draft"
finish
