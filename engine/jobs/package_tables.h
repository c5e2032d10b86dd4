// SPDX-License-Identifier: MIT
// The tables in which deliveries of BD TOPO tell of themselves, inside their GeoPackage.
#pragma once

#include "io/sqlite.h"
#include "package/facts.h"
#include "package/layout.h"

namespace bdf::jobs {

/// Adds metadonnees_lot (what the delivery is), metadonnees_theme (a row a layer) and
/// info_metadonnees (where the rest stands), and packs the file, which then has no free page.
void write_delivery_tables(io::Database& database, const package::PackageFacts& facts,
                           const package::Layout& layout);

/// Takes them out again: of a file that was brought up to date they tell what it was.
void drop_delivery_tables(io::Database& database);

}  // namespace bdf::jobs
