#!/bin/sh
# SPDX-License-Identifier: MIT
# Installs what is missing, builds, and runs the tests.
#   --asan      with AddressSanitizer and UndefinedBehaviorSanitizer
#   --label L   only the tests of one kind: unit, scenario, property, end_to_end, db, browser, qgis, slurm
#   --nightly   the long tests too, and more random cases
# What follows goes to ctest, for example: tools/test.sh -R House
set -eu
cd "$(dirname "$0")/.."
. tools/common.sh

preset=release
label=
long='--label-exclude nightly'
while [ $# -gt 0 ]; do
  case $1 in
    --asan) preset=asan ;;
    --label)
      [ $# -gt 1 ] || fail "--label needs a label." "--label attend une étiquette."
      label=$2
      shift
      ;;
    --nightly) long= ;;
    --help) exec sed -n '3,7s/^# \{0,1\}//p' tools/test.sh ;;
    *) break ;;
  esac
  shift
done

stage "installing packages" "installation des paquets" tools/install.sh
stage "building ($preset)" "compilation ($preset)" tools/build.sh "$preset"
# shellcheck disable=SC2086 # an option and its value
stage "testing" "tests" ctest --preset "$preset" --parallel "$(nproc)" --no-tests=error $long \
  ${label:+--label-regex "^$label\$"} "$@"
