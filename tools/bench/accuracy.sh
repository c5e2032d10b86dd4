#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# accuracy.sh: how much of what happens to a layer `bdf sync` gets right, by the truth of synthetic
# countries. One Markdown table a theme. README.md, beside it, tells how to read it.
# SEEDS (200) countries from FIRST (1) on are made; EACH (2) stories of each family and layer on
# SCALE (2) times a commune's ground; JOBS (all processors) at a time. KEEP=DIR keeps them there, with
# a file `details` beside each sync. BDF and BDF_SAMPLE name the commands.
# shellcheck source=tools/bench/common.sh
. "$(dirname "$0")/common.sh"
export BDF=$bdf BDF_SAMPLE=$bdf_sample
export EACH=${EACH:-2} SCALE=${SCALE:-2} KEEP=${KEEP:-}
themes="hydro vegetation"

# One country: made, synced, scored; its figures go to WORK/SEED.THEME.json.
one_country() {  # SEED WORK
  local country=${KEEP:-$2}/$1 theme code
  rm -rf "$country"
  "$BDF_SAMPLE" make "$country" --each "$EACH" --scale "$SCALE" --seed "$1"
  for theme in hydro vegetation; do
    code=0
    "$BDF" sync "$country/$theme/job.yaml" --out "$country/$theme/sync" --confirm-deletions --quiet \
      >"$country/said" 2>&1 || code=$?
    if [ "$code" -gt 1 ]; then
      echo "accuracy.sh: seed $1, $theme: bdf sync ended with $code" >&2
      cat "$country/said" >&2
      return 1
    fi
    "$BDF_SAMPLE" score "$country/$theme" --json --details >"$2/$1.$theme.json"
    [ -z "$KEEP" ] || "$BDF_SAMPLE" score "$country/$theme" --details >"$country/$theme/details"
  done
  [ -n "$KEEP" ] || rm -rf "$country"
}
export -f one_country

# The figures of all countries, summed by family.
table() {  # WORK THEME
  echo "| $2 | n | right | right % | asked | proposed | wrong | lost |"
  echo "|---|---:|---:|---:|---:|---:|---:|---:|"
  cat "$1"/*."$2".json | jq -rs '
    def counts: {n, right, asked, proposed, wrong, lost};
    def sum: reduce .[] as $one ({}; reduce ($one | counts | to_entries[]) as $e (.; .[$e.key] += $e.value));
    def row($name): "| \($name) | \(.n) | \(.right) | \((if .n > 0 then 1000 * .right / .n else 1000 end | floor) / 10)" +
      " | \(.asked) | \(.proposed) | \(.wrong) | \(.lost) |";
    [.[].families[]] as $all
    | ($all | group_by(.family)[] | .[0].family as $name | sum | row($name)),
      ([$all[] | select(.family != "untouched")] | sum | row("**all stories**"))'
  echo
}

need jq "$BDF" "$BDF_SAMPLE"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
first=${FIRST:-1}
seq "$first" $((first + ${SEEDS:-200} - 1)) |
  xargs -P "${JOBS:-$(nproc)}" -I{} bash -euo pipefail -c 'one_country {} '"$work" ||
  fail "not every country could be judged"
for theme in $themes; do table "$work" "$theme"; done
