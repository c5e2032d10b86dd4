// SPDX-License-Identifier: MIT
// Law 3 where objects link to one another: what the engine does to links decides nothing, however
// long it is waited.
#include <gmock/gmock.h>

#include <fstream>
#include <random>
#include <set>

#include "io/changeset.h"
#include "io/geopackage.h"
#include "io/sync_tables.h"
#include "jobs/sync.h"
#include "support/linked_map.h"
#include "support/random_triple.h"
#include "support/temporary_folder.h"
#include "support/trial.h"

namespace bdf::tests {
namespace {

using testing::IsEmpty;

constexpr int river_count = 5;

std::string key(const char* prefix, int number) {
  return prefix + std::string(16 - std::to_string(number).size(), '0') + std::to_string(number);
}

/// Two reaches a river, one after the other, each linked to it and perhaps to another.
LinkedMap first_map(std::mt19937& random) {
  LinkedMap map;
  for (int i = 1; i <= river_count; ++i) {
    const auto y = std::to_string(1000 * i);
    map.rivers.push_back({key("COURDEAU", i), "river " + std::to_string(i),
                          "MULTILINESTRING ((0 " + y + ", 200 " + y + "))"});
  }
  for (int i = 0; i < 2 * river_count; ++i) {
    const auto& river = map.rivers[static_cast<std::size_t>(i / 2)];
    const auto& other = map.rivers[random() % river_count];
    const bool both = random() % 3 == 0 && other.key != river.key;
    const auto y = std::to_string(1000 * (i / 2 + 1));
    const auto from = i % 2 * 100;
    map.reaches.push_back({key("TRON_EAU", i + 1), river.key + (both ? "/" + other.key : ""),
                           river.name + (both ? "/" + other.name : ""),
                           "LINESTRING Z (" + std::to_string(from) + " " + y + " 0, " +
                               std::to_string(from + 100) + " " + y + " 0)"});
  }
  return map;
}

/// A day's work of one side. New keys get numbers from `number`.
class LinkEdits {
 public:
  LinkEdits(LinkedMap& map, std::mt19937& random, int number)
      : map_(map), random_(random), number_(number) {}

  void work(bool gives_keys) {
    std::erase_if(map_.rivers, [&](const River& one) { return one_in(5) && !stays(one.key); });
    std::erase_if(map_.reaches, [&](const Reach& one) { return one_in(6) && !stays(one.key); });
    for (auto& reach : map_.reaches) {
      if (one_in(3)) bend(reach);
      if (one_in(4) && !map_.rivers.empty()) lead_elsewhere(reach);
    }
    if (!gives_keys) return;
    for (auto& river : map_.rivers)
      if (one_in(5) && !stays(river.key)) name_anew(river);
    if (one_in(2) && !map_.reaches.empty()) cut(map_.reaches[random_() % map_.reaches.size()]);
  }

 private:
  bool one_in(unsigned number) { return random_() % number == 0; }
  /// Layers that have nothing in common are refused.
  static bool stays(const std::string& key) { return key.ends_with("00001"); }
  void bend(Reach& reach) {
    const auto middle = reach.line.find(", ");
    const auto x = reach.line.find("(0 ") == std::string::npos ? "150 " : "50 ";
    const auto y_at = reach.line.find(' ', middle + 2) + 1;
    const auto y = std::stoi(reach.line.substr(y_at)) + 5 + static_cast<int>(random_() % 20);
    reach.line.insert(middle, ", " + std::string(x) + std::to_string(y) + " 0");
  }
  void lead_elsewhere(Reach& reach) {
    const auto& river = map_.rivers[random_() % map_.rivers.size()];
    reach.links = river.key;
    reach.names = river.name;
  }
  /// The reference's own links follow.
  void name_anew(River& river) {
    const auto before = river.key;
    river.key = key("COURDEAU", ++number_);
    for (auto& reach : map_.reaches)
      if (const auto at = reach.links.find(before); at != std::string::npos)
        reach.links.replace(at, before.size(), river.key);
  }
  void cut(Reach& reach) {
    const auto first = reach.line.find(", ");
    const auto last = reach.line.rfind(", ");
    if (first == last) return;  // straight: there is nowhere to cut it
    auto rest = reach;
    rest.key = key("TRON_EAU", ++number_);
    rest.line = "LINESTRING Z (" + reach.line.substr(first + 2);
    reach.line = reach.line.substr(0, reach.line.find(", ", first + 2)) + ")";
    map_.reaches.push_back(rest);
  }

  LinkedMap& map_;
  std::mt19937& random_;
  int number_;
};

struct Left {
  std::filesystem::path folder;
  PlainLayer reaches;
  std::set<std::string> open;  ///< ids of questions and proposals
  std::vector<std::string> contribution, update;
  std::size_t held_otherwise = 0;
};

class TwoWhoLink {
 public:
  explicit TwoWhoLink(const std::string& rules) {
    theme_ = rules.empty() ? "hydro" : (folder_.path() / "theme.yaml").string();
    if (!rules.empty())
      std::ofstream(theme_) << "name: t\nversion: 1\nschema: bdtopo\ntolerance: 0.05\n"
                               "matching: {distance: 10, far: 100}\n"
                               "layers: {cours_d_eau: {}, troncon_hydrographique: {}}\n"
                            << rules;
  }

  void expect_nothing_decided_by_waiting(unsigned seed) {
    std::mt19937 random(seed);
    const auto ancestor = first_map(random);
    auto local = ancestor;
    auto reference = ancestor;
    LinkEdits(local, random, 100).work(false);
    LinkEdits(reference, random, 200).work(true);
    const auto edition = write("r", reference);
    const auto first = sync({write("a", ancestor), write("l", local), edition});
    expect_settled(first, edition);
    if (testing::Test::HasFailure()) return;
    auto later = reference;
    LinkEdits(later, random, 300).work(true);
    const auto next = write("r2", later);
    expect_settled(sync({edition, first.folder / "merged.gpkg", next}), next);
  }

  [[nodiscard]] std::size_t held_otherwise() const { return held_otherwise_; }

 private:
  void expect_settled(const Left& first, const std::filesystem::path& edition) {
    held_otherwise_ += first.held_otherwise;
    const auto second = sync({edition, first.folder / "merged.gpkg", edition});
    EXPECT_EQ(second.reaches.rows, first.reaches.rows);
    EXPECT_EQ(second.open, first.open);
    EXPECT_EQ(second.contribution, first.contribution);
    EXPECT_THAT(second.update, IsEmpty());
  }
  std::filesystem::path write(const std::string& name, const LinkedMap& map) {
    const auto path = folder_.path() / (name + ".gpkg");
    write_linked(path, map);
    return path;
  }
  Left sync(const ThreeWay<std::filesystem::path>& files) {
    jobs::SyncJob job;
    job.theme = theme_;
    job.ancestor = files.ancestor.string();
    job.local = files.local.string();
    job.reference = files.reference.string();
    job.now = "2026-01-01T00:00:00Z";
    job.confirm_deletions = true;
    job.out = folder_.path() / ("out" + std::to_string(++syncs_));
    jobs::sync(job);
    Left left{job.out, read_layer(job.out / "merged.gpkg", "troncon_hydrographique"), {}, {}, {}};
    left.contribution = described(io::read_changeset(job.out / "contribution.gpkg"));
    left.update = described(io::read_changeset(job.out / "update.gpkg"));
    auto database = io::Database::open_input(job.out / "merged.gpkg");
    for (const auto& one : io::read_pending(database)) {
      left.open.insert(one.id);
      if (one.held) ++left.held_otherwise;
    }
    return left;
  }

  TemporaryFolder folder_;
  std::string theme_;
  int syncs_ = 0;
  std::size_t held_otherwise_ = 0;
};

class OpenLinks : public testing::TestWithParam<const char*> {};

TEST_P(OpenLinks, AreNotDecidedByWaiting) {
  const auto seeds = seed_count() / 6;
  std::size_t held_otherwise = 0;
  for (unsigned seed = 0; seed < seeds; ++seed) {
    SCOPED_TRACE(seed);
    TwoWhoLink two(GetParam());
    two.expect_nothing_decided_by_waiting(seed);
    held_otherwise += two.held_otherwise();
    if (HasFailure()) break;
  }
  EXPECT_GT(held_otherwise, seeds / 2);
}

INSTANTIATE_TEST_SUITE_P(Authority, OpenLinks,
                         testing::Values("", "authority: {attributes: {owner: shared}}\n",
                                         "authority: {attributes: {owner: producer}}\n"));

}  // namespace
}  // namespace bdf::tests
