#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# run.sh [N | departement | two-percent | without-keys ...]: times `bdf sync` on N lines a side beside
# ogr2ogr copying the same three files; `departement` is a sample département, hydrography and
# vegetation, under their themes, edited as real editions are; `two-percent` the same with 2 % of it
# edited on each side; `without-keys` that with every key lost in the local layers.
# BDTOPO=3.5 gives the files all columns of that version and syncs under the theme hydro; BDTOPO=3.3
# does so with ancestor and local of version 3.3.
# RUNS (default 5) pairs are measured; RTREE=1 gives the local file an R-tree; BDF names the command.
# shellcheck source=tools/bench/common.sh
. "$(dirname "$0")/common.sh"
runs=${RUNS:-5}
worst=1  # a sync with open conflicts is no failure
sides="ancestor local reference"
theme=(--theme generic --key cleabs)
[ -z "${BDTOPO:-}" ] || theme=(--theme hydro)

find_commands() {
  cmake --build "$build" --target bdf_make_triple >/dev/null || fail "build first: cmake --preset release"
  make_triple=$(find "$build" -type f -name bdf_make_triple -perm -u+x | head -n 1)
  need "$bdf" /usr/bin/time ogr2ogr
}

make_data() {  # DIR N
  [ -f "$1/complete" ] && return
  "$make_triple" --features "$2" --out "$1" ${RTREE:+--rtree} ${BDTOPO:+--bdtopo "$BDTOPO"}
  touch "$1/complete"
}

run_bdf() {  # DIR LOG
  measure "$2" "$bdf" sync "${theme[@]}" --quiet --overwrite \
    --ancestor "$1/ancestor.gpkg" --local "$1/local.gpkg" --reference "$1/reference.gpkg" \
    --out "$1/out"
}

run_copy() {  # DIR LOG
  rm -rf "$1/copy"
  mkdir "$1/copy"
  measure "$2" sh -ec 'for side in $2; do
    ogr2ogr -f GPKG -lco SPATIAL_INDEX=NO "$1/copy/$side.gpkg" "$1/$side.gpkg"; done' \
    copy "$1" "$sides"
}

# Seconds and KiB of a log as "median | min | max | peak MB".
summary() {  # LOG
  sort -n "$1" | awk '{ wall[NR] = $1; if ($2 > peak) peak = $2 }
    END { median = NR % 2 ? wall[(NR + 1) / 2] : (wall[NR / 2] + wall[NR / 2 + 1]) / 2
          printf "%.2f | %.2f | %.2f | %.0f", median, wall[1], wall[NR], peak / 1024 }'
}

# Each pair ran one right after the other, so that what else the machine did touches both.
median_ratio() {  # LOG OF
  paste -d ' ' "$1" "$2" | awk '{ print $1 / $3 }' | sort -n | awk '{ ratio[NR] = $1 }
    END { printf "%.2f", NR % 2 ? ratio[(NR + 1) / 2] : (ratio[NR / 2] + ratio[NR / 2 + 1]) / 2 }'
}

bench() {  # DIR NAME
  local dir=$1
  run_bdf "$dir" "$dir/warm"
  run_copy "$dir" "$dir/warm"
  rm -f "$dir/bdf" "$dir/ogr2ogr"
  for _ in $(seq "$runs"); do
    run_bdf "$dir" "$dir/bdf"
    run_copy "$dir" "$dir/ogr2ogr"
  done
  echo "| $2 | bdf sync | $(summary "$dir/bdf") | $(median_ratio "$dir/bdf" "$dir/ogr2ogr") |"
  echo "| $2 | ogr2ogr × 3 | $(summary "$dir/ogr2ogr") | 1 |"
}

bench_lines() {  # N
  local dir="$data/$1${RTREE:+-rtree}${BDTOPO:+-bdtopo-$BDTOPO}"
  make_data "$dir" "$1"
  bench "$dir" "$1"
}

bench_departement() {  # NAME OPTIONS...
  local dir="$data/$1" title=$1
  shift
  make_sample "$dir" --departement "$@"
  for name in hydro vegetation; do
    theme=(--theme "$name" --territory 038)
    bench "$dir/$name" "$name, $title"
  done
}

# Dates and inventories are what makes more of it differ; the other rates add up to 4 and 3 %.
two_percent=(--rates 0.55 --rate date_reference=0 --rate inventory_local=0)

find_commands
echo "| lines a side | command | median s | min s | max s | peak MB | ratio |"
echo "|---:|---|---:|---:|---:|---:|---:|"
[ $# -gt 0 ] || set -- 52000 500000
for size in "$@"; do
  case $size in
    departement) bench_departement departement ;;
    two-percent) bench_departement two-percent "${two_percent[@]}" ;;
    without-keys) bench_departement without-keys "${two_percent[@]}" --local-without-keys ;;
    *) bench_lines "$size" ;;
  esac
done
