#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# matching.sh [CASE ...]: how right the links of `bdf match --ignore-ids` between two editions of a
# sample country are. One Markdown table a case, and one of what confidence is worth. README.md,
# beside it, tells how to read them.
# SEEDS (10) countries from FIRST (2001) on, SCALE (10) times a commune's ground; JOBS (all
# processors) at a time. KEEP=DIR keeps them there, with truth and links. BDF and BDF_SAMPLE name the
# commands.
# shellcheck source=tools/bench/common.sh
. "$(dirname "$0")/common.sh"
export BDF=$bdf BDF_SAMPLE=$bdf_sample
export SCALE=${SCALE:-10} KEEP=${KEEP:-}
cases="default rates-3 noise-2 noise-10-shift-30 generalised-10 drift-20"

# What befalls the reference, as options of bdf-sample make.
options_of() {  # CASE
  case $1 in
    default) ;;
    rates-3) echo --rates 3 ;;
    noise-2) echo --reference-noise 2 ;;
    noise-10-shift-30) echo --reference-noise 10 --reference-shift-x 26 --reference-shift-y -15 ;;
    generalised-10) echo --reference-generalised 10 ;;
    drift-20) echo --reference-drift 20 ;;
    *) return 1 ;;
  esac
}
export -f options_of

# One country: made, matched, judged; what was said goes to WORK/CASE.SEED.THEME.json.
one_country() {  # CASE SEED WORK
  local country=${KEEP:-$3}/$1.$2 theme options
  options=$(options_of "$1")
  rm -rf "$country"
  # shellcheck disable=SC2086 # several words
  "$BDF_SAMPLE" make "$country" --scale "$SCALE" --seed "$2" $options
  for theme in hydro vegetation; do
    "$BDF_SAMPLE" links "$country/$theme" --pair ancestor_reference --out "$country/$theme/truth.csv"
    "$BDF" match --theme "$theme" --ignore-ids --threads 1 --json \
      "$country/$theme/ancestor.gpkg" "$country/$theme/reference.gpkg" \
      --evaluate "$country/$theme/truth.csv" ${KEEP:+--out "$country/$theme/links.csv"} \
      >"$3/$1.$2.$theme.json"
  done
  [ -n "$KEEP" ] || rm -rf "$country"
}
export -f one_country

# What all countries come to, added up.
jq_sums='
  def percent: if . == null then "–" else (10000 * . | round) / 100 | tostring end;
  def ratio($part; $whole): if $whole > 0 then $part / $whole else null end;
  def tally($names): [.[].evaluation.relations | .[$names[]]]
    | {right: (map(.right) | add), wrong: (map(.wrong) | add), missed: (map(.missed) | add)}
    | .precision = ratio(.right; .right + .wrong) | .recall = ratio(.right; .right + .missed)
    | .f1 = ratio(2 * .right; 2 * .right + .wrong + .missed);
  def figures: "\(.right + .missed) | \(.precision | percent) | \(.recall | percent) | \(.f1 | percent)";
  def doubtful: (map(.evaluation.doubtful.links) | add) as $doubtful
    | ratio($doubtful; $doubtful + (map(.layers[].links[]) | add));
  def worst: [.[].evaluation.families | to_entries[]] | group_by(.key)
    | map({name: .[0].key, all: (map(.value.pairs + .value.alone) | add),
           right: (map(.value.found + .value.left_alone) | add)})
    | map(select(.all >= 10) | .share = .right / .all) | sort_by(.share) | .[0]
    | if . == null then "–" else "\(.name) \(.share | percent) (\(.right) of \(.all))" end;
'

table() {  # WORK CASE
  local theme
  echo "| $2 | 1:1 pairs | precision % | recall % | F1 % | n:m pairs | precision % | recall % | F1 % | doubtful % | worst family |"
  echo "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|"
  for theme in hydro vegetation; do
    cat "$1/$2".*."$theme".json | jq -rs --arg theme "$theme" "$jq_sums"'
      "| \($theme) | \(tally(["1:1"]) | figures) | \(tally(["1:n", "n:1", "n:m"]) | figures)" +
      " | \(doubtful | percent) | \(worst) |"'
  done
  echo
}

calibration() {  # WORK
  echo "| confidence | links | mean confidence % | right % |"
  echo "|---|---:|---:|---:|"
  cat "$1"/*.json | jq -rs "$jq_sums"'
    [.[].evaluation.confidence[]] | group_by(.from)[]
    | (map(.links) | add) as $links
    | "| \(.[0].from) to \(.[0].to) | \($links)" +
      " | \(ratio(map(.links * (.mean_confidence // 0)) | add; $links) | percent)" +
      " | \(ratio(map(.right) | add; $links) | percent) |"'
}

need jq "$BDF" "$BDF_SAMPLE"
[ $# -gt 0 ] || read -ra all <<<"$cases"
[ $# -gt 0 ] || set -- "${all[@]}"
for case in "$@"; do options_of "$case" >/dev/null || fail "no case $case: there are $cases"; done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
first=${FIRST:-2001}
for case in "$@"; do
  seq "$first" $((first + ${SEEDS:-10} - 1)) |
    xargs -P "${JOBS:-$(nproc)}" -I{} bash -euo pipefail -c "one_country $case {} $work" ||
    fail "not every country could be judged"
  table "$work" "$case"
done
calibration "$work"
