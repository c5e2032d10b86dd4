// SPDX-License-Identifier: MIT
// The layer in which a producer draws signalements, and the table that brings their answers.
#pragma once

#include <string_view>
#include <vector>

#include "io/geopackage.h"
#include "io/sqlite.h"
#include "model/signalement.h"

namespace bdf::io {

/// What the layer is called, and its columns.
inline constexpr std::string_view signalement_layer = "signalement";
namespace signalement_column {
inline constexpr std::string_view id = "id";
inline constexpr std::string_view comment = "commentaire";
inline constexpr std::string_view theme = "theme";
inline constexpr std::string_view layer = "couche";
inline constexpr std::string_view object = "objet";
inline constexpr std::string_view status = "statut";
inline constexpr std::string_view answer = "reponse";
inline constexpr std::string_view date = "date";
}  // namespace signalement_column

/// The layer as `bdf base checkout` makes it.
[[nodiscard]] Schema signalement_schema(const Crs& crs);

/// Whether a layer is meant so: it has that name, holds points, and has the columns id,
/// commentaire, statut and reponse. The others it may lack.
[[nodiscard]] bool is_signalement_layer(const Schema& schema);

/// What each row says, in the order of the table.
[[nodiscard]] std::vector<Signalement> signalements_in(const FeatureTable& rows);

/// Adds the layer to a GeoPackage that has none of that name, with these in it.
void write_signalements(Database& database, const Signalements& signalements,
                        std::string_view time);

/// Replaces bdf_report_answer. Reading gives what was written; {} without the table.
void write_signalement_answers(Database& database, const std::vector<SignalementAnswer>& answers);
[[nodiscard]] std::vector<SignalementAnswer> read_signalement_answers(Database& database);

}  // namespace bdf::io
