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

file() {
  [ ! -e "$out/$3" ] || say "  $1: $out/$3" "  $2 : $out/$3"
}

stage "installing packages" "installation des paquets" tools/install.sh
stage "building bdf" "compilation de bdf" tools/build.sh release bdf
stage "synchronising: bdf sync $job" "synchronisation : bdf sync $job" synchronise

echo
say "Done. You will find" "Terminé. Vous trouverez"
file "the merged layer" "la couche fusionnée" merged.gpkg
file "the conflicts to settle" "les conflits à trancher" conflicts.gpkg
file "the contribution to send to the reference" "la contribution à envoyer à la référence" contribution.gpkg
file "what was taken from the reference" "ce qui a été pris de la référence" update.gpkg
file "the report, to open in a browser" "le rapport, à ouvrir dans un navigateur" report.html
