// SPDX-License-Identifier: MIT
#include "jobs/doubles_check.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <numeric>
#include <utility>

#include "base/message.h"
#include "jobs/keyed_rows.h"
#include "merge/condition_values.h"

namespace bdf::jobs {

namespace {

using Rows = std::vector<std::uint32_t>;

match::Shapes shapes_that(const ClassedTable& layer, const rules::Condition& condition,
                          int threads) {
  const auto& table = *layer.table;
  Rows rows(table.size());
  std::iota(rows.begin(), rows.end(), 0U);
  auto shapes = match::shapes_of({&table, std::move(rows)}, threads);
  if (condition.empty()) return shapes;
  const auto layout = merge::lay_out({nullptr, &table.schema, nullptr}, {layer.definition});
  std::vector<bool> others(table.size());
  for (std::size_t row = 0; row < table.size(); ++row)
    others[row] = !merge::keeps(condition, layout, {&table, row}, Side::local);
  return match::rest_of(std::move(shapes), others);
}

/// By row of the layer that doubles: whether a link has it, be it a doubtful one (`doubtful_too`).
std::vector<bool> linked(const match::Doubles& found, std::size_t rows, bool doubtful_too) {
  std::vector<bool> linked(rows);
  for (const auto& one : found.links)
    for (const auto row : one.link.a)
      if (doubtful_too || !one.doubtful) linked[row] = true;
  return linked;
}

std::string first_of(const Rows& rows, const KeyedRows& names) {
  constexpr std::size_t most = 5;
  std::vector<std::string> first;
  for (std::size_t i = 0; i < rows.size() && i < most; ++i) first.push_back(names.name_of(rows[i]));
  return fmt::format("{}{}", fmt::join(first, ", "), rows.size() > most ? ", …" : "");
}

struct Told {
  std::string code;
  std::size_t features = 0;
};

ValidationFinding information(const DoublesCheck& check, Told told, std::string message) {
  ValidationFinding finding;
  finding.level = Level::information;
  finding.code = std::move(told.code);
  finding.flaws = told.features;
  finding.message = std::move(message);
  finding.layer = check.doubling.table->schema.layer;
  if (check.doubling.definition != nullptr) finding.class_name = check.doubling.definition->layer;
  return finding;
}

}  // namespace

std::vector<ValidationFinding> check_doubles(const DoublesCheck& check) {
  const auto doubling = shapes_that(check.doubling, check.doubles->when, check.options.threads);
  const auto holding = shapes_that(check.holding, check.doubles->that, check.options.threads);
  const bool reported = check.doubles->as == rules::Doubling::reported;
  const auto found = linked(match::find_doubles(doubling, holding, check.options),
                            check.doubling.table->size(), !reported);
  Rows told;
  for (const auto row : doubling.rows)
    if (found[row] == reported) told.push_back(row);
  if (told.empty()) return {};
  const auto& holder = check.holding.table->schema.layer;
  const auto first = first_of(told, KeyedRows(*check.doubling.table, check.doubling.definition));
  if (reported)
    return {information(check, {"HELD_TWICE", told.size()},
                        msgn("{0} feature is in “{1}”, too (bdf match --doubles): {2}",
                             "{0} features are in “{1}”, too (bdf match --doubles): {2}",
                             told.size(), holder, first))};
  return {information(check, {"DOUBLE_ALONE", told.size()},
                      msgn("{0} of {3} features that should double one of “{1}” runs along none "
                           "(bdf match --doubles): {2}",
                           "{0} of {3} features that should double one of “{1}” run along none "
                           "(bdf match --doubles): {2}",
                           told.size(), holder, first, doubling.size()))};
}

}  // namespace bdf::jobs
