// SPDX-License-Identifier: MIT
#include "jobs/describe.h"

#include "base/error.h"
#include "base/message.h"
#include "io/geopackage.h"
#include "jobs/scratch.h"
#include "jobs/signed_contribution.h"
#include "model/overloaded.h"

namespace bdf::jobs {

namespace {

std::size_t count_rows(io::Database& database, const std::string& table) {
  auto count = database.prepare("SELECT count(*) FROM main." + io::sql_name(table));
  count.step();
  return static_cast<std::size_t>(count.integer(0));
}

std::optional<double> real(const ValueView& value) {
  return std::visit(
      Overloaded{[](double number) { return std::optional(number); },
                 [](std::int64_t number) { return std::optional(static_cast<double>(number)); },
                 [](auto) { return std::optional<double>(); }},
      value);
}

std::optional<Box> declared_extent(io::Database& database, const std::string& layer) {
  auto select = database.prepare(
      "SELECT min_x, min_y, max_x, max_y FROM main.gpkg_contents "
      "WHERE lower(table_name) = lower(?)");
  select.bind(1, std::string_view(layer));
  if (!select.step()) return std::nullopt;
  double bounds[4];
  for (int i = 0; i < 4; ++i) {
    const auto bound = real(select.column(i));
    if (!bound) return std::nullopt;
    bounds[i] = *bound;
  }
  return Box{bounds[0], bounds[1], bounds[2], bounds[3]};
}

LayerDescription describe_layer(io::Database& database, const Schema& schema) {
  return {schema, count_rows(database, schema.layer), declared_extent(database, schema.layer),
          database.has_table("rtree_" + schema.layer + "_" + schema.geometry_column)};
}

}  // namespace

Description describe_geopackage(const std::filesystem::path& path, const std::string& layer) {
  auto database = io::Database::open_input(path);
  auto catalog = io::read_catalog(database);
  Description description;
  description.name = path.string();
  if (!layer.empty() && catalog.find(layer) == nullptr)
    throw InputError(msg("{}: there is no layer {}", path.string(), layer));
  for (const auto& schema : catalog.layers)
    if (layer.empty() || same_name(schema.layer, layer))
      description.layers.push_back(describe_layer(database, schema));
  description.other_tables = std::move(catalog.other_tables);
  description.views = std::move(catalog.views);
  description.triggers = std::move(catalog.unknown_triggers);
  description.stamp = io::read_stamp(database);
  for (const auto& open : io::read_pending(database))
    ++(open.kind == ConflictKind::proposal ? description.proposals : description.open_conflicts);
  if (const auto answers = io::read_answers(database); !answers.empty())
    description.answers = report::counted(answers);
  if (database.has_table("bdf_changeset")) {
    description.changeset = io::read_changeset(path).head;
    description.signatures =
        judge_signatures(io::read_signatures(path), *description.changeset, {});
  }
  return description;
}

Description describe(const std::string& source, const io::SourceOptions& options) {
  const Scratch scratch(temporary_name());
  const auto opened = io::open_source(io::parse_source(source), options, scratch.path(), "source");
  auto description = describe_geopackage(opened.geopackage, opened.layer);
  description.name = source;
  return description;
}

}  // namespace bdf::jobs
