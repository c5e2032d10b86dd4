// SPDX-License-Identifier: MIT
// Contributions as a delivery that updates vector data of the Géoplateforme, as the documentation
// of cartes.gouv.fr has it ("Suppression et modification de données"): CSV files named after the
// table,
//
//   TABLE.delete  one DELETE a row, of what has the values in all its columns: the key
//   TABLE.update  one UPDATE a row, of the object with the primary key among its columns
//   TABLE.csv     insertions, as a vector file like any other
//
// which the processing applies in this order, if it is told "delete": true and "update": true.
// A row of TABLE.update for an object that is not there would change nothing: therefore insertions
// stand in a file of their own.
//
// Chosen here, where the documentation says nothing: UTF-8, commas, RFC 4180; NULL is an empty cell
// and "" a quoted empty one, truths are true and false, blobs hexadecimal behind `\x`, as
// PostgreSQL reads them. A file has one set of columns: TABLE.update has every column that one of
// its rows changes, and says for the other rows what the contribution saw there. A geometry is WKT
// in the layer's own system, x before y; in TABLE.update under its column's name and with the
// system in front ("SRID=2154;POINT (1 2)"), which PostGIS asks for where a text becomes a
// geometry; in TABLE.csv as plain WKT in a column `geom` or `the_geom` if the table calls it so,
// else `wkt`, by which the platform knows a geometry.
//
// Beside them stands summary.json, for people: what the delivery is and how many rows each file
// has.
//
// Lost is what io/ign_transaction.h loses, the fingerprint aside, which is a column like any other;
// refused is likewise. This format is only written.
#pragma once

#include <filesystem>

#include "io/changeset.h"
#include "io/sent_change.h"

namespace bdf::io {

/// A layer whose name is none that a file can have cannot be said at all.
[[nodiscard]] Sayable sayable_in_geoplateforme_csv();

/// Fills a new folder. A file that would have no row is left out. Throws InputError as
/// check_sayable(), and StoreError.
void write_geoplateforme_csv(const std::filesystem::path& folder, const Changeset& changeset);

}  // namespace bdf::io
