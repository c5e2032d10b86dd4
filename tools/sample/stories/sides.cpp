// SPDX-License-Identifier: MIT
#include "stories/sides.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "world/random.h"

namespace bdf::sample {
namespace {

/// Lays out one layer.
class LayerSides {
 public:
  LayerSides(const Country& country, const Tale& tale, std::size_t layer,
             std::optional<std::size_t> producer, Sides& sides)
      : country_(country),
        tale_(tale),
        index_(layer),
        producer_(producer),
        features_(country.layers[layer].features),
        sides_(sides) {}

  void add_ancestor() {
    for (std::size_t i = 0; i < features_.size(); ++i) {
      if (!is_ours(features_[i])) continue;
      const Version* version = nullptr;
      if (const Story* story = story_at(i)) {
        const std::size_t at = position_of(*story, i);
        version = &story->ancestor[at];
        fids_of(*story).ancestor[at] = fid(i);
      }
      sides_.ancestor[index_].push_back(row(fid(i), i, version));
    }
  }

  void add_local() {
    auto& rows = sides_.local[index_];
    for (std::size_t i = 0; i < features_.size(); ++i) {
      if (!is_ours(features_[i])) continue;
      const Story* story = story_at(i);
      if (!story) {
        rows.push_back(row(fid(i), i, nullptr));
      } else if (const auto at = local_of(*story, features_[i].number)) {
        fids_of(*story).local[*at] = fid(i);
        rows.push_back(row(fid(i), i, &story->local[*at]));
      }
    }
    add_new_local();
  }

  void add_reference(int edition) {
    std::vector<Row> rows;
    for (std::size_t i = 0; i < features_.size(); ++i) {
      if (!is_ours(features_[i])) continue;
      const Story* story = story_at(i);
      if (!story) {
        rows.push_back(row(0, i, nullptr));
      } else if (story->edition > edition) {
        rows.push_back(row(0, i, &story->ancestor[position_of(*story, i)]));
      }
    }
    for (const Story& story : tale_.stories) {
      if (story.layer != index_ || story.edition > edition) continue;
      for (const Version& version : story.reference) {
        if (is_ours(version.feature)) rows.push_back({0, &version.feature, &version});
      }
    }
    number(rows);
  }

 private:
  /// Whether the feature lies, at least in part, where the producer is at home.
  [[nodiscard]] bool is_ours(const Feature& feature) const {
    if (!producer_) return true;
    const auto domains = country_.domains_of(feature);
    return std::find(domains.begin(), domains.end(), *producer_) != domains.end();
  }
  [[nodiscard]] static std::int64_t fid(std::size_t feature) {
    return static_cast<std::int64_t>(feature) + 1;
  }
  [[nodiscard]] Row row(std::int64_t fid, std::size_t feature, const Version* version) const {
    return {fid, version ? &version->feature : &features_[feature], version};
  }
  [[nodiscard]] const Story* story_at(std::size_t feature) const {
    const std::uint32_t story = tale_.story_of[index_][feature];
    return story == 0 ? nullptr : &tale_.stories[story - 1];
  }
  StoryFids& fids_of(const Story& story) {
    return sides_.fids[static_cast<std::size_t>(&story - tale_.stories.data())];
  }
  [[nodiscard]] std::size_t position_of(const Story& story, std::size_t feature) const {
    std::size_t at = 0;
    while (story.ancestor[at].feature.number != features_[feature].number) ++at;
    return at;
  }
  /// The first local version that comes from the object first of all: it keeps the fid.
  [[nodiscard]] static std::optional<std::size_t> local_of(const Story& story,
                                                           std::uint64_t object) {
    for (std::size_t i = 0; i < story.local.size(); ++i) {
      if (story.local[i].origins.front().object == object) return i;
    }
    return std::nullopt;
  }
  void add_new_local() {
    auto next = static_cast<std::int64_t>(features_.size()) + 1;
    for (std::size_t s = 0; s < tale_.stories.size(); ++s) {
      const Story& story = tale_.stories[s];
      if (story.layer != index_ || tale_.producer[s] != *producer_) continue;
      for (std::size_t i = 0; i < story.local.size(); ++i) {
        if (sides_.fids[s].local[i] != 0) continue;
        sides_.fids[s].local[i] = next;
        sides_.local[index_].push_back({next++, &story.local[i].feature, &story.local[i]});
      }
    }
  }
  void number(std::vector<Row>& rows) {
    std::vector<std::pair<std::uint64_t, std::size_t>> order;
    for (std::size_t i = 0; i < rows.size(); ++i)
      order.emplace_back(Random(country_.style.seed, "order", i + (index_ << 40U)).next(), i);
    std::sort(order.begin(), order.end());
    std::vector<Row>& ordered = sides_.reference[index_];
    for (const auto& entry : order) {
      ordered.push_back(rows[entry.second]);
      ordered.back().fid = static_cast<std::int64_t>(ordered.size());
      note_reference(ordered.back());
    }
  }
  /// A version of a story stands in that story's array: its place there is its number.
  void note_reference(const Row& row) {
    const auto known = story_numbers().find(row.version);
    if (known == story_numbers().end()) return;  // untouched, or not yet touched
    const Story& story = tale_.stories[known->second];
    const auto at = static_cast<std::size_t>(row.version - story.reference.data());
    sides_.fids[known->second].reference[at] = row.fid;
  }
  const std::map<const Version*, std::uint32_t>& story_numbers() {
    if (!numbers_.empty()) return numbers_;
    for (std::uint32_t s = 0; s < tale_.stories.size(); ++s) {
      for (const Version& version : tale_.stories[s].reference) numbers_[&version] = s;
    }
    return numbers_;
  }

  const Country& country_;
  const Tale& tale_;
  std::size_t index_;
  std::optional<std::size_t> producer_;
  const std::vector<Feature>& features_;
  Sides& sides_;
  std::map<const Version*, std::uint32_t> numbers_;
};

}  // namespace

Sides lay_out(const Country& country, const Tale& tale, std::optional<std::size_t> producer,
              int edition) {
  Sides sides;
  for (auto* side : {&sides.ancestor, &sides.local, &sides.reference})
    side->resize(country.layers.size());
  for (const Story& story : tale.stories) {
    sides.fids.push_back({std::vector<std::int64_t>(story.ancestor.size()),
                          std::vector<std::int64_t>(story.local.size()),
                          std::vector<std::int64_t>(story.reference.size())});
  }
  for (std::size_t layer = 0; layer < country.layers.size(); ++layer) {
    LayerSides one(country, tale, layer, producer, sides);
    one.add_ancestor();
    if (producer) one.add_local();
    one.add_reference(edition);
  }
  return sides;
}

const std::vector<PrivateColumn>& private_columns(const std::string& layer) {
  static const std::vector<PrivateColumn> reaches{
      {"classement_ddt", "TEXT(40)"}, {"date_visite", "DATE"}, {"agent", "TEXT(40)"}};
  static const std::vector<PrivateColumn> woods{{"gestionnaire", "TEXT(60)"}, {"note", "INTEGER"}};
  static const std::vector<PrivateColumn> none;
  if (layer == "troncon_hydrographique") return reaches;
  return layer == "zone_de_vegetation" || layer == "haie" ? woods : none;
}

void add_private_values(const std::string& layer, std::uint64_t seed, const Row& row,
                        std::vector<Value>& values) {
  static const std::array<const char*, 3> classes{"Cours d'eau", "Non cours d'eau", "Indéterminé"};
  static const std::array<const char*, 3> agents{"A. Pélissier", "M. Durand", "C. Roux"};
  static const std::array<const char*, 3> managers{"Commune", "Propriétaire privé", "ONF"};
  const auto& columns = private_columns(layer);
  if (columns.empty()) return;
  const std::uint64_t object = row.version && row.version->private_from != 0
                                   ? row.version->private_from
                                   : row.feature->number;
  Random random(seed, "private " + layer, object);
  const bool says = random.chance(0.2) && (!row.version || row.version->private_values);
  if (!says) {
    values.resize(values.size() + columns.size());
  } else if (columns.size() == 3) {
    values.emplace_back(std::string(random.pick(classes)));
    values.emplace_back(fmt::format("2025-{:02d}-{:02d}", random.whole(1, 9), random.whole(1, 28)));
    values.emplace_back(std::string(random.pick(agents)));
  } else {
    values.emplace_back(std::string(random.pick(managers)));
    values.emplace_back(static_cast<std::int64_t>(random.whole(1, 5)));
  }
}

}  // namespace bdf::sample
