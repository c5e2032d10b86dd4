// SPDX-License-Identifier: MIT
// Table bdf_signalement of a changeset.
#include <array>

#include "base/error.h"
#include "base/message.h"
#include "io/changeset_layout.h"
#include "io/geometry_blob.h"
#include "io/geopackage.h"
#include "io/sql.h"

namespace bdf::io {

namespace {

Schema sent_schema(const Crs& crs) {
  Schema schema;
  schema.layer = sent_signalements;
  schema.primary_key = "fid";
  schema.geometry_column = "geom";
  schema.geometry_type = "POINT";
  schema.z = 2;
  schema.crs = crs;
  for (const auto* name : {"producteur", "id", "commentaire", "theme", "couche", "objet", "date"})
    schema.columns.push_back({name, ColumnType::text, "TEXT"});
  return schema;
}

}  // namespace

void write_sent_signalements(Database& database, const Signalements& signalements,
                             const ChangesetHead& head) {
  if (signalements.all.empty()) return;
  const auto created = create_layer(database, sent_schema(signalements.crs));
  FeatureWriter writer(database, created, column_names(created));
  for (const auto& one : signalements.all)
    writer.add(std::nullopt,
               std::array<ValueView, 7>{text_or_null(head.producer), text_or_null(one.id),
                                        text_or_null(one.comment), text_or_null(one.theme),
                                        text_or_null(one.layer), text_or_null(one.object),
                                        text_or_null(one.date)},
               view_of(one.place));
  finish_layer(database, created, head.time);
}

std::optional<Schema> sent_signalements_schema(Database& database) {
  if (!database.has_table(sent_signalements)) return std::nullopt;
  const auto catalog = read_catalog(database);
  const auto* schema = catalog.find(sent_signalements);
  const auto expected = sent_schema({});
  if (schema == nullptr || schema->columns != expected.columns ||
      schema->geometry_column != expected.geometry_column)
    throw InputError(msg("{}: table {} is not as a changeset declares it.",
                         database.path().string(), sent_signalements));
  return *schema;
}

Statement select_sent_signalements(Database& database, const Schema& schema) {
  return database.prepare("SELECT " + sql_names(column_names(schema)) + ", " +
                          sql_name(schema.geometry_column) + " FROM " + sql_name(schema.layer) +
                          " ORDER BY " + sql_name(schema.primary_key));
}

Signalements read_sent_signalements(Database& database) {
  Signalements signalements;
  const auto schema = sent_signalements_schema(database);
  if (!schema) return signalements;
  signalements.crs = schema->crs;
  auto row = select_sent_signalements(database, *schema);
  while (row.step()) {
    Signalement one;
    one.id = row.text(1);
    one.comment = row.text(2);
    one.theme = row.text(3);
    one.layer = row.text(4);
    one.object = row.text(5);
    one.date = row.text(6);
    one.status = signalement_status::submitted;
    one.place = to_value(unwrapped_geometry(row.column(7)));
    if (one.id.empty() || one.comment.empty() || !box_of_geometry(view_of(one.place)))
      throw InputError(
          msg("{}: a signalement has no id, no comment or no place.", database.path().string()));
    signalements.all.push_back(std::move(one));
  }
  return signalements;
}

}  // namespace bdf::io
