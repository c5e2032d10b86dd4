// SPDX-License-Identifier: MIT
// bdf match --doubles: what a file holds twice, in two of its layers.
#include <utility>

#include "base/error.h"
#include "base/message.h"
#include "io/crs.h"
#include "jobs/geometric_options.h"
#include "jobs/match.h"
#include "jobs/row_names.h"
#include "jobs/row_shapes.h"
#include "match/doubles.h"
#include "merge/condition_values.h"
#include "rules/theme.h"

namespace bdf::jobs {

namespace {

/// The rows of a layer that keep a condition, by name and shape, numbered from 0.
struct Chosen {
  NamedRows rows;
  match::Shapes shapes;
};

std::vector<std::size_t> columns_of(const rules::Condition& condition, const SideReader& reader,
                                    const rules::LayerSchema* schema) {
  const auto layout = merge::lay_out({nullptr, &reader.schema(), nullptr}, {schema});
  std::vector<std::size_t> columns;
  for (const auto& clause : condition)
    if (const auto* attribute = layout.find(clause.attribute))
      columns.push_back(*attribute->column.local);
  return columns;
}

/// By row; empty: all of them.
std::vector<bool> kept_rows(const SideReader& reader, const std::vector<std::int64_t>& fids,
                            const rules::Condition& condition, const rules::LayerSchema* schema) {
  if (condition.empty()) return {};
  const auto table = reader.read_values(fids, columns_of(condition, reader, schema));
  const auto layout = merge::lay_out({nullptr, &table.schema, nullptr}, {schema});
  std::vector<bool> kept(table.size());
  for (std::size_t row = 0; row < table.size(); ++row)
    kept[row] = merge::keeps(condition, layout, {&table, row}, Side::local);
  return kept;
}

Chosen choose(const SideReader& reader, const rules::Condition& condition,
              const rules::LayerSchema* schema, int threads) {
  auto index = reader.scan(threads);
  auto all = name_rows(reader, index);
  const auto kept = kept_rows(reader, all.fids, condition, schema);
  Chosen chosen{{all.layer, {}, {}}, {}};
  std::vector<std::uint32_t> rows;
  for (std::size_t row = 0; row < all.fids.size(); ++row) {
    if (!kept.empty() && !kept[row]) continue;
    rows.push_back(static_cast<std::uint32_t>(rows.size()));
    chosen.rows.fids.push_back(all.fids[row]);
    chosen.rows.ids.push_back(std::move(all.ids[row]));
  }
  chosen.shapes = row_shapes(reader, rows, chosen.rows.fids, threads);
  return chosen;
}

/// A layer that doubles another, and that one, as if they were versions of one another.
LayerVersions as_versions(const LayerVersions& doubling, const LayerVersions& holding) {
  auto both = doubling;
  both.schemas.reference = holding.schemas.local;
  both.key.reference = holding.key.local;
  if (!io::same_crs(doubling.crs.crs, holding.crs.crs))
    throw InputError(
        msg("the layers “{}” and “{}” are in different reference systems: bring them "
            "into one",
            doubling.schemas.local->layer, holding.schemas.local->layer));
  return both;
}

LayerLinks link(const Match& match, std::size_t layer, const LayerVersions& holding,
                const MatchJob& job) {
  const auto& rules = match.versions[layer].rules;
  auto a = choose(match.reader(layer, Side::local), rules.doubles->when, rules.schema.get(),
                  job.threads);
  auto b = choose(match.reader(layer, Side::reference), rules.doubles->that,
                  holding.rules.schema.get(), job.threads);
  auto found = match::find_doubles(
      a.shapes, b.shapes, doubles_options(rules, match.versions[layer].crs.crs, job.threads));
  a.rows.crowded = std::move(found.crowded_a);
  b.rows.crowded = std::move(found.crowded_b);
  return {a.rows.layer + '/' + b.rows.layer, std::move(a.rows), std::move(b.rows),
          std::move(found.links)};
}

bool is_asked_for(const LayerVersions& versions, const MatchJob& job) {
  return versions.rules.doubles &&
         (job.layer.empty() || same_name(job.layer, versions.schemas.local->layer) ||
          same_name(job.layer, versions.rules.name));
}

/// Each layer of the file, paired with itself.
std::vector<LayerVersions> layers_of(const Match& match, const MatchJob& job,
                                     const rules::Theme& theme) {
  std::vector<Finding> findings;
  PairingOptions pairing{"", job.key, &theme, {}, nullptr};
  pairing.keys_are_told_only = true;
  return pair_layers(match.inputs, pairing, findings);
}

void require_doubles(const rules::Theme& theme) {
  for (const auto& layer : theme.layers)
    if (layer.doubles) return;
  throw UsageError(msg("the theme “{}” says of no layer that it doubles another one", theme.name));
}

}  // namespace

Match match_doubles(const MatchJob& job) {
  const auto theme = rules::load_theme(job.theme);
  require_doubles(theme);
  Match match;
  match.scratch = std::make_unique<Scratch>(job.out.empty() ? temporary_name() : job.out);
  match.inputs.local = open_input(job.doubles, job.source, match.scratch->path(), "a");
  match.inputs.reference = match.inputs.local;
  const auto layers = layers_of(match, job, theme);
  std::vector<const LayerVersions*> holders;
  for (const auto& doubling : layers)
    for (const auto& holding : layers)
      if (is_asked_for(doubling, job) && holding.rules.name == doubling.rules.doubles->layer) {
        match.versions.push_back(as_versions(doubling, holding));
        holders.push_back(&holding);
      }
  if (holders.empty())
    throw InputError(msg("{} has no layer that doubles another one of its layers by the theme “{}”",
                         job.doubles, theme.name));
  for (std::size_t i = 0; i < holders.size(); ++i)
    match.layers.push_back(link(match, i, *holders[i], job));
  return match;
}

}  // namespace bdf::jobs
