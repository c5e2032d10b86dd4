#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs the tour of README.md as it is printed, in an empty folder that stands for the repository:
#   tools/tour.sh --check [BIN]   shows where README.md and reality part, and fails
#   tools/tour.sh --write [BIN]   puts what the commands really say into README.md
# BIN is where bdf is (build/release/bin). In a block that begins with ```console, a line "$ …" is a
# command, "> …" continues it, and the rest is what it says. Lines of progress such as
# "[1/5] opening the inputs" are left out: on a terminal they vanish.
set -eu
cd "$(dirname "$0")/.."

mode=${1-}
bin=$(realpath "${2:-build/release/bin}")
case $mode in
  --check | --write) ;;
  *) exec sed -n '4,5s/^#  *//p' tools/tour.sh ;;
esac

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir -p "$folder/repository/build/release"
ln -s "$PWD/sample_data" "$folder/repository/sample_data"
ln -s "$PWD/themes" "$folder/repository/themes"
ln -s "$bin" "$folder/repository/build/release/bin"

# Before each command a mark, and the exit code of the command before it as it was.
awk '/^```/ { inside = $0 == "```console"; next }
     inside && /^\$ / { print "code=$?; echo @@; (exit $code)"; print substr($0, 3) }
     inside && /^> / { print substr($0, 3) }' README.md >"$folder/commands"
(
  cd "$folder/repository"
  LC_ALL=C.UTF-8 LANGUAGE='' sh "$folder/commands" 2>&1 </dev/null | grep -Ev '^\[[0-9]+/[0-9]+\] ' >"$folder/said"
)

awk -v said="$folder/said" '
  # What one command said: the lines up to the next mark.
  function answer() { while ((getline line <said) > 0 && line != "@@") print line }
  BEGIN { getline line <said }
  /^```/ { if (asked) answer(); asked = 0; inside = $0 == "```console"; print; next }
  inside && /^\$ / { if (asked) answer(); asked = 1; print; next }
  inside && /^> / { print; next }
  !inside' README.md >"$folder/README.md"

if [ "$mode" = --write ]; then
  cp "$folder/README.md" README.md
else
  diff -u README.md "$folder/README.md" || {
    echo "README.md tells another tour than bdf: see above, and tools/tour.sh --write"
    exit 1
  }
fi
