// SPDX-License-Identifier: MIT
#include "jobs/package_tables.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "io/geopackage.h"
#include "io/sql.h"

namespace bdf::jobs {

namespace {

constexpr const char* of_delivery = "metadonnees_lot";
constexpr const char* of_layers = "metadonnees_theme";
constexpr const char* of_papers = "info_metadonnees";

using Row = std::vector<std::pair<std::string, Value>>;

/// Rows of the same columns.
void write_table(io::Database& database, const std::string& name, const std::vector<Row>& rows,
                 const std::string& time) {
  Schema schema;
  schema.layer = name;
  for (const auto& [column, value] : rows.front()) {
    const bool whole = std::holds_alternative<std::int64_t>(value);
    schema.columns.push_back(
        {column, whole ? ColumnType::integer : ColumnType::text, whole ? "INTEGER" : "TEXT"});
  }
  io::Transaction transaction(database);
  const auto created = io::create_layer(database, schema);
  io::FeatureWriter writer(database, created, io::column_names(created));
  for (const auto& row : rows) {
    std::vector<ValueView> values;
    for (const auto& [column, value] : row) values.push_back(view_of(value));
    writer.add(std::nullopt, values, Null{});
  }
  io::finish_layer(database, created, time);
  transaction.commit();
}

Row lot(const package::PackageFacts& facts) {
  const auto& box = facts.degrees;
  return {{"titre_ressource",
           facts.product.title.fr + " – " + facts.pack.title.fr + " – " + facts.zone_title},
          {"id_ressource", package::to_text(facts.manifest.name)},
          {"resume_ressource", facts.pack.abstract.fr},
          {"date_edition", facts.edition_date},
          {"edition", facts.manifest.edition},
          {"systeme_ref_code", facts.manifest.crs},
          {"etendue_geographique",
           fmt::format("{:.6f},{:.6f},{:.6f},{:.6f}", box.min_x, box.min_y, box.max_x, box.max_y)},
          {"editeur", facts.product.publisher.name},
          {"conditions", facts.pack.terms.title.fr + " – " + facts.pack.terms.url}};
}

std::vector<Row> themes(const package::PackageFacts& facts) {
  std::vector<Row> rows;
  for (const auto& layer : facts.layers)
    rows.push_back({{"theme", facts.pack.title.fr},
                    {"classe", layer.name},
                    {"titre", layer.title},
                    {"nombre_objets", static_cast<std::int64_t>(layer.features)}});
  return rows;
}

}  // namespace

void write_delivery_tables(io::Database& database, const package::PackageFacts& facts,
                           const package::Layout& layout) {
  const auto& time = facts.manifest.time;
  write_table(database, of_delivery, {lot(facts)}, time);
  write_table(database, of_layers, themes(facts), time);
  write_table(database, of_papers,
              {{{"metadonnees_iso", layout.iso},
                {"dictionnaire", layout.dictionary_table},
                {"qualite", layout.quality},
                {"programme", facts.manifest.generator}}},
              time);
  database.execute("VACUUM");
}

void drop_delivery_tables(io::Database& database) {
  for (const auto* name : {of_delivery, of_layers, of_papers}) {
    for (const auto* list : {"gpkg_contents", "gpkg_ogr_contents"})
      if (database.has_table(list))
        database.prepare(fmt::format("DELETE FROM {} WHERE table_name = ?1", list))
            .bind(1, std::string_view(name))
            .run();
    database.execute("DROP TABLE IF EXISTS " + io::sql_name(name));
  }
  database.execute("VACUUM");
}

}  // namespace bdf::jobs
