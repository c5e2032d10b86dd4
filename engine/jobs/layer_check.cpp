// SPDX-License-Identifier: MIT
#include "jobs/layer_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>
#include <unordered_map>
#include <utility>

#include "base/message.h"
#include "base/parallel.h"
#include "geometry/wkb.h"
#include "jobs/finding_list.h"
#include "jobs/geometry_check.h"
#include "jobs/schema_choice.h"
#include "merge/compare.h"
#include "report/printable.h"

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

constexpr std::size_t longest_told = 80;  // characters of a value

std::string first_of(const std::vector<std::int64_t>& fids) {
  constexpr std::size_t most = 5;
  const auto count = static_cast<std::ptrdiff_t>(std::min(fids.size(), most));
  return fmt::format("{}{}", fmt::join(fids.begin(), fids.begin() + count, ", "),
                     fids.size() > most ? ", …" : "");
}

bool is_finite(const Point& point) { return std::isfinite(point.x) && std::isfinite(point.y); }

class Layer {
 public:
  Layer(const FeatureTable& table, const LayerCheck& check) : table_(table), check_(check) {}

  Findings findings() {
    auto found = findings_on_columns();
    auto parts = findings_on_values();
    const bool each_z = expects_z() && table_.schema.z != 0;
    parts.push_back(
        check_geometries(table_, {expected_geometry(), check_.domains, each_z}, check_.threads));
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

  [[nodiscard]] bool expects_z() const {
    const auto* const geometry = expected_geometry();
    return geometry != nullptr && geometry->has_z;
  }

  [[nodiscard]] bool has_another_type() const {
    const auto declared = single_type(table_.schema.geometry_type);
    const auto expected = single_type(check_.definition->geometry.type);
    return declared != expected && declared != "GEOMETRY" && expected != "GEOMETRY";
  }

  [[nodiscard]] Findings findings_on_columns() const {
    Findings found;
    if (check_.definition == nullptr) return found;
    // IGN's validator calls this an error; an extract of a place without such features is right.
    if (table_.size() == 0)
      found.push_back(finding_of(Level::warning, "FILE_EMPTY", msg("The layer has no feature.")));
    add_geometry_column(found);
    for (const auto& attribute : check_.definition->attributes)
      if (!has_column_for(attribute)) found.push_back(missing(attribute));
    for (const auto& column : table_.schema.columns)
      if (auto message = what_is_unexpected(column); !message.empty())
        found.push_back(unexpected(column, std::move(message)));
    add_links_not_looked_up(found);
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
    } else if (expects_z() && table_.schema.z == 0) {
      found.push_back(finding_of(Level::warning, "ATTRIBUTE_INVALID_FORMAT",
                                 msg("The geometries have no altitudes, which are expected.")));
      found.back().attribute = table_.schema.geometry_column;
    }
  }

  void add_links_not_looked_up(Findings& found) const {
    std::set<std::string> classes;
    for (const auto& attribute : check_.definition->attributes) {
      if (attribute.references.empty() || !has_column_for(attribute)) continue;
      const auto target = check_.targets.find(attribute.references);
      if (target == check_.targets.end() || !target->second.keys)
        classes.insert(attribute.references);
    }
    if (!classes.empty() && table_.size() > 0)
      found.push_back(finding_of(Level::information, "VALIDATOR_INFO",
                                 msg("Links are not looked up in classes that are not read: {}.",
                                     fmt::join(classes, ", "))));
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

  /// "" where the version has a column of that name.
  [[nodiscard]] std::string what_is_unexpected(const Column& column) const {
    const auto& version = check_.definition->version;
    if (const auto* const attribute = attribute_of(column))
      return attribute->is_own_name(column.name) ? ""
                                                 : msg("Version {} calls the column “{}” “{}”.",
                                                       version, column.name, attribute->name);
    if (mapping_of(column) != nullptr) return "";
    const auto other = other_version_with(*check_.definition, column.name);
    if (!other.empty())
      return msg("The column “{}” is of version {}; {} has none.", column.name, other, version);
    return msg("The column “{}” is the producer's own.", column.name);
  }

  [[nodiscard]] static ValidationFinding unexpected(const Column& column, std::string message) {
    auto finding = finding_of(Level::information, "TABLE_UNEXPECTED_ATTRIBUTE", std::move(message));
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
      const auto target = check_.targets.find(attribute->references);
      return findings_on(column, *attribute,
                         target == check_.targets.end() ? nullptr : &target->second);
    }
    const auto* const mapping = mapping_of(declared);
    return mapping == nullptr ? Findings{} : findings_on(column, own_words(*mapping), nullptr);
  }

  [[nodiscard]] Findings findings_on(std::size_t column,
                                     const rules::AttributeDefinition& attribute,
                                     const LinkTarget* target) const {
    const ValueCheck value_check(attribute, *check_.definition, target);
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
      auto finding = finding_of(
          Level::error, "ATTRIBUTE_NOT_UNIQUE",
          msgn("“{1}” stands {0} time, in the features {2}.",
               "“{1}” stands {0} times, in the features {2}.", fids[value].size(),
               report::shortened(report::printable(value), longest_told), first_of(fids[value])));
      finding.attribute = table_.schema.columns[column].name;
      finding.fid = first;
      finding.flaws = fids[value].size() - 1;
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
      if (finding.position && !is_finite(*finding.position)) finding.position.reset();
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
