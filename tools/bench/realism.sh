#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# realism.sh: the statistics of a sample département beside those of real data, as a table.
# BDF_REALDATA names the folder of the real data (../shared/realdata beside the project).
# shellcheck source=tools/bench/common.sh
. "$(dirname "$0")/common.sh"
export LC_ALL=C.UTF-8
made="$data/departement"
real=${BDF_REALDATA:-$project/../shared/realdata}

need "$bdf_sample"
[ -d "$real" ] || fail "there is no real data in $real"
make_sample "$made" --departement

# The table's rows about one file's layer, with where it comes from in front.
rows() {  # SOURCE FILE LAYER ATTRIBUTES…
  local source=$1 file=$2 layer=$3
  shift 3
  "$bdf_sample" statistics "$file" --layer "$layer" --attribute "$@" 2>/dev/null | tail -n +3 | sed "s/^| [^|]*/| $source /"
}

echo "| source | features | what | 5 % | 25 % | 50 % | 75 % | 95 % | mean |"
echo "|---|---:|---|---:|---:|---:|---:|---:|---:|"
rows "**reaches**: sample" "$made/hydro/ancestor.gpkg" troncon_hydrographique nature persistance fictif
rows "Lez" "$real/bdtopo_v2_lez_network/network2.shp" network2 REGIME FICTIF
rows "Alze" "$real/bdtopo_v3_alze_pair/alze.gpkg" troncon_hydrographique NATURE PERSISTANC FICTIF
rows "Sarthe" "$real/bdtopo_v2_sarthe72_ign/TRONCON_COURS_EAU.shp" TRONCON_COURS_EAU REGIME FICTIF
rows "**surfaces**: sample" "$made/hydro/ancestor.gpkg" surface_hydrographique nature persistance
rows "Sarthe" "$real/bdtopo_v2_sarthe72_ign/SURFACE_EAU.shp" SURFACE_EAU REGIME
rows "Redon" "$real/bdtopo_v3_redon35236/SURFACE_HYDROGRAPHIQUE.shp" SURFACE_HYDROGRAPHIQUE NATURE PERSISTANC
rows "**vegetation**: sample" "$made/vegetation/ancestor.gpkg" zone_de_vegetation nature
rows "Sarthe" "$real/bdtopo_v2_sarthe72_ign/ZONE_VEGETATION.shp" ZONE_VEGETATION none
rows "Redon" "$real/bdtopo_v3_redon35236/ZONE_DE_VEGETATION.shp" ZONE_DE_VEGETATION NATURE
rows "**hedges**: sample" "$made/vegetation/ancestor.gpkg" haie methode_d_acquisition_planimetrique
rows "Redon" "$real/bdtopo_v3_redon35236/HAIE.shp" HAIE ACQU_PLANI
