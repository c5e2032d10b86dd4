// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>

#include "base/error.h"
#include "base/message.h"
#include "io/sync_tables.h"
#include "io/table_info.h"
#include "io/table_row.h"

namespace bdf::io {

namespace {

constexpr TableDefinition answer_table{
    "bdf_answer",
    "layer TEXT NOT NULL, bdf_id TEXT NOT NULL, attribute TEXT NOT NULL, value TEXT, "
    "answer TEXT NOT NULL, answered_by TEXT, answered_at TEXT, comment TEXT, given_id TEXT"};
constexpr std::size_t column_count = 9;

std::string_view word_of(const Answer& answer) {
  return answer.waits ? "waiting" : answer.declined ? "declined" : "accepted";
}

void read_word(const std::string& word, Answer& answer) {
  answer.declined = word == "declined";
  answer.waits = word == "waiting";
  if (!answer.declined && !answer.waits && word != "accepted")
    throw InputError(
        msg("bdf_answer: “{}” is no answer; write accepted, declined or waiting", word));
}

}  // namespace

void write_answers(Database& database, const std::vector<Answer>& answers) {
  Transaction transaction(database);
  recreate(database, answer_table);
  auto insert = insert_into(database, answer_table.name, column_count);
  for (const auto& answer : answers)
    run_with(insert,
             std::array<ValueView, column_count>{
                 std::string_view(answer.layer), std::string_view(answer.id),
                 std::string_view(answer.attribute),
                 answer.value ? ValueView(std::string_view(*answer.value)) : ValueView(Null{}),
                 word_of(answer), text_or_null(answer.by), text_or_null(answer.at),
                 text_or_null(answer.comment), text_or_null(answer.given_id)});
  transaction.commit();
}

std::vector<Answer> read_answers(Database& database) {
  if (!database.has_table(answer_table.name)) return {};
  // Those of an earlier version give no identifiers.
  const auto columns = table_columns(database, answer_table.name);
  const bool gives = std::any_of(columns.begin(), columns.end(),
                                 [](const auto& column) { return column.name == "given_id"; });
  auto rows = database.prepare(
      std::string("SELECT layer, bdf_id, attribute, value, answer, answered_by, answered_at, "
                  "comment, ") +
      (gives ? "given_id" : "NULL") + " FROM bdf_answer ORDER BY rowid");
  std::vector<Answer> answers;
  while (rows.step()) {
    Answer answer;
    answer.layer = rows.text(0);
    answer.id = rows.text(1);
    answer.attribute = rows.text(2);
    if (!is_null(rows.column(3))) answer.value = rows.text(3);
    read_word(rows.text(4), answer);
    answer.by = rows.text(5);
    answer.at = rows.text(6);
    answer.comment = rows.text(7);
    answer.given_id = rows.text(8);
    answers.push_back(std::move(answer));
  }
  return answers;
}

}  // namespace bdf::io
