// SPDX-License-Identifier: MIT
#include "jobs/layer_guard.h"

#include <algorithm>
#include <numeric>
#include <regex>

#include "base/error.h"
#include "base/message.h"
#include "io/normalise.h"

namespace bdf::jobs {

namespace {

constexpr std::size_t sample_size = 300;

struct KeyForms {
  std::size_t right = 0;
  std::size_t wrong = 0;
  std::string first_wrong;
};

KeyForms forms_of(const FeatureTable& table, const std::string& column, const std::regex& pattern) {
  KeyForms forms;
  const auto& keys = table.columns[*table.schema.find(column)];
  for (std::size_t row = 0; row < table.size(); ++row) {
    const auto key = io::normal_text(to_text(keys[row]));
    if (key.empty()) continue;
    const bool right = std::regex_search(key, pattern);
    ++(right ? forms.right : forms.wrong);
    if (!right && forms.first_wrong.empty()) forms.first_wrong = key;
  }
  return forms;
}

bool apart(const Box& a, const Box& b) {
  return a.max_x < b.min_x || b.max_x < a.min_x || a.max_y < b.min_y || b.max_y < a.min_y;
}

bool has_common_object(const Clusters& clusters) {
  for (std::size_t i = 0; i < clusters.size(); ++i)
    if (!clusters.rows(i, Side::local).empty() &&
        !(clusters.rows(i, Side::reference).empty() && clusters.rows(i, Side::ancestor).empty()))
      return true;
  return false;
}

}  // namespace

void require_class(const LayerRun& run, const ThreeWay<RowIndex>& index,
                   const match::ReadRows& read) {
  const auto* schema = run.rules.schema.get();
  if (schema == nullptr || schema->key_pattern.empty()) return;
  const std::regex pattern(schema->key_pattern);
  ThreeWay<KeyForms> forms;
  for (const auto side : {Side::local, Side::reference}) {
    if (run.key[side].columns.size() != 1) return;
    std::vector<std::uint32_t> rows(std::min(index[side].size(), sample_size));
    std::iota(rows.begin(), rows.end(), 0U);
    forms[side] = forms_of(read(side, rows), run.key[side].columns.front(), pattern);
  }
  const auto& local = forms.local;
  if (local.wrong <= local.right || forms.reference.right <= forms.reference.wrong) return;
  throw InputError(
      msg("layer “{}” holds objects with keys such as “{}”, which are none of “{}”: it is a layer "
          "of another class. Give the right layer as FILE::LAYER, or say which it is with --layer",
          run.name, local.first_wrong, schema->layer));
}

void require_common_ground(const LayerRun& run, const Clusters& clusters,
                           const std::function<Extents()>& extents) {
  if (run.row_counts.local == 0 || run.row_counts.reference == 0 || has_common_object(clusters))
    return;
  const auto [local, reference] = extents();
  if (!local || !reference || !apart(*local, *reference)) return;
  throw InputError(
      msg("layer “{}”: the local layer and the reference have no object in common and lie apart. "
          "Nothing was written. Check that both are of the same département",
          run.name));
}

}  // namespace bdf::jobs
