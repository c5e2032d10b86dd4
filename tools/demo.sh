#!/bin/sh
# SPDX-License-Identifier: MIT
# Installs what is missing, builds the command, and runs a first synchronisation:
#   tools/demo.sh [JOB.yaml [FOLDER]]
set -eu
cd "$(dirname "$0")/.."
. tools/common.sh

job=${1:-sample_data/hydro/job.yaml}
out=${2:-build/demo}

# Exit code 1 says that a human has conflicts to settle: the job is done.
synchronise() {
  build/release/bin/bdf sync "$job" --out "$out" --overwrite || [ $? -eq 1 ]
}

stage "installing packages" "installation des paquets" tools/install.sh
stage "building bdf" "compilation de bdf" tools/build.sh release bdf
stage "synchronising: bdf sync $job" "synchronisation : bdf sync $job" synchronise

echo
say "Done. The inputs are as they were; $out holds the result:
  - merged.gpkg is the local layer with what the reference changed;
  - update.gpkg lists what was taken from the reference, contribution.gpkg what it can take from you;
  - conflicts.gpkg holds what both sides changed differently: it is yours to decide.
Start with $out/report.html in a browser, or open the .gpkg files in QGIS. README.md goes on from here." \
  "Terminé. Les entrées n'ont pas changé ; le résultat est dans $out :
  - merged.gpkg est la couche locale avec ce que la référence a modifié ;
  - update.gpkg liste ce qui vient de la référence, contribution.gpkg ce qu'elle peut prendre de vous ;
  - conflicts.gpkg contient ce que les deux côtés ont modifié différemment : à vous de trancher.
Commencez par $out/report.html dans un navigateur, ou ouvrez les .gpkg dans QGIS. La suite est dans README.md."
