#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# country.sh: what a night of the whole country takes. Plans 101 territories × 2 themes (a deposit each,
# by links to the same data), which is what a night costs before its first job; runs a scaled part of
# it (DEPOSITS of TERRITORIES, as nightly.sh) with one worker, and reckons from its stages what 202
# deposits take with 1, 2, 4 … workers: read, sync and merge are done side by side, enter one after the
# other, which is where more workers stop to help.
set -euo pipefail
export LC_ALL=C

project=$(cd "$(dirname "$0")/../.." && pwd)
build="$project/build/release"
bdf=${BDF:-$build/bin/bdf}
bdf_sample=${BDF_SAMPLE:-$build/bin/bdf-sample}
deposits=${DEPOSITS:-48}
territories=${TERRITORIES:-12}
scale=${SCALE:-4}
world="$project/build/bench/night-$territories-$deposits-$scale"
out="$project/build/bench/country"
now=2026-02-01T22:00:00Z

fail() {
  echo "country.sh: $1" >&2
  exit 2
}

[ -d "$world" ] || "$bdf_sample" night "$world" --territories "$territories" \
  --deposits "$deposits" --scale "$scale" >/dev/null
rm -rf "$out"
mkdir -p "$out/deposits"
"$bdf_sample" night-base "$world" "$out/base.gpkg" >/dev/null

# 101 territories: 96 départements and five overseas.
data=$(find "$world/deposits" -name contribution.gpkg | LC_ALL=C sort | head -n 1)
for number in $(seq -w 1 101); do
  for theme in hydro vegetation; do
    folder="$out/deposits/${number}_$theme"
    mkdir "$folder"
    ln "$data" "$folder/contribution.gpkg" 2>/dev/null || cp "$data" "$folder/contribution.gpkg"
    printf 'producer: DDT %s\ntheme: %s\nterritory: "%s"\ndata: contribution.gpkg\n' \
      "$number" "$theme" "$number" >"$folder/deposit.yaml"
  done
done
cat >"$out/country.yaml" <<PLAN
name: country
base: base.gpkg
work: country-work
deposits: [{folder: deposits}]
PLAN
begin=$(date +%s.%N)
"$bdf" nightly plan "$out/country.yaml" >"$out/planned"
planned=$(grep -c ': new$' "$out/planned")
[ "$planned" = 202 ] || fail "202 jobs were expected, $planned are planned"
awk -v begin="$begin" -v end="$(date +%s.%N)" 'BEGIN { printf "planning 101 territories × 2 themes: %.2f s\n", end - begin }'

cat >"$out/part.yaml" <<PLAN
name: part
base: base.gpkg
work: part-work
deposits: [{folder: $world/deposits}]
side_by_side: 1
packages: {}
PLAN
code=0
"$bdf" nightly --quiet "$out/part.yaml" --now "$now" >/dev/null || code=$?
[ "$code" -le 1 ] || fail "the night has stopped"
printf '%d deposits of %d territories of %d km2, one at a time:\n' "$deposits" "$territories" "$((3 * scale))"
sed -n 's/^bdf_night_stage_seconds{.*stage="\(.*\)"} \(.*\)/\1 \2/p' "$out/part-work/metrics.prom" |
  awk -v deposits="$deposits" -v territories="$territories" '
    { seconds[$1] = $2; printf "  %s: %.2f s a %s\n", $1, $2 / ($1 == "package" ? 2 * territories : deposits),
      $1 == "package" ? "package" : "deposit" }
    END {
      beside = (seconds["read"] + seconds["validate"] + seconds["sync"] + seconds["merge"]) / deposits
      after = seconds["enter"] / deposits
      package = seconds["package"] / (2 * territories)
      for (workers = 1; workers <= 256; workers *= 4) {
        jobs = 202 * beside / workers
        if (jobs < 202 * after) jobs = 202 * after
        printf "202 deposits and packages, %3d workers: %6.1f min\n", workers, (jobs + 202 * package / workers) / 60
      }
      if (after > 0)
        printf "beyond %.0f workers more do not help: deposits enter one after the other\n", beside / after
    }'
