#!/bin/sh
# SPDX-License-Identifier: MIT
# Fails, naming file and line, where a message of the sources has no complete French translation in
# tools/locale/fr.po, where their {} differ, or where a translation is no longer used.
set -eu

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

# A plural form of the translation stands for the plural of the message, but for the first.
report_placeholders() {
  awk -v file="$french" '
    # The {} of a text, numbered as fmt counts them, in sorted order.
    function placeholders(text,   count, found, one, i, all) {
      gsub(/\{\{/, "", text)
      gsub(/\}\}/, "", text)
      for (found = 0; match(text, /\{[^}]*\}/); text = substr(text, RSTART + RLENGTH)) {
        one = substr(text, RSTART, RLENGTH)
        if (one !~ /^\{[0-9]/) one = "{" (count++) substr(one, 2)
        for (i = found++; i > 0 && sorted[i] > one; i--) sorted[i + 1] = sorted[i]
        sorted[i + 1] = one
      }
      for (i = 1; i <= found; i++) all = all sorted[i]
      return all
    }
    function compare(   original) {
      original = part ~ /^msgstr(\[0\])?$/ ? text["msgid"] : text["msgid_plural"]
      if (part ~ /^msgstr/ && original != "" && text[part] != "" &&
          placeholders(original) != placeholders(text[part]))
        print file ":" line ": the {} of the translation differ: " original
    }
    /^msg/ {
      compare()
      part = $1
      if (part == "msgid") line = NR
      text[part] = ""
    }
    /^(msg|")/ {
      sub(/^[^"]*"/, "")
      sub(/"$/, "")
      text[part] = text[part] $0
    }
    END { compare() }' "$french"
}

{
  report 'no translation' --untranslated
  report 'a guess that no one has reviewed (fuzzy)' --only-fuzzy
  report_unused
  report_placeholders
} >"$folder/defects"

if [ -s "$folder/defects" ]; then
  cat "$folder/defects"
  echo "Run tools/update_translations.sh and complete $french."
  exit 1
fi
