#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# country.sh: what a night of the whole country takes. Runs nights over territories of several sizes
# (NIGHTS: so many territories, times 3 km2, deposits), one job at a time, in a base on a server of its
# own (KIND=file: in files), and plans 101 territories × 2 themes, which is what a night costs before
# its first job. country.py fits what stages cost to the jobs and packages of these nights, tells how
# well that foretells the largest one, and reckons from the areas of the real départements. Two nights
# of the same scale tell what the size of the base does.
# WORKERS="1 2 4 …" and CHANGES (edits a deposit, 20) say for what; BDF and BDF_SAMPLE name the commands.
set -euo pipefail
export LC_ALL=C

project=$(cd "$(dirname "$0")/../.." && pwd)
build="$project/build/release"
bdf=${BDF:-$build/bin/bdf}
bdf_sample=${BDF_SAMPLE:-$build/bin/bdf-sample}
nights=${NIGHTS:-2:20:16 12:20:24 4:60:24 2:200:16 2:600:12}
kind=${KIND:-server}
out="$project/build/bench/country"
now=2026-02-01T22:00:00Z
programs=/usr/lib/postgresql/15/bin

fail() {
  echo "country.sh: $1" >&2
  exit 2
}

for command in "$bdf" "$bdf_sample" ogrinfo python3 "$programs/postgres"; do
  command -v "$command" >/dev/null || fail "$command is missing (gdal-bin, postgresql-15)"
done
rm -rf "$out"
mkdir -p "$out/deposits"

socket=
stop() {
  [ -z "$socket" ] || as_server "$programs/pg_ctl" stop -D "$socket/data" -m fast >/dev/null || true
  [ -z "$socket" ] || rm -rf "$socket"
}
trap stop EXIT

# PostgreSQL does not run as root.
as_server() {
  if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

start_server() {
  socket=$(mktemp -d)
  [ "$(id -u)" != 0 ] || chown postgres "$socket"
  as_server "$programs/initdb" -D "$socket/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 >/dev/null
  as_server "$programs/pg_ctl" start -w -D "$socket/data" -l "$socket/log" \
    -o "-k $socket -c listen_addresses=" >/dev/null
}

new_base() {  # NAME: its address
  if [ "$kind" = file ]; then
    echo "$out/$1.gpkg"
  else
    psql -qh "$socket" -U postgres -c "CREATE DATABASE $1" >/dev/null
    psql -qh "$socket" -U postgres -d "$1" -c 'CREATE EXTENSION postgis' >/dev/null
    echo "postgresql://postgres@/$1?host=$socket"
  fi
}

plan() {  # NAME BASE DEPOSITS
  cat >"$out/$1.yaml" <<PLAN
name: $1
base: "$2"
work: $1-work
deposits: [{folder: $3}]
side_by_side: 1
packages: {}
PLAN
}

# Half of the deposits are layers: what they cost grows with the territory.
night() {  # TERRITORIES:SCALE:DEPOSITS
  local territories scale deposits name world base code=0
  IFS=: read -r territories scale deposits <<<"$1"
  name=n${territories}_$scale
  world="$project/build/bench/country-$territories-$deposits-$scale"
  [ -d "$world" ] || "$bdf_sample" night "$world" --territories "$territories" --deposits "$deposits" \
    --scale "$scale" --layers-share 0.5 >/dev/null
  base=$(new_base "$name")
  "$bdf_sample" night-base "$world" "$base" >/dev/null
  plan "$name" "$base" "$world/deposits"
  "$bdf" nightly --quiet "$out/$name.yaml" --now "$now" >/dev/null 2>"$out/$name.err" || code=$?
  [ "$code" -le 1 ] || fail "$name: $(tail -n 1 "$out/$name.err")"
  cp "$out/$name-work/reports/"*.json "$out/$name.json"
  cp "$world/deposits.tsv" "$out/$name.tsv"
  ogrinfo -q -dialect sqlite -sql 'SELECT code, ST_Area(geometrie) / 1e6 AS km2 FROM territory' \
    "$world/base/territories.gpkg" |
    sed -n 's/^ *\(code\|km2\) (.*) = //p' | paste - - >"$out/$name.areas"
  [ "$kind" = file ] || psql -qh "$socket" -U postgres -c "DROP DATABASE $name" >/dev/null
  rm -rf "$out/$name-work"
  found+=("$out/$name")
}

[ "$kind" = file ] || start_server
found=()
for one in $nights; do night "$one"; done

# Before the first job: as many deposits as the country has.
world=$(find "$project/build/bench" -maxdepth 1 -name 'country-*' | sort | head -n 1)
base=$(new_base plan)
"$bdf_sample" night-base "$world" "$base" >/dev/null
data=$(find "$world/deposits" -name contribution.gpkg | sort | head -n 1)
sed -n 's/^\([0-9AB]*\),.*/\1/p' "$project/tools/bench/departements.csv" | while read -r code; do
  for theme in hydro vegetation; do
    folder="$out/deposits/${code}_$theme"
    mkdir "$folder"
    ln "$data" "$folder/contribution.gpkg" 2>/dev/null || cp "$data" "$folder/contribution.gpkg"
    printf 'producer: DDT %s\ntheme: %s\nterritory: "%s"\ndata: contribution.gpkg\n' \
      "$code" "$theme" "$code" >"$folder/deposit.yaml"
  done
done
plan country "$base" deposits
begin=$(date +%s.%N)
"$bdf" nightly plan "$out/country.yaml" >"$out/planned"
planned=$(grep -c ': new$' "$out/planned")
[ "$planned" = 202 ] || fail "202 jobs were expected, $planned are planned"
awk -v begin="$begin" -v end="$(date +%s.%N)" \
  'BEGIN { printf "planning 101 territories × 2 themes: %.2f s\n", end - begin }'

python3 "$project/tools/bench/country.py" --departements "$project/tools/bench/departements.csv" \
  --workers "${WORKERS:-1 2 4 8 16 32 64 128}" --changes "${CHANGES:-20}" "${found[@]}"
