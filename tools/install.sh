#!/bin/sh
# SPDX-License-Identifier: MIT
# Installs the packages of tools/packages.txt that are missing. Asks apt for nothing when none is.
set -eu
cd "$(dirname "$0")/.."
. tools/common.sh

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
  fail "This is no Debian system: install the equivalents of tools/packages.txt by hand." \
    "Ce système n'est pas une Debian : installez à la main l'équivalent de tools/packages.txt."
fi

missing=
for package in $(sed 's/#.*//' tools/packages.txt); do
  case $(dpkg-query --show --showformat='${db:Status-Abbrev}' "$package" 2>/dev/null || true) in
    ii*) ;;
    *) missing="$missing $package" ;;
  esac
done
[ -n "$missing" ] || exit 0

say "To install, in a minute or two:$missing" "À installer, en une minute ou deux :$missing"
as_root=
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null ||
    fail "Run this as root, or install sudo." "Lancez ceci en tant que root, ou installez sudo."
  as_root=sudo
fi

apt() {
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq --yes --no-install-recommends "$@" >/dev/null
}

# Package lists may be absent or old: they are fetched first, and what matters is the installation.
apt update ||
  say "apt-get update failed; trying with the lists at hand." \
    "apt-get update a échoué ; essai avec les listes présentes."
# shellcheck disable=SC2086 # one word a package
apt install $missing ||
  fail "apt-get could not install:$missing. Check the network and /etc/apt/sources.list (Debian 12)." \
    "apt-get n'a pas pu installer :$missing. Vérifiez le réseau et /etc/apt/sources.list (Debian 12)."
