// SPDX-License-Identifier: MIT
#include "jobs/styles.h"

#include <algorithm>

#include "io/changeset_layout.h"
#include "io/geometry_kinds.h"
#include "io/geopackage.h"
#include "io/styles.h"
#include "report/qgis_style.h"

namespace bdf::jobs {

namespace {

io::LayerStyle style_of(const Schema& layer, std::string qml) {
  return {layer.layer, layer.geometry_column, std::move(qml)};
}

std::string conflicts_style(io::Database& database, const Schema& layer,
                            const report::TermsByLayer& terms) {
  const auto kinds = io::geometry_kinds(database, layer);
  for (const auto side : all_sides)
    if (layer.layer == "conflict_" + std::string(name_of(side)))
      return report::conflict_side_style(side, kinds);
  return report::conflict_style(kinds, terms);
}

bool is_proposed(const Change& change) {
  const auto proposed = [](const auto& value) { return value.status == Status::proposed; };
  return change.status == Status::proposed || (change.geometry && proposed(*change.geometry)) ||
         std::any_of(change.values.begin(), change.values.end(), proposed);
}

bool any_proposed(const std::vector<io::ChangesToWrite>& layers) {
  return std::any_of(layers.begin(), layers.end(), [](const io::ChangesToWrite& layer) {
    const auto& changes = layer.changes->changes;
    return std::any_of(changes.begin(), changes.end(), is_proposed);
  });
}

}  // namespace

void style_merged(io::Database& database, std::string_view time) {
  std::vector<io::LayerStyle> styles;
  for (const auto& layer : io::read_catalog(database).layers)
    if (const auto kind = io::declared_kind(layer))
      styles.push_back(style_of(layer, report::plain_style({*kind})));
  io::add_styles(database, styles, time);
}

void style_conflicts(io::Database& database, const report::TermsByLayer& terms,
                     std::string_view time) {
  std::vector<io::LayerStyle> styles;
  for (const auto& layer : io::read_catalog(database).layers)
    styles.push_back(style_of(layer, conflicts_style(database, layer, terms)));
  io::add_styles(database, styles, time);
}

void style_links(io::Database& database, const Schema& layer, std::string_view time) {
  io::add_styles(database, {style_of(layer, report::links_style())}, time);
}

void write_styled_changeset(const std::filesystem::path& path, const io::ChangesetHead& head,
                            const std::vector<io::ChangesToWrite>& layers,
                            const Signalements& signalements) {
  io::write_changeset(path, head, layers, signalements);
  auto database = io::Database::open_output(path);
  std::vector<io::LayerStyle> styles;
  for (const auto& layer : io::read_catalog(database).layers) {
    const auto kinds = io::geometry_kinds(database, layer);
    const bool is_of_changes = !same_name(layer.layer, io::sent_signalements);
    styles.push_back(style_of(layer, is_of_changes
                                         ? report::changes_style(layer, kinds, any_proposed(layers))
                                         : report::plain_style(kinds)));
  }
  io::add_styles(database, styles, head.time);
}

}  // namespace bdf::jobs
