// SPDX-License-Identifier: MIT
#include "night/edits.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <utility>

#include "base/error.h"
#include "night/families.h"
#include "stories/claims.h"

namespace bdf::sample {
namespace {

bool is_edited(const std::string& layer) {
  return layer == "troncon_hydrographique" || layer == "surface_hydrographique" ||
         layer == "zone_de_vegetation" || layer == "haie";
}

/// One in so many edits is tried again so often before the territory is taken for full.
constexpr int patience = 60;
constexpr std::size_t contested_objects = 6;
/// Numbers for what is drawn, a thousand a deposit, that no object of the country has.
constexpr std::uint64_t first_new = first_number + 500'000'000;

const Family& pick_family(Random& random) {
  const auto& all = night_families();
  const double sum = std::accumulate(
      all.begin(), all.end(), 0.0, [](double so_far, const Family& f) { return so_far + f.rate; });
  double left = random.uniform() * sum;
  for (const Family& family : all) {
    left -= family.rate;
    if (left < 0) return family;
  }
  return all.back();
}

}  // namespace

EditSource::EditSource(const NightCountry& night, std::uint64_t seed) : night_(night), seed_(seed) {
  for (std::size_t i = 0; i < night.country.layers.size(); ++i) {
    if (is_edited(night.country.layers[i].name)) set_table(i);
  }
}

void EditSource::set_table(std::size_t index) {
  const Country& country = night_.country;
  const Layer& layer = country.layers[index];
  const std::size_t offices = night_.offices.size();
  using Lists = std::vector<std::vector<std::uint32_t>>;
  Table table{index,
              night_.themes.theme_of(layer.name)->name,
              night_.themes.rules_of(layer.name, country.setting),
              Neighbours(layer),
              RowWriter(country, layer.name, {}),
              Lists(offices),
              Lists(offices),
              Lists(offices)};
  for (std::uint32_t feature = 0; feature < layer.features.size(); ++feature) {
    const auto& homes = night_.homes[index][feature];
    for (const std::size_t office : homes) {
      table.at_home[office].push_back(feature);
      if (homes.size() > 1) table.crossing[office].push_back(feature);
    }
  }
  // In an order that all offices share: neighbours come to the same objects.
  const auto rank = [&](std::uint32_t feature) {
    return Random(country.style.seed, "contested", layer.features[feature].number).next();
  };
  table.contested = table.crossing;
  for (auto& some : table.contested) {
    std::sort(some.begin(), some.end(), [&](auto a, auto b) { return rank(a) < rank(b); });
    some.resize(std::min(some.size(), contested_objects));
  }
  tables_.push_back(std::move(table));
}

const RowWriter& EditSource::writer(std::size_t layer) const {
  const auto found = std::find_if(tables_.begin(), tables_.end(),
                                  [&](const Table& table) { return table.layer == layer; });
  if (found == tables_.end()) throw LawError("Offices do not edit every layer.");
  return found->writer;
}

/// The work on one deposit.
class EditSource::Session {
 public:
  Session(const EditSource& source, const Work& work)
      : source_(source),
        work_(work),
        random_(source.seed_, "deposit", work.number),
        next_number_(first_new + 1000 * work.number) {
    for (const Table& table : source.tables_) {
      if (table.theme != work.theme || table.at_home[work.office].empty()) continue;
      tables_.push_back(&table);
      taken_.emplace_back(source.night_.country.layers[table.layer].features.size());
      claims_.emplace_back();
    }
  }

  [[nodiscard]] std::vector<Edit> edits() {
    std::vector<Edit> done;
    while (!tables_.empty() && done.size() < work_.edits) {
      auto edit = next();
      if (!edit) break;
      done.push_back(std::move(*edit));
    }
    if (done.empty()) throw LawError("An office finds nothing to edit on its territory.");
    return done;
  }

 private:
  std::optional<Edit> next() {
    for (int tries = 0; tries < patience; ++tries) {
      // The first layer of a theme is the one that offices work on most.
      const std::size_t at = random_.chance(0.6) ? 0 : random_.below(tables_.size());
      if (auto story = tell(at)) {
        keep(at, *story);
        return Edit{tables_[at]->layer, std::move(*story)};
      }
    }
    return std::nullopt;
  }

  [[nodiscard]] std::uint32_t pick_feature(const Table& table) {
    const double where = random_.uniform();
    const auto& contested = table.contested[work_.office];
    const auto& crossing = table.crossing[work_.office];
    if (where < 0.25 && !contested.empty()) return random_.pick(contested);
    if (where < 0.5 && !crossing.empty()) return random_.pick(crossing);
    return random_.pick(table.at_home[work_.office]);
  }

  std::optional<Story> tell(std::size_t at) {
    const Table& table = *tables_[at];
    const std::uint32_t feature = pick_feature(table);
    const Family& family = pick_family(random_);
    if (taken_[at][feature]) return std::nullopt;
    static const std::vector<std::string> nothing_frozen;
    const Scene scene{layer_of(table), table.neighbours, table.rules,
                      taken_[at],      nothing_frozen,   "",
                      next_number_,    random_.next()};
    auto story = family.tell(scene, feature, random_);
    if (!story || !claims_[at].are_free(*story) || is_void(table, *story)) return std::nullopt;
    story->family = family.name;
    return story;
  }

  /// A story knows of its object only what it needs: what it tells of may stand there already.
  [[nodiscard]] bool is_void(const Table& table, const Story& story) const {
    if (story.local.size() != story.ancestor.size()) return false;
    const auto columns = table.writer.layer().columns;
    std::vector<Value> row;
    for (const Version& version : story.local) {
      if (version.changed.contains(geometry)) return false;
      const Feature& before = layer_of(table).features[place_of(table, version.feature.number)];
      table.writer.values({0, &before, nullptr}, row);
      for (std::size_t i = 0; i < row.size(); ++i) {
        if (version.changed.contains(columns[i].name) &&
            row[i] != *version.feature.find(columns[i].name))
          return false;
      }
    }
    return true;
  }

  [[nodiscard]] std::size_t place_of(const Table& table, std::uint64_t number) const {
    const auto& features = layer_of(table).features;
    const auto found = std::find_if(features.begin(), features.end(), [&](const Feature& feature) {
      return feature.number == number;
    });
    return static_cast<std::size_t>(found - features.begin());
  }

  void keep(std::size_t at, const Story& story) {
    const auto take = [&](std::uint64_t number) {
      taken_[at][place_of(*tables_[at], number)] = true;
    };
    for (const Version& version : story.ancestor) take(version.feature.number);
    for (const std::uint64_t beside : story.beside) take(beside);
    claims_[at].add(story);
    next_number_ += 2;
  }

  [[nodiscard]] const Layer& layer_of(const Table& table) const {
    return source_.night_.country.layers[table.layer];
  }

  const EditSource& source_;
  const Work& work_;
  Random random_;
  std::uint64_t next_number_;
  std::vector<const Table*> tables_;
  std::vector<std::vector<bool>> taken_;
  std::vector<Claims> claims_;
};

std::vector<Edit> EditSource::edits(const Work& work) const { return Session(*this, work).edits(); }

}  // namespace bdf::sample
