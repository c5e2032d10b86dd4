// SPDX-License-Identifier: MIT
// Signalements: from a producer's layer to a base and its queue, and the answers back.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "geometry/wkb.h"
#include "io/changeset.h"
#include "io/geometry_blob.h"
#include "io/signalements.h"
#include "jobs/integrate.h"
#include "jobs/integration_text.h"
#include "jobs/queue.h"
#include "jobs/sync.h"
#include "refbase/base.h"
#include "support/base_trial.h"
#include "support/run.h"

namespace bdf {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using tests::spots;

/// A report as its author draws it.
struct Drawn {
  std::string comment;
  double x = 0;
  double y = 0;
  std::string object = "";
  std::string status = "";
};

std::string point(double x, double y) {
  Geometry place;
  place.kind = GeometryKind::point;
  place.xy = {x, y};
  place.rings = {0, 1};
  place.parts = {0, 1};
  return geometry::encode_wkb(place);
}

void draw(const std::filesystem::path& file, const Drawn& drawn) {
  tests::run_sql(file,
                 "INSERT INTO signalement (geom, commentaire, theme, couche, objet, statut) VALUES "
                 "(?, ?, 'hydrography', 'spot', ?, nullif(?, ''))",
                 {Blob{io::geometry_blob(point(drawn.x, drawn.y), 2154)}, drawn.comment,
                  drawn.object, drawn.status});
}

std::vector<Signalement> drawn_in(const std::filesystem::path& file) {
  auto database = io::Database::open_input(file);
  const auto catalog = io::read_catalog(database);
  return io::signalements_in(io::read_all_features(database, *catalog.find(io::signalement_layer)));
}

class BaseReport : public tests::BothBases {
 protected:
  BaseReport() {
    import({spots({{"a", "Alpha", 1, 10, 10}, { "b", "Beta", 2, 20, 20 }})});
    jobs::BaseCheckoutJob job;
    job.base = base;
    job.out = mine;
    static_cast<void>(jobs::check_out(job));
  }

  /// Syncs `mine` with the base; merged takes its place.
  std::filesystem::path sync(const std::string& answers = "") {
    jobs::SyncJob job;
    job.base = base;
    job.local = mine.string();
    job.producer = "North";
    job.out = file("sync_" + std::to_string(++runs_));
    job.key = {"id"};
    job.answers = answers;
    job.now = "2030-01-01T00:00:00Z";
    job.threads = 1;
    summary = jobs::sync(job);
    mine = job.out / "merged.gpkg";
    return job.out / "contribution.gpkg";
  }

  jobs::Integration integrate(const std::filesystem::path& contribution) {
    jobs::IntegrateJob job;
    job.base = base;
    job.contribution = contribution;
    job.now = next_time();
    job.threads = 1;
    return jobs::integrate(job);
  }

  refbase::Transaction decide(std::int64_t report, bool accepts, const std::string& reason,
                              const std::string& status = "") {
    jobs::DecideJob job;
    job.base = base;
    job.reports = {report};
    job.accepts = accepts;
    job.status = status;
    job.organisation = "IGN";
    job.reason = reason;
    job.now = next_time();
    return jobs::decide_entries(job).transactions.at(0);
  }

  std::string answers() {
    jobs::AnswerJob job;
    job.base = base;
    job.organisation = "North";
    job.out = file("answers.gpkg");
    job.overwrite = true;
    answered = jobs::write_answers(job);
    return job.out.string();
  }

  tests::Ran bdf(std::vector<std::string> words) {
    words.insert(words.begin(), BDF_COMMAND);
    return tests::run(words, {{"BDF_BASE", base}, {"LANGUAGE", ""}, {"LC_ALL", "C.UTF-8"}});
  }

  std::filesystem::path mine = file("mine.gpkg");
  report::Summary summary;
  jobs::AnswerFile answered;

 private:
  int runs_ = 0;
};
BDF_ON_BOTH_BASES(BaseReport);

TEST_P(BaseReport, ACheckoutHasAnEmptyLayerToDrawThemIn) {
  auto database = io::Database::open_input(mine);
  const auto catalog = io::read_catalog(database);
  const auto* layer = catalog.find("signalement");
  ASSERT_NE(layer, nullptr);
  EXPECT_TRUE(io::is_signalement_layer(*layer));
  EXPECT_EQ(layer->crs.code, 2154);
  EXPECT_TRUE(drawn_in(mine).empty());
}

TEST_P(BaseReport, TheyTravelAndAreAnsweredLikeAContribution) {
  draw(mine, {"the spring is dry", 11, 12, "a"});
  draw(mine, {"a new ditch", 13, 14});
  const auto sent = sync();
  EXPECT_EQ(summary.signalements, 2U);
  EXPECT_EQ(summary.layers.size(), 1U);
  EXPECT_TRUE(summary.findings.empty());

  const auto result = integrate(sent);
  EXPECT_TRUE(result.entries.empty());
  const auto queue = jobs::queued_reports(base, {});
  ASSERT_EQ(queue.size(), 2U);
  EXPECT_EQ(queue[0].organisation, "North");
  EXPECT_EQ(queue[0].said.comment, "the spring is dry");
  EXPECT_EQ(queue[0].said.layer, "spot");
  EXPECT_EQ(queue[0].said.object, "a");
  EXPECT_EQ(queue[0].said.theme, "hydrography");
  EXPECT_EQ(queue[0].said.place, Value{Blob{point(11, 12)}});
  EXPECT_EQ(queue[0].crs, "EPSG:2154");
  EXPECT_EQ(queue[0].number, result.transaction.number);

  const auto rejected = decide(queue[0].report, false, "it was seen to flow");
  EXPECT_EQ(rejected.kind, "reject");
  sync(answers());
  EXPECT_EQ(answered.declined, 1U);
  EXPECT_EQ(answered.waiting, 1U);
  EXPECT_EQ(summary.answered_signalements, 2U);
  EXPECT_EQ(summary.signalements, 1U);
  const auto mine_now = drawn_in(mine);
  ASSERT_EQ(mine_now.size(), 2U);
  EXPECT_EQ(mine_now[0].id, queue[0].said.id);
  EXPECT_EQ(mine_now[0].status, "reject");
  EXPECT_EQ(mine_now[0].answer, "it was seen to flow");
  EXPECT_EQ(mine_now[0].comment, "the spring is dry");
  EXPECT_EQ(mine_now[1].status, "submit");

  decide(queue[1].report, true, "");
  sync(answers());
  EXPECT_EQ(summary.signalements, 0U);
  EXPECT_EQ(drawn_in(mine)[1].status, "valid");
  EXPECT_TRUE(jobs::queued_reports(base, {}).empty());
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseReport, TheSameOneAgainIsUpdatedAndNotAskedTwice) {
  draw(mine, {"the spring is dry", 11, 12});
  const auto number = integrate(sync()).reports.at(0).report;
  tests::run_sql(mine, "UPDATE signalement SET commentaire = 'both springs are dry'");
  integrate(sync());
  const auto queue = jobs::queued_reports(base, {});
  ASSERT_EQ(queue.size(), 1U);
  EXPECT_EQ(queue[0].report, number);
  EXPECT_EQ(queue[0].said.comment, "both springs are dry");

  decide(number, false, "no");
  tests::run_sql(mine, "UPDATE spot SET name = 'mine' WHERE id = 'a'");
  const auto again = integrate(sync());
  ASSERT_EQ(again.reports.size(), 1U);
  EXPECT_EQ(again.reports[0].said.status, "reject");
  EXPECT_EQ(again.reports[0].said.answer, "no");
  EXPECT_TRUE(jobs::queued_reports(base, {}).empty());

  tests::run_sql(mine, "UPDATE signalement SET commentaire = 'see for yourself'");
  integrate(sync());
  ASSERT_EQ(jobs::queued_reports(base, {}).size(), 1U);
  EXPECT_EQ(jobs::queued_reports(base, {})[0].said.answer, "");
}

TEST_P(BaseReport, TheSameContributionAgainChangesNothing) {
  draw(mine, {"the spring is dry", 11, 12});
  const auto sent = sync();
  integrate(sent);
  const auto again = integrate(sent);
  EXPECT_TRUE(again.was_known);
  ASSERT_EQ(again.reports.size(), 1U);
  EXPECT_EQ(jobs::queued_reports(base, {}).size(), 1U);
}

/// The third one is the first one again, byte for byte but for its head.
TEST_P(BaseReport, WhatIsSaidOtherwiseAndThenAsBeforeIsTaken) {
  draw(mine, {"the spring is dry", 11, 12});
  const auto first = sync();
  const auto other = file("other.gpkg");
  auto changeset = io::read_changeset(first);
  const auto content = changeset.head.content_digest;
  changeset.signalements.all[0].comment = "the spring flows";
  io::write_changeset(other, changeset.head, io::to_write(changeset.layers),
                      changeset.signalements);
  integrate(first);
  EXPECT_FALSE(integrate(other).was_known);
  EXPECT_TRUE(integrate(other).was_known);
  decide(1, true, "");

  const auto third = integrate(first);
  EXPECT_FALSE(third.was_known);
  EXPECT_EQ(third.contribution.organisation, "North");
  EXPECT_EQ(io::read_changeset(first).head.content_digest, content);
  auto queue = jobs::queued_reports(base, {});
  ASSERT_EQ(queue.size(), 1U);
  EXPECT_EQ(queue[0].report, 1);
  EXPECT_EQ(queue[0].said.comment, "the spring is dry");
  EXPECT_EQ(queue[0].number, third.transaction.number);
  EXPECT_TRUE(integrate(first).was_known);
  EXPECT_FALSE(integrate(other).was_known);
  EXPECT_EQ(jobs::queued_reports(base, {})[0].said.comment, "the spring flows");
  EXPECT_EQ(wrong(), "");
}

/// Also where another contribution has said the same in between.
TEST_P(BaseReport, AllThatSaidItMayComeInAgainOnceItIsSaidOtherwise) {
  draw(mine, {"the spring is dry", 11, 12});
  const auto first = sync();
  integrate(first);
  tests::run_sql(mine, "UPDATE spot SET name = 'mine' WHERE id = 'a'");
  integrate(sync());
  EXPECT_TRUE(integrate(first).was_known);
  EXPECT_EQ(integrate(first).reports.size(), 1U);
  tests::run_sql(mine, "UPDATE signalement SET commentaire = 'it flows'");
  integrate(sync());
  EXPECT_FALSE(integrate(first).was_known);
  EXPECT_EQ(jobs::queued_reports(base, {})[0].said.comment, "the spring is dry");
}

TEST_P(BaseReport, AnOlderFileDoesNotTakeBackWhatWasSaidSince) {
  draw(mine, {"the spring is dry", 11, 12});
  const auto first = sync();
  integrate(first);
  auto changeset = io::read_changeset(first);
  changeset.head.time = "2030-02-01T00:00:00Z";
  changeset.signalements.all[0].comment = "the spring flows";
  io::write_changeset(file("newer.gpkg"), changeset.head, io::to_write(changeset.layers),
                      changeset.signalements);
  integrate(file("newer.gpkg"));
  integrate(first);
  ASSERT_EQ(jobs::queued_reports(base, {}).size(), 1U);
  EXPECT_EQ(jobs::queued_reports(base, {})[0].said.comment, "the spring flows");
}

TEST_P(BaseReport, AnOperatorSaysHowFarItIsAndThenDecides) {
  draw(mine, {"the spring is dry", 11, 12, "a"});
  const auto sent = integrate(sync());
  const auto taken_up = decide(1, true, "somebody goes there", "pending1");
  EXPECT_EQ(taken_up.kind, "take_up");
  auto queue = jobs::queued_reports(base, {});
  ASSERT_EQ(queue.size(), 1U);
  EXPECT_EQ(queue[0].said.status, "pending1");
  EXPECT_EQ(queue[0].said.answer, "somebody goes there");
  EXPECT_THAT(jobs::text_of(jobs::Queue{{}, queue}), HasSubstr("pending1 (En attente de saisie)"));

  const auto again = sync(answers());
  EXPECT_EQ(answered.waiting, 1U);
  EXPECT_EQ(drawn_in(mine)[0].status, "pending1");
  EXPECT_EQ(drawn_in(mine)[0].answer, "somebody goes there");
  // It is open, and goes on being sent; the base goes on knowing how far it is.
  EXPECT_EQ(summary.signalements, 1U);
  EXPECT_EQ(integrate(again).reports.at(0).said.status, "pending1");

  decide(1, true, "", "pending2");
  const auto decided = decide(1, true, "it is in the next edition", "valid0");
  EXPECT_EQ(decided.kind, "accept");
  EXPECT_TRUE(jobs::queued_reports(base, {}).empty());
  sync(answers());
  EXPECT_EQ(answered.accepted, 1U);
  EXPECT_EQ(drawn_in(mine)[0].status, "valid0");
  EXPECT_EQ(summary.signalements, 0U);

  const auto session = refbase::open_base(base);
  const refbase::SqlTransaction reading(*session, refbase::Access::read);
  const auto steps = refbase::report_steps(*session);
  std::vector<std::string> told;
  for (const auto& step : steps) told.push_back(step.by + " " + step.status + " " + step.said);
  EXPECT_THAT(told,
              ElementsAre(" submit the spring is dry", "IGN pending1 somebody goes there",
                          "IGN pending2 ", "IGN valid0 it is in the next edition"));
  EXPECT_EQ(steps[0].number, sent.transaction.number);
  EXPECT_EQ(steps[1].number, taken_up.number);
  EXPECT_EQ(steps[1].time, taken_up.time);
  EXPECT_EQ(steps[1].organisation, "North");
  EXPECT_EQ(steps[1].name + " " + steps[1].layer + " " + steps[1].object, "r1 spot a");
  EXPECT_EQ(steps[1].theme, "generic");
}

TEST_P(BaseReport, EveryStatusOfTheCollaborativeSpaceIsAnswered) {
  const std::vector<std::pair<std::string, bool>> given{
      {"pending", true}, {"pending0", true}, {"valid", true}, {"valid0", true},
      {"reject", false}, {"reject0", false}, {"test", false}};
  for (std::size_t i = 0; i < given.size(); ++i)
    draw(mine, {"number " + std::to_string(i), 11, 12.0 + static_cast<double>(i)});
  integrate(sync());
  for (std::size_t i = 0; i < given.size(); ++i)
    decide(static_cast<std::int64_t>(i) + 1, given[i].second, "", given[i].first);
  sync(answers());
  EXPECT_EQ(answered.waiting, 2U);
  EXPECT_EQ(answered.accepted, 2U);
  EXPECT_EQ(answered.declined, 3U);
  const auto mine_now = drawn_in(mine);
  for (std::size_t i = 0; i < given.size(); ++i) EXPECT_EQ(mine_now[i].status, given[i].first);
  EXPECT_THROW(decide(1, false, "", "valid"), UsageError);
  EXPECT_THROW(decide(1, true, "", "nonsense"), UsageError);
}

TEST_P(BaseReport, ThoseOfTwoProducersWithOneIdAreTwo) {
  draw(mine, {"the spring is dry", 11, 12});
  tests::run_sql(mine, "UPDATE signalement SET id = '1'");
  integrate(sync());
  auto changeset = io::read_changeset(mine.parent_path() / "contribution.gpkg");
  changeset.head.producer = "South";
  io::write_changeset(file("south.gpkg"), changeset.head, io::to_write(changeset.layers),
                      changeset.signalements);
  EXPECT_FALSE(integrate(file("south.gpkg")).was_known);
  const auto queue = jobs::queued_reports(base, {});
  ASSERT_EQ(queue.size(), 2U);
  EXPECT_EQ(queue[1].organisation, "South");
  jobs::QueueFilter filter;
  filter.organisation = "South";
  EXPECT_EQ(jobs::queued_reports(base, filter).size(), 1U);
}

TEST_P(BaseReport, OneThatWasAlteredOrTakenOutIsNoticed) {
  draw(mine, {"the spring is dry", 11, 12});
  const auto sent = sync();
  for (const auto* work :
       {"UPDATE bdf_signalement SET commentaire = 'altered'", "DELETE FROM bdf_signalement",
        "UPDATE bdf_signalement SET producteur = 'South'", "DROP TABLE bdf_signalement"}) {
    const auto altered = file("altered.gpkg");
    std::filesystem::copy(sent, altered, std::filesystem::copy_options::overwrite_existing);
    tests::run_sql(altered, work);
    EXPECT_THROW(integrate(altered), InputError) << work;
  }
  EXPECT_TRUE(jobs::queued_reports(base, {}).empty());
}

TEST_P(BaseReport, OnlyThoseThatWaitAreDecided) {
  draw(mine, {"the spring is dry", 11, 12});
  integrate(sync());
  EXPECT_THAT(tests::refusal<UsageError>([&] { return decide(2, true, ""); }),
              HasSubstr("no signalement r2 waits"));
  decide(1, true, "");
  EXPECT_THROW(decide(1, false, ""), UsageError);
}

TEST_P(BaseReport, APartOfABaseIsNotImportedWithThem) {
  draw(mine, {"the spring is dry", 11, 12});
  jobs::BaseImportJob job;
  job.base = base;
  job.input = mine.string();
  job.key = {"id"};
  job.now = next_time();
  EXPECT_FALSE(jobs::import_into_base(job).changed);
}

TEST_P(BaseReport, TheCommandsBringThemThereAndBack) {
  draw(mine, {"the spring is dry", 11, 12, "a"});
  draw(mine, {"a new ditch", 13, 14, "b"});
  const auto synced = [&](const std::string& local, const std::string& out,
                          const std::vector<std::string>& more) {
    std::vector<std::string> words{
        "sync",  "--base",  base,    "--local", local,   "--producer",           "North",
        "--out", file(out), "--key", "id",      "--now", "2030-01-01T00:00:00Z", "--lang",
        "en"};
    words.insert(words.end(), more.begin(), more.end());
    return bdf(words);
  };
  const auto first = synced(mine.string(), "one", {});
  EXPECT_EQ(first.code, 0) << first.err;
  EXPECT_THAT(first.out, HasSubstr("2 signalements go out with the contribution."));
  const auto sent = (file("one") / "contribution.gpkg").string();
  const auto integrated = bdf({"base", "integrate", sent, "--lang", "en"});
  EXPECT_EQ(integrated.code, 1) << integrated.err;
  EXPECT_THAT(integrated.out,
              HasSubstr("r1 signalement: [hydrography] the spring is dry (spot a)"));

  const auto map = file("queue.gpkg");
  const auto queue = bdf({"base", "queue", "--json", "--out", map.string()});
  EXPECT_EQ(queue.code, 1);
  EXPECT_EQ(json::parse(queue.out).at("reports").at(1).at("report"), "r2");
  const auto shown = drawn_in(map);
  ASSERT_EQ(shown.size(), 2U);
  EXPECT_EQ(shown[1].id, "r2");
  EXPECT_EQ(shown[1].comment, "North: a new ditch");
  EXPECT_EQ(shown[1].place, Value{Blob{point(13, 14)}});

  EXPECT_EQ(bdf({"base", "queue", "--kind", "rights"}).code, 0);
  EXPECT_EQ(bdf({"base", "accept", "r3"}).code, 2);
  EXPECT_EQ(bdf({"base", "accept", "r1", "--status", "reject"}).code, 2);
  const auto of_entry = bdf({"base", "accept", "12", "--status", "valid0", "--lang", "en"});
  EXPECT_EQ(of_entry.code, 2);
  EXPECT_THAT(of_entry.err, HasSubstr("--status is for signalements, r12: entry 12 has none"));
  const auto taken_up = bdf({"base", "accept", "r1", "--status", "pending0", "--lang", "en"});
  EXPECT_EQ(taken_up.code, 0) << taken_up.err;
  EXPECT_THAT(taken_up.out, HasSubstr("(spot a) – pending0 (Demande de qualification)"));
  EXPECT_EQ(bdf({"base", "accept", "rx"}).code, 2);
  EXPECT_EQ(bdf({"base", "accept", "1"}).code, 2);
  const auto rejected =
      bdf({"base", "reject", "r1", "--reason", "it flows", "--organisation", "IGN"});
  EXPECT_EQ(rejected.code, 0) << rejected.err;
  EXPECT_THAT(bdf({"base", "log", "--lang", "en"}).out, HasSubstr("taken up"));
  EXPECT_EQ(bdf({"base", "accept", "--all", "--kind", "signalement", "--object", "b*"}).code, 0);
  EXPECT_EQ(bdf({"base", "queue"}).code, 0);

  const auto told = file("told.gpkg").string();
  EXPECT_EQ(bdf({"base", "answer", "North", "--out", told, "--lang", "en"}).out,
            told + ": 1 accepted, 1 declined, 0 waiting\n");
  const auto second = synced((file("one") / "merged.gpkg").string(), "two", {"--answers", told});
  EXPECT_EQ(second.code, 0) << second.err;
  EXPECT_THAT(second.out, HasSubstr("2 signalements have been answered."));
  const auto now = drawn_in(file("two") / "merged.gpkg");
  ASSERT_EQ(now.size(), 2U);
  EXPECT_EQ(now[0].status + " " + now[0].answer, "reject it flows");
  EXPECT_EQ(now[1].status, "valid");
  EXPECT_TRUE(io::read_changeset(file("two") / "contribution.gpkg").signalements.all.empty());
  // The update says what it has done to the layer.
  EXPECT_EQ(bdf({"apply", (file("two") / "update.gpkg").string(), "--to",
                 (file("one") / "merged.gpkg").string(), "--out", file("patched.gpkg").string()})
                .code,
            0);
  EXPECT_EQ(drawn_in(file("patched.gpkg")), now);
}

}  // namespace
}  // namespace bdf
