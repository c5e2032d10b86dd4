// SPDX-License-Identifier: MIT
#include "io/wfs_transaction.h"

#include <gmock/gmock.h>

#include "base/error.h"
#include "exchange_samples.h"
#include "io/crs.h"
#include "io/xml_tree.h"
#include "support/run.h"

namespace bdf::io {
namespace {

using testing::HasSubstr;

constexpr const char* head =
    "<wfs:Transaction xmlns:wfs='http://www.opengis.net/wfs/2.0' "
    "xmlns:fes='http://www.opengis.net/fes/2.0' xmlns:gml='http://www.opengis.net/gml/3.2' "
    "xmlns:t='urn:t' service='WFS' version='2.0.0'>\n";

class WfsTransactionTest : public ExchangeTest {
 protected:
  [[nodiscard]] std::string written(const FeatureSpace& space = {}) const {
    write_wfs_transaction(file("t.xml"), changeset_, space);
    return text_in("t.xml");
  }
  [[nodiscard]] std::vector<ForeignAction> read(const std::string& actions) const {
    write("t.xml", head + actions + "</wfs:Transaction>");
    return read_wfs_transaction(file("t.xml"));
  }
  [[nodiscard]] std::string refusal(const std::string& actions) const {
    return message_of<InputError>([&] { static_cast<void>(read(actions)); });
  }
  /// What xmllint says against the last file that was written; "" for nothing.
  [[nodiscard]] std::string against_schema() const {
    const auto ran = tests::run({"xmllint", "--noout", "--nonet", "--schema",
                                 BDF_REPOSITORY "/tests/xsd/wfs.xsd", file("t.xml").string()});
    return ran.code == 0 ? "" : ran.err;
  }
};

TEST_F(WfsTransactionTest, SaysEachActionAsWfsTakesIt) {
  const auto xml = written({"BDTOPO_V3", "http://BDTOPO_V3"});
  EXPECT_EQ(against_schema(), "");
  EXPECT_THAT(xml, HasSubstr("xmlns:BDTOPO_V3=\"http://BDTOPO_V3\""));
  EXPECT_THAT(xml, HasSubstr("xmlns:gml=\"http://www.opengis.net/gml/3.2\""));
  EXPECT_THAT(xml, HasSubstr("<wfs:Delete handle=\"split: T1 → part-1, part-2\" "
                             "typeName=\"BDTOPO_V3:troncon\">"));
  EXPECT_THAT(xml, HasSubstr("<wfs:ValueReference>BDTOPO_V3:largeur</wfs:ValueReference>\n"
                             "  </wfs:Property>"));
  EXPECT_THAT(xml, HasSubstr("<wfs:Value>true</wfs:Value>"));
  EXPECT_THAT(xml, HasSubstr("<fes:Literal>T2</fes:Literal>"));
  EXPECT_THAT(xml, HasSubstr("<BDTOPO_V3:troncon gml:id=\"troncon.a-new-one\">"));
  EXPECT_THAT(xml, HasSubstr("<BDTOPO_V3:rang xsi:nil=\"true\"/>"));
  EXPECT_THAT(xml, HasSubstr("srsName=\"urn:ogc:def:crs:EPSG::2154\" srsDimension=\"2\""));
  EXPECT_THAT(xml, HasSubstr("<gml:posList>0 20 0.1 21</gml:posList>"));
}

TEST_F(WfsTransactionTest, TheSchemaSeesWhatIsOutOfOrder) {
  auto xml = written();
  ASSERT_EQ(against_schema(), "");
  const auto spoil = [&](const std::string& from, const std::string& to) {
    auto spoilt = xml;
    const auto at = spoilt.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    write("t.xml", spoilt.replace(at, from.size(), to));
    EXPECT_NE(against_schema(), "") << from;
  };
  spoil("opengis.net/fes/2.0\"", "opengis.net/ogc\"");
  spoil("<wfs:Value>true</wfs:Value>", "<wfs:Val>true</wfs:Val>");
  spoil(" gml:id=\"g1\"", "");
  spoil("typeName", "typename");
  spoil("<gml:posList>0 20", "<gml:posList>0 x");
}

TEST_F(WfsTransactionTest, KeysOfSeveralColumnsAndFids) {
  changeset_.layers[0].key = {"cleabs", "rang"};
  for (auto& change : changeset_.layers[0].changes)
    if (change.op == Op::update || change.op == Op::remove) change.id += ',' + change.id.substr(1);
  EXPECT_THAT(written(), HasSubstr("<fes:And>"));
  EXPECT_EQ(against_schema(), "");
  changeset_.layers[0].key.clear();
  for (auto& change : changeset_.layers[0].changes)
    if (change.op == Op::update || change.op == Op::remove)
      change.id = std::to_string(change.feature.fid());
  changeset_.layers[0].changes.back().fid = 40;
  const auto xml = written();
  EXPECT_THAT(xml, HasSubstr("<fes:ResourceId rid=\"troncon.2\"/>"));
  EXPECT_THAT(xml, HasSubstr("gml:id=\"new.troncon.part-1\""));
  EXPECT_THAT(xml, HasSubstr("gml:id=\"troncon.40\""));
  EXPECT_EQ(against_schema(), "");
}

TEST_F(WfsTransactionTest, LatitudeComesFirstWhereEpsgSaysSo) {
  changeset_.layers[0].target.crs = crs_named("EPSG:4326");
  EXPECT_THAT(written(), HasSubstr("<gml:posList>20 0 21 0.1</gml:posList>"));
}

TEST_F(WfsTransactionTest, WhatCannotBeSaidIsRefusedByName) {
  const auto refusal_to_write = [&] {
    return message_of<InputError>([&] { static_cast<void>(written()); });
  };
  auto& update = changeset_.layers[0].changes[3];
  update.geometry->after = wkb("LINESTRING M (1 2 3, 4 5 6)");
  EXPECT_THAT(refusal_to_write(), HasSubstr("object T2: GML has no place for M"));
  update.values = {{4, "print2", "\x01", Status::offered}};
  EXPECT_THAT(refusal_to_write(), HasSubstr("“gcms_fingerprint”: wfs-t cannot say the control"));
  changeset_.layers[0].target.crs.organization = "NONE";
  EXPECT_THAT(refusal_to_write(), HasSubstr("no code of EPSG's"));
}

TEST_F(WfsTransactionTest, NamespacesAreChecked) {
  EXPECT_EQ(parse_feature_space("a=http://b").uri, "http://b");
  for (const char* text : {"", "a", "a=", "=b", "gml=x", "wfs=x", "xmlns=x", "1=x", "a b=x"})
    EXPECT_THROW(static_cast<void>(parse_feature_space(text)), UsageError) << text;
}

TEST_F(WfsTransactionTest, ReadsWhatOthersWrite) {
  const auto actions = read(
      "<wfs:Insert srsName='EPSG:2154'><t:troncon gml:id='x'><gml:boundedBy/><t:name/>"
      "<t:nil xsi:nil='1' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'/>"
      "<t:geom><gml:Point><gml:pos>1 2</gml:pos></gml:Point></t:geom></t:troncon></wfs:Insert>\n"
      "<wfs:Update typeName='t:troncon'>"
      "<wfs:Property><wfs:ValueReference>t:a_x0020_b</wfs:ValueReference>"
      "<wfs:Value> &lt;x&gt; </wfs:Value></wfs:Property>"
      "<wfs:Property><wfs:ValueReference action='remove'>c</wfs:ValueReference></wfs:Property>"
      "<fes:Filter><fes:ResourceId rid='troncon.1'/><fes:ResourceId rid='troncon.2'/></fes:Filter>"
      "</wfs:Update>\n"
      "<wfs:Delete typeName='troncon'><fes:Filter><fes:PropertyIsEqualTo>"
      "<fes:Literal>T1</fes:Literal><fes:ValueReference>t:cleabs</fes:ValueReference>"
      "</fes:PropertyIsEqualTo></fes:Filter></wfs:Delete>");
  ASSERT_EQ(actions.size(), 4U);
  EXPECT_EQ(actions[0].sender_id, "x");
  ASSERT_EQ(actions[0].values.size(), 3U);
  EXPECT_EQ(actions[0].values[0].value, Value(""));
  EXPECT_EQ(actions[0].values[1].value, Value(Null{}));
  EXPECT_EQ(actions[0].values[2].value, Value(wkb("POINT (1 2)")));
  EXPECT_EQ(actions[0].values[2].srs_name, "EPSG:2154");
  EXPECT_EQ(actions[1].resource, "troncon.1");
  EXPECT_EQ(actions[2].resource, "troncon.2");
  EXPECT_EQ(actions[2].line, 3U);
  EXPECT_EQ(actions[1].values[0].name, "a b");
  EXPECT_EQ(actions[1].values[0].value, Value(" <x> "));
  EXPECT_EQ(actions[1].values[1].value, Value(Null{}));
  EXPECT_EQ(actions[3].op, Op::remove);
  EXPECT_EQ(actions[3].key.at(0).name, "cleabs");
}

TEST_F(WfsTransactionTest, WhatIsMoreThanATransactionOfObjectsIsRefused) {
  const std::string filter =
      "<fes:Filter><fes:ResourceId rid='troncon.1'/></fes:Filter></wfs:Update>";
  EXPECT_THAT(refusal("\n<wfs:Native/>"), HasSubstr("line 3"));
  EXPECT_THAT(refusal("<wfs:Replace/>"), HasSubstr("Replace"));
  EXPECT_THAT(refusal("<wfs:Insert/>"), HasSubstr("nothing to insert"));
  EXPECT_THAT(refusal("<wfs:Delete typeName='t:a'/>"), HasSubstr("whole layer"));
  EXPECT_THAT(refusal("<wfs:Delete><fes:Filter/></wfs:Delete>"), HasSubstr("no name"));
  EXPECT_THAT(refusal("<wfs:Delete typeName='a'><fes:Filter><fes:PropertyIsLike/></fes:Filter>"
                      "</wfs:Delete>"),
              HasSubstr("no queries"));
  EXPECT_THAT(refusal("<wfs:Update typeName='a'><wfs:Property>"
                      "<wfs:ValueReference>a/b[1]</wfs:ValueReference></wfs:Property>" +
                      filter),
              HasSubstr("no paths"));
  EXPECT_THAT(refusal("<wfs:Update typeName='a'><wfs:Property/>" + filter),
              HasSubstr("ValueReference"));
  EXPECT_THAT(refusal("<wfs:Update typeName='a'><wfs:Property><wfs:ValueReference "
                      "action='insertAfter'>a</wfs:ValueReference></wfs:Property>" +
                      filter),
              HasSubstr("insertAfter"));
  write("t.xml", "<Transaction xmlns='http://www.opengis.net/wfs' version='1.1.0'/>");
  EXPECT_THAT(
      message_of<InputError>([&] { static_cast<void>(read_wfs_transaction(file("t.xml"))); }),
      HasSubstr("WFS 2.0.0, not “1.1.0”"));
  write("t.xml", "<html/>");
  EXPECT_THAT(
      message_of<InputError>([&] { static_cast<void>(read_wfs_transaction(file("t.xml"))); }),
      HasSubstr("no transaction of WFS"));
}

}  // namespace
}  // namespace bdf::io
