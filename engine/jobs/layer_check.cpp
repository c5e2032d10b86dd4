// SPDX-License-Identifier: MIT
#include "jobs/layer_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <unordered_map>
#include <utility>

#include "base/message.h"
#include "base/parallel.h"
#include "geometry/wkb.h"
#include "jobs/finding_list.h"
#include "jobs/geometry_check.h"
#include "merge/compare.h"

namespace bdf::jobs {

namespace {

using Findings = std::vector<ValidationFinding>;

ValidationFinding finding_of(Level level, std::string code, std::string message) {
  ValidationFinding finding;
  finding.level = level;
  finding.code = std::move(code);
  finding.message = std::move(message);
  return finding;
}

/// What a producer's own value may be, as an enumeration of an attribute.
rules::AttributeDefinition own_words(const rules::ColumnMapping& mapping) {
  rules::AttributeDefinition definition;
  definition.name = mapping.column;
  for (const auto& value : mapping.values) definition.values.push_back(value.own);
  return definition;
}

class Layer {
 public:
  Layer(const FeatureTable& table, const LayerCheck& check) : table_(table), check_(check) {}

  Findings findings() {
    auto found = findings_on_columns();
    auto parts = findings_on_values();
    parts.push_back(
        check_geometries(table_, {expected_geometry(), check_.domains}, check_.threads));
    Findings on_features;
    for (auto& part : parts) std::move(part.begin(), part.end(), std::back_inserter(on_features));
    std::stable_sort(on_features.begin(), on_features.end(),
                     [](const auto& a, const auto& b) { return a.fid < b.fid; });
    std::move(on_features.begin(), on_features.end(), std::back_inserter(found));
    place(found);
    return found;
  }

 private:
  [[nodiscard]] const rules::AttributeDefinition* attribute_of(const Column& column) const {
    return check_.definition == nullptr ? nullptr : check_.definition->find(column.name);
  }
  [[nodiscard]] const rules::ColumnMapping* mapping_of(const Column& column) const {
    return check_.producer == nullptr ? nullptr : check_.producer->find(column.name);
  }

  /// Nothing is said of each feature where the whole column is of another type, or missing.
  [[nodiscard]] const rules::GeometryDefinition* expected_geometry() const {
    const bool told =
        check_.definition == nullptr || table_.schema.geometry_column.empty() || has_another_type();
    return told ? nullptr : &check_.definition->geometry;
  }

  [[nodiscard]] bool has_another_type() const {
    const auto declared = single_type(table_.schema.geometry_type);
    const auto expected = single_type(check_.definition->geometry.type);
    return declared != expected && declared != "GEOMETRY" && expected != "GEOMETRY";
  }

  [[nodiscard]] Findings findings_on_columns() const {
    Findings found;
    if (check_.definition == nullptr) return found;
    if (table_.size() == 0)
      found.push_back(finding_of(Level::warning, "FILE_EMPTY", msg("The layer has no feature.")));
    add_geometry_column(found);
    for (const auto& attribute : check_.definition->attributes)
      if (!has_column_for(attribute)) found.push_back(missing(attribute));
    for (const auto& column : table_.schema.columns)
      if (attribute_of(column) == nullptr && mapping_of(column) == nullptr)
        found.push_back(unexpected(column));
    return found;
  }

  void add_geometry_column(Findings& found) const {
    if (table_.schema.geometry_column.empty()) {
      found.push_back(
          finding_of(Level::error, "TABLE_MISSING_GEOMETRY", msg("The layer has no geometries.")));
    } else if (has_another_type()) {
      found.push_back(
          finding_of(Level::error, "ATTRIBUTE_INVALID_FORMAT",
                     msg("The geometries are {}, where {} is expected.",
                         table_.schema.geometry_type, check_.definition->geometry.type)));
      found.back().attribute = table_.schema.geometry_column;
    }
  }

  [[nodiscard]] bool has_column_for(const rules::AttributeDefinition& attribute) const {
    return std::any_of(table_.schema.columns.begin(), table_.schema.columns.end(),
                       [&](const auto& column) {
                         const auto* const mapping = mapping_of(column);
                         return attribute_of(column) == &attribute ||
                                (mapping != nullptr && mapping->attribute == attribute.name);
                       });
  }

  [[nodiscard]] ValidationFinding missing(const rules::AttributeDefinition& attribute) const {
    const bool is_key = attribute.name == check_.definition->key;
    const bool expected = is_key || attribute.required;
    auto finding = finding_of(
        is_key     ? Level::error
        : expected ? Level::warning
                   : Level::information,
        expected ? "TABLE_MISSING_ATTRIBUTE" : "TABLE_MISSING_PRESENCE_OPTIONAL_ATTRIBUTE",
        msg("The layer has no column “{}”.", attribute.name));
    finding.attribute = attribute.name;
    return finding;
  }

  [[nodiscard]] static ValidationFinding unexpected(const Column& column) {
    auto finding = finding_of(Level::information, "TABLE_UNEXPECTED_ATTRIBUTE",
                              msg("The column “{}” is the producer's own.", column.name));
    finding.attribute = column.name;
    return finding;
  }

  [[nodiscard]] std::vector<Findings> findings_on_values() const {
    std::vector<Findings> found(table_.columns.size());
    parallel_for_each(found.size(), check_.threads,
                      [&](std::size_t column) { found[column] = findings_on(column); });
    return found;
  }

  [[nodiscard]] Findings findings_on(std::size_t column) const {
    const auto& declared = table_.schema.columns[column];
    if (const auto* const attribute = attribute_of(declared)) {
      const auto targets = check_.targets.find(attribute->references);
      return findings_on(column, *attribute,
                         targets == check_.targets.end() ? nullptr : &targets->second);
    }
    const auto* const mapping = mapping_of(declared);
    return mapping == nullptr ? Findings{} : findings_on(column, own_words(*mapping), nullptr);
  }

  [[nodiscard]] Findings findings_on(std::size_t column,
                                     const rules::AttributeDefinition& attribute,
                                     const Keys* targets) const {
    const ValueCheck value_check(attribute, *check_.definition, targets);
    const auto& values = table_.columns[column];
    FindingList list;
    for (std::size_t row = 0; row < values.size(); ++row) {
      auto flaw = value_check.flaw_of(values[row]);
      if (!flaw) continue;
      auto finding = finding_of(flaw->level, std::string(flaw->code), std::move(flaw->message));
      finding.attribute = table_.schema.columns[column].name;
      finding.fid = table_.fids[row];
      list.add(std::move(finding));
    }
    if (attribute.unique) add_duplicates(column, attribute, list);
    return list.take();
  }

  /// One finding a value, at the first feature that has it.
  void add_duplicates(std::size_t column, const rules::AttributeDefinition& attribute,
                      FindingList& list) const {
    std::unordered_map<std::string, std::vector<std::int64_t>> fids;
    const auto& values = table_.columns[column];
    fids.reserve(values.size());
    for (std::size_t row = 0; row < values.size(); ++row)
      if (auto form = merge::normal_form(attribute.type, values[row]))
        fids[std::move(*form)].push_back(table_.fids[row]);
    std::map<std::int64_t, std::string> repeated;
    for (const auto& [value, rows] : fids)
      if (rows.size() > 1) repeated[rows.front()] = value;
    for (const auto& [first, value] : repeated) {
      auto finding = finding_of(Level::error, "ATTRIBUTE_NOT_UNIQUE",
                                msgn("“{1}” stands {0} time, in the features {2}.",
                                     "“{1}” stands {0} times, in the features {2}.",
                                     fids[value].size(), value, fmt::join(fids[value], ", ")));
      finding.attribute = table_.schema.columns[column].name;
      finding.fid = first;
      list.add(std::move(finding));
    }
  }

  /// Only where something is told: most features need neither.
  void place(Findings& found) const {
    const auto key = key_column();
    for (auto& finding : found) {
      finding.layer = table_.schema.layer;
      if (check_.definition != nullptr) finding.class_name = check_.definition->layer;
      if (!finding.fid) continue;
      const auto row = row_of(*finding.fid);
      if (key) finding.feature = to_text(table_.columns[*key][row]);
      if (!finding.position) finding.position = position_of(row);
    }
  }

  [[nodiscard]] std::optional<std::size_t> key_column() const {
    if (check_.definition == nullptr || check_.definition->key.empty()) return std::nullopt;
    for (std::size_t i = 0; i < table_.schema.columns.size(); ++i) {
      const auto* const attribute = attribute_of(table_.schema.columns[i]);
      if (attribute != nullptr && attribute->name == check_.definition->key) return i;
    }
    return std::nullopt;
  }

  /// Tables are read in ascending order of fid.
  [[nodiscard]] std::size_t row_of(std::int64_t fid) const {
    return static_cast<std::size_t>(std::lower_bound(table_.fids.begin(), table_.fids.end(), fid) -
                                    table_.fids.begin());
  }

  [[nodiscard]] std::optional<Point> position_of(std::size_t row) const {
    const auto geometry = table_.geometries[row];
    const auto* const wkb = std::get_if<BlobView>(&geometry);
    const auto box = wkb == nullptr ? std::nullopt : geometry::box_of_wkb(wkb->bytes);
    if (!box) return std::nullopt;
    return Point{(box->min_x + box->max_x) / 2, (box->min_y + box->max_y) / 2};
  }

  const FeatureTable& table_;
  const LayerCheck& check_;
};

}  // namespace

std::vector<ValidationFinding> check_layer(const FeatureTable& table, const LayerCheck& check) {
  return Layer(table, check).findings();
}

}  // namespace bdf::jobs
