// SPDX-License-Identifier: MIT
// What becomes of a deletion or a new object of ours that the reference has declined.
#include <gmock/gmock.h>

#include "io/sync_tables.h"
#include "support/still_lines.h"

namespace bdf::tests {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class DeclinedObject : public testing::TestWithParam<std::string> {
 protected:
  DeclinedObject() {
    map_.theme("declined: " + GetParam() + "\nauthority: {existence: {owner: reference}}\n");
  }
  [[nodiscard]] static bool reverts() { return GetParam() == "revert"; }
  /// What the next sync says, with that answer to what was sent about K1.
  Synced declined(const Synced& first, const std::string& operation) {
    const auto file = first.folder.parent_path() / "answers.gpkg";
    answer(file, operation);
    map_.continue_from(first).job().answers = file.string();
    return map_.sync();
  }
  static void answer(const std::filesystem::path& file, const std::string& operation) {
    auto database = io::Database::open_output(file);
    io::write_answers(
        database, {{"stream", "K1", "object", operation, true, "IGN", "2026-02-01T08:00:00Z", ""}});
  }

  Scenario map_{still};
};

TEST_P(DeclinedObject, ThatWeDeletedComesBackOrStaysAway) {
  map_.ancestor(named("Lez")).local({neighbour}).reference(named("Lez"));
  const auto first = map_.sync();
  EXPECT_THAT(first.contribution, ElementsAre("delete K1: proposed"));
  const auto second = declined(first, "delete");
  EXPECT_THAT(second.contribution, IsEmpty());
  EXPECT_EQ(second.merged.size(), reverts() ? 2U : 1U);
  EXPECT_THAT(second.decisions("K1"),
              ElementsAre(reverts() ? "object: declined" : "object: known_difference"));
  map_.job().answers.clear();
  const auto third = map_.continue_from(second).sync();
  EXPECT_THAT(third.contribution, IsEmpty()) << "the answer is remembered";
  EXPECT_EQ(third.merged, second.merged);
}

TEST_P(DeclinedObject, ThatWeAddedStaysOursInAnyCase) {
  map_.ancestor({neighbour}).local(named("Lez")).reference({neighbour});
  const auto first = map_.sync();
  EXPECT_THAT(first.contribution, ElementsAre("insert K1 AB name=Lez: proposed"));
  const auto second = declined(first, "insert");
  EXPECT_THAT(second.contribution, IsEmpty());
  EXPECT_THAT(second.merged, ElementsAre("K1 AB name=Lez", "K9 YZ"));
  EXPECT_THAT(second.decisions("K1"), ElementsAre("object: known_difference"));
}

INSTANTIATE_TEST_SUITE_P(Theme, DeclinedObject, testing::Values("keep", "revert"),
                         [](const auto& one) { return one.param; });

}  // namespace
}  // namespace bdf::tests
