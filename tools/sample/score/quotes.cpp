// SPDX-License-Identifier: MIT
#include "score/quotes.h"

#include <fmt/format.h>

#include <algorithm>

#include "score/evidence.h"

namespace bdf::score {
namespace {

/// The first shared thing that a row of the contribution says otherwise than local. A part of what
/// was split has no key yet.
std::string difference(const Sheet& sheet, const ReadFeature& local, const Sent& row) {
  const ReadLayer& sent = sheet.contribution;
  const bool keyless = row.op == "split" && sent.text(*row.feature, "cleabs").empty();
  for (const ReadColumn& column : sent.columns) {
    if (!sheet.reference.column(column.name) || (keyless && column.name == "cleabs")) continue;
    if (!same_fact(sheet.local, local, sent, *row.feature, column.name)) return column.name;
  }
  return same_shape(local.drawn, row.feature->drawn) ? "" : "geometry";
}

/// An object that local drew must leave as local has it.
std::string what_leaves_otherwise(const Sheet& sheet, const Story& story, const Sent& row) {
  if (row.op == "update" || row.op == "delete") return "";
  std::string fault;
  for (const Party& party : story.local) {
    const ReadFeature* local = sheet.local.find(party.fid);
    if (local == nullptr) continue;
    const std::string differs = difference(sheet, *local, row);
    if (differs.empty()) return "";
    fault = fmt::format("{} of fid {} leaves as another", differs, party.fid);
  }
  return fault;
}

/// An update says of what it does not tell as changed what the reference says.
std::string what_leaves_unsaid(const Sheet& sheet, const Sent& row) {
  const ReadFeature* target = sheet.reference.find(row.target);
  if (row.op != "update" || target == nullptr) return "";
  for (const ReadColumn& column : sheet.reference.columns) {
    if (!row.says(column.name) &&
        !same_fact(sheet.reference, *target, sheet.contribution, *row.feature, column.name))
      return fmt::format("{} of {} leaves as another and is not told as changed", column.name,
                         row.id);
  }
  if (row.says("geometry") || same_shape(target->drawn, row.feature->drawn)) return "";
  return fmt::format("the geometry of {} leaves as another and is not told as changed", row.id);
}

}  // namespace

std::string what_is_misquoted(const Sheet& sheet, const Story& story, const Waiting& conflict) {
  if (conflict.kind != "attribute") return "";
  const auto quotes = [&](const ReadLayer& layer, const std::vector<Party>& side,
                          const std::string& value) {
    const auto at = layer.column(conflict.attribute);
    if (!at || side.empty()) return value.empty();
    return std::any_of(side.begin(), side.end(), [&](const Party& party) {
      const ReadFeature* feature = layer.find(party.fid);
      return feature != nullptr &&
             said(feature->values[*at], layer.columns[*at]) == said(value, layer.columns[*at]);
    });
  };
  const auto fault = [&](const char* side, const std::string& value) {
    return fmt::format("asked about {}, but {} does not say “{}”", conflict.attribute, side, value);
  };
  const std::string& local = conflict.value.at(Side::local);
  const std::string& reference = conflict.value.at(Side::reference);
  if (!quotes(sheet.ancestor, story.ancestor, conflict.ancestor_value))
    return fault("the ancestor", conflict.ancestor_value);
  if (!quotes(sheet.local, story.local, local)) return fault("local", local);
  if (!quotes(sheet.reference, story.reference, reference))
    return fault("the reference", reference);
  return "";
}

std::string what_is_misquoted(const Sheet& sheet, const Story& story, const Sent& row) {
  std::string fault = what_leaves_otherwise(sheet, story, row);
  return fault.empty() ? what_leaves_unsaid(sheet, row) : fault;
}

}  // namespace bdf::score
