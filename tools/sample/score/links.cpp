// SPDX-License-Identifier: MIT
#include "score/links.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "base/error.h"
#include "files/layer_reader.h"
#include "io/sqlite.h"
#include "score/score.h"

namespace bdf::score {
namespace {

namespace fs = std::filesystem;

using Fid = std::int64_t;
using Table = std::vector<std::vector<bdf::Value>>;

std::string text(const bdf::Value& value) { return to_text(view_of(value)); }
Fid whole(const bdf::Value& value) {
  const auto* number = std::get_if<std::int64_t>(&value);
  return number == nullptr ? 0 : *number;
}

/// The features of one layer of one side.
struct SideLayer {
  std::map<Fid, std::string> keys;      ///< by fid: the cleabs, "" for none
  std::map<std::string, Fid> with_key;  ///< of those outside stories
  std::map<Fid, std::string> family;    ///< of those in stories
};

using SideLayers = std::map<std::string, SideLayer>;

class Links {
 public:
  Links(const fs::path& folder, const std::string& pair)
      : folder_(folder), pair_(pair), truth_(io::Database::open_input(folder / "truth.gpkg")) {
    const auto at = pair.find('_');
    a_ = pair.substr(0, at);
    b_ = pair.substr(at + 1);
  }

  std::string run() {
    for (const auto& row : rows(truth_, "story", "story, family, layer"))
      stories_[whole(row[0])] = {text(row[1]), text(row[2])};
    for (const auto* side : {"ancestor", "local", "reference"}) read_side(side);
    add_links();
    for (const auto& [layer, features] : sides_[a_]) add_untouched(layer);
    add_alone();
    std::sort(lines_.begin(), lines_.end());
    std::string table = "layer,a_id,b_id,family\n";
    for (const auto& [key, line] : lines_) table += line;
    return table;
  }

 private:
  struct Story {
    std::string family, layer;
  };

  static Table rows(io::Database& database, const std::string& table, const std::string& columns) {
    if (!database.has_table(table))
      throw InputError(database.path().string() + ": table " + table +
                       " is missing; make it anew with bdf-sample make");
    return sample::read_rows(database, table, columns);
  }

  void read_side(const std::string& side);
  void add_links();
  void add_untouched(const std::string& layer);
  void add_alone();
  [[nodiscard]] Fid twin_of(const std::string& layer, Fid fid);
  [[nodiscard]] Fid by_key(const std::string& layer, Fid ancestor);
  void add(const std::string& layer, Fid a, Fid b, const std::string& family);

  fs::path folder_;
  std::string pair_;
  io::Database truth_;
  std::string a_, b_;
  std::map<Fid, Story> stories_;
  std::map<std::string, SideLayers> sides_;
  std::set<std::pair<std::string, Fid>> named_in_a_, named_in_b_;
  std::vector<std::pair<std::tuple<std::string, Fid, Fid>, std::string>> lines_;
};

void Links::read_side(const std::string& side) {
  auto& layers = sides_[side];
  auto file = io::Database::open_input(folder_ / (side + ".gpkg"));
  for (const auto& row : rows(file, "gpkg_contents", "table_name, data_type")) {
    if (text(row[1]) != "features") continue;
    auto& layer = layers[text(row[0])];
    for (const auto& feature : rows(file, text(row[0]), "fid, cleabs"))
      layer.keys[whole(feature[0])] = text(feature[1]);
  }
  for (const auto& row : rows(truth_, "side", "story, side, side_fid")) {
    const auto& story = stories_[whole(row[0])];
    if (text(row[1]) == side && whole(row[2]) != 0)
      layers[story.layer].family[whole(row[2])] = story.family;
  }
  for (auto& [name, layer] : layers)
    for (const auto& [fid, key] : layer.keys)
      if (!key.empty() && !layer.family.contains(fid)) layer.with_key[key] = fid;
}

void Links::add(const std::string& layer, Fid a, Fid b, const std::string& family) {
  const auto id = [](Fid fid) { return fid == 0 ? std::string() : fmt::format("fid:{}", fid); };
  if (a != 0) named_in_a_.insert({layer, a});
  if (b != 0) named_in_b_.insert({layer, b});
  // What b alone has comes last.
  const auto order = a == 0 ? std::numeric_limits<Fid>::max() : a;
  lines_.push_back({{layer, order, b}, fmt::format("{},{},{},{}\n", layer, id(a), id(b), family)});
}

void Links::add_links() {
  for (const auto& row : rows(truth_, "link", "story, pair, a_fid, b_fid")) {
    const auto& story = stories_[whole(row[0])];
    if (text(row[1]) != pair_ || whole(row[2]) == 0 || whole(row[3]) == 0) continue;
    add(story.layer, whole(row[2]), whole(row[3]), story.family);
  }
}

/// The untouched feature of the reference that the ancestor's is; 0 for none.
Fid Links::by_key(const std::string& layer, Fid ancestor) {
  const auto& reference = sides_["reference"][layer];
  if (!reference.keys.empty() && reference.with_key.empty())
    throw InputError((folder_ / "reference.gpkg").string() + ", layer " + layer +
                     ": without a cleabs it cannot be told which feature is which");
  const auto key = sides_["ancestor"][layer].keys.find(ancestor);
  if (key == sides_["ancestor"][layer].keys.end()) return 0;
  const auto found = reference.with_key.find(key->second);
  return found == reference.with_key.end() ? 0 : found->second;
}

/// An untouched feature of a on side b; 0 for none.
Fid Links::twin_of(const std::string& layer, Fid fid) {
  if (b_ == "reference") return by_key(layer, fid);
  const auto& local = sides_["local"][layer];
  return local.keys.contains(fid) && !local.family.contains(fid) ? fid : 0;
}

void Links::add_untouched(const std::string& layer) {
  const auto& features = sides_[a_][layer];
  for (const auto& [fid, key] : features.keys)
    if (!features.family.contains(fid)) add(layer, fid, twin_of(layer, fid), untouched);
}

/// What no row has named yet.
void Links::add_alone() {
  const auto family = [](const SideLayer& features, Fid fid) {
    const auto story = features.family.find(fid);
    return story == features.family.end() ? std::string(untouched) : story->second;
  };
  for (const auto& [layer, features] : sides_[a_])
    for (const auto& [fid, key] : features.keys)
      if (!named_in_a_.contains({layer, fid})) add(layer, fid, 0, family(features, fid));
  for (const auto& [layer, features] : sides_[b_])
    for (const auto& [fid, key] : features.keys)
      if (!named_in_b_.contains({layer, fid})) add(layer, 0, fid, family(features, fid));
}

}  // namespace

std::string true_links(const fs::path& folder, const std::string& pair) {
  constexpr std::array pairs{"ancestor_reference", "ancestor_local", "local_reference"};
  if (std::find(pairs.begin(), pairs.end(), pair) == pairs.end())
    throw UsageError(pair +
                     " is no pair of sides: say ancestor_reference, ancestor_local or "
                     "local_reference");
  return Links(folder, pair).run();
}

}  // namespace bdf::score
