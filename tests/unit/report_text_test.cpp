// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "base/message.h"
#include "report/printable.h"
#include "unit/report_samples.h"

namespace bdf::report {
namespace {

class ReportText : public testing::Test {
 protected:
  void SetUp() override { set_language("en"); }
  void TearDown() override { set_language("en"); }
};

TEST_F(ReportText, SaysInPlainWordsWhatHappened) {
  EXPECT_EQ(
      summary_as_text(samples::busy()),
      "road: 300 features, 12 updated from the reference, 20 of your edits kept, 4 new from "
      "the reference, 2 deleted by the reference.\n  9 conflicts are left for you to decide.\n"
      "  14 changes are ready to send to the reference (contribution.gpkg).\n");
}

TEST_F(ReportText, SaysItInFrench) {
  set_language("fr");
  EXPECT_EQ(summary_as_text(samples::busy()),
            "road\u00a0: 300 objets, 12 mis à jour depuis la référence, 20 modifiés par vous et "
            "conservés, 4 nouveaux venus de la référence, 2 supprimés par la référence.\n"
            "  Il reste 9 conflits à trancher.\n"
            "  14 modifications sont prêtes à envoyer à la référence (contribution.gpkg).\n");
}

TEST_F(ReportText, SaysThatNothingChanged) {
  EXPECT_EQ(summary_as_text(samples::quiet()), "road: 3 features, nothing changed.\n");
}

TEST_F(ReportText, SaysThatThereWasNothing) {
  EXPECT_EQ(summary_as_text({}), "There was no layer to synchronise.\n");
}

TEST_F(ReportText, LeavesOutCountsOfZero) {
  auto summary = samples::quiet();
  summary.layers.front().outcomes[Outcome::merged] = 0;
  summary.layers.front().conflicts[ConflictKind::geometry] = 0;
  summary.layers.front().contribution["insert"] = 0;
  EXPECT_EQ(summary_as_text(summary), "road: 3 features, nothing changed.\n");
}

TEST_F(ReportText, UsesTheSingularForOne) {
  auto summary = samples::quiet();
  summary.layers.front().merged_features = 1;
  summary.layers.front().outcomes = {{Outcome::conflict, 1}};
  summary.layers.front().conflicts = {{ConflictKind::geometry, 1}};
  summary.resolved_conflicts = 1;
  EXPECT_EQ(summary_as_text(summary),
            "road: 1 feature.\n  1 conflict is left for you to decide.\n"
            "1 conflict follows your decision.\n");
}

TEST_F(ReportText, TellsTheFirstFindingsErrorsFirst) {
  auto summary = samples::quiet();
  summary.findings.push_back({Level::information, "column_new", "", "", "", "a new column"});
  for (int i = 0; i < 4; ++i)
    summary.findings.push_back({Level::warning, "key_missing", "local", "road", "", "no key"});
  summary.findings.push_back({Level::error, "geometry_invalid", "local", "road", "", "crossed"});
  EXPECT_EQ(summary_as_text(summary),
            "road: 3 features, nothing changed.\n"
            "5 things to look at in the data:\n"
            "  - error (your layer, road): crossed\n"
            "  - warning (your layer, road): no key\n"
            "  - warning (your layer, road): no key\n"
            "  - and 2 more, in the report\n");
}

TEST_F(ReportText, SendsNothingToTheTerminalThatIsNoText) {
  auto summary = samples::quiet();
  summary.layers.front().name = "\x1B[31mroad\n\xFF";
  EXPECT_EQ(summary_as_text(summary), "\uFFFD[31mroad \uFFFD: 3 features, nothing changed.\n");
}

TEST(Printable, KeepsTextAndReplacesWhatIsNone) {
  EXPECT_EQ(printable("Isère, 北, 🗺"), "Isère, 北, 🗺");
  EXPECT_EQ(printable("a\xC3"), "a\uFFFD");
  EXPECT_EQ(printable("\xC0\xAF"), "\uFFFD\uFFFD");
  EXPECT_EQ(printable("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD");
  EXPECT_EQ(printable("\u202Egpkg"), "\uFFFDgpkg");
  EXPECT_EQ(printable("a\tb\r\nc"), "a b  c");
  EXPECT_EQ(printable(std::string_view("\0", 1)), "\uFFFD");
}

TEST(Printable, ShortensByCharacters) {
  EXPECT_EQ(shortened("éèà", 3), "éèà");
  EXPECT_EQ(shortened("éèàù", 3), "éèà…");
}

}  // namespace
}  // namespace bdf::report
