#!/bin/sh
# SPDX-License-Identifier: MIT
# tools/build.sh [PRESET [TARGET…]]: configures and builds (release, everything) in build/PRESET.
set -eu
cd "$(dirname "$0")/.."

preset=${1:-release}
[ $# -eq 0 ] || shift

# Relative paths in the cache, so that another clone in another folder finds what this one compiled.
export CCACHE_DIR="${CCACHE_DIR:-${HOME:-/tmp}/.cache/ccache}"
export CCACHE_BASEDIR="$PWD" CCACHE_NOHASHDIR=1

cmake --preset "$preset" --log-level=WARNING
cmake --build --preset "$preset" --parallel "$(nproc)" ${1:+--target "$@"}
