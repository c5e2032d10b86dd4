// SPDX-License-Identifier: MIT
// Texts of others, as a terminal gets them.
#include "base/shown.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace bdf {
namespace {

TEST(Shown, WhatPeopleWriteStaysAsItIs) {
  const std::string text = "Rivière de l'Œil\n\t100 € 🌊 “{}”";
  EXPECT_EQ(shown(text), text);
}

TEST(Shown, WhatWouldSteerATerminalIsWrittenOut) {
  EXPECT_EQ(shown("a\x1b[2Jb\rc\x07"), "a\\u001b[2Jb\\u000dc\\u0007");
  EXPECT_EQ(shown("\xc2\x9b[31m"), "\\u009b[31m");
  EXPECT_EQ(shown("\xe2\x80\xae"
                  "fdp.exe"),
            "\\u202efdp.exe");
  EXPECT_EQ(shown(std::string_view("a\0b", 3)), "a\\u0000b");
}

TEST(Shown, BytesThatAreNoTextAreWrittenOut) {
  EXPECT_EQ(shown("\xff\xc3"), "\\xff\\xc3");
  EXPECT_EQ(shown("\xc0\x9b\xed\xa0\x80"), "\\xc0\\x9b\\xed\\xa0\\x80");
  EXPECT_EQ(shown("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80");
}

TEST(Shown, OnALineThereIsNoLineBreak) {
  EXPECT_EQ(shown_on_a_line("a\nb\tc\xe2\x80\xa8"), "a\\u000ab\\u0009c\\u2028");
}

TEST(Shown, ShortlyThereAreTwoHundredBytes) {
  const std::string text(199, 'a');
  EXPECT_EQ(shown_shortly(text + "b"), text + "b");
  EXPECT_EQ(shown_shortly(text + "bc"), text + "b…");
  EXPECT_EQ(shown_shortly(text + "é"), text + "…") << "no half letters";
  EXPECT_EQ(shown_shortly(text.substr(1) + "é€"), text.substr(1) + "é…");
  EXPECT_LT(shown_shortly(std::string(100000, '\x80')).size(), 10U) << "and no more of no text";
  EXPECT_EQ(shown_shortly("a\nb"), "a\\u000ab");
}

TEST(Shown, TemporaryFoldersAreNobodysBusiness) {
  const auto folder =
      (std::filesystem::temp_directory_path() / "bdf-0123456789abcdef.scratch/").string();
  EXPECT_EQ(shown(folder + "a.gpkg: no; " + folder + "b.gpkg"), "a.gpkg: no; b.gpkg");
  const auto other = (std::filesystem::temp_directory_path() / "bdf-mine/a.gpkg").string();
  EXPECT_EQ(shown(other), other);
}

}  // namespace
}  // namespace bdf
