// SPDX-License-Identifier: MIT
// A question that the command has left open is still open when nobody has answered it.
#include <gmock/gmock.h>

#include <filesystem>

#include "support/desk.h"
#include "support/linked_map.h"

namespace bdf::tests {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

constexpr auto river = "COURDEAU0000000000000001";
constexpr auto reach = "TRON_EAU0000000000000001";

/// The office has deleted a reach and its river; IGN has drawn the reach anew.
class Waiting : public testing::Test {
 protected:
  Waiting() {
    LinkedMap map{{{river, "le Lez", "MULTILINESTRING ((0 0, 100 0))"},
                   {"COURDEAU0000000000000002", "la Vis", "MULTILINESTRING ((0 500, 100 500))"}},
                  {{reach, river, "le Lez", "LINESTRING Z (0 0 0, 100 0 0)"}}};
    write_linked(desk_ / "ancestor.gpkg", map);
    write_linked(desk_ / "local.gpkg", {{map.rivers[1]}, {}});
    map.reaches[0].line = "LINESTRING Z (0 0 0, 50 20 0, 100 0 0)";
    write_linked(desk_ / "reference.gpkg", map);
  }

  [[nodiscard]] Ran sync(const std::string& ancestor, const std::string& local,
                         const std::string& out) const {
    return support::bdf({"sync", "--theme", "hydro", "--ancestor", desk_ / ancestor, "--local",
                         desk_ / local, "--reference", desk_ / "reference.gpkg", "--out",
                         desk_ / out, "--confirm-deletions", "--now", "2026-11-24T08:00:00Z"});
  }
  [[nodiscard]] std::vector<std::string> reaches(const std::string& folder) const {
    return reaches_in(desk_ / (folder + "/merged.gpkg"));
  }
  [[nodiscard]] std::vector<std::string> questions(const std::string& folder) const {
    return support::conflict_ids(desk_ / folder);
  }

  support::Desk desk_;
};

TEST_F(Waiting, DecidesNothingThoughALinkWasTakenOut) {
  ASSERT_EQ(sync("ancestor.gpkg", "local.gpkg", "first").code, 1);
  EXPECT_THAT(reaches("first"), ElementsAre(reach_line("1", "", "")));
  ASSERT_THAT(questions("first"), SizeIs(1));
  const auto second = sync("reference.gpkg", "first/merged.gpkg", "second");
  EXPECT_EQ(second.code, 1) << second.err;
  EXPECT_THAT(second.out + second.err, Not(HasSubstr("follows your decision")));
  EXPECT_EQ(questions("second"), questions("first"));
  EXPECT_EQ(reaches("second"), reaches("first"));
}

TEST_F(Waiting, IsOverOnceItIsDecided) {
  ASSERT_EQ(sync("ancestor.gpkg", "local.gpkg", "first").code, 1);
  ASSERT_EQ(sync("reference.gpkg", "first/merged.gpkg", "second").code, 1);
  const auto decided = support::bdf({"resolve", desk_ / "second", "--take", "local"});
  EXPECT_EQ(decided.code, 0) << decided.err;
  EXPECT_THAT(questions("second"), SizeIs(0));
  EXPECT_THAT(reaches("second"), SizeIs(0));
}

}  // namespace
}  // namespace bdf::tests
