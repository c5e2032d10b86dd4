// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "base/message.h"
#include "io/xml_name.h"
#include "io/xml_output.h"
#include "io/xml_tree.h"
#include "io_fixture.h"

namespace bdf::io {
namespace {

using testing::HasSubstr;

std::string refusal(const std::string& xml) {
  set_language("en");
  return message_of<InputError>([&] { static_cast<void>(parse_xml(xml)); });
}

TEST(XmlName, SpellsWhatCannotStandInANameAndReadsItBack) {
  const std::vector<std::pair<std::string, std::string>> names{
      {"cleabs", "cleabs"},
      {"na\"me 'é'", "na_x0022_me_x0020__x0027_é_x0027_"},
      {"2width", "_x0032_width"},
      {"_x0041_", "_x005F_x0041_"},
      {"a:b", "a_x003A_b"},
      {"-a", "_x002D_a"},
      {"𝄞", "𝄞"},
      {"<&>", "_x003C__x0026__x003E_"},
      {"_x", "_x005F_x"},
      {"a-b.c_d", "a-b.c_d"}};
  for (const auto& [name, xml] : names) {
    EXPECT_EQ(xml_name(name), xml);
    EXPECT_TRUE(is_ncname(xml)) << xml;
    EXPECT_EQ(name_of_xml(xml), name);
  }
  EXPECT_EQ(name_of_xml("a_xZZZZ_b_x12_"), "a_xZZZZ_b_x12_");
  EXPECT_EQ(name_of_xml("_xD800_"), "_xD800_");
}

TEST(XmlName, KnowsWhatXmlCanSay) {
  EXPECT_TRUE(is_xml_text("tab\t, \r\n, é, 𝄞, <&>"));
  for (const char* text : {"\x01", "\x1b[0m", "\xff", "\xef\xbf\xbf"})
    EXPECT_FALSE(is_xml_text(text)) << text;
  for (const char* name : {"", "1a", "a b", "a:b", "\xff"}) EXPECT_FALSE(is_ncname(name)) << name;
}

TEST(XmlOutput, WhatItWritesReadsBack) {
  const std::string text = " <a href=\"x\">'&amp;'</a> ]]>\r\n\ttab é 𝄞 ";
  XmlOutput output;
  output.open("r").attribute("a", text).element("empty", "").element("text", text);
  const auto root = parse_xml(output.finish());
  EXPECT_EQ(root.attribute("", "a"), text);
  ASSERT_EQ(root.children.size(), 2U);
  EXPECT_EQ(root.children[0].text, "");
  EXPECT_EQ(root.children[1].text, text);
}

TEST(XmlTree, KnowsNamespacesLinesAndText) {
  const auto root = parse_xml(
      "<?xml version=\"1.0\"?>\n<a xmlns='u' xmlns:b='v' b:k='1' k='2'>\n"
      "  <b:c>x<![CDATA[<y>]]><!-- no -->z&lt;</b:c>\n</a>");
  EXPECT_TRUE(root.is("u", "a"));
  EXPECT_EQ(root.attribute("v", "k"), "1");
  EXPECT_EQ(root.attribute("", "k"), "2");
  EXPECT_EQ(root.attribute("", "none"), "");
  ASSERT_NE(root.child("v", "c"), nullptr);
  EXPECT_EQ(root.child("u", "c"), nullptr);
  EXPECT_EQ(root.child("v", "c")->text, "x<y>z<");
  EXPECT_EQ(root.child("v", "c")->line, 3U);
}

TEST(XmlTree, ReadsOtherEncodings) {
  EXPECT_EQ(parse_xml("<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe9</a>").text, "é");
}

TEST(XmlTree, EntitiesOfOnesOwnAreRefused) {
  const std::string bomb =
      "<?xml version='1.0'?>\n<!DOCTYPE a [<!ENTITY x 'ha'><!ENTITY y '&x;&x;&x;&x;'>]>\n"
      "<a>&y;</a>";
  EXPECT_THAT(refusal(bomb), HasSubstr("document type"));
  EXPECT_THAT(refusal(bomb), HasSubstr("line 2"));
  EXPECT_THAT(refusal("<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>"), HasSubstr("document type"));
  EXPECT_THAT(refusal("<!DOCTYPE a [<!ENTITY f SYSTEM 'file:///etc/passwd'>]><a>&f;</a>"),
              HasSubstr("document type"));
  EXPECT_THAT(refusal("<a>&f;</a>"), HasSubstr("line 1"));
}

TEST(XmlTree, WhatIsNotWellFormedIsRefusedWithItsLine) {
  EXPECT_THAT(refusal("<a>\n<b>\n</a>"), HasSubstr("line 3"));
  for (const char* xml : {"", "text", "<a", "<a></b>", "<a/><b/>", "<a k='1' k='2'/>", "<p:a/>\x01",
                          "<a>\xff</a>", "{\"a\": 1}"})
    EXPECT_THAT(refusal(xml), HasSubstr("no well-formed XML")) << xml;
}

TEST(XmlTree, DepthIsBounded) {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<a>";
  EXPECT_THAT(refusal(deep), HasSubstr("no well-formed XML"));
}

}  // namespace
}  // namespace bdf::io
