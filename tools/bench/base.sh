#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# base.sh [import | integrate | contribution | checkout | log | geopackage ...]: times `bdf base` on a PostgreSQL
# server of its own, which ends with it, beside ogr2ogr and psql doing the nearest thing in the same
# database; `geopackage` does all of it with a base that is a file. Without arguments: everything.
# RUNS (default 3) are measured; BASE_OBJECTS (default 5000000) lines are in the base of all parts but
# `import` and `integrate`, whose sample is a département, or SAMPLE=commune; BDF and BDF_SAMPLE name
# the commands.
# shellcheck source=tools/bench/common.sh
. "$(dirname "$0")/common.sh"
out="$data/base/out"
programs=/usr/lib/postgresql/15/bin
runs=${RUNS:-3}
objects=${BASE_OBJECTS:-5000000}
sample=${SAMPLE:-departement}
contributions=20  # files with changes: one a run, and one to warm up
layer=troncon_hydrographique
before_contributions=3  # the transaction: after init, the lines and the territory
parts=(import integrate contribution checkout log geopackage)

find_commands() {
  cmake --build "$build" --target bdf_make_triple >/dev/null || fail "build first: cmake --preset release"
  make_triple=$(find "$build" -type f -name bdf_make_triple -perm -u+x | head -n 1)
  need "$bdf" "$bdf_sample" ogr2ogr sqlite3 psql /usr/bin/time "$programs/postgres"
}

# PostgreSQL refuses to run as root, and wants to see the folder in which it is called.
as_server_user() (
  cd "$server"
  if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
)

start_server() {
  # Not below the project: a socket's name has at most 107 letters.
  server=$(mktemp -d "${TMPDIR:-/tmp}/bdf_base_XXXXXX")
  if [ "$(id -u)" -eq 0 ]; then chown postgres "$server"; fi
  unset PGDATABASE PGSERVICE PGOPTIONS PGPASSWORD PGHOSTADDR
  export PGHOST=$server PGPORT=5432 PGUSER=postgres
  as_server_user "$programs/initdb" -D "$server/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 \
    >"$out/initdb" 2>&1 || fail "initdb failed: $(tail -n 1 "$out/initdb")"
  as_server_user "$programs/pg_ctl" start -w -D "$server/data" -l "$server/log" \
    -o "-k $server -c listen_addresses=''" >"$out/pg_ctl" 2>&1 ||
    fail "the server does not start: $(cat "$server/log")"
  createdb with_postgis
  psql -qd with_postgis -c 'CREATE EXTENSION postgis' || fail "postgresql-15-postgis-3 is missing"
}

clean() {
  if [ -n "${server:-}" ]; then
    as_server_user "$programs/pg_ctl" stop -m immediate -D "$server/data" >/dev/null 2>&1 || true
    rm -rf "$server"
  fi
  rm -rf "$out"
}

new_database() {  # NAME
  dropdb --if-exists --force "$1" 2>/dev/null
  createdb -T with_postgis "$1"
}

# What the two kinds of base differ in; `copy` is where ogr2ogr writes.
use_postgres() {
  kind=PostgreSQL
  base="postgresql:///base"
  tables="bdfrance."
  driver=(-f PostgreSQL --config PG_USE_COPY YES)
  copy="PG:dbname=copy"
  opened="PG:dbname=base"
  query=(psql -qAtd base -c)
}
use_geopackage() {
  kind=GeoPackage
  base="$out/base.gpkg"
  tables=""
  driver=(-f GPKG)
  copy="$out/copy.gpkg"
  opened=$base
  query=(sqlite3 "$base")
}

fresh_base() {
  if [ "$kind" = PostgreSQL ]; then new_database base; else rm -f "$base"; fi
  "$bdf" base init --quiet --base "$base"
}
fresh_copy() {
  if [ "$kind" = PostgreSQL ]; then new_database copy; else rm -f "$copy"; fi
}

# What the last command has left to be written is not the next one's.
settle() {
  [ "$kind" = GeoPackage ] || psql -qd postgres -c CHECKPOINT
  sync -f "$data"
}
# What a server does by itself within minutes, so that it does not do it meanwhile.
tidy() {
  [ "$kind" = GeoPackage ] || psql -qd base -c 'VACUUM (ANALYZE)'
}

# Microseconds in place of the seconds: some of it takes milliseconds.
measure() {  # LOG COMMAND...
  local log=$1 begun ended
  shift
  begun=$EPOCHREALTIME
  /usr/bin/time -q -f %M -o "$log.one" "$@" >"$log.said" 2>&1 || [ $? -le "$worst" ] || {
    cat "$log.said" >&2
    fail "$* failed"
  }
  ended=$EPOCHREALTIME
  echo "$((${ended/./} - ${begun/./})) $(tail -n 1 "$log.one")" >>"$log"
}

# Seconds and KiB of a log as "median | min | max | peak MB".
summary() {  # LOG
  sort -n "$1" | awk '{ wall[NR] = $1 / 1e6; if ($2 > peak) peak = $2 }
    END { median = NR % 2 ? wall[(NR + 1) / 2] : (wall[NR / 2] + wall[NR / 2 + 1]) / 2
          printf "%.3f | %.3f | %.3f | %.0f", median, wall[1], wall[NR], peak / 1024 }'
}

# Each pair ran one right after the other, so that what else the machine did touches both.
median_ratio() {  # LOG OF
  paste -d ' ' "$1" "$2" | awk '{ print $1 / $3 }' | sort -n | awk '{ ratio[NR] = $1 }
    END { printf "%.2f", NR % 2 ? ratio[(NR + 1) / 2] : (ratio[NR / 2] + ratio[NR / 2 + 1]) / 2 }'
}

row() {  # WHAT COMMAND LOG [OF]
  echo "| $kind | $1 | $2 | $(summary "$out/$3") | ${4:+$(median_ratio "$out/$3" "$out/$4")} |"
}

# The logs of warming up and of RUNS, in turn: calls FUNCTION with what its logs' names end in, and
# the number of the run.
repeat() {  # RUNS FUNCTION
  rm -f "$out"/*.warm "$out"/*.run
  "$2" warm 0
  for run in $(seq "$1"); do "$2" run "$run"; done
}

run_import() {  # LOG FILE OPTION...
  local log=$1 file=$2
  shift 2
  settle
  measure "$log" "$bdf" base import --quiet --base "$base" "$@" "$file"
}

run_copy() {  # LOG FILE OPTION...
  local log=$1 file=$2
  shift 2
  settle
  measure "$log" ogr2ogr "${driver[@]}" "$@" "$copy" "$file"
}

import_editions() {  # SUFFIX
  local file n=0
  fresh_base
  for file in ancestor reference; do
    n=$((n + 1))
    run_import "$out/bdf-$n.$1" "$data/$sample/hydro/$file.gpkg" --theme hydro
    fresh_copy
    run_copy "$out/ogr2ogr-$n.$1" "$data/$sample/hydro/$file.gpkg"
  done
}

bench_import() {
  make_sample "$data/$sample" "--$sample"
  repeat "$runs" import_editions
  row "hydro, $sample" "bdf base import" bdf-1.run ogr2ogr-1.run
  row "" ogr2ogr ogr2ogr-1.run ogr2ogr-1.run
  row "its next edition" "bdf base import" bdf-2.run ogr2ogr-2.run
  row "" ogr2ogr ogr2ogr-2.run ogr2ogr-2.run
}

# What a producer has edited since the first edition.
make_contribution() {
  local hydro="$data/$sample/hydro"
  rm -rf "$out/sent"
  "$bdf" sync --quiet --theme hydro --ancestor "$hydro/ancestor.gpkg" --local "$hydro/local.gpkg" \
    --reference "$hydro/ancestor.gpkg" --producer producer --out "$out/sent" || [ $? -eq 1 ]
  contribution="$out/sent/contribution.gpkg"
  sent_layers=$(sqlite3 "$contribution" "SELECT table_name FROM gpkg_contents WHERE table_name NOT LIKE \
    'bdf_%' AND data_type = 'features'")
  sent_changes=0
  for layer_sent in $sent_layers; do
    sent_changes=$((sent_changes + $(sqlite3 "$contribution" "SELECT count(*) FROM $layer_sent")))
  done
}

# The columns that two tables of the copy have both, but for what names the row.
shared_columns() {  # LAYER PREFIX
  psql -qAtd copy -c "SELECT string_agg('$2' || quote_ident(column_name), ', ') FROM information_schema.columns a \
    JOIN information_schema.columns b USING (table_name, column_name) WHERE a.table_schema = 'public' \
    AND b.table_schema = 'sent' AND table_name = '$1' AND column_name <> 'fid'"
}

# The same changes by their keys, as they stand, in one transaction.
plain_changes() {
  local columns one
  echo "BEGIN;"
  for one in $sent_layers; do
    columns=$(shared_columns "$one" "")
    echo "DELETE FROM public.$one WHERE cleabs IN (SELECT bdf_id FROM sent.$one WHERE bdf_op = 'delete');
      UPDATE public.$one t SET ($columns) = ROW ($(shared_columns "$one" s.)) FROM sent.$one s
        WHERE s.bdf_id = t.cleabs AND s.bdf_op = 'update';
      INSERT INTO public.$one ($columns) SELECT $columns FROM sent.$one WHERE bdf_op NOT IN ('update', 'delete');"
  done
  echo "COMMIT;"
}

# A copy with an index on the key, as a base has one.
copy_with_keys() {
  local one
  fresh_copy
  ogr2ogr "${driver[@]}" "$copy" "$data/$sample/hydro/reference.gpkg"
  psql -qd copy -c "CREATE SCHEMA sent"
  for one in $sent_layers; do psql -qd copy -c "CREATE INDEX ON $one (cleabs)"; done
  echo "set -e
    ogr2ogr ${driver[*]} '$copy schemas=sent' '$contribution' $(tr '\n' ' ' <<<"$sent_layers")
    psql -qd copy -v ON_ERROR_STOP=1 -f '$out/plain.sql'" >"$out/plain.sh"
  # The names of the columns are known once the contribution has been staged; what is measured stages again.
  : >"$out/plain.sql"
  bash "$out/plain.sh" >/dev/null
  plain_changes >"$out/plain.sql"
  psql -qd copy -c "SET client_min_messages = error; DROP SCHEMA sent CASCADE; CREATE SCHEMA sent"
}

integrate_once() {  # SUFFIX
  local file hydro="$data/$sample/hydro"
  fresh_base
  for file in ancestor reference; do
    "$bdf" base import --quiet --base "$base" --theme hydro "$hydro/$file.gpkg"
  done
  tidy
  settle
  worst=1
  measure "$out/integrate.$1" "$bdf" base integrate --quiet --base "$base" "$contribution"
  rm -rf "$out/synced"
  settle
  measure "$out/sync.$1" "$bdf" sync --quiet --theme hydro --ancestor "$hydro/ancestor.gpkg" \
    --local "$hydro/local.gpkg" --reference "$hydro/reference.gpkg" --producer producer --out "$out/synced"
  worst=0
  [ "$kind" = PostgreSQL ] || return 0
  copy_with_keys
  settle
  measure "$out/plain.$1" bash "$out/plain.sh"
}

# Into a base that has had an edition since the producer's: the merge is that of a sync with it.
bench_integrate() {
  make_sample "$data/$sample" "--$sample"
  make_contribution
  repeat "$runs" integrate_once
  row "$sent_changes changes to hydro, $sample" "bdf base integrate" integrate.run sync.run
  row "" "bdf sync" sync.run sync.run
  [ "$kind" = PostgreSQL ] || return 0
  row "" "bdf base integrate" integrate.run plain.run
  row "" "ogr2ogr, psql" plain.run plain.run
}

# A wavy outline that holds about 52 000 of the lines on their square of 100 km, or a tenth of them.
make_territory() {  # FILE
  awk -v objects="$objects" 'BEGIN {
    wanted = objects < 520000 ? objects / 10 : 52000
    pi = atan2(0, -1)
    mean = sqrt(1e10 * wanted / objects / pi / 1.02)
    printf "{\"type\": \"Feature\", \"properties\": {\"code\": \"T\"}, "
    printf "\"geometry\": {\"type\": \"Polygon\", \"coordinates\": [["
    for (i = 0; i <= 1000; ++i) {
      angle = 2 * pi * (i % 1000) / 1000
      radius = mean * (1 + 0.2 * sin(7 * angle))
      printf "%s[%.1f, %.1f]", i ? ", " : "", 900000 + radius * cos(angle), 6450000 + radius * sin(angle)
    }
    print "]]}}" }' >"$out/territory.json"
  ogr2ogr -f GPKG -nln territory -nlt POLYGON -a_srs EPSG:2154 "$1" "$out/territory.json"
}

make_lines() {
  lines="$data/base/$objects"
  [ -f "$lines/complete" ] && return
  "$make_triple" --features "$objects" --out "$lines" --contributions $contributions
  rm -f "$lines/territory.gpkg"
  make_territory "$lines/territory.gpkg"
  touch "$lines/complete"
}

contribute() {  # SUFFIX RUN
  local file="$lines/contribution_$(($2 + 1)).gpkg"
  run_import "$out/bdf.$1" "$file" --theme generic --key cleabs --differential
  run_copy "$out/append.$1" "$file" -append
  if [ "$kind" = PostgreSQL ]; then measure "$out/psql.$1" psql -qd base -c 'SELECT 1'; fi
}

# A base of the lines, to which RUNS contributions and one to warm up have been made.
bench_contribution() {  # IS_WANTED
  make_lines
  fresh_base
  rm -f "$out/first"
  run_import "$out/first" "$lines/ancestor.gpkg" --theme generic --key cleabs
  "$bdf" base import --quiet --base "$base" --theme generic --key code "$lines/territory.gpkg"
  tidy
  fresh_copy
  repeat "$runs" contribute
  [ "$1" = yes ] || return 0
  row "$objects lines, once" "bdf base import" first
  row "1000 changes to them" "bdf base import --differential" bdf.run append.run
  row "" "ogr2ogr -append" append.run append.run
  [ "$kind" = GeoPackage ] || row "" "psql: SELECT 1" psql.run
}

checkout() {  # LOG AT
  rm -f "$out/checkout.gpkg"
  settle
  measure "$1" "$bdf" base checkout --quiet --base "$base" --territory T --out "$out/checkout.gpkg" "$2"
}

# The same lines, in SQL that finds them by the spatial index.
selection() {
  local intersect="ST_Intersects(f.geometrie, z.geom)"
  if [ "$kind" = PostgreSQL ]; then
    echo "SELECT f.* FROM bdfrance.$layer f JOIN bdfrance.territory z ON $intersect"
  else
    echo "SELECT f.* FROM territory z JOIN rtree_${layer}_geometrie r ON minx <= ST_MaxX(z.geom) \
      AND maxx >= ST_MinX(z.geom) AND miny <= ST_MaxY(z.geom) AND maxy >= ST_MinY(z.geom) \
      JOIN $layer f ON f.fid = r.id WHERE $intersect"
  fi
}

check_out() {  # SUFFIX
  checkout "$out/then.$1" "@$before_contributions"
  checkout "$out/now.$1" @head
  rm -f "$out/copied.gpkg"
  settle
  measure "$out/ogr2ogr.$1" ogr2ogr -f GPKG -nln $layer -nlt LINESTRINGZ -sql "$(selection)" \
    "$out/copied.gpkg" "$opened"
}

count_in() { sqlite3 "$1" "SELECT count(*) FROM $layer"; }  # FILE

bench_checkout() {
  local count
  repeat "$runs" check_out
  count=$(count_in "$out/checkout.gpkg")
  [ "$count" = "$(count_in "$out/copied.gpkg")" ] || fail "ogr2ogr has written other lines than bdf"
  row "$count of $objects lines" "bdf base checkout" now.run ogr2ogr.run
  row "" "bdf base checkout @$before_contributions" then.run ogr2ogr.run
  row "" "ogr2ogr -sql" ogr2ogr.run ogr2ogr.run
}

# Of an object that the contribution of a run, the first of which warms up, has changed.
look_up() {  # SUFFIX RUN
  local id file="$lines/contribution_$(($2 % (runs + 1) + 1)).gpkg"
  id=$(sqlite3 "$file" "SELECT cleabs FROM $layer WHERE fid = $2 + 1")
  measure "$out/bdf.$1" "$bdf" base log --base "$base" "$id"
  measure "$out/query.$1" "${query[@]}" "SELECT f.* FROM ${tables}bdf_live_$layer l \
    JOIN ${tables}$layer f ON f.fid = l.fid WHERE l.id = '$id'"
}

bench_log() {
  repeat $((runs * 10)) look_up
  row "the past of one line" "bdf base log" bdf.run query.run
  row "" "${query[0]}: SELECT" query.run query.run
}

# Runs the parts that are wanted, of the kind of base in use.
bench() {  # PART...
  local wanted=" $* "
  [[ $wanted != *" import "* ]] || bench_import
  [[ $wanted != *" integrate "* ]] || bench_integrate
  [[ $wanted =~ " contribution "|" checkout "|" log " ]] || return 0
  bench_contribution "$([[ $wanted != *" contribution "* ]] || echo yes)"
  [[ $wanted != *" checkout "* ]] || bench_checkout
  [[ $wanted != *" log "* ]] || bench_log
}

[ $# -gt 0 ] || set -- "${parts[@]}"
for part in "$@"; do
  [[ " ${parts[*]} " = *" $part "* ]] || fail "no part is called $part; there are: ${parts[*]}"
done
[ "$runs" -lt $contributions ] || fail "RUNS is $((contributions - 1)) at most"
find_commands
trap clean EXIT
trap 'exit 130' INT TERM
rm -rf "$out"
mkdir -p "$out"
echo "| base | what | command | median s | min s | max s | peak MB | ratio |"
echo "|---|---|---|---:|---:|---:|---:|---:|"
if [[ " $* " =~ " import "|" integrate "|" contribution "|" checkout "|" log " ]]; then
  start_server
  use_postgres
  bench "$@"
fi
if [[ " $* " = *" geopackage "* ]]; then
  use_geopackage
  bench "${parts[@]}"
fi
