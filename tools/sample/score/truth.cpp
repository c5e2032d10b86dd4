// SPDX-License-Identifier: MIT
#include "score/truth.h"

#include <algorithm>
#include <map>
#include <sstream>

namespace bdf::score {
namespace {

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

Truth read_truth(const std::filesystem::path& path) {
  Truth truth;
  truth.expected = sample::read_layers(path);
  auto database = io::Database::open_input(path);
  std::map<std::int64_t, std::size_t> at;
  for (const auto& row : sample::read_rows(database, "story", "story, family, layer")) {
    at[whole(row[0])] = truth.stories.size();
    truth.stories.push_back({whole(row[0]), text(row[1]), text(row[2]), {}, {}, {}, {}});
  }
  for (const auto& row : sample::read_rows(database, "question", "story, kind, attribute"))
    truth.stories[at.at(whole(row[0]))].questions.push_back({text(row[1]), text(row[2])});
  for (const auto& row :
       sample::read_rows(database, "side", "story, side, side_fid, cleabs, changed")) {
    Story& story = truth.stories[at.at(whole(row[0]))];
    auto& side = text(row[1]) == "ancestor" ? story.ancestor
                 : text(row[1]) == "local"  ? story.local
                                            : story.reference;
    side.push_back({whole(row[2]), text(row[3]), split(text(row[4]))});
  }
  return truth;
}

}  // namespace bdf::score
