// SPDX-License-Identifier: MIT
#include "score/truth.h"

#include <algorithm>
#include <map>
#include <sstream>
#include <utility>
#include <variant>

#include "base/error.h"

namespace bdf::score {
namespace {

using sample::ReadFeature;
using sample::ReadLayer;

std::string text(const bdf::Value& value) { return to_text(view_of(value)); }

std::int64_t whole(const bdf::Value& value) {
  const auto* number = std::get_if<std::int64_t>(&value);
  return number != nullptr ? *number : 0;
}

std::set<std::string> split(const std::string& joined) {
  std::set<std::string> words;
  std::istringstream stream(joined);
  for (std::string word; std::getline(stream, word, '/');) words.insert(word);
  return words;
}

std::string told(const char* side, const std::vector<Party>& parties) {
  std::string all;
  for (const Party& party : parties)
    all += std::string(all.empty() ? "" : ", ") + std::to_string(party.fid) +
           (party.key.empty() ? "" : " ") + party.key;
  return all.empty() ? "" : side + (" " + all);
}

class Reading {
 public:
  explicit Reading(const std::filesystem::path& path)
      : path_(path), database_(io::Database::open_input(path)) {}

  Truth all() {
    truth_.expected = sample::read_layers(path_);
    for (const auto& [name, layer] : truth_.expected) check(layer);
    for (const auto& row : rows("story", "story, family, layer")) {
      at_[whole(row[0])] = truth_.stories.size();
      truth_.stories.push_back({whole(row[0]), text(row[1]), text(row[2]), {}, {}, {}, {}});
    }
    for (const auto& row : rows("question", "story, kind, attribute"))
      story("question", row[0]).questions.push_back({text(row[1]), text(row[2])});
    for (const auto& row : rows("side", "story, side, side_fid, cleabs, changed"))
      side_of(story("side", row[0]), text(row[1]))
          .push_back({whole(row[2]), text(row[3]), split(text(row[4]))});
    return std::move(truth_);
  }

 private:
  [[noreturn]] void fail(const std::string& table, const std::string& fault) const {
    throw InputError(path_.string() + ": table " + table + ": " + fault +
                     "; make it anew with bdf-sample make");
  }

  std::vector<std::vector<bdf::Value>> rows(const char* table, const char* columns) {
    if (!database_.has_table(table)) fail(table, "is missing");
    return sample::read_rows(database_, table, columns);
  }

  Story& story(const char* table, const bdf::Value& number) {
    const auto known = at_.find(whole(number));
    if (known == at_.end()) fail(table, "a row is about the unknown story " + text(number));
    return truth_.stories[known->second];
  }

  std::vector<Party>& side_of(Story& story, const std::string& side) const {
    if (side == "ancestor") return story.ancestor;
    if (side == "local") return story.local;
    if (side != "reference") fail("side", "“" + side + "” is no side");
    return story.reference;
  }

  void check(const ReadLayer& layer) const {
    for (const char* name : {"truth_story", "truth_local_fid", "truth_reference_fid"}) {
      const auto at = layer.column(name);
      if (!at) fail(layer.name, std::string("the column ") + name + " is missing");
      for (const ReadFeature& feature : layer.features) {
        const bdf::Value& value = feature.values[*at];
        if (!text(value).empty() && !std::holds_alternative<std::int64_t>(value))
          fail(layer.name, std::string(name) + " of " + std::to_string(feature.fid) +
                               " is no number: " + text(value));
      }
    }
  }

  const std::filesystem::path& path_;
  io::Database database_;
  Truth truth_;
  std::map<std::int64_t, std::size_t> at_;  ///< where each story is
};

}  // namespace

const Party* Story::find(const std::vector<Party>& side, std::int64_t fid) {
  const auto at = std::find_if(side.begin(), side.end(),
                               [fid](const Party& party) { return party.fid == fid; });
  return at == side.end() ? nullptr : &*at;
}

std::string Story::parties() const {
  std::string all;
  for (const std::string& one :
       {told("ancestor", ancestor), told("local", local), told("reference", reference)}) {
    if (!one.empty()) all += (all.empty() ? "" : "; ") + one;
  }
  return all;
}

Truth read_truth(const std::filesystem::path& path) { return Reading(path).all(); }

}  // namespace bdf::score
