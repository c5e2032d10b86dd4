// SPDX-License-Identifier: MIT
// A network that two people edit stays one: ends that met still meet, exactly.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>

#include "support/desk.h"
#include "support/network_edits.h"
#include "support/random_triple.h"
#include "support/trial.h"

namespace bdf::tests {
namespace {

using testing::IsEmpty;

class TwoAtWork {
 public:
  explicit TwoAtWork(const std::string& authority)
      : trial_("tolerance: 0.05\nauthority: {geometry: " + authority +
                   "}\nlayers: {reach: {network: {}, attached_to: [reach]}}\n",
               "reach", {"key"}) {}

  void expect_to_stay_one(const PlainLayer& ancestor, unsigned seed, int edits) {
    NetworkEdits local(ancestor, "L", 2 * seed);
    NetworkEdits reference(ancestor, "R", 2 * seed + 1);
    local.work(edits);
    reference.work(edits);
    const auto first = sync({trial_.write("a", ancestor), trial_.write("l", local.layer()),
                             trial_.write("r", reference.layer())});
    reattached_ +=
        support::Sql(first.folder / "merged.gpkg")
            .number("SELECT count(*) FROM bdf_ledger WHERE detail LIKE '%reattached_to%'");
    expect_meetings(local.layer(), reference.layer(), first.merged);
    expect_meetings(reference.layer(), local.layer(), first.merged);
    const auto edition = trial_.path("r.gpkg");
    const auto second = sync({edition, first.folder / "merged.gpkg", edition});
    EXPECT_EQ(second.merged.rows, first.merged.rows);
    EXPECT_EQ(described(second.contribution), described(first.contribution));
    EXPECT_THAT(described(second.update), IsEmpty());
  }

  [[nodiscard]] std::size_t looked_at() const { return looked_at_; }
  [[nodiscard]] long reattached() const { return reattached_; }

 private:
  Outcomes sync(const ThreeWay<std::filesystem::path>& files) {
    auto outcomes = trial_.sync_files(files);
    asked_ = outcomes.asked_about();
    for (const auto& finding : outcomes.summary.findings)
      if (finding.code == "not_reattached") asked_.insert(finding.feature);
    return outcomes;
  }

  /// Of the ends that meet on one side, those whose lines merged holds under their keys: they meet,
  /// unless the other side has both and lets them part, one of them is being asked about, or one
  /// was cut and each ends on something that the other side knows.
  void expect_meetings(const PlainLayer& side, const PlainLayer& other, const PlainLayer& merged) {
    const auto there = ends_by_key(other);
    const auto now = ends_by_key(merged);
    const auto parted = meetings(other);
    const auto meeting = meetings(merged);
    const auto held = places_of(merged, other);
    for (const auto& pair : meetings(side)) {
      const auto one = pair.first.substr(0, pair.first.size() - 1);
      const auto two = pair.second.substr(0, pair.second.size() - 1);
      if (!now.contains(one) || !now.contains(two)) continue;
      if (there.contains(one) && there.contains(two) && !parted.contains(pair)) continue;
      if (asked_.contains(one) || asked_.contains(two)) continue;
      ++looked_at_;
      if (stands(pair.first, now, held) && stands(pair.second, now, held)) continue;
      EXPECT_TRUE(meeting.contains(pair) || touches(pair, merged))
          << pair.first << " and " << pair.second;
    }
  }

  /// Whether an end lies on the course of a line that was lengthened beyond it.
  static bool touches(const std::pair<std::string, std::string>& pair, const PlainLayer& merged) {
    const auto ends = ends_by_key(merged);
    const auto lies_on = [&](const std::string& end, const std::string& other) {
      const auto& [first, last] = ends.at(end.substr(0, end.size() - 1));
      return distance_to(merged, other.substr(0, other.size() - 1),
                         end.back() == '<' ? first : last) <= 0.05;
    };
    return lies_on(pair.first, pair.second) || lies_on(pair.second, pair.first);
  }

  using Ends = std::map<std::string, std::pair<Place, Place>>;

  /// Whether the end meets something that the other side knows.
  static bool stands(const std::string& end, const Ends& now,
                     const std::map<Place, std::set<std::string>>& held) {
    const auto key = end.substr(0, end.size() - 1);
    const auto& ends = now.at(key);
    const auto there = held.find(end.back() == '<' ? ends.first : ends.second);
    return there != held.end() && (there->second.size() > 1 || !there->second.contains(key));
  }

  Trial trial_;
  std::set<std::string> asked_;
  std::size_t looked_at_ = 0;
  long reattached_ = 0;
};

class Network : public testing::TestWithParam<const char*> {};

TEST_P(Network, OfStreetsStaysOne) {
  const auto seeds = std::max(seed_count() / 10, 30U);
  TwoAtWork two(GetParam());
  for (unsigned seed = 0; seed < seeds; ++seed) {
    SCOPED_TRACE(seed);
    two.expect_to_stay_one(grid_network(5), seed, 12);
    if (HasFailure()) break;
  }
  EXPECT_GT(two.looked_at(), 20 * seeds);
  EXPECT_GT(two.reattached(), static_cast<long>(seeds) / 2);
}

class RealNetwork : public Network {};

/// Licence Ouverte 2.0 (IGN).
TEST_P(RealNetwork, OfTheLezStaysOne) {
  const auto folder = support::real_data("bdtopo_v2_lez_network");
  if (!folder) GTEST_SKIP() << "the real data are not installed";
  const TemporaryFolder desk;
  const auto file = desk.path() / "lez.gpkg";
  support::ogr2ogr({file, *folder / "network2.shp", "-nln", "reach", "-nlt", "LINESTRINGZ", "-sql",
                    "SELECT id AS key, nom AS name FROM network2"});
  const auto lez = read_layer(file, "reach");
  const auto seeds = std::max(seed_count() / 6, 30U);
  TwoAtWork two(GetParam());
  for (unsigned seed = 1000; seed < 1000 + seeds; ++seed) {
    SCOPED_TRACE(seed);
    two.expect_to_stay_one(lez, seed, 150);
    if (HasFailure()) break;
  }
  EXPECT_GT(two.looked_at(), 1000 * seeds);
  EXPECT_GT(two.reattached(), static_cast<long>(seeds) / 2);
}

INSTANTIATE_TEST_SUITE_P(Authority, Network,
                         testing::Values("{owner: shared}", "{owner: reference}"));
INSTANTIATE_TEST_SUITE_P(Authority, RealNetwork,
                         testing::Values("{owner: shared}", "{owner: reference}"));

}  // namespace
}  // namespace bdf::tests
