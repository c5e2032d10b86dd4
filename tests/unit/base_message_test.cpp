// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <clocale>
#include <cstdlib>

#include "base/error.h"
#include "base/message.h"

namespace bdf {
namespace {

class Message : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* name : {"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"}) unsetenv(name);
  }
  void TearDown() override { set_language("en"); }

  static std::string language_with(const char* variable, const char* value) {
    setenv(variable, value, 1);
    set_language("");
    return current_language();
  }
};

TEST_F(Message, IsEnglishUnlessAskedOtherwise) {
  set_language("");
  EXPECT_EQ(current_language(), "en");
  EXPECT_EQ(msg("out of memory"), "out of memory");
}

TEST_F(Message, IsFrenchWithoutAnyFrenchLocale) {
  setenv("LC_ALL", "C", 1);
  set_language("fr");
  EXPECT_EQ(msg("out of memory"), "mémoire insuffisante");
  set_language("en");
  EXPECT_EQ(msg("out of memory"), "out of memory");
}

TEST_F(Message, TakesTheLanguageOfTheEnvironmentInGettextsOrder) {
  EXPECT_EQ(language_with("LANG", "fr_FR.UTF-8"), "fr");
  unsetenv("LANGUAGE");
  EXPECT_EQ(language_with("LC_MESSAGES", "en_GB.UTF-8"), "en");
  EXPECT_EQ(language_with("LC_ALL", "fr_CA"), "fr");
  EXPECT_EQ(language_with("LANGUAGE", "en:fr"), "en");
}

TEST_F(Message, KnowsNoOtherLanguage) { EXPECT_THROW(set_language("de"), UsageError); }

TEST_F(Message, WritesNumbersAlikeInEveryLanguage) {
  set_language("fr");
  EXPECT_STREQ(std::setlocale(LC_NUMERIC, nullptr), "C");
  EXPECT_EQ(msg("{}", 1234567.5), "1234567.5");
}

TEST_F(Message, ChoosesTheFormForANumber) {
  EXPECT_EQ(msgn("{} stream", "{} streams", 1), "1 stream");
  EXPECT_EQ(msgn("{} stream in {}", "{} streams in {}", 0, "Isère"), "0 streams in Isère");
}

TEST_F(Message, FallsBackWhereATranslationDoesNotFit) {
  const std::string name = "Drac";
  EXPECT_EQ(detail::format("{} {} {}", "river {}", fmt::make_format_args(name)), "river Drac");
  EXPECT_EQ(detail::format("fleuve {:d}", "river {}", fmt::make_format_args(name)), "river Drac");
}

}  // namespace
}  // namespace bdf
