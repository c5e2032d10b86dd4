#!/bin/sh
# SPDX-License-Identifier: MIT
# Brings tools/locale/fr.po up to date with the sources: new messages come in empty or as a fuzzy
# guess, which a human completes; messages that are gone leave.
set -eu
cd "$(dirname "$0")/.."

template=$(mktemp)
trap 'rm -f "$template"' EXIT
tools/extract_messages.sh >"$template"
# Without places in the sources and sorted, so that moving code does not change the file.
msgmerge --quiet --update --backup=none --no-location --sort-output --no-wrap \
  tools/locale/fr.po "$template"
msgattrib --no-obsolete --no-location --sort-output --no-wrap \
  --output-file=tools/locale/fr.po tools/locale/fr.po
msgfmt --statistics --output-file=/dev/null tools/locale/fr.po
