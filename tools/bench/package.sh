#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# package.sh: times `bdf package` on a département's waters: each way of packing, the other forms, a
# differential, verify, and its label. The peer, in the same run, is ogr2ogr copying the same layers and Info-ZIP
# packing the copy, which writes neither papers nor digests. RUNS (default 3) are measured;
# SAMPLE=commune for a small one; BDF and BDF_SAMPLE name the commands.
# shellcheck source=tools/bench/common.sh
. "$(dirname "$0")/common.sh"
runs=${RUNS:-3}
sample=${SAMPLE:-departement}
out="$data/package"
now=2026-12-15T00:00:00Z

need "$bdf" ogr2ogr zip /usr/bin/time
make_sample "$data/$sample" "--$sample"
hydro="$data/$sample/hydro"
rm -rf "$out"
mkdir -p "$out"

repeat() {  # NAME COMMAND...
  local name=$1 run
  shift
  for ((run = 0; run < runs; ++run)); do measure "$out/$name.times" "$@"; done
}

median() {  # LOG COLUMN
  awk -v column="$2" '{ print $column }' "$out/$1.times" | sort -n |
    awk '{ all[NR] = $1 } END { print NR % 2 ? all[(NR + 1) / 2] : (all[NR / 2] + all[NR / 2 + 1]) / 2 }'
}

tell() {  # NAME FILE
  local size=-
  [ -z "${2:-}" ] || size=$(du -sk "$2" | awk '{ printf "%.1f MB", $1 / 1024 }')
  awk -v name="$1" -v time="$(median "$1" 1)" -v memory="$(median "$1" 2)" -v peer="$(median peer 1)" \
    -v size="$size" 'BEGIN { printf "%-14s %7.2f s  %5.2f of the peer  %5d MB  %s\n", name, time,
      time / peer, memory / 1024, size }'
}

build_package() {  # NAME OPTION...
  local name=$1
  shift
  repeat "$name" "$bdf" package build --theme hydro --out "$out/$name" --overwrite --now $now "$@"
}

peer() {
  rm -f "$out/peer.gpkg" "$out/peer.zip"
  ogr2ogr -f GPKG "$out/peer.gpkg" "$hydro/reference.gpkg"
  zip -q -1 -j "$out/peer.zip" "$out/peer.gpkg"
}
export -f peer
export out hydro

edition=BDFRANCETOPO_1-0_HYDRO_GPKG_LAMB93_FXX
old=(--from "$hydro/ancestor.gpkg" --date 2026-09-15)
new=(--from "$hydro/reference.gpkg" --date 2026-12-15)
repeat peer bash -c peer
build_package folder "${new[@]}" --as folder
build_package zip "${new[@]}"
build_package zip-release "${new[@]}" --release
build_package 7z "${new[@]}" --as 7z
runs=1 build_package 7z-release "${new[@]}" --as 7z --release
build_package flatgeobuf "${new[@]}" --format FLATGEOBUF
build_package shapefile "${new[@]}" --format SHP
build_package geojson "${new[@]}" --format GEOJSON
runs=1 build_package previous "${old[@]}"
build_package differential "${new[@]}" --previous "$out/previous/${edition}_2026-09-15.zip" --differential
repeat verify "$bdf" package verify "$out/zip/${edition}_2026-12-15.zip"

labelled() {  # NAME ARGUMENT...: what is missed is no failure here
  local name=$1
  shift
  worst=1 repeat "$name" "$bdf" label "$@" --now $now
}
package="$out/zip/${edition}_2026-12-15.zip"
printf 'steward: IGN\ndate: "2026-12-15"\nstatements: {open-conflicts: 0, organisation: true}\n' >"$out/attestation.yaml"
"$bdf" key new --organisation IGN --out "$out/ign.key" --quiet
labelled label-check check "$package" --socle "$package"
labelled label-issue issue "$package" --socle "$package" --attestation "$out/attestation.yaml" --key "$out/ign.key" \
  --out "$out/labelled" --overwrite
labelled label-verify verify "$out/labelled/${edition}_2026-12-15.zip" --socle "$package" --trust "$out/ign.key.pub"

tell peer "$out/peer.zip"
for name in folder zip zip-release 7z 7z-release flatgeobuf shapefile geojson differential; do
  tell $name "$(find "$out/$name" -maxdepth 1 \( -name '*.zip' -o -name '*.7z' -o -name '*_2026-12-15' \) | head -n 1)"
done
for name in verify label-check label-issue label-verify; do tell $name; done
