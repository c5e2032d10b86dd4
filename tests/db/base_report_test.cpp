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
#include "jobs/queue.h"
#include "jobs/sync.h"
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

  refbase::Transaction decide(std::int64_t report, bool accepts, const std::string& reason) {
    jobs::DecideJob job;
    job.base = base;
    job.reports = {report};
    job.accepts = accepts;
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
  EXPECT_EQ(bdf({"base", "accept", "rx"}).code, 2);
  EXPECT_EQ(bdf({"base", "accept", "1"}).code, 2);
  const auto rejected =
      bdf({"base", "reject", "r1", "--reason", "it flows", "--organisation", "IGN"});
  EXPECT_EQ(rejected.code, 0) << rejected.err;
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
