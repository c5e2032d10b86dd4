#!/bin/sh
# SPDX-License-Identifier: MIT
# Writes every message of the C++ sources to stdout, as a gettext template.
set -eu
cd "$(dirname "$0")/.."

# Our messages are fmt's, in which a % means nothing: gettext must not take it for printf's. The
# template's date would only make two branches conflict.
find engine tools/bdf -name '*.cpp' -o -name '*.h' | LC_ALL=C sort |
  xgettext --language=C++ --from-code=UTF-8 --files-from=- --output=- --package-name=bdf \
    --keyword --keyword=msg:1 --keyword=msgn:1,2 |
  sed -e 's/charset=CHARSET/charset=UTF-8/' -e '/^"POT-Creation-Date:/d' -e '/^#, c-format$/d'
