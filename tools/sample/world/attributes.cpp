// SPDX-License-Identifier: MIT
#include "world/attributes.h"

#include <algorithm>
#include <utility>

#include "base/error.h"

namespace bdf::sample {

namespace {

constexpr double no_altitude = 9999;

/// With the names that other versions give its attributes.
rules::LayerSchema with_all_names(const rules::LayerSchema& schema) {
  return rules::load_with_all_names(schema.schema, schema.version, schema.layer);
}

}  // namespace

std::filesystem::path attribute_file() {
  return std::filesystem::path(BDF_SAMPLE_FOLDER) / "attributes.yaml";
}

AttributeSource::AttributeSource(const rules::LayerSchema& schema, const Setting& setting,
                                 const std::filesystem::path& file)
    : layer_(schema.layer), width_(schema.attributes.size()) {
  if (width_ > 64) throw LawError(layer_ + " has more attributes than a word has bits.");
  auto read = load_layer_draws(file, with_all_names(schema), setting);
  prefix_ = std::move(read.prefix);
  terrain_ = std::move(read.terrain);
  draws_ = std::move(read.draws);
  names_.assign(read.columns.begin(), read.columns.end());
  for (const auto& [name, column] : names_) columns_.emplace(name, column);
  const auto precision = columns_.find("precision_altimetrique");
  if (precision == columns_.end()) return;
  precision_ = precision->second.value();
  for (std::size_t i = 0; i < draws_.size(); ++i)
    if (std::count(draws_[i].columns.begin(), draws_[i].columns.end(), precision_) > 0)
      altitude_ = i;
}

KnownColumns AttributeSource::take_known(const Feature& feature, std::vector<Value>& row) const {
  KnownColumns known = 0;
  for (const auto& [name, value] : feature.values) {
    const auto found = columns_.find(name);
    if (found == columns_.end())
      throw LawError("No version of " + layer_ + " has an attribute " + std::string(name) + ".");
    if (!found->second) continue;
    row[*found->second] = value;
    known |= KnownColumns{1} << *found->second;
  }
  return known;
}

void AttributeSource::row(const Feature& feature, std::vector<Value>& row) const {
  row.resize(width_);
  const auto known = take_known(feature, row);
  for (const auto column : terrain_)
    if ((known >> column & 1U) == 0) row[column] = std::monostate();
  for (const auto& draw : draws_) draw.fill(feature.number, known, row);
}

bool AttributeSource::lacks_altitude(const Feature& feature) const {
  if (!altitude_) return false;
  std::vector<Value> row(width_);
  draws_[*altitude_].fill(feature.number, take_known(feature, row), row);
  return row[precision_] == Value(no_altitude);
}

std::string AttributeSource::cleabs(std::uint64_t number) const {
  std::string key = prefix_;
  append_number(key, number);
  return key;
}

}  // namespace bdf::sample
