// SPDX-License-Identifier: MIT
#include "jobs/sent_findings.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "base/message.h"
#include "io/change_rows.h"
#include "merge/compare.h"
#include "rules/typed_text.h"

namespace bdf::jobs {

namespace {

struct Case {
  std::size_t count = 0;
  std::string id;     ///< of the first object
  std::string value;  ///< its value
};
/// By code and attribute.
using Cases = std::map<std::pair<std::string, std::string>, Case>;

void count(Cases& cases, const std::string& code, const std::string& attribute, Case first) {
  auto& known = cases[{code, attribute}];
  if (known.count++ == 0) known = {1, std::move(first.id), std::move(first.value)};
}

std::string id_of(const LedgerEntry& entry) {
  for (const auto side : {Side::reference, Side::local})
    if (!entry.ids[side].empty()) return entry.ids[side].front();
  return {};
}

void count_flag(Cases& cases, const LedgerEntry& entry, std::string_view flag) {
  const auto about = [&](std::string_view prefix) {
    return std::string(flag.substr(std::min(prefix.size(), flag.size())));
  };
  if (flag == merge::unusable_geometry_flag)
    count(cases, "geometry_unusable", "", {0, id_of(entry), ""});
  else if (flag.starts_with(merge::unusable_value_flag))
    count(cases, "value_unusable", about(merge::unusable_value_flag), {0, id_of(entry), ""});
  else if (flag.starts_with(merge::own_word_flag))
    count(cases, "own_word", about(merge::own_word_flag), {0, id_of(entry), ""});
  else if (flag.starts_with(merge::gave_way_flag)) {
    const auto said = about(merge::gave_way_flag);
    count(cases, "value_gave_way", said.substr(0, said.find(' ')), {0, id_of(entry), ""});
  }
}

void count_value(Cases& cases, const std::string& id, const merge::Attribute& attribute,
                 const ValueView& value) {
  const auto& definition = *attribute.definition;
  const auto form = merge::normal_form(attribute.kind, value);
  if (!form) return;
  if (!definition.values.empty() && definition.type == ColumnType::text &&
      std::find(definition.values.begin(), definition.values.end(), *form) ==
          definition.values.end())
    count(cases, "value_not_listed", attribute.name, {0, id, *form});
  if (definition.width && definition.type == ColumnType::text &&
      rules::characters_in(*form) > *definition.width)
    count(cases, "value_too_long", attribute.name, {0, id, *form});
}

/// What the change sends: of an update what it changes, of a new object all that it holds.
void count_change(Cases& cases, const LayerRun& run, const Change& change, io::TargetRow& row) {
  if (change.op == Op::remove) return;
  const auto& after = row.values_after(change);
  for (const auto& attribute : run.layout.attributes) {
    const auto column = attribute.column.reference;
    if (attribute.definition == nullptr || !column) continue;
    const bool sent = io::adds_feature(change) ||
                      std::any_of(change.values.begin(), change.values.end(),
                                  [&](const auto& value) { return value.column == *column; });
    if (sent) count_value(cases, change.id, attribute, after[*column]);
  }
}

/// Whether the change writes over what local has said.
bool replaces_something(const Change& change) {
  return change.op == Op::update &&
         (change.geometry ||
          std::any_of(change.values.begin(), change.values.end(),
                      [](const ValueChange& value) { return !is_null(view_of(value.before)); }));
}

std::string in_words(const std::string& code, const std::string& attribute, const Case& one) {
  const auto n = one.count;
  if (code == "geometry_unusable")
    return msgn("{} geometry cannot be used and is not sent (the first: {})",
                "{} geometries cannot be used and are not sent (the first: {})", n, one.id);
  if (code == "value_unusable")
    return msgn("{} value of “{}” is none of its type and is not sent (the first: {})",
                "{} values of “{}” are none of its type and are not sent (the first: {})", n,
                attribute, one.id);
  if (code == "value_gave_way")
    return msgn(
        "{} value of yours in “{}” has no place left and is in the ledger alone (the first: {})",
        "{} values of yours in “{}” have no place left and are in the ledger alone (the first: {})",
        n, attribute, one.id);
  if (code == "value_not_listed")
    return msgn("{} value of “{}” that you send is not in its list (the first: {}, “{}”)",
                "{} values of “{}” that you send are not in its list (the first: {}, “{}”)", n,
                attribute, one.id, one.value);
  if (code == "value_too_long")
    return msgn("{} value of “{}” that you send is too long (the first: {})",
                "{} values of “{}” that you send are too long (the first: {})", n, attribute,
                one.id);
  return msgn("{} word in “{}” is not in your schema: it stays with you (the first: {})",
              "{} words in “{}” are not in your schema: they stay with you (the first: {})", n,
              attribute, one.id);
}

/// Columns that would carry what the producer's schema reads from another one.
std::vector<Finding> columns_left_aside(const LayerRun& run) {
  std::vector<Finding> findings;
  const auto& columns = run.schemas.local->columns;
  for (const auto& attribute : run.layout.attributes) {
    if (attribute.mapping == nullptr || attribute.definition == nullptr) continue;
    for (std::size_t i = 0; i < columns.size(); ++i)
      if (i != attribute.column.local && same_name(columns[i].name, attribute.definition->name))
        findings.push_back(
            {Level::warning, "column_left_aside", "local", run.name, "",
             msg("column “{}” is left as it is: by the schema that you gave, “{}” says the same",
                 columns[i].name, columns[*attribute.column.local].name)});
  }
  return findings;
}

}  // namespace

std::optional<Finding> finding_without_ancestor(const LayerRun& run) {
  if (run.layout.has_ancestor && run.row_counts.ancestor > 0) return std::nullopt;
  const auto& changes = run.result.update.changes;
  const auto gave_way =
      static_cast<std::size_t>(std::count_if(changes.begin(), changes.end(), replaces_something));
  if (gave_way == 0) return std::nullopt;
  return Finding{
      Level::warning,
      "no_ancestor",
      "local",
      run.name,
      "",
      msgn("without an ancestor nobody can tell who changed what: {} feature of yours that said "
           "otherwise is now as in the reference; update.gpkg holds what it was",
           "without an ancestor nobody can tell who changed what: {} features of yours that said "
           "otherwise are now as in the reference; update.gpkg holds what they were",
           gave_way)};
}

std::vector<Finding> sent_findings(const LayerRun& run) {
  Cases cases;
  for (const auto& entry : run.result.ledger)
    for (const auto& flag : entry.flags) count_flag(cases, entry, flag);
  io::TargetRow row(run.result.contribution.target);
  for (const auto& change : run.result.contribution.changes) count_change(cases, run, change, row);
  auto findings = columns_left_aside(run);
  for (const auto& [kind, one] : cases)
    findings.push_back({Level::warning, kind.first, "local", run.name, one.id,
                        in_words(kind.first, kind.second, one)});
  return findings;
}

}  // namespace bdf::jobs
