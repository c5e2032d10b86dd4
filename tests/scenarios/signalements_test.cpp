// SPDX-License-Identifier: MIT
// What a sync does with a producer's own layer of signalements.
#include <gmock/gmock.h>

#include "base/log.h"
#include "geometry/wkb.h"
#include "io/changeset.h"
#include "io/crs.h"
#include "io/geometry_blob.h"
#include "io/signalements.h"
#include "jobs/sync.h"
#include "support/base_trial.h"
#include "support/temporary_folder.h"

namespace bdf {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using tests::spots;

Value point(double x, double y) {
  Geometry place;
  place.kind = GeometryKind::point;
  place.xy = {x, y};
  place.rings = {0, 1};
  place.parts = {0, 1};
  return Blob{geometry::encode_wkb(place)};
}

Signalement said(const std::string& comment, const Value& place, const std::string& status = "",
                 const std::string& id = "") {
  Signalement one;
  one.id = id;
  one.comment = comment;
  one.status = status;
  one.place = place;
  return one;
}

class SignalementsTest : public testing::Test {
 protected:
  SignalementsTest() {
    set_verbosity(Verbosity::quiet);
    for (const auto* name : {"reference.gpkg", "local.gpkg"})
      tests::write_geopackage(file(name), {spots({{"a", "Alpha", 1, 700010, 6600010}})});
  }

  [[nodiscard]] std::filesystem::path file(const std::string& name) const {
    return folder_.path() / name;
  }

  /// Local has these.
  void draw(const std::vector<Signalement>& all, const std::string& crs = "EPSG:2154") {
    auto database = io::Database::open_output(file("local.gpkg"));
    auto system = io::crs_named(crs);
    system.srs_id = system.code;
    io::write_signalements(database, {system, all}, "2026-01-01T00:00:00Z");
  }

  void sync(const std::string& answers = "") {
    jobs::SyncJob job;
    job.ancestor = file("reference.gpkg").string();
    job.local = file("local.gpkg").string();
    job.reference = file("reference.gpkg").string();
    job.producer = "DDT 38";
    job.out = file("out");
    job.overwrite = true;
    job.key = {"id"};
    job.answers = answers;
    job.now = "2030-01-01T00:00:00Z";
    job.threads = 1;
    summary_ = jobs::sync(job);
    sent_ = io::read_changeset(file("out") / "contribution.gpkg").signalements;
    auto database = io::Database::open_input(file("out") / "merged.gpkg");
    const auto catalog = io::read_catalog(database);
    if (const auto* layer = catalog.find(io::signalement_layer);
        layer != nullptr && io::is_signalement_layer(*layer))
      merged_ = io::signalements_in(io::read_all_features(database, *layer));
  }

  [[nodiscard]] std::vector<std::string> comments_sent() const {
    std::vector<std::string> comments;
    for (const auto& one : sent_.all) comments.push_back(one.comment);
    return comments;
  }

  [[nodiscard]] std::vector<std::string> codes() const {
    std::vector<std::string> all;
    for (const auto& finding : summary_.findings) all.push_back(finding.code);
    return all;
  }

  report::Summary summary_;
  Signalements sent_;
  std::vector<Signalement> merged_;

 private:
  tests::TemporaryFolder folder_;
};

TEST_F(SignalementsTest, ThoseWithoutAnAnswerAreSent) {
  draw({said("none", point(1, 1)), said("submitted", point(2, 2), "submit"),
        said("answered", point(3, 3), "valid"), said("a draft", point(4, 4), "draft")});
  sync();
  EXPECT_THAT(comments_sent(), ElementsAre("none", "submitted"));
  EXPECT_EQ(summary_.signalements, 2U);
  ASSERT_EQ(summary_.layers.size(), 1U);
  EXPECT_EQ(summary_.layers[0].name, "spot");
  EXPECT_THAT(codes(), ElementsAre());
}

TEST_F(SignalementsTest, AnIdIsGivenOnceAndDoesNotFollowThePlace) {
  draw({said("dry", point(1, 1)), said("wet", point(1, 1), "", "mine")});
  sync();
  const auto id = merged_.at(0).id;
  EXPECT_EQ(id.size(), 36U);
  EXPECT_EQ(merged_[1].id, "mine");
  EXPECT_EQ(merged_[0].status, "");
  sync();
  EXPECT_EQ(merged_[0].id, id);
  std::filesystem::copy(file("out") / "merged.gpkg", file("local.gpkg"),
                        std::filesystem::copy_options::overwrite_existing);
  tests::run_sql(file("local.gpkg"), "UPDATE signalement SET commentaire = 'moist', geom = ?",
                 {Blob{io::geometry_blob(std::get<Blob>(point(5, 5)).bytes, 2154)}});
  sync();
  EXPECT_EQ(sent_.all.at(0).id, id);
  EXPECT_EQ(sent_.all[0].comment, "moist");
}

TEST_F(SignalementsTest, ACopyIsAnotherOneAndATwinIsNot) {
  draw({said("dry", point(1, 1), "", "1"), said("a copy of it", point(2, 2), "", "1"),
        said("twice", point(3, 3)), said("twice", point(3, 3))});
  sync();
  EXPECT_THAT(comments_sent(), ElementsAre("dry", "a copy of it", "twice"));
  EXPECT_EQ(merged_.at(0).id, "1");
  EXPECT_NE(merged_.at(1).id, "1");
  EXPECT_EQ(merged_.at(2).id, merged_.at(3).id);
}

TEST_F(SignalementsTest, OneThatSaysNothingIsAFindingAndIsNotSent) {
  draw({said("nowhere", Null{}), said("", point(2, 2)), said("dry", point(1, 1))});
  sync();
  EXPECT_THAT(comments_sent(), ElementsAre("dry"));
  EXPECT_THAT(codes(), ElementsAre("signalement_incomplete", "signalement_incomplete"));
  EXPECT_THAT(summary_.findings.at(0).message, HasSubstr("it has no place"));
  EXPECT_EQ(summary_.findings.at(0).feature, "fid 1");
}

TEST_F(SignalementsTest, TheirPlacesAreSentInTheReferencesSystem) {
  draw({said("where the projection begins", point(3, 46.5))}, "EPSG:4326");
  sync();
  EXPECT_EQ(sent_.crs.code, 2154);
  const auto box = io::box_of_geometry(view_of(sent_.all.at(0).place));
  ASSERT_TRUE(box);
  EXPECT_NEAR(box->min_x, 700000, 0.01);
  EXPECT_NEAR(box->min_y, 6600000, 0.01);
  EXPECT_EQ(merged_.at(0).place, point(3, 46.5));
}

TEST_F(SignalementsTest, AnAnswerIsEnteredAndEndsIt) {
  draw({said("dry", point(1, 1), "", "1"), said("wet", point(2, 2), "", "2")});
  {
    auto answers = io::Database::open_output(file("answers.gpkg"));
    io::create_geopackage(answers);
    io::write_answers(answers, {});
    io::write_signalement_answers(answers, {{"2", "reject", "it is not", "", ""}});
  }
  sync(file("answers.gpkg").string());
  EXPECT_THAT(comments_sent(), ElementsAre("dry"));
  EXPECT_EQ(merged_.at(0), said("dry", point(1, 1), "", "1"));
  EXPECT_EQ(merged_.at(1).status, "reject");
  EXPECT_EQ(merged_.at(1).answer, "it is not");
  EXPECT_EQ(summary_.answered_signalements, 1U);
  EXPECT_FALSE(summary_.answers);
}

TEST_F(SignalementsTest, ALayerOfThatNameWithOtherColumnsIsLikeAnyOther) {
  {
    auto database = io::Database::open_output(file("local.gpkg"));
    auto schema = io::signalement_schema(io::crs_named("EPSG:2154"));
    schema.columns.resize(2);
    static_cast<void>(io::create_layer(database, schema));
  }
  sync();
  EXPECT_TRUE(sent_.all.empty());
  EXPECT_THAT(codes(), testing::Not(testing::IsEmpty()));
}

}  // namespace
}  // namespace bdf
