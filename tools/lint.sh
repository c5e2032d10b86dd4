#!/bin/sh
# SPDX-License-Identifier: MIT
# Checks format and style of the C++ files that differ from the branch main, or of all with --all.
set -eu
cd "$(dirname "$0")/.."
. tools/common.sh

for tool in clang-format clang-tidy; do
  command -v $tool >/dev/null ||
    fail "$tool is missing: apt-get install clang-format clang-tidy" \
      "$tool manque : apt-get install clang-format clang-tidy"
done

files() {
  if [ "${1-}" = --all ]; then
    git ls-files
  else
    git diff --name-only --diff-filter=d "$(git merge-base HEAD main)"
    git ls-files --others --exclude-standard
  fi | grep -E '\.(h|cpp)$' | LC_ALL=C sort -u
}

chosen=$(files "$@")
[ -n "$chosen" ] || exit 0
printf '%s\n' "$chosen" | xargs clang-format --dry-run -Werror

cmake --preset release --log-level=WARNING
# Headers are checked through the sources that include them.
printf '%s\n' "$chosen" | grep '\.cpp$' |
  xargs --no-run-if-empty --max-args=1 --max-procs="$(nproc)" \
    clang-tidy -p build/release --quiet --warnings-as-errors='*' \
    --extra-arg=-Wno-unknown-warning-option  # the build's compiler is another
