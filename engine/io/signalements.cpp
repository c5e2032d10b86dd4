// SPDX-License-Identifier: MIT
#include "io/signalements.h"

#include <algorithm>
#include <array>

#include "io/sql.h"
#include "io/table_row.h"

namespace bdf::io {

namespace {

constexpr TableDefinition answer_table{
    "bdf_report_answer",
    "id TEXT NOT NULL, status TEXT NOT NULL, reponse TEXT, \"at\" TEXT, \"by\" TEXT"};
constexpr std::size_t answer_columns = 5;

Column text_column(std::string_view name) { return {std::string(name), ColumnType::text, "TEXT"}; }

std::string text_at(const FeatureTable& rows, std::size_t row, std::string_view column) {
  const auto found = rows.schema.find(column);
  return found ? to_text(rows.columns[*found][row]) : std::string();
}

}  // namespace

Schema signalement_schema(const Crs& crs) {
  namespace column = signalement_column;
  Schema schema;
  schema.layer = signalement_layer;
  schema.primary_key = "fid";
  schema.geometry_column = "geom";
  schema.geometry_type = "POINT";
  schema.crs = crs;
  for (const auto name : {column::id, column::comment, column::theme, column::layer, column::object,
                          column::status, column::answer})
    schema.columns.push_back(text_column(name));
  schema.columns.push_back({std::string(column::date), ColumnType::date, "DATE"});
  return schema;
}

bool is_signalement_layer(const Schema& schema) {
  namespace column = signalement_column;
  constexpr std::array needed{column::id, column::comment, column::status, column::answer};
  return same_name(schema.layer, signalement_layer) && same_name(schema.geometry_type, "POINT") &&
         std::all_of(needed.begin(), needed.end(),
                     [&](const auto name) { return schema.find(name).has_value(); });
}

std::vector<Signalement> signalements_in(const FeatureTable& rows) {
  namespace column = signalement_column;
  std::vector<Signalement> all(rows.size());
  for (std::size_t row = 0; row < rows.size(); ++row) {
    auto& one = all[row];
    one.id = text_at(rows, row, column::id);
    one.comment = text_at(rows, row, column::comment);
    one.theme = text_at(rows, row, column::theme);
    one.layer = text_at(rows, row, column::layer);
    one.object = text_at(rows, row, column::object);
    one.date = text_at(rows, row, column::date);
    one.status = text_at(rows, row, column::status);
    one.answer = text_at(rows, row, column::answer);
    one.place = to_value(rows.geometries[row]);
  }
  return all;
}

void write_signalements(Database& database, const Signalements& signalements,
                        std::string_view time) {
  Transaction transaction(database);
  const auto created = create_layer(database, signalement_schema(signalements.crs));
  {
    FeatureWriter writer(database, created, column_names(created));
    for (const auto& one : signalements.all)
      writer.add(std::nullopt,
                 std::array<ValueView, 8>{text_or_null(one.id), text_or_null(one.comment),
                                          text_or_null(one.theme), text_or_null(one.layer),
                                          text_or_null(one.object), text_or_null(one.status),
                                          text_or_null(one.answer), text_or_null(one.date)},
                 view_of(one.place));
  }
  create_spatial_index(database, created);
  finish_layer(database, created, time);
  transaction.commit();
}

void write_signalement_answers(Database& database, const std::vector<SignalementAnswer>& answers) {
  Transaction transaction(database);
  recreate(database, answer_table);
  auto insert = insert_into(database, answer_table.name, answer_columns);
  for (const auto& answer : answers)
    run_with(insert,
             std::array<ValueView, answer_columns>{
                 std::string_view(answer.id), std::string_view(answer.status),
                 text_or_null(answer.answer), text_or_null(answer.at), text_or_null(answer.by)});
  transaction.commit();
}

std::vector<SignalementAnswer> read_signalement_answers(Database& database) {
  std::vector<SignalementAnswer> answers;
  if (!database.has_table(answer_table.name)) return answers;
  auto rows = database.prepare(
      R"(SELECT id, status, reponse, "at", "by" FROM bdf_report_answer ORDER BY rowid)");
  while (rows.step())
    answers.push_back({rows.text(0), rows.text(1), rows.text(2), rows.text(3), rows.text(4)});
  return answers;
}

}  // namespace bdf::io
