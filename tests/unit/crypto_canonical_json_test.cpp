// SPDX-License-Identifier: MIT
#include "crypto/canonical_json.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <nlohmann/json.hpp>
#include <random>

#include "base/error.h"
#include "crypto/ecmascript_number.h"

namespace bdf::crypto {
namespace {

using Json = nlohmann::json;

std::string canonical(const std::string& text) { return canonical_json(parse_strictly(text)); }

bool is_refused(const std::string& text) {
  try {
    canonical(text);
  } catch (const InputError&) {
    return true;
  }
  return false;
}

/// RFC 8785, sections 3.2.2 to 3.2.4.
TEST(CanonicalJson, WritesTheSampleOfItsRfc) {
  EXPECT_EQ(canonical(R"({
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    })"),
            "{\"literals\":[null,true,false],"
            "\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
            "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
}

/// RFC 8785, section 3.2.3: by code points or bytes the smiley would come last.
TEST(CanonicalJson, SortsNamesByTheirUtf16Units) {
  EXPECT_EQ(canonical(R"({"\u20ac": "Euro Sign", "\r": "Carriage Return",
                          "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",
                          "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control",
                          "\u00f6": "Latin Small Letter O With Diaeresis"})"),
            "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
            "\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\","
            "\"😀\":\"Emoji: Grinning Face\",\"\uFB33\":\"Hebrew Letter Dalet With Dagesh\"}");
}

/// Of the test data that the authors of RFC 8785 publish beside it.
TEST(CanonicalJson, WritesTheSamplesOfItsAuthors) {
  EXPECT_EQ(canonical(R"([56, {"d": true, "10": null, "1": [ ]}])"),
            R"([56,{"1":[],"10":null,"d":true}])");
  EXPECT_EQ(canonical(R"({"peach": "This sorting order", "péché": "is wrong according to French",
                          "pêche": "but canonicalization MUST", "sin": "ignore locale"})"),
            "{\"peach\":\"This sorting order\",\"péché\":\"is wrong according to French\","
            "\"pêche\":\"but canonicalization MUST\",\"sin\":\"ignore locale\"}");
  EXPECT_EQ(canonical(R"({"1": {"f": {"f": "hi", "F": 5}, "\n": 56.0}, "10": {}, "": "empty",
                          "a": {}, "111": [{"e": "yes", "E": "no"}], "A": {}})"),
            R"({"":"empty","1":{"\n":56,"f":{"F":5,"f":"hi"}},"10":{},)"
            R"("111":[{"E":"no","e":"yes"}],"A":{},"a":{}})");
  EXPECT_EQ(canonical(R"({"Unnormalized Unicode": "A\u030a"})"),
            "{\"Unnormalized Unicode\":\"A\u030a\"}");
}

/// RFC 8785, appendix B.
TEST(CanonicalJson, WritesNumbersAsEcmaScriptDoes) {
  const std::vector<std::pair<std::uint64_t, std::string>> samples{
      {0x0000000000000000, "0"},
      {0x8000000000000000, "0"},
      {0x0000000000000001, "5e-324"},
      {0x8000000000000001, "-5e-324"},
      {0x7fefffffffffffff, "1.7976931348623157e+308"},
      {0xffefffffffffffff, "-1.7976931348623157e+308"},
      {0x4340000000000000, "9007199254740992"},
      {0xc340000000000000, "-9007199254740992"},
      {0x4430000000000000, "295147905179352830000"},
      {0x44b52d02c7e14af5, "9.999999999999997e+22"},
      {0x44b52d02c7e14af6, "1e+23"},
      {0x44b52d02c7e14af7, "1.0000000000000001e+23"},
      {0x444b1ae4d6e2ef4e, "999999999999999700000"},
      {0x444b1ae4d6e2ef4f, "999999999999999900000"},
      {0x444b1ae4d6e2ef50, "1e+21"},
      {0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"},
      {0x3eb0c6f7a0b5ed8d, "0.000001"},
      {0x41b3de4355555553, "333333333.3333332"},
      {0x41b3de4355555554, "333333333.33333325"},
      {0x41b3de4355555555, "333333333.3333333"},
      {0x41b3de4355555556, "333333333.3333334"},
      {0x41b3de4355555557, "333333333.33333343"},
      {0xbecbf647612f3696, "-0.0000033333333333333333"},
      {0x43143ff3c1cb0959, "1424953923781206.2"}};
  for (const auto& [bits, text] : samples)
    EXPECT_EQ(canonical_json(Json(std::bit_cast<double>(bits))), text) << std::hex << bits;
  for (const std::uint64_t bits : {0x7fffffffffffffff, 0x7ff0000000000000})
    EXPECT_THROW(static_cast<void>(canonical_json(Json(std::bit_cast<double>(bits)))), InputError);
}

TEST(CanonicalJson, LosesNoBitOfANumber) {
  std::mt19937_64 random(11);
  for (int i = 0; i < 100000; ++i) {
    const auto number = std::bit_cast<double>(random());
    if (!std::isfinite(number)) continue;
    EXPECT_EQ(std::strtod(ecmascript_text(number).c_str(), nullptr), number);
  }
}

TEST(CanonicalJson, WritesTheSameOfWhatItHasWritten) {
  for (const auto* text : {R"({"b":[1,-2.5e-10,{"z":"\u007f\u0000é"}],"a":"\ud83d\ude00"})", "[]",
                           "{}", "null", "\"\"", "-1", "[[[[1]]]]"}) {
    const auto once = canonical(text);
    EXPECT_EQ(canonical(once), once);
  }
}

TEST(CanonicalJson, TakesIntegersUpTo2To53) {
  EXPECT_EQ(canonical("[9007199254740992, -9007199254740992]"),
            "[9007199254740992,-9007199254740992]");
  for (const auto* text :
       {"9007199254740993", "-9007199254740993", "18446744073709551615", "18446744073709551616",
        "-9223372036854775809", "[1e0, 100000000000000000000]"})
    EXPECT_TRUE(is_refused(text)) << text;
  EXPECT_THROW(static_cast<void>(canonical_json(std::numeric_limits<std::uint64_t>::max())),
               InputError);
  EXPECT_THROW(static_cast<void>(canonical_json(std::numeric_limits<std::int64_t>::min())),
               InputError);
}

TEST(CanonicalJson, RefusesWhatReadersWouldTakeForDifferentThings) {
  for (const auto* text : {R"({"a": 1, "a": 1})",
                           R"({"a": 1, "\u0061": 2})",
                           R"([{"b": {"c": 1, "d": 2, "c": 3}}])",
                           R"("\ud800")",
                           R"("\udc00")",
                           R"("\ud800\u0041")",
                           "\"\xed\xa0\x80\"",
                           "\"\xff\"",
                           "\"\xc0\x80\"",
                           "1e400",
                           "NaN",
                           "Infinity",
                           "",
                           "{",
                           "[1,]",
                           "1 2",
                           "{\"a\" 1}",
                           "'a'",
                           "[1] // so",
                           "\"a\tb\"",
                           "01",
                           "\xef\xbb\xbf"
                           "1x"})
    EXPECT_TRUE(is_refused(text)) << text;
  EXPECT_FALSE(is_refused(R"([{"a": 1}, {"a": 1}])"));
}

TEST(CanonicalJson, RefusesTextOfOurOwnThatIsNotUtf8) {
  for (const auto* text : {"\xff", "\xed\xa0\x80", "\xf4\x90\x80\x80"}) {
    EXPECT_THROW(static_cast<void>(canonical_json(Json(text))), InputError);
    EXPECT_THROW(static_cast<void>(canonical_json(Json{{text, 1}})), InputError);
  }
  EXPECT_THROW(static_cast<void>(canonical_json(Json::binary({1, 2}))), InputError);
}

TEST(CanonicalJson, RefusesWhatIsNestedWithoutEnd) {
  EXPECT_TRUE(is_refused(std::string(100000, '[')));
  EXPECT_FALSE(is_refused(std::string(100, '[') + std::string(100, ']')));
  EXPECT_TRUE(is_refused(std::string(102, '[') + std::string(102, ']')));
}

}  // namespace
}  // namespace bdf::crypto
