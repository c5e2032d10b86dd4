// SPDX-License-Identifier: MIT
#include "jobs/convert.h"

#include <gmock/gmock.h>

#include <limits>
#include <set>

#include "base/error.h"
#include "base/hash.h"
#include "exchange_samples.h"
#include "io/sync_tables.h"
#include "jobs/apply.h"

namespace bdf::io {
namespace {

using testing::HasSubstr;

class ConvertTest : public ExchangeTest {
 protected:
  [[nodiscard]] Changeset completed(const std::string& text,
                                    const std::string& name = "t.json") const {
    write(name, text);
    jobs::ConvertJob job{file(name), file("c.gpkg"), "", file("base.gpkg")};
    job.key = {"cleabs"};
    job.producer = "DDT 38";
    job.overwrite = true;
    job.now = "2026-11-27T00:00:00Z";
    jobs::convert(job);
    return read_changeset(file("c.gpkg"));
  }
  /// One action on layer troncon.
  [[nodiscard]] static std::string action(const std::string& state, const std::string& data) {
    return R"({"table":"troncon","state":")" + state + R"(","data":)" + data + "}";
  }
  [[nodiscard]] static std::string transaction(const std::string& actions) {
    return "{\"actions\": [\n" + actions + "]}";
  }
  [[nodiscard]] std::string refusal(const std::string& actions) const {
    return message_of<InputError>([&] { static_cast<void>(completed(transaction(actions))); });
  }
  [[nodiscard]] std::string refusal_of_geometry(const std::string& wkt) const {
    return refusal(action("Update", R"({"cleabs":"T1","geom":")" + wkt + "\"}"));
  }
  [[nodiscard]] static std::string update_in_gml(const std::string& gml) {
    return "<wfs:Transaction xmlns:wfs='http://www.opengis.net/wfs/2.0' "
           "xmlns:fes='http://www.opengis.net/fes/2.0' xmlns:gml='http://www.opengis.net/gml/3.2' "
           "service='WFS' version='2.0.0'><wfs:Update typeName='troncon'><wfs:Property>"
           "<wfs:ValueReference>geom</wfs:ValueReference><wfs:Value>" +
           gml +
           "</wfs:Value></wfs:Property><fes:Filter><fes:ResourceId rid='troncon.T1'/></fes:Filter>"
           "</wfs:Update></wfs:Transaction>";
  }
};

TEST_F(ConvertTest, TheFileSaysWhatWasThereBefore) {
  const auto changeset = completed(transaction(
      action("Update", R"({"cleabs":"T2","gcms_fingerprint":"print2","rang":"7","fictif":1})") +
      "," + action("Delete", R"({"cleabs":"T1"})") + "," +
      action("Insert", R"j({"cleabs":"T9","largeur":3,"geom":"LINESTRING (1 2, 3 4)"})j")));
  const auto& changes = changeset.layers.at(0).changes;
  ASSERT_EQ(changes.size(), 3U);
  EXPECT_EQ(changes[0].op, Op::remove);
  EXPECT_EQ(changes[0].feature.fid(), 1);
  EXPECT_EQ(changes[1].id, "T2");
  ASSERT_EQ(changes[1].values.size(), 2U);
  EXPECT_EQ(changes[1].values[0].before, Value(std::int64_t{2}));
  EXPECT_EQ(changes[1].values[0].after, Value(std::int64_t{7}));
  EXPECT_EQ(changes[1].values[0].status, Status::offered);
  EXPECT_EQ(changes[1].values[1].after, Value(std::int64_t{1}));
  EXPECT_EQ(changes[2].op, Op::insert);
  EXPECT_EQ(changes[2].feature.value(1), ValueView(3.0));
  EXPECT_EQ(changeset.head.base_digest, sha256_of_file(file("base.gpkg")));
  EXPECT_EQ(changeset.head.producer, "DDT 38");
  EXPECT_EQ(changeset.head.theme, "generic");
  EXPECT_EQ(changeset.head.time, "2026-11-27T00:00:00Z");
}

TEST_F(ConvertTest, ACheckoutSaysWhichStateOfItsBaseItIs) {
  {
    auto database = Database::open_output(file("base.gpkg"));
    write_origins(database, {{"troncon", {"transaction 7", "abc"}}});
  }
  const auto head = completed(transaction(action("Delete", R"({"cleabs":"T1"})"))).head;
  EXPECT_EQ(head.base_edition, "transaction 7");
  EXPECT_EQ(head.base_digest, "abc");
}

TEST_F(ConvertTest, NewObjectsAreCalledAsTheSenderDoesOrByAUid) {
  const auto changeset = completed(transaction(
      action("Insert", R"j({"_client_feature_id":"mine","geom":"LINESTRING (1 2, 3 4)"})j") + "," +
      action("Insert", R"j({"_client_feature_id":"T1","geom":"LINESTRING (1 2, 3 4)"})j") + "," +
      action("Insert", R"j({"geom":"LINESTRING (1 2, 3 4)"})j")));
  std::set<std::string> ids;
  for (const auto& change : changeset.layers.at(0).changes) ids.insert(change.id);
  EXPECT_EQ(ids.size(), 3U);
  EXPECT_TRUE(ids.contains("mine"));
  EXPECT_FALSE(ids.contains("T1"));
}

TEST_F(ConvertTest, WhatDoesNotFitIsNamedWithItsPlace) {
  EXPECT_THAT(refusal("\n" + action("Update", R"({"cleabs":"T7","rang":1})")),
              HasSubstr("t.json, line 3: layer “troncon”, object T7: it is not in"));
  EXPECT_THAT(refusal(action("Update", R"({"rang":1})")), HasSubstr("its key is missing"));
  EXPECT_THAT(refusal(action("Update", R"({"cleabs":"T1","rnag":1})")),
              HasSubstr("no attribute “rnag”"));
  EXPECT_THAT(refusal(action("Update", R"({"cleabs":"T1","rnag":1})")), HasSubstr("“rang”"));
  EXPECT_THAT(refusal(R"({"table":"river","state":"Delete","data":{"cleabs":"T1"}})"),
              HasSubstr("no layer “river”; it has: troncon"));
  EXPECT_THAT(refusal(action("Insert", R"({"cleabs":"T1"})")), HasSubstr("already in"));
  EXPECT_THAT(
      refusal(action("Insert", R"({"cleabs":"N"})") + "," + action("Insert", R"({"cleabs":"N"})")),
      HasSubstr("two objects of this key"));
  EXPECT_THAT(refusal(action("Delete", R"({"cleabs":"T1"})") + "," +
                      action("Update", R"({"cleabs":"T1","rang":1})")),
              HasSubstr("is about it too"));
  EXPECT_THAT(refusal(action("Delete", R"({"cleabs":"T1","rang":1})")), HasSubstr("sets nothing"));
  EXPECT_THAT(refusal(action("Update", R"({"cleabs":"T1","RANG":1,"rang":2})")),
              HasSubstr("said twice"));
  EXPECT_THAT(refusal(action("Delete", R"({"cleabs":"T1","gcms_fingerprint":"old"})")),
              HasSubstr("it has changed since: its gcms_fingerprint is “print1”, not “old”"));
}

TEST_F(ConvertTest, ValuesThatAreNoneOfTheirTypeAreRefused) {
  for (const char* value : {R"("many")", "1.5", "18446744073709551615", "1e300", R"("")", "true"})
    EXPECT_THAT(refusal(action("Update", std::string(R"({"cleabs":"T1","rang":)") + value + "}")),
                HasSubstr("object T1: “rang”: "))
        << value;
  for (const char* value : {R"("Vrai")", "2", R"("")"})
    EXPECT_THAT(refusal(action("Update", std::string(R"({"cleabs":"T1","fictif":)") + value + "}")),
                HasSubstr("“fictif”"))
        << value;
}

TEST_F(ConvertTest, GeometriesThatTheLayerCannotHoldAreRefused) {
  EXPECT_THAT(refusal_of_geometry("POINT (1 2)"),
              HasSubstr("is a POINT, and the layer holds LINESTRING"));
  EXPECT_THAT(refusal_of_geometry("LINESTRING Z (1 2 3, 4 5 6)"), HasSubstr("has Z"));
  EXPECT_THAT(refusal_of_geometry("LINESTRING (1 2"), HasSubstr("no geometry in WKT"));
  EXPECT_THAT(refusal_of_geometry("LINESTRING (1 2, 1 2)"), HasSubstr("fewer than two distinct"));
  EXPECT_THAT(refusal_of_geometry("LINESTRING (1 nan, 1 2)"), HasSubstr("no finite number"));
  EXPECT_THAT(refusal(action("Update", R"({"cleabs":"T1","geom":7})")), HasSubstr("“geom”"));
}

TEST_F(ConvertTest, RingsAreClosed) {
  Database::open_output(file("base.gpkg"))
      .execute("UPDATE gpkg_geometry_columns SET geometry_type_name = 'POLYGON'");
  EXPECT_THAT(refusal_of_geometry("POLYGON ((0 0, 1 0, 1 1, 0 1))"), HasSubstr("not closed"));
  const auto changeset = completed(transaction(
      action("Update", R"j({"cleabs":"T1","geom":"MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)))"})j")));
  EXPECT_EQ(changeset.layers.at(0).changes.at(0).geometry->after,
            Value(wkb("POLYGON ((0 0, 1 0, 1 1, 0 0))")));
}

TEST_F(ConvertTest, AnotherReferenceSystemIsRefused) {
  const auto line = [](const std::string& srs) {
    return update_in_gml("<gml:LineString" + srs +
                         "><gml:posList>1 2 3 4</gml:posList></gml:LineString>");
  };
  const auto message = [&](const std::string& srs) {
    return message_of<InputError>([&] { static_cast<void>(completed(line(srs), "t.xml")); });
  };
  EXPECT_THAT(message(" srsName='urn:ogc:def:crs:EPSG::4326'"),
              HasSubstr("is in urn:ogc:def:crs:EPSG::4326, and the layer in EPSG:2154"));
  EXPECT_THAT(message(" srsName='IGNF:LAMB93'"), HasSubstr("does not know"));
  EXPECT_EQ(completed(line(""), "t.xml").layers.at(0).changes.at(0).geometry->after,
            Value(wkb("LINESTRING (1 2, 3 4)")));
}

TEST_F(ConvertTest, ASplitComesBackAsADeletionAndInsertionsAndDoesTheSame) {
  changeset_.layers[0].changes[1].id = "T1";  // one part keeps the key
  changeset_.layers[0].changes[1].values = {{0, Null{}, "T1", Status::offered}};
  write_changeset(file("sent.gpkg"), changeset_.head, changeset_.layers);
  jobs::convert({file("sent.gpkg"), file("t.json"), "", ""});
  const auto back = completed(text_in("t.json"));
  std::vector<std::string> ops;
  for (const auto& change : back.layers.at(0).changes)
    if (change.id == "T1") ops.emplace_back(name_of(change.op));
  EXPECT_EQ(ops, (std::vector<std::string>{"delete", "insert"}));
  const auto applied = [&](const char* name) {
    jobs::ApplyJob job;
    job.changeset = file(name);
    job.target = file("base.gpkg");
    job.out = file("applied.gpkg");
    job.overwrite = true;
    jobs::apply_changeset(job);
    auto database = Database::open_input(file("applied.gpkg"));
    auto count =
        database.prepare("SELECT count(*), count(DISTINCT cleabs), sum(fictif) FROM troncon");
    count.step();
    return count.text(0) + " " + count.text(1) + " " + count.text(2);
  };
  EXPECT_EQ(applied("c.gpkg"), applied("sent.gpkg"));
}

/// What a transaction says and what it leaves out come to the same as the whole.
TEST_F(ConvertTest, WhatIsLeftOutIsAContributionOfItsOwn) {
  auto& update = changeset_.layers[0].changes[3];
  update.values = {{1, 1.0, std::numeric_limits<double>::infinity(), Status::offered},
                   {3, std::int64_t{0}, std::int64_t{1}, Status::proposed}};
  changeset_.signalements.all.push_back(
      {"s1", "dry", "", "", "", "", "submit", "", wkb("POINT (1 2)")});
  changeset_.signalements.crs = changeset_.layers[0].target.crs;
  write_changeset(file("sent.gpkg"), changeset_.head, to_write(changeset_.layers),
                  changeset_.signalements);
  jobs::ConvertJob job{file("sent.gpkg"), file("t.json"), "", ""};
  job.left_out = file("rest.gpkg");
  const auto converted = jobs::convert(job);
  EXPECT_EQ(converted.updated, 1U);
  ASSERT_EQ(converted.left_out.size(), 2U);
  EXPECT_EQ(converted.left_out[0].thing, "largeur");
  EXPECT_EQ(converted.left_out[1].layer, "signalement");
  EXPECT_EQ(converted.left_out[1].object, "s1");
  const auto rest = read_changeset(file("rest.gpkg"));
  EXPECT_EQ(rest.head.base_edition, changeset_.head.base_edition);
  EXPECT_EQ(rest.head.producer, "DDT 38");
  ASSERT_EQ(rest.layers.size(), 1U);
  ASSERT_EQ(rest.layers[0].changes.size(), 1U);
  EXPECT_EQ(rest.layers[0].changes[0].values.at(0).before, Value(1.0));
  EXPECT_EQ(rest.signalements.all, changeset_.signalements.all);

  const auto apply = [&](const char* changeset, const char* target, const char* out) {
    jobs::ApplyJob one;
    one.changeset = file(changeset);
    one.target = file(target);
    one.out = file(out);
    jobs::apply_changeset(one);
    return sha256_of_file(file(out));
  };
  static_cast<void>(completed(text_in("t.json")));
  apply("c.gpkg", "base.gpkg", "half.gpkg");
  apply("rest.gpkg", "half.gpkg", "whole.gpkg");
  apply("sent.gpkg", "base.gpkg", "expected.gpkg");
  const auto rows = [&](const char* name) {
    auto database = Database::open_input(file(name));
    auto row = database.prepare(
        "SELECT group_concat(coalesce(cleabs, '') || largeur || fictif || hex(geom)) FROM (SELECT "
        "* FROM troncon ORDER BY cleabs, geom)");
    row.step();
    return row.text(0);
  };
  EXPECT_EQ(rows("whole.gpkg"), rows("expected.gpkg"));
  EXPECT_NE(rows("whole.gpkg"), rows("half.gpkg"));
}

TEST_F(ConvertTest, WhereNothingCanBeSaidNothingIsWritten) {
  auto& changes = changeset_.layers[0].changes;
  changes = {changes[3]};
  changes[0].id = "2f9d6c3a";
  write_changeset(file("sent.gpkg"), changeset_.head, changeset_.layers);
  jobs::ConvertJob job{file("sent.gpkg"), file("t.xml"), "", ""};
  job.left_out = file("rest.gpkg");
  EXPECT_THAT(message_of<InputError>([&] { jobs::convert(job); }),
              HasSubstr("can be said in wfs-t. Nothing was written. First: layer “troncon”, object "
                        "2f9d6c3a, largeur: its key does not name it alone"));
  EXPECT_FALSE(std::filesystem::exists(file("t.xml")));
  EXPECT_FALSE(std::filesystem::exists(file("rest.gpkg")));
}

TEST_F(ConvertTest, FormatsAreSeenAndAsked) {
  write_changeset(file("sent.gpkg"), changeset_.head, changeset_.layers);
  const auto usage = [&](const jobs::ConvertJob& job) {
    return message_of<UsageError>([&] { jobs::convert(job); });
  };
  write("t.json", "{}");
  EXPECT_THAT(usage({file("sent.gpkg"), file("x.txt"), "", ""}), HasSubstr("--as"));
  EXPECT_THAT(usage({file("sent.gpkg"), file("x.txt"), "shapefile", ""}), HasSubstr("“shapefile”"));
  EXPECT_THAT(usage({file("sent.gpkg"), file("x.gpkg"), "", ""}), HasSubstr("already"));
  EXPECT_THAT(usage({file("t.json"), file("x.gpkg"), "", ""}), HasSubstr("--against"));
  EXPECT_THAT(usage({file(""), file("x.gpkg"), "", ""}), HasSubstr("folder"));
  write("t.txt", "\n  hello");
  EXPECT_THROW(jobs::convert({file("t.txt"), file("x.gpkg"), "", ""}), InputError);
  const auto to_folder = jobs::convert({file("sent.gpkg"), file("delivery"), "", ""});
  EXPECT_EQ(to_folder.to, jobs::ExchangeFormat::geoplateforme);
  EXPECT_EQ(to_folder.inserted, 3U);
  EXPECT_EQ(to_folder.updated, 1U);
  EXPECT_EQ(to_folder.deleted, 2U);
  EXPECT_THAT(usage({file("sent.gpkg"), file("delivery"), "", ""}), HasSubstr("not empty"));
}

}  // namespace
}  // namespace bdf::io
