# shellcheck shell=bash disable=SC2034 # what is set here is for those who source it
# SPDX-License-Identifier: MIT
# common.sh: what the scripts beside it begin with, which source it. BDF and BDF_SAMPLE name the
# commands that are measured.
set -euo pipefail
export LC_ALL=C

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build="$project/build/release"
data="$project/build/bench"
bdf=${BDF:-$build/bin/bdf}
bdf_sample=${BDF_SAMPLE:-$build/bin/bdf-sample}

fail() {
  echo "${0##*/}: $1" >&2
  exit 2
}

need() {  # COMMAND...
  local command
  for command in "$@"; do
    command -v "$command" >/dev/null || fail "$command is missing: build it, or install what has it"
  done
}

# Appends "wall seconds, peak KiB" of the command to LOG. `worst` is the greatest exit code that is no
# failure.
worst=0
measure() {  # LOG COMMAND...
  local log=$1
  shift
  /usr/bin/time -q -f '%e %M' -o "$log.one" "$@" >"$log.said" 2>&1 || [ $? -le "$worst" ] || {
    cat "$log.said" >&2
    fail "$* failed"
  }
  tail -n 1 "$log.one" >>"$log"
}

# A sample country, made once.
make_sample() {  # DIR OPTION...
  local dir=$1
  shift
  [ -f "$dir/complete" ] && return
  need "$bdf_sample"
  "$bdf_sample" make "$dir" --overwrite "$@" >/dev/null
  touch "$dir/complete"
}
