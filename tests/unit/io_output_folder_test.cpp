// SPDX-License-Identifier: MIT
#include "io/output_folder.h"

#include "base/error.h"
#include "io_fixture.h"

namespace bdf::io {
namespace {

namespace fs = std::filesystem;

using OutputFolderTest = IoTest;

std::string content(const fs::path& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// A finished result of an earlier run.
void make_result(const fs::path& folder, const std::string& text) {
  OutputFolder output(folder, true);
  write_text(output.file("summary.json"), text);
  output.commit();
}

TEST_F(OutputFolderTest, AppearsWhole) {
  {
    OutputFolder output(file("out"), false);
    write_text(output.file("summary.json"), "{}");
    write_text(output.staging() / "temporary", "x");
    EXPECT_FALSE(fs::exists(file("out")));
    output.commit();
  }
  EXPECT_EQ("{}", content(file("out/summary.json")));
  EXPECT_FALSE(fs::exists(file("out/staging")));
  EXPECT_FALSE(fs::exists(file("out.partial")));
}

TEST_F(OutputFolderTest, LeavesNothingWithoutCommit) {
  make_result(file("out"), "old");
  {
    OutputFolder output(file("out"), true);
    write_text(output.file("summary.json"), "new");
  }
  EXPECT_EQ("old", content(file("out/summary.json")));
  EXPECT_FALSE(fs::exists(file("out.partial")));
}

TEST_F(OutputFolderTest, ReplacesResultsAndKeepsWhatPeoplePutBesideThem) {
  make_result(file("out"), "old");
  write_text(file("out/report.html"), "old");
  write_text(file("out/projet.qgz"), "x");
  fs::create_directory(file("out/photos"));
  write_text(file("out/photos/a.jpg"), "x");
  make_result(file("out/"), "new");
  EXPECT_EQ("new", content(file("out/summary.json")));
  EXPECT_FALSE(fs::exists(file("out/report.html")));
  EXPECT_EQ("x", content(file("out/projet.qgz")));
  EXPECT_EQ("x", content(file("out/photos/a.jpg")));
  EXPECT_FALSE(fs::exists(file("out.partial")));
}

TEST_F(OutputFolderTest, SomebodyElsesFolderOfThatNameIsNotTouched) {
  fs::create_directory(file("out.partial"));
  write_text(file("out.partial/mine.txt"), "x");
  EXPECT_THROW(OutputFolder(file("out"), false), UsageError);
  EXPECT_EQ("x", content(file("out.partial/mine.txt")));
  EXPECT_FALSE(fs::exists(file("out")));
  fs::create_directory(file("one.gpkg.partial"));
  EXPECT_THROW(OutputFile(file("one.gpkg"), false), UsageError);
  EXPECT_TRUE(fs::exists(file("one.gpkg.partial")));
}

TEST_F(OutputFolderTest, DoesNotReplaceWhatIsNotOurs) {
  make_result(file("out"), "old");
  EXPECT_THROW(OutputFolder(file("out"), false), UsageError);
  fs::create_directory(file("photos"));
  write_text(file("photos/a.jpg"), "x");
  EXPECT_THROW(OutputFolder(file("photos"), true), UsageError);
  EXPECT_THROW(OutputFolder(file("photos/a.jpg"), true), UsageError);
  EXPECT_EQ("x", content(file("photos/a.jpg")));
  fs::create_directory(file("empty"));
  make_result(file("empty"), "new");
  EXPECT_EQ("new", content(file("empty/summary.json")));
}

TEST_F(OutputFolderTest, RemainsOfADeadRunAreRemovedAndALiveRunIsNot) {
  fs::create_directory(file("out.partial"));
  write_text(file("out.partial/merged.gpkg"), "x");
  write_text(file("out.partial/merged.gpkg-journal"), "x");
  {
    OutputFolder output(file("out"), false);
    EXPECT_FALSE(fs::exists(output.file("merged.gpkg")));
    EXPECT_THROW(OutputFolder(file("out"), false), StoreError);
    EXPECT_TRUE(fs::exists(file("out.partial")));
  }
  EXPECT_FALSE(fs::exists(file("out.partial")));
}

TEST_F(OutputFolderTest, AFolderThatCannotBeMadeIsNamed) {
  const auto message =
      message_of<StoreError>([&] { OutputFolder output(file("none/out"), false); });
  EXPECT_NE(std::string::npos, message.find("none")) << message;
  const auto refused = message_of<StoreError>([] { OutputFolder output("/proc/bdf_out", false); });
  EXPECT_NE(std::string::npos, refused.find("/proc/bdf_out")) << refused;
}

TEST_F(OutputFolderTest, ALinkedFolderStaysALink) {
  make_result(file("real"), "old");
  fs::create_directory_symlink(file("real"), file("link"));
  make_result(file("link"), "new");
  EXPECT_TRUE(fs::is_symlink(file("link")));
  EXPECT_EQ("new", content(file("real/summary.json")));
}

TEST_F(OutputFolderTest, AResultThatIsBeingEditedIsNotReplaced) {
  make_result(file("out"), "old");
  create_rivers(file("out/merged.gpkg"), 1);
  PlainSqlite editor(file("out/merged.gpkg"));
  editor.run("PRAGMA journal_mode = WAL; UPDATE troncon SET cleabs = 'edited'");
  const auto message = message_of<StoreError>([&] { OutputFolder output(file("out"), true); });
  EXPECT_NE(std::string::npos, message.find("merged.gpkg")) << message;
}

TEST_F(OutputFolderTest, WhatAppearsMeanwhileIsNotReplaced) {
  OutputFolder output(file("out"), false);
  fs::create_directory(file("out"));
  write_text(file("out/summary.json"), "another's");
  EXPECT_THROW(output.commit(), UsageError);
  EXPECT_EQ("another's", content(file("out/summary.json")));
}

TEST_F(OutputFolderTest, OneFileLikewise) {
  {
    OutputFile output(file("a.json"), false);
    write_text(output.path(), "1");
  }
  EXPECT_FALSE(fs::exists(file("a.json")));
  EXPECT_FALSE(fs::exists(file("a.json.partial")));
  for (const char* text : {"1", "2"}) {
    OutputFile output(file("a.json"), true);
    write_text(output.path(), text);
    output.commit();
    EXPECT_EQ(text, content(file("a.json")));
  }
  EXPECT_THROW(OutputFile(file("a.json"), false), UsageError);
  EXPECT_THROW(OutputFile(file(""), true), UsageError);
}

TEST_F(OutputFolderTest, AFullDiskIsSaidPlainly) {
  if (!fs::exists("/dev/full")) GTEST_SKIP();
  const auto message = message_of<StoreError>([] { write_text("/dev/full", "text"); });
  EXPECT_NE(std::string::npos, message.find("the disk is full")) << message;
}

}  // namespace
}  // namespace bdf::io
