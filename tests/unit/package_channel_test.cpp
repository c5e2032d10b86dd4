// SPDX-License-Identifier: MIT
// Files from servers that are good, broken or hostile.
#include "package/channel.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "base/error.h"
#include "base/hash.h"
#include "support/package_server.h"
#include "support/temporary_folder.h"
#include "unit/archive_samples.h"

namespace bdf::package {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using tests::Behaviour;
using tests::bytes_of;
using tests::Manner;
using tests::PackageServer;
using tests::TemporaryFolder;
using tests::write_bytes;

std::string noise(std::size_t size, unsigned seed = 1) {
  std::mt19937 random(seed);
  std::string bytes(size, '\0');
  for (auto& byte : bytes) byte = static_cast<char>(random());
  return bytes;
}

class Channels : public testing::Test {
 protected:
  static constexpr std::size_t size = 200'000;

  Channels() : content_(noise(size)), server_(served_.path()) {
    setenv("no_proxy", "127.0.0.1", 1);
    write_bytes(served_.path() / "download" / "a.7z", content_);
    promised_ = {"download/a.7z", size, sha256(content_)};
  }

  void bring() { bring_from(server_.url()); }
  void bring_from(const std::string& source) {
    HttpPatience patience;
    patience.stall_seconds = 1;
    Channel(source, patience).bring(promised_, target());
  }
  [[nodiscard]] fs::path target() const { return into_.path() / "a.7z"; }
  [[nodiscard]] fs::path part() const { return into_.path() / "a.7z.part"; }

  /// Everything is there, and nothing beside it.
  void expect_brought() const {
    EXPECT_EQ(bytes_of(target()), content_);
    EXPECT_THAT(tests::tree_in(into_.path()), SizeIs(1));
  }
  template <class E>
  void expect_refused(const std::string& why) {
    try {
      bring();
      FAIL() << "not refused";
    } catch (const E& error) {
      EXPECT_THAT(error.what(), HasSubstr(why));
    }
    EXPECT_FALSE(fs::exists(target()));
  }

  TemporaryFolder served_, into_;
  std::string content_;
  PromisedFile promised_;
  PackageServer server_;
};

TEST_F(Channels, BringAFileFromAServerOrAFolder) {
  bring();
  expect_brought();
  fs::remove(target());
  bring_from(served_.path());
  expect_brought();
  server_.forget_requests();
  bring();  // it is there
  EXPECT_THAT(server_.requests(), IsEmpty());
  write_bytes(target(), noise(size, 2));  // another one
  bring_from(server_.url() + "/index.json");
  expect_brought();
}

TEST_F(Channels, BringAnEmptyFile) {
  write_bytes(served_.path() / "download" / "a.7z", "");
  content_.clear();
  promised_ = {"download/a.7z", 0, sha256("")};
  bring();
  expect_brought();
}

TEST_F(Channels, GoOnWhereTheConnectionBroke) {
  server_.behave({Manner::drops, "/", 50'000});
  bring();
  expect_brought();
  const auto requests = server_.requests();
  ASSERT_THAT(requests, SizeIs(4));
  EXPECT_EQ(requests[0].range, "");
  EXPECT_EQ(requests[1].range, "bytes=50000-");
  EXPECT_EQ(requests[3].range, "bytes=150000-");
}

TEST_F(Channels, GoOnInTheNextRun) {
  for (const std::size_t held : {std::size_t{1}, std::size_t{100'000}, size - 1}) {
    server_.behave({Manner::drops, "/", held, "", 1});
    server_.forget_requests();
    // What an interrupted run leaves.
    write_bytes(part(), content_.substr(0, held));
    write_bytes(part().string() + ".of", "\"" + promised_.sha256.substr(0, 16) + "\"");
    server_.behave({});
    bring();
    expect_brought();
    ASSERT_THAT(server_.requests(), SizeIs(1)) << held;
    EXPECT_EQ(server_.requests()[0].range, "bytes=" + std::to_string(held) + "-");
    EXPECT_EQ(server_.requests()[0].status, 206);
    fs::remove(target());
  }
}

TEST_F(Channels, NeedNothingMoreWhereAllHasCome) {
  write_bytes(part(), content_);
  bring();
  expect_brought();
  EXPECT_THAT(server_.requests(), IsEmpty());
}

TEST_F(Channels, BeginAnewWhereTheFileIsAnother) {
  write_bytes(part(), noise(100'000, 7));
  write_bytes(part().string() + ".of", "\"of another file\"");
  bring();
  expect_brought();
  EXPECT_EQ(server_.requests()[0].status, 200);  // If-Range
}

TEST_F(Channels, BeginAnewWhereTheServerDoesNotSayThatItIsAnother) {
  server_.behave({Manner::no_validators});
  write_bytes(part(), noise(100'000, 7));
  bring();
  expect_brought();
  EXPECT_THAT(server_.requests(), SizeIs(2));
}

TEST_F(Channels, BeginAnewWhereThereIsMoreThanCanBe) {
  write_bytes(part(), noise(2 * size, 7));
  bring();
  expect_brought();
}

TEST_F(Channels, BeginAnewWhereTheServerHasNoRanges) {
  write_bytes(part(), content_.substr(0, 100'000));
  server_.behave({Manner::without_ranges});
  bring();
  expect_brought();
}

TEST_F(Channels, KeepWhatHasComeFromAServerThatFails) {
  server_.behave({Manner::drops, "/", 0});
  expect_refused<StoreError>("just now");
  server_.behave({Manner::stalls, "/", 70'000, "", 1});
  server_.forget_requests();
  bring();  // gives up, and asks for the rest
  expect_brought();
  EXPECT_EQ(server_.requests().back().range, "bytes=70000-");
}

TEST_F(Channels, GiveUpOnAServerThatStallsForEver) {
  write_bytes(part(), content_.substr(0, 100));
  write_bytes(part().string() + ".of", "");
  server_.behave({Manner::stalls, "/", 0});
  expect_refused<StoreError>("just now");
  EXPECT_EQ(fs::file_size(part()), 100U);
}

TEST_F(Channels, RefuseWhatIsNotAsPromised) {
  server_.behave({Manner::other_bytes});
  expect_refused<InputError>("SHA-256");
  EXPECT_THAT(tests::tree_in(into_.path()), IsEmpty());
  server_.behave({Manner::sends_more});
  expect_refused<InputError>("another size");
  EXPECT_THAT(tests::tree_in(into_.path()), IsEmpty());
  server_.behave({Manner::says_more});
  expect_refused<InputError>("another size");
  server_.behave({Manner::sends_no_end});
  expect_refused<InputError>("another size");
  EXPECT_THAT(tests::tree_in(into_.path()), IsEmpty());
}

TEST_F(Channels, RefuseAShorterFile) {
  write_bytes(served_.path() / "download" / "a.7z", content_.substr(0, size / 2));
  expect_refused<InputError>("another size");
  EXPECT_THROW(bring_from(served_.path()), InputError);
  EXPECT_THAT(tests::tree_in(into_.path()), IsEmpty());
}

TEST_F(Channels, FollowRedirectsButNotForEverAndNotToFiles) {
  fs::rename(served_.path() / "download" / "a.7z", served_.path() / "elsewhere");
  write_bytes(served_.path() / "download" / "a.7z", "gone");
  server_.behave({Manner::redirects, "/download", 0, server_.url() + "/elsewhere"});
  bring();
  expect_brought();
  fs::remove(target());
  server_.behave({Manner::redirects, "/", 0, server_.url() + "/download/a.7z"});
  server_.forget_requests();
  expect_refused<StoreError>("redirect");
  EXPECT_LE(server_.requests().size(), 7U);
  server_.behave({Manner::redirects, "/", 0, "file://" + (served_.path() / "elsewhere").string()});
  expect_refused<StoreError>("rotocol");
}

TEST_F(Channels, TellWhatTheServerAnswers) {
  server_.behave({Manner::fails});
  expect_refused<StoreError>("503");
  fs::remove(served_.path() / "download" / "a.7z");
  server_.behave({});
  expect_refused<InputError>("no such file");
  EXPECT_THROW(static_cast<void>(Channel(server_.url()).read("none", 10)), InputError);
  EXPECT_THROW(bring_from("http://127.0.0.1:1"), StoreError);
}

TEST_F(Channels, ReadSmallFilesOnly) {
  EXPECT_EQ(Channel(server_.url() + "/").read("download/a.7z", size), content_);
  EXPECT_EQ(Channel(served_.path()).read("download/a.7z", size), content_);
  EXPECT_THROW(static_cast<void>(Channel(server_.url()).read("download/a.7z", size - 1)),
               InputError);
  EXPECT_THROW(static_cast<void>(Channel(served_.path()).read("download/a.7z", size - 1)),
               InputError);
}

TEST_F(Channels, AskTheProxyOfTheEnvironment) {
  setenv("http_proxy", server_.url().c_str(), 1);
  bring_from("http://packages.example");
  setenv("http_proxy", "", 1);
  expect_brought();
  EXPECT_EQ(server_.requests()[0].path, "http://packages.example/download/a.7z");
}

TEST_F(Channels, TakeNoAddressThatTheyShouldNot) {
  for (const auto* address : {"ftp://example.org/", "file:///etc", "https://me:secret@example.org/",
                              "https://example.org/?a=b", "https://example.org/#a"})
    EXPECT_THROW(Channel{address}, UsageError) << address;
  EXPECT_THROW(Channel{"/no/such/folder"}, InputError);
}

TEST_F(Channels, DoNotWriteThroughALink) {
  const auto secret = into_.path() / "secret";
  write_bytes(secret, "mine");
  fs::create_symlink(secret, part());
  EXPECT_THROW(bring(), StoreError);
  EXPECT_EQ(bytes_of(secret), "mine");
}

}  // namespace
}  // namespace bdf::package
