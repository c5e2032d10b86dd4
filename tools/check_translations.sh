#!/bin/sh
# SPDX-License-Identifier: MIT
# Fails, naming file and line, where a message of the sources has no complete French translation in
# tools/locale/fr.po, where their {} differ, or where a translation is no longer used.
set -eu

# The {} of a text, numbered as fmt counts them, in sorted order.
placeholders() {
  sed 's/{{//g; s/}}//g' | grep -o '{[^}]*}' |
    awk '/^\{[0-9]/ { print; next } { sub(/^\{/, "{" n++); print }' | LC_ALL=C sort | tr -d '\n'
}

# msgexec calls this script with the translation on stdin and its message in the environment.
if [ "${1-}" = --compare-placeholders ]; then
  translation=$(cat)
  case ${MSGEXEC_PLURAL_FORM-} in
    '' | 0) original=$MSGEXEC_MSGID ;;
    *) original=$MSGEXEC_MSGID_PLURAL ;;
  esac
  [ -n "$original" ] && [ -n "$translation" ] || exit 0
  [ "$(printf %s "$original" | placeholders)" = "$(printf %s "$translation" | placeholders)" ] ||
    echo "$MSGEXEC_LOCATION: the {} of the translation differ: $original"
  exit 0
fi

cd "$(dirname "$0")/.."
french=tools/locale/fr.po
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# The messages of the sources, with their places, and the translations that we have of them.
tools/extract_messages.sh >"$folder/bdf.pot"
msgmerge --quiet --no-fuzzy-matching --no-wrap --output-file="$folder/fr.po" \
  "$french" "$folder/bdf.pot"

# Says what is wrong with the messages that msgattrib selects by an option.
report() {
  msgattrib --no-wrap --no-obsolete "$2" "$folder/fr.po" |
    awk -v what="$1" '/^#: / { where = $2 }
                      /^msgid / && where { print where ": " what ": " substr($0, 7); where = "" }'
}

report_unused() {
  msgattrib --no-wrap --only-obsolete "$folder/fr.po" | sed -n 's/^#~ \(msgid .*\)/\1/p' |
    while IFS= read -r line; do
      echo "$french:$(grep -nF -m1 -e "$line" "$french" | cut -d: -f1): no longer used: ${line#msgid }"
    done
}

{
  report 'no translation' --untranslated
  report 'a guess that no one has reviewed (fuzzy)' --only-fuzzy
  report_unused
  msgexec --input="$french" tools/check_translations.sh --compare-placeholders
} >"$folder/defects"

if [ -s "$folder/defects" ]; then
  cat "$folder/defects"
  echo "Run tools/update_translations.sh and complete $french."
  exit 1
fi
