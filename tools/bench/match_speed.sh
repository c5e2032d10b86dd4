#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# match_speed.sh: times `bdf match --ignore-ids` between two editions of a sample département, 54 000
# reaches and 267 000 areas a side, beside ogr2ogr copying the same two layers; as the editions are,
# and with the reference's vertices shaken by 2 m, so that nothing is exactly equal.
# RUNS (default 3) pairs are measured; BDF and BDF_SAMPLE name the commands. The files (1.5 GB) stay in
# build/bench.
# shellcheck source=tools/bench/common.sh
. "$(dirname "$0")/common.sh"
runs=${RUNS:-3}

run_bdf() {  # DIR THEME LAYER LOG
  measure "$4" "$bdf" match --theme "$2" --layer "$3" --ignore-ids --quiet --overwrite \
    "$1/ancestor.gpkg" "$1/reference.gpkg" --out "$1/links.csv"
}

run_copy() {  # DIR LAYER LOG
  rm -rf "$1/copy"
  mkdir "$1/copy"
  measure "$3" sh -ec 'for side in ancestor reference; do
    ogr2ogr -f GPKG -lco SPATIAL_INDEX=NO "$1/copy/$side.gpkg" "$1/$side.gpkg" "$2"; done' \
    copy "$1" "$2"
}

# Least seconds and peak MB of a log.
least() { sort -n "$1" | head -n 1 | cut -d ' ' -f 1; }  # LOG
peak() { awk '{ if ($2 > peak) peak = $2 } END { printf "%.0f", peak / 1024 }' "$1"; }  # LOG

bench() {  # DIR THEME LAYER NAME
  local logs="$1/$3"
  run_bdf "$1" "$2" "$3" "$1/warm"
  run_copy "$1" "$3" "$1/warm"
  rm -f "$logs.bdf" "$logs.copy"
  for _ in $(seq "$runs"); do
    run_bdf "$1" "$2" "$3" "$logs.bdf"
    run_copy "$1" "$3" "$logs.copy"
  done
  local ours theirs
  ours=$(least "$logs.bdf")
  theirs=$(least "$logs.copy")
  echo "| $3, $4 | bdf match | $ours | $(peak "$logs.bdf") | $(awk "BEGIN { printf \"%.2f\", $ours / $theirs }") |"
  echo "| | ogr2ogr × 2 | $theirs | $(peak "$logs.copy") | 1 |"
}

need /usr/bin/time ogr2ogr "$bdf"
echo "| data | command | min s | peak MB | ratio |"
echo "|---|---|---:|---:|---:|"
for case in "as made" "noise 2 m"; do
  dir="$data/match-${case// /-}"
  if [ "$case" = "as made" ]; then noise=(); else noise=(--reference-noise 2); fi
  make_sample "$dir" --departement "${noise[@]}"
  bench "$dir/hydro" hydro troncon_hydrographique "$case"
  bench "$dir/vegetation" vegetation zone_de_vegetation "$case"
done
