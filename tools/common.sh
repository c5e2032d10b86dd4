# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# What the scripts of tools/ share; they source it from the root of the repository.

# say ENGLISH FRENCH: in the language of the environment.
say() {
  case ${LANGUAGE:-${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}} in
    fr*) printf '%s\n' "$2" ;;
    *) printf '%s\n' "$1" ;;
  esac
}

fail() {
  say "$@" >&2
  exit 1
}

# stage ENGLISH FRENCH COMMAND…: announces a stage, runs it, and stops by its name if it fails.
stage() {
  english=$1 french=$2
  shift 2
  say "==> $english" "==> $french"
  "$@" || fail "Failed while: $english" "Échec pendant : $french"
}
