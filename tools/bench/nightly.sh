#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# nightly.sh: a night over generated deposits (bdf-sample night), in a base that is a file and in one
# on a server of its own: deposits an hour, seconds by stage, memory of the largest job. The peer, in
# the same run, is what an operator would do by hand: the same deposits one after the other, by
# `bdf sync` and `bdf base integrate`, without packages. DEPOSITS (200), TERRITORIES (12) and SCALE
# (1: 3 km2 a territory) say how large; WORKERS (one a processor) how many jobs run side by side;
# KINDS="file server" in which bases; BDF and BDF_SAMPLE name the commands.
set -euo pipefail
export LC_ALL=C

project=$(cd "$(dirname "$0")/../.." && pwd)
build="$project/build/release"
bdf=${BDF:-$build/bin/bdf}
bdf_sample=${BDF_SAMPLE:-$build/bin/bdf-sample}
deposits=${DEPOSITS:-200}
territories=${TERRITORIES:-12}
scale=${SCALE:-1}
workers=${WORKERS:-$(nproc)}
kinds=${KINDS:-file server}
world="$project/build/bench/night-$territories-$deposits-$scale"
out="$project/build/bench/night"
now=2026-02-01T22:00:00Z

fail() {
  echo "nightly.sh: $1" >&2
  exit 2
}

for command in "$bdf" "$bdf_sample" /usr/lib/postgresql/15/bin/postgres; do
  command -v "$command" >/dev/null || fail "$command is missing (postgresql-15)"
done
[ -d "$world" ] || "$bdf_sample" night "$world" --territories "$territories" \
  --deposits "$deposits" --scale "$scale" >/dev/null
rm -rf "$out"
mkdir -p "$out"

programs=/usr/lib/postgresql/15/bin
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

new_base() {  # KIND NAME: its address
  if [ "$1" = file ]; then
    echo "$out/$2.gpkg"
  else
    psql -qh "$socket" -U postgres -c "CREATE DATABASE $2" >/dev/null
    psql -qh "$socket" -U postgres -d "$2" -c 'CREATE EXTENSION postgis' >/dev/null
    echo "postgresql://postgres@/$2?host=$socket"
  fi
}

seconds() { date +%s.%N; }

by_hand() {  # BASE
  local folder name theme
  for folder in "$world"/deposits/*/; do
    name=$(basename "$folder")
    theme=${name##*_}
    if [ -e "$folder/layers.gpkg" ]; then
      "$bdf" sync --quiet --base "$1" --theme "$world/base/$theme.yaml" --local "$folder/layers.gpkg" \
        --producer "$(sed -n 's/^producer: //p' "$folder/deposit.yaml")" --out "$out/by_hand" --overwrite \
        --now "$now" || [ $? = 1 ] || fail "$name: sync failed"
      BDF_BASE=$1 "$bdf" base integrate --quiet "$out/by_hand/contribution.gpkg" --now "$now" || [ $? = 1 ] ||
        fail "$name: integrate failed"
    else
      BDF_BASE=$1 "$bdf" base integrate --quiet "$folder/contribution.gpkg" --now "$now" || [ $? = 1 ] ||
        fail "$name: integrate failed"
    fi
  done
}

plan() {  # NAME BASE WORKERS
  cat >"$out/$1.yaml" <<PLAN
name: $1
base: "$2"
work: $1-work
deposits: [{folder: $world/deposits}]
side_by_side: $3
packages: {}
publish: {tree: $1-tree}
PLAN
}

night() {  # NAME
  local begin code=0
  begin=$(seconds)
  "$bdf" nightly --quiet "$out/$1.yaml" --now "${2:-$now}" >/dev/null 2>"$out/$1.err" || code=$?
  [ "$code" -le 1 ] || fail "$1: $(tail -n 1 "$out/$1.err")"
  awk -v begin="$begin" -v end="$(seconds)" 'BEGIN { printf "%.1f\n", end - begin }'
}

stages() {  # NAME
  sed -n 's/^bdf_night_stage_seconds{.*stage="\(.*\)"} \(.*\)/\1 \2/p' "$out/$1-work/metrics.prom" |
    awk '{ printf "  %s %.1f s", $1, $2 } END { print "" }'
  sed -n 's/^bdf_night_memory_mebibytes{.*} \(.*\)/  largest job: \1 MiB/p' "$out/$1-work/metrics.prom"
}

printf '%d deposits, %d territories, both themes, %d processors\n' "$deposits" "$territories" "$(nproc)"
for kind in $kinds; do
  [ "$kind" = file ] || [ -n "$socket" ] || start_server
  base=$(new_base "$kind" hand)
  "$bdf_sample" night-base "$world" "$base" >/dev/null
  begin=$(seconds)
  by_hand "$base"
  hand=$(awk -v begin="$begin" -v end="$(seconds)" 'BEGIN { printf "%.1f", end - begin }')
  printf '%s, by hand: %s s\n' "$kind" "$hand"
  for side_by_side in 1 "$workers"; do
    name=${kind}_$side_by_side
    base=$(new_base "$kind" "$name")
    "$bdf_sample" night-base "$world" "$base" >/dev/null
    plan "$name" "$base" "$side_by_side"
    time=$(night "$name")
    printf '%s, %d at a time: %s s with packages, %.0f deposits an hour, %.2f of by hand\n' "$kind" "$side_by_side" \
      "$time" "$(awk -v n="$deposits" -v t="$time" 'BEGIN { print n / t * 3600 }')" \
      "$(awk -v t="$time" -v h="$hand" 'BEGIN { print t / h }')"
    stages "$name"
    printf '  the next night, all unchanged: %s s\n' "$(night "$name" 2026-02-02T22:00:00Z)"
  done
done
