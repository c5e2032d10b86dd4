// SPDX-License-Identifier: MIT
#include "score/score.h"

#include <fmt/format.h>

#include <numeric>
#include <set>

#include "base/error.h"
#include "score/sheet.h"
#include "score/untouched.h"
#include "stories/tale.h"

namespace bdf::score {
namespace {

ReadLayer layer_of(const sample::ReadLayers& layers, const std::string& name) {
  const auto found = layers.find(name);
  return found == layers.end() ? ReadLayer{name, {}, {}} : found->second;
}

template <class T>
std::vector<T> of_layer(const std::vector<T>& all, const std::string& name) {
  std::vector<T> some;
  for (const T& one : all) {
    if (one.layer == name) some.push_back(one);
  }
  return some;
}

/// What the reference answers for is proposed to it, all else offered.
std::map<std::string, std::string> status_of(const ReadLayer& layer) {
  const sample::Themes themes;
  if (themes.theme_of(layer.name) == nullptr) return {};
  const rules::LayerRules rules = themes.rules_of(layer.name, {});
  const auto leaves_as = [](const rules::Responsibility& who) {
    return who.authority == rules::Authority::reference ? "proposed" : "offered";
  };
  std::map<std::string, std::string> status{{"geometry", leaves_as(rules.geometry)},
                                            {"object", leaves_as(rules.existence)}};
  for (const ReadColumn& column : layer.columns)
    status[column.name] = leaves_as(rules.of_attribute(column.name));
  return status;
}

struct Files {
  sample::ReadLayers ancestor, local, reference;
  Truth truth;
  Written written;
  std::set<std::string> gone, came;  ///< as a sheet has them
};

std::set<std::string> keys_in(const sample::ReadLayers& layers) {
  std::set<std::string> keys;
  for (const auto& [name, layer] : layers)
    for (const auto& feature : layer.features) keys.insert(layer.text(feature, "cleabs"));
  return keys;
}

std::set<std::string> without(std::set<std::string> keys, const std::set<std::string>& others) {
  for (const auto& key : others) keys.erase(key);
  return keys;
}

void compare_keys(Files& files) {
  const auto local = keys_in(files.local);
  const auto merged = keys_in(files.written.merged);
  files.gone = without(without(local, merged), keys_in(files.reference));
  for (const Story& story : files.truth.stories) {
    if (story.ancestor.size() == story.reference.size()) continue;
    for (const Party& party : story.ancestor) files.gone.insert(party.key);
  }
  files.came = without(merged, local);
}

/// `sent` of the sheet points into `written`, of which the sheet's contribution is a copy.
Sheet sheet_of(const Files& files, const std::string& name) {
  Sheet sheet;
  sheet.name = name;
  sheet.ancestor = layer_of(files.ancestor, name);
  sheet.local = layer_of(files.local, name);
  sheet.reference = layer_of(files.reference, name);
  sheet.expected = layer_of(files.truth.expected, name);
  sheet.merged = layer_of(files.written.merged, name);
  sheet.contribution = layer_of(files.written.contribution, name);
  sheet.conflicts = of_layer(files.written.conflicts, name);
  sheet.pending = of_layer(files.written.pending, name);
  sheet.ruled = of_layer(files.written.ruled, name);
  sheet.status = status_of(sheet.reference);
  sheet.gone = files.gone;
  sheet.came = files.came;
  const auto sent = files.written.sent.find(name);
  if (sent != files.written.sent.end()) sheet.sent = sent->second;
  for (const Story& story : files.truth.stories) {
    if (story.layer == name) sheet.stories.push_back(story);
  }
  return sheet;
}

/// What flows against its vertices is compared the other way round; what is untouched as it stands.
void turn_to_flow(Sheet& sheet, Written& written) {
  for (ReadLayer* layer : {&sheet.ancestor, &sheet.local, &sheet.reference, &sheet.expected,
                           &sheet.merged, &sheet.contribution})
    bring_to_flow(*layer);
  const auto layer = written.contribution.find(sheet.name);
  if (layer != written.contribution.end()) bring_to_flow(layer->second);
}

void judge_layer(Sheet& sheet, Written& written, Score& score) {
  const Untouched rest = judge_untouched(sheet, claim_features(sheet));
  Tally& tally = score.tallies[{sheet.name, untouched}];
  for (const Fault& fault : rest.faults) {
    tally.add(fault.verdict);
    score.details.push_back({sheet.name, untouched, 0, fault.verdict, fault.about, fault.reason});
  }
  std::size_t faulty = 0;
  for (const Fault& fault : rest.faults) faulty += fault.about.starts_with("local ") ? 1 : 0;
  tally.add(Verdict::right, rest.count - faulty);
  turn_to_flow(sheet, written);
  const std::vector<Claim> claims = claim_features(sheet);
  for (std::size_t i = 0; i < claims.size(); ++i) {
    const Story& story = sheet.stories[i];
    Finding finding = judge(sheet, story, claims[i]);
    score.tallies[{sheet.name, story.family}].add(finding.verdict);
    if (finding.verdict != Verdict::right)
      score.details.push_back({sheet.name, story.family, story.number, finding.verdict,
                               story.parties(), std::move(finding.reason)});
  }
}

/// What was written about layers that local has not, and what else is in the contribution.
void judge_strays(const Files& files, Score& score) {
  const sample::Themes themes;
  const auto add = [&](const std::string& layer, const std::string& reason) {
    score.tallies[{layer, untouched}].add(Verdict::wrong);
    score.details.push_back({layer, untouched, 0, Verdict::wrong, layer, reason});
  };
  for (const Waiting& waiting : files.written.conflicts) {
    if (!files.local.contains(waiting.layer)) add(waiting.layer, "asked about, and not in local");
  }
  for (const std::string& table : files.written.tables) {
    if (themes.theme_of(table) == nullptr) add(table, "a table that no theme knows leaves");
  }
  for (const auto& [name, rows] : files.written.sent) {
    if (!rows.empty() && !files.local.contains(name)) add(name, "leaves, and is not in local");
  }
}

/// Throws InputError where merged lacks a column that local has.
void check_columns(const std::filesystem::path& merged, const Files& files) {
  for (const auto& [name, layer] : files.local) {
    const auto other = files.written.merged.find(name);
    if (other == files.written.merged.end()) continue;
    for (const ReadColumn& column : layer.columns) {
      if (!other->second.column(column.name))
        throw InputError(fmt::format("{}: layer {} lacks the column {} of local", merged.string(),
                                     name, column.name));
    }
  }
}

}  // namespace

std::size_t Tally::n() const { return std::accumulate(of.begin(), of.end(), std::size_t{0}); }

Tally Score::total() const {
  Tally all;
  for (const auto& [name, tally] : tallies) {
    for (std::size_t i = 0; i < verdicts; ++i) all.of.at(i) += tally.of.at(i);
  }
  return all;
}

Score score(const std::filesystem::path& made, const std::filesystem::path& synced) {
  Files files{sample::read_layers(made / "ancestor.gpkg"),
              sample::read_layers(made / "local.gpkg"),
              sample::read_layers(made / "reference.gpkg"),
              read_truth(made / "truth.gpkg"),
              read_written(synced),
              {},
              {}};
  compare_keys(files);
  check_columns(synced / "merged.gpkg", files);
  Score score;
  judge_strays(files, score);
  for (const auto& [name, layer] : files.local) {
    Sheet sheet = sheet_of(files, name);
    judge_layer(sheet, files.written, score);
  }
  return score;
}

}  // namespace bdf::score
