#!/bin/sh
# SPDX-License-Identifier: MIT
# Installs what is missing, builds the command, and does an agent's job on the sample: a sync with
# the new edition, a conflict decided, the contribution answered, the next sync.
#   tools/demo.sh [FOLDER]
set -eu
cd "$(dirname "$0")/.."
. tools/common.sh

sample=sample_data/hydro
out=${1:-build/demo}
bdf=build/release/bin/bdf
name=TRON_EAU0000002000245489  # named otherwise by the office and by the edition
ditch=TRON_EAU0000002001179931  # a ditch or none, and nobody said when they looked

# Exit code 1 says that a human has conflicts to settle: the job is done.
run() {
  echo
  echo "\$ $*"
  "$@" || [ $? -eq 1 ]
}

synchronise() {
  rm -rf "$out"
  mkdir -p "$out"
  run "$bdf" sync "$sample/job.yaml" --out "$out/sync"
}

look() {
  run "$bdf" explain "$out/sync" "$name"
  run "$bdf" explain "$out/sync" "$ditch"
}

decide() {
  run "$bdf" resolve "$out/sync" --take local --where "attribute = 'fosse'" --by "A. Martin"
}

synchronise_again() {
  run "$bdf" sync --theme hydro --territory 038 --producer "DDT 38" \
    --ancestor "$sample/reference.gpkg" --local "$out/sync/merged.gpkg" \
    --reference "$sample/reference.gpkg" --answers "$sample/answers.gpkg" --out "$out/next"
}

stage "installing packages" "installation des paquets" tools/install.sh
stage "building bdf" "compilation de bdf" tools/build.sh release bdf
stage "synchronising with the new edition" "synchronisation avec la nouvelle édition" synchronise
stage "a proposal and a conflict" "une proposition et un conflit" look
stage "deciding: it is a ditch" "décision : c'est un fossé" decide
stage "the reference has answered: the next sync" "la référence a répondu : la synchronisation suivante" synchronise_again

echo
say "Done. The inputs are as they were. $out/sync holds the first result, $out/next the second:
  - merged.gpkg is the office's layer, brought up to date, with its own columns;
  - contribution.gpkg is what goes to the reference: offered where the office answers for it, proposed elsewhere;
  - conflicts.gpkg holds what is left to decide, with a form for QGIS;
  - update.gpkg lists what was taken from the reference; report.html tells all of it with maps.
Start with $out/sync/report.html in a browser, or open the .gpkg files in QGIS. README.md goes on from here." \
  "Terminé. Les entrées n'ont pas changé. $out/sync contient le premier résultat, $out/next le second :
  - merged.gpkg est la couche du service, mise à jour, avec ses propres colonnes ;
  - contribution.gpkg est ce qui part vers la référence : offert là où le service est responsable, proposé ailleurs ;
  - conflicts.gpkg contient ce qui reste à trancher, avec un formulaire pour QGIS ;
  - update.gpkg liste ce qui vient de la référence ; report.html raconte le tout avec des cartes.
Commencez par $out/sync/report.html dans un navigateur, ou ouvrez les .gpkg dans QGIS. La suite est dans README.md."
