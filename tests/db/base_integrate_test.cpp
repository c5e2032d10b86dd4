// SPDX-License-Identifier: MIT
// What producers send to a reference base, and what becomes of it.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>

#include "base/error.h"
#include "io/sync_tables.h"
#include "jobs/adopt.h"
#include "jobs/integrate.h"
#include "jobs/journal.h"
#include "jobs/queue.h"
#include "jobs/signed_contribution.h"
#include "jobs/signed_theme.h"
#include "jobs/sync.h"
#include "support/integrate_trial.h"

namespace bdf {
namespace {

using refbase::EntryStatus;
using testing::HasSubstr;
using tests::spots;
using tests::spots_in;
using tests::text_of;
using tests::two_masters;
using tests::two_offices;

class BaseIntegrate : public tests::IntegrateTrial {};
BDF_ON_BOTH_BASES(BaseIntegrate);

TEST_P(BaseIntegrate, WhatNobodyContradictsGoesIn) {
  import({spots({{"a", "Alpha", 1}, {"b", "Beta", 2}, { "c", "Gamma", 3 }})});
  const auto sent = contribution(
      "mine", "North",
      {"UPDATE spot SET name = 'mine' WHERE id = 'a'", "DELETE FROM spot WHERE id = 'c'",
       "INSERT INTO spot (id, name, number) VALUES ('d', 'new', 4)"});
  import({spots({{"a", "Alpha", 9}, {"b", "Beta", 2}, { "c", "Gamma", 3 }})});
  const auto result = integrate(sent);
  EXPECT_EQ(fates(result.entries), "a name admitted, c object admitted, d object admitted");
  EXPECT_EQ(held(), "a/mine/9/0/0 b/Beta/2/0/0 d/new/4/0/0");
  EXPECT_EQ(result.transaction.kind, "integrate");
  EXPECT_EQ(result.transaction.organisation, "North");
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseIntegrate, TheSameContributionAgainChangesNothingAndSaysSo) {
  import({spots({{"a", "Alpha", 1}, { "b", "Beta", 2 }})});
  const auto sent = contribution("mine", "North", {"UPDATE spot SET name = 'mine'"});
  const auto first = integrate(sent);
  const auto again = integrate(sent);
  EXPECT_FALSE(first.was_known);
  EXPECT_TRUE(again.was_known);
  EXPECT_EQ(again.transaction.number, first.transaction.number);
  EXPECT_EQ(fates(again.entries), fates(first.entries));
  EXPECT_EQ(jobs::log_of_base({base, "", {}}).transactions.front().number,
            first.transaction.number);
}

TEST_P(BaseIntegrate, WhatBothHaveChangedWaitsAndTheRestGoesIn) {
  import({spots({{"a", "Alpha", 1}, { "b", "Beta", 2 }})});
  const auto sent =
      contribution("mine", "North", {"UPDATE spot SET name = 'mine', number = 7 WHERE id = 'a'"});
  import({spots({{"a", "theirs", 1}, { "b", "Beta", 2 }})});
  const auto result = integrate(sent);
  EXPECT_EQ(fates(result.entries), "a name waiting, a number admitted");
  EXPECT_EQ(held(), "a/theirs/7/0/0 b/Beta/2/0/0");
  const auto queue = jobs::queue_of(base, {});
  ASSERT_EQ(queue.size(), 1U);
  EXPECT_EQ(queue[0].organisation, "North");
  EXPECT_EQ(queue[0].entry.values.ancestor, "Alpha");
  EXPECT_EQ(queue[0].entry.values.local, "mine");
  EXPECT_EQ(queue[0].entry.values.reference, "theirs");
}

TEST_P(BaseIntegrate, WhatIsAcceptedGoesInAndWhatIsRejectedIsAnswered) {
  import({spots({{"a", "Alpha", 1}, { "b", "Beta", 2 }})});
  const auto sent = contribution("mine", "North", {"UPDATE spot SET name = 'mine'"});
  import({spots({{"a", "theirs", 1}, { "b", "theirs", 2 }})});
  const auto result = integrate(sent);
  ASSERT_EQ(fates(result.entries), "a name waiting, b name waiting");
  const auto waiting = jobs::queue_of(base, {});
  const auto accepted = decide({waiting[0].entry.entry}, true, "good");
  EXPECT_EQ(fates(accepted.entries), "a name accepted");
  decide({waiting[1].entry.entry}, false, "that name is not in use");
  EXPECT_EQ(held(), "a/mine/1/0/0 b/theirs/2/0/0");
  EXPECT_TRUE(jobs::queue_of(base, {}).empty());
  const auto told = answers("North");
  ASSERT_EQ(told.size(), 2U);
  EXPECT_FALSE(told[0].declined);
  EXPECT_EQ(told[0].by, "IGN");
  EXPECT_TRUE(told[1].declined);
  EXPECT_EQ(told[1].comment, "that name is not in use");
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseIntegrate, AQuestionIsAskedAnewWhereTheBaseHasChangedSince) {
  import({spots({{ "a", "Alpha", 1 }})});
  const auto sent = contribution("mine", "North", {"UPDATE spot SET name = 'mine'"});
  import({spots({{ "a", "theirs", 1 }})});
  integrate(sent);
  const auto entry = jobs::queue_of(base, {})[0].entry.entry;
  import({spots({{ "a", "theirs again", 1 }})});
  EXPECT_EQ(fates(decide({entry}, true).entries), "a name waiting");
  EXPECT_EQ(held(), "a/theirs again/1/0/0");
  const auto queue = jobs::queue_of(base, {});
  ASSERT_EQ(queue.size(), 1U);
  EXPECT_EQ(queue[0].entry.values.reference, "theirs again");
  EXPECT_EQ(fates(decide({entry}, true).entries), "a name accepted");
  EXPECT_EQ(held(), "a/mine/1/0/0");
}

TEST_P(BaseIntegrate, RightsSayWhatIsDecidedProposedAndRefused) {
  give_rights(R"(
communities:
  offices:
    rights: {attributes: decide, by_attribute: {number: propose, id: none}, existence: read, geometry: read}
    organisations: [{name: North}]
)");
  import({spots({{"a", "Alpha", 1}, { "b", "Beta", 2 }})});
  const auto sent = contribution("mine", "North",
                                 {"UPDATE spot SET name = 'mine', number = 7 WHERE id = 'a'",
                                  "DELETE FROM spot WHERE id = 'b'"});
  const auto result = integrate(sent);
  EXPECT_EQ(fates(result.entries), "a name admitted, a number waiting, b object refused");
  EXPECT_EQ(held(), "a/mine/1/0/0 b/Beta/2/0/0");
  const auto refused = std::find_if(result.entries.begin(), result.entries.end(),
                                    [](const auto& one) { return one.object == "b"; });
  EXPECT_THAT(refused->reason, HasSubstr("“offices” may not change which objects spot has"));
  EXPECT_EQ(refused->may, "read");
}

TEST_P(BaseIntegrate, WhomNoCommunityNamesMayOnlyPropose) {
  give_rights(two_offices);
  import({spots({{ "a", "Alpha", 1 }})});
  const auto sent = contribution("mine", "East", {"UPDATE spot SET name = 'mine'"});
  EXPECT_EQ(fates(integrate(sent).entries), "a name waiting");
  EXPECT_EQ(held(), "a/Alpha/1/0/0");
}

TEST_P(BaseIntegrate, OthersGetWhatTheThemeSaysOfThem) {
  give_rights(std::string(two_offices) + "others: none\n");
  import({spots({{ "a", "Alpha", 1 }})});
  const auto sent = contribution("mine", "East", {"UPDATE spot SET name = 'mine'"});
  EXPECT_EQ(fates(integrate(sent).entries), "a name refused");
}

TEST_P(BaseIntegrate, ANewObjectNeedsTheRightToAllThatItHas) {
  give_rights(two_offices);
  import({spots({{ "a", "Alpha", 1 }})});
  const auto sent = contribution("mine", "North",
                                 {"INSERT INTO spot (id, name) VALUES ('b', 'new')",
                                  "INSERT INTO spot (id, name, number) VALUES ('c', 'new', 3)"});
  EXPECT_EQ(fates(integrate(sent).entries), "b object admitted, c object waiting");
  EXPECT_EQ(held(), "a/Alpha/1/0/0 b/new/0/0/0");
}

TEST_P(BaseIntegrate, ContributionsThatDoNotMeetGiveTheSameInAnyOrder) {
  import({spots({{"a", "Alpha", 1}, {"b", "Beta", 2}, { "c", "Gamma", 3 }})});
  const auto north = contribution("north", "North", {"UPDATE spot SET name = 'n' WHERE id = 'a'"});
  const auto south = contribution(
      "south", "South",
      {"UPDATE spot SET number = 5 WHERE id = 'a'", "DELETE FROM spot WHERE id = 'c'"});
  integrate(north);
  integrate(south);
  const auto one_way = held();
  begin_anew();
  import({spots({{"a", "Alpha", 1}, {"b", "Beta", 2}, { "c", "Gamma", 3 }})});
  const auto from = jobs::log_of_base({base, "", {}}).transactions.front();
  jobs::IntegrateJob job;
  job.base = base;
  job.from = name_of(from);
  for (const auto& sent : {south, north}) {
    job.contribution = sent;
    job.now = next_time();
    static_cast<void>(jobs::integrate(job));
  }
  EXPECT_EQ(one_way, "a/n/5/0/0 b/Beta/2/0/0");
  EXPECT_EQ(held(), one_way);
}

TEST_P(BaseIntegrate, WhatHasBeenRejectedIsNotAskedTwice) {
  give_rights(two_offices);
  import({spots({{ "a", "Alpha", 1 }})});
  const auto first = contribution("mine", "North", {"UPDATE spot SET number = 7"});
  const auto second = contribution("mine", "North", {"UPDATE spot SET name = 'mine'"});
  integrate(first);
  decide({jobs::queue_of(base, {})[0].entry.entry}, false, "no");
  EXPECT_EQ(fates(integrate(second).entries), "a name admitted, a number rejected");
  EXPECT_TRUE(jobs::queue_of(base, {}).empty());
  // Nor is it sent again, once the producer has been told.
  const auto third = contribution("mine", "North", {"UPDATE spot SET name = 'again'"});
  EXPECT_THAT(fates(integrate(third).entries), testing::Not(HasSubstr("number")));
}

TEST_P(BaseIntegrate, AQuestionThatIsSentAgainReplacesTheOneThatWaits) {
  give_rights(two_offices);
  import({spots({{ "a", "Alpha", 1 }})});
  integrate(contribution("mine", "North", {"UPDATE spot SET number = 7"}));
  integrate(contribution("mine", "North", {"UPDATE spot SET number = 8"}));
  const auto queue = jobs::queue_of(base, {});
  ASSERT_EQ(queue.size(), 1U);
  EXPECT_EQ(queue[0].entry.values.local, "8");
}

TEST_P(BaseIntegrate, TooManyDeletionsOfWhatThereIsNowAreAskedAbout) {
  std::vector<tests::Spot> many;
  for (int i = 0; i < 40; ++i) many.push_back({std::to_string(i)});
  import({spots(many)});
  const auto sent = contribution("mine", "North", {"DELETE FROM spot WHERE CAST(id AS int) < 12"});
  EXPECT_THAT(tests::refusal<InputError>([&] { return integrate(sent); }),
              HasSubstr("would delete 12 of the 40 objects"));
  EXPECT_EQ(jobs::queue_of(base, {}).size(), 0U);
  // The base has grown since: what was too much then is not any longer.
  for (int i = 40; i < 200; ++i) many.push_back({std::to_string(i)});
  import({spots(many)});
  EXPECT_EQ(integrate(sent).count(EntryStatus::admitted), 12U);
}

TEST_P(BaseIntegrate, AContributionToAnotherBaseIsRefused) {
  import({spots({{ "a", "Alpha", 1 }})});
  const auto sent = contribution("mine", "North", {"UPDATE spot SET name = 'mine'"});
  begin_anew();
  import({spots({{ "b", "Beta", 1 }})});
  EXPECT_THAT(tests::refusal<InputError>([&] { return integrate(sent); }),
              HasSubstr("does not know"));
}

TEST_P(BaseIntegrate, OneThatWasAlteredIsRefused) {
  import({spots({{ "a", "Alpha", 1 }})});
  const auto sent = contribution("mine", "North", {"UPDATE spot SET name = 'mine'"});
  tests::run_sql(sent, "UPDATE spot SET name = 'altered'");
  EXPECT_THROW(integrate(sent), InputError);
  EXPECT_EQ(held(), "a/Alpha/1/0/0");
}

TEST_P(BaseIntegrate, DeletedHereAndChangedThereWaitsWithTheObject) {
  import({spots({{"a", "Alpha", 1}, { "b", "Beta", 2 }})});
  const auto sent = contribution("mine", "North", {"DELETE FROM spot WHERE id = 'a'"});
  import({spots({{"a", "theirs", 1}, { "b", "Beta", 2 }})});
  const auto result = integrate(sent);
  EXPECT_EQ(fates(result.entries), "a object waiting");
  EXPECT_EQ(result.entries[0].kind, "delete_edit");
  EXPECT_EQ(held(), "a/theirs/1/0/0 b/Beta/2/0/0");
  decide({jobs::queue_of(base, {})[0].entry.entry}, true);
  EXPECT_EQ(held(), "b/Beta/2/0/0");
}

TEST_P(BaseIntegrate, TheNextSyncReadsTheAnswerAndTakesTheNamesThatWereGiven) {
  give_rights(two_offices);
  import({spots({{ "a", "Alpha", 1 }})});
  const auto sent = contribution("mine", "North",
                                 {"INSERT INTO spot (name, geom) SELECT 'new', geom FROM spot",
                                  "UPDATE spot SET number = 7 WHERE id = 'a'"});
  const auto result = integrate(sent);
  ASSERT_EQ(result.count(EntryStatus::admitted), 1U);
  jobs::SyncJob job;
  job.theme = theme_;
  job.base = base;
  job.local = (sent.parent_path() / "merged.gpkg").string();
  job.producer = "North";
  job.out = file("next");
  job.key = {"id"};
  job.now = "2030-01-05T00:00:00Z";
  job.threads = 1;
  const auto summary = jobs::sync(job);
  ASSERT_TRUE(summary.answers);
  EXPECT_EQ(summary.answers->accepted, 1U);
  EXPECT_EQ(summary.answers->waiting, 1U);
  // The new spot is one, and goes by the name that the base gave it.
  const auto merged = tests::read_layer(file("next") / "merged.gpkg", "spot");
  ASSERT_EQ(merged.rows.size(), 2U);
  const auto inserted = std::find_if(result.entries.begin(), result.entries.end(),
                                     [](const auto& one) { return one.op == "insert"; });
  ASSERT_NE(inserted, result.entries.end());
  EXPECT_EQ(merged.rows[1].values[0], Value{inserted->object});
  EXPECT_EQ(summary.layers[0].contribution.at("update"), 1U) << "what waits is sent again";
  EXPECT_FALSE(summary.layers[0].contribution.contains("insert"));
  // Once told, it is not told again.
  job.local = (file("next") / "merged.gpkg").string();
  job.out = file("after");
  EXPECT_FALSE(jobs::sync(job).answers);
}

TEST_P(BaseIntegrate, WhoCorrectsWhatTheBaseHasTakenIsNotAskedAboutIt) {
  import({spots({{"a", "Alpha", 1}, { "b", "Beta", 2 }})});
  give_rights(two_masters);
  const auto sent = contribution("mine", "North",
                                 {"UPDATE spot SET name = 'Alfa' WHERE id = 'a'",
                                  "UPDATE spot SET name = 'Beeta' WHERE id = 'b'"});
  ASSERT_EQ(integrate(sent).count(EntryStatus::admitted), 2U);
  // Another has changed one of the two since.
  ASSERT_EQ(
      integrate(contribution("others", "South", {"UPDATE spot SET name = 'Bêta' WHERE id = 'b'"}))
          .count(EntryStatus::admitted),
      1U);
  const auto merged = sent.parent_path() / "merged.gpkg";
  tests::run_sql(merged, "UPDATE spot SET name = 'Alpha!' WHERE id = 'a'");
  tests::run_sql(merged, "UPDATE spot SET name = 'Beta!' WHERE id = 'b'");
  jobs::SyncJob job;
  job.theme = theme_;
  job.base = base;
  job.local = merged.string();
  job.producer = "North";
  job.out = file("next");
  job.key = {"id"};
  job.now = "2030-01-05T00:00:00Z";
  job.threads = 1;
  const auto summary = jobs::sync(job);
  EXPECT_EQ(summary.open_conflicts, 1U) << "what both have changed is asked about";
  EXPECT_EQ(summary.layers[0].contribution.at("update"), 1U);
  EXPECT_EQ(text_of(spots_in(tests::read_layer(job.out / "merged.gpkg", "spot"))),
            "a/Alpha!/1/0/0 b/Bêta/2/0/0");
}

TEST_P(BaseIntegrate, OnlyWhatIsSignedIsTakenWhereTheCommunityAsksForIt) {
  const crypto::OwnKey north{crypto::PrivateKey::generate(), "North"};
  const crypto::OwnKey south{crypto::PrivateKey::generate(), "South"};
  give_rights(
      fmt::format("communities:\n  offices:\n    signed: true\n    rights: {{attributes: "
                  "decide}}\n    organisations:\n      - {{name: North, keys: [{}]}}\n",
                  crypto::to_text(north.key.public_key())));
  import({spots({{ "a", "Alpha", 1 }})});
  const auto sent = contribution("mine", "North", {"UPDATE spot SET name = 'mine'"});
  EXPECT_THAT(tests::refusal<RightsError>([&] { return integrate(sent); }),
              HasSubstr("nobody has signed this"));
  jobs::sign_contribution(sent, south, "2030-01-01T00:00:00Z");
  EXPECT_THROW(integrate(sent), RightsError);
  const auto altered = file("altered.gpkg");
  jobs::sign_contribution(sent, north, "2030-01-01T00:00:00Z");
  std::filesystem::copy(sent, altered);
  tests::run_sql(altered, "UPDATE bdf_changeset SET territory = '073'");
  EXPECT_THROW(integrate(altered), RightsError);
  EXPECT_EQ(held(), "a/Alpha/1/0/0");
  const auto result = integrate(sent);
  EXPECT_EQ(held(), "a/mine/1/0/0");
  EXPECT_EQ(result.contribution.signer, crypto::to_text(north.key.public_key()));
  EXPECT_EQ(jobs::journal_of(base, "North").size(), 4U) << "three attempts, and what was taken";
}

TEST_P(BaseIntegrate, ABaseGoesByTheVersionOfAThemeThatItHasTaken) {
  give_rights(two_offices);
  import({spots({{ "a", "Alpha", 1 }})});
  const auto taken = jobs::adopt_theme({base, theme_, "IGN", "", "", next_time()});
  EXPECT_EQ(taken.kind, "adopt");
  const auto sent = contribution("mine", "North", {"UPDATE spot SET number = 7"});
  // Whoever runs it cannot bring rules of their own.
  give_rights(
      "communities: {offices: {rights: {attributes: decide}, organisations: [{name: "
      "North}]}}\n");
  EXPECT_THAT(tests::refusal<InputError>([&] { return integrate(sent); }),
              HasSubstr("is not the version of the theme"));
  theme_ = "generic";
  const auto result = integrate(sent);
  EXPECT_EQ(fates(result.entries), "a number waiting");
  EXPECT_EQ(result.transaction.theme_digest, taken.theme_digest);
}

TEST_P(BaseIntegrate, ABaseThatAsksForSignedThemesTakesNoOthers) {
  const crypto::OwnKey steward{crypto::PrivateKey::generate(), "Community"};
  std::ofstream(file("steward.pub")) << crypto::line_of({steward.key.public_key(), "Community"});
  give_rights(two_offices);
  const auto adopt = [&](const std::string& trust) {
    return jobs::adopt_theme({base, theme_, "IGN", "", trust, next_time()});
  };
  EXPECT_THROW(adopt(file("steward.pub").string()), RightsError);
  jobs::sign_theme({theme_, "2030-01-01T00:00:00Z"}, steward);
  EXPECT_EQ(adopt(file("steward.pub").string()).kind, "adopt");
  std::ofstream(theme_, std::ios::app) << "# altered\n";
  EXPECT_THROW(adopt(""), RightsError);
}

TEST_P(BaseIntegrate, AContributionCannotChooseItsRules) {
  give_rights(
      "communities: {offices: {rights: {attributes: none, existence: none, geometry: none}, "
      "organisations: [{name: North}]}}\n");
  import({spots({{ "a", "Alpha", 1 }})});
  static_cast<void>(jobs::adopt_theme({base, theme_, "IGN", "", "", next_time()}));
  const auto sent = contribution("mine", "North", {"UPDATE spot SET name = 'mine'"});
  theme_.clear();
  for (const auto* chosen : {"hydro", "../hydro", "/tmp/own.yaml"}) {
    tests::run_sql(sent, std::string("UPDATE bdf_changeset SET theme = '") + chosen + "'");
    EXPECT_ANY_THROW(integrate(sent)) << chosen;
  }
  tests::run_sql(sent, "UPDATE bdf_changeset SET theme = 'generic'");
  EXPECT_EQ(fates(integrate(sent).entries), "a name refused");
  EXPECT_EQ(held(), "a/Alpha/1/0/0");
}

TEST_P(BaseIntegrate, WhatAnotherSendsTooIsAnsweredToBoth) {
  import({spots({{ "a", "Alpha", 1 }})});
  const std::vector<std::string> work{"UPDATE spot SET name = 'mine'"};
  const auto north = contribution("north", "North", work);
  const auto south = contribution("south", "South", work);
  integrate(north);
  const auto result = integrate(south);
  EXPECT_FALSE(result.was_known);
  EXPECT_EQ(fates(result.entries), "a name admitted");
  EXPECT_EQ(answers("South").size(), 1U);
}

TEST_P(BaseIntegrate, WhatWasRefusedComesInOnceThereIsARight) {
  give_rights(
      "communities: {offices: {rights: {attributes: none}, organisations: [{name: "
      "North}]}}\n");
  import({spots({{ "a", "Alpha", 1 }})});
  static_cast<void>(jobs::adopt_theme({base, theme_, "IGN", "", "", next_time()}));
  const auto sent = contribution("mine", "North", {"UPDATE spot SET name = 'mine'"});
  EXPECT_EQ(fates(integrate(sent).entries), "a name refused");
  give_rights(two_offices);
  static_cast<void>(jobs::adopt_theme({base, theme_, "IGN", "", "", next_time()}));
  EXPECT_EQ(fates(integrate(sent).entries), "a name admitted");
  EXPECT_EQ(held(), "a/mine/1/0/0");
}

TEST_P(BaseIntegrate, AnEditOfWhatTheBaseHasDeletedBringsItBackWhereAccepted) {
  import({spots({{"a", "Alpha", 1}, { "b", "Beta", 2 }})});
  const auto sent = contribution("mine", "North", {"UPDATE spot SET name = 'mine' WHERE id = 'a'"});
  import({spots({{ "b", "Beta", 2 }})});
  EXPECT_EQ(fates(integrate(sent).entries), "a name waiting");
  const auto decided = decide({jobs::queue_of(base, {})[0].entry.entry}, true);
  EXPECT_EQ(fates(decided.entries), "a name accepted");
  EXPECT_EQ(held(), "a/mine/1/0/0 b/Beta/2/0/0");
}

TEST_P(BaseIntegrate, WhatWasUndoneIsNoLongerAcceptedAndMayComeInAgain) {
  import({spots({{ "a", "Alpha", 1 }})});
  const auto sent = contribution("mine", "North", {"UPDATE spot SET name = 'mine'"});
  const auto first = integrate(sent);
  revert(name_of(first.transaction));
  EXPECT_EQ(held(), "a/Alpha/1/0/0");
  ASSERT_EQ(answers("North").size(), 1U);
  EXPECT_TRUE(answers("North")[0].declined);
  const auto again = integrate(sent);
  EXPECT_FALSE(again.was_known);
  EXPECT_EQ(held(), "a/mine/1/0/0");
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseIntegrate, JsonThatIsNestedWithoutEndIsRefused) {
  import({spots({{ "a", "Alpha", 1 }})});
  const auto sent = contribution("mine", "North", {"UPDATE spot SET name = 'mine'"});
  tests::run_sql(sent, "UPDATE spot SET bdf_before = '" + std::string(200'000, '[') + "'");
  EXPECT_THROW(integrate(sent), InputError);
}

}  // namespace
}  // namespace bdf
