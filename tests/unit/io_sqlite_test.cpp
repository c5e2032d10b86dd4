// SPDX-License-Identifier: MIT
#include "io/sqlite.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "base/hash.h"
#include "io/input_watch.h"
#include "io/source.h"
#include "io_fixture.h"

namespace bdf::io {
namespace {

using SqliteTest = IoTest;

std::string open_message(const std::filesystem::path& path) {
  return message_of<InputError>([&] { (void)Database::open_input(path); });
}

void expect_in(const std::string& message, const std::string& part) {
  EXPECT_NE(std::string::npos, message.find(part)) << message;
}

TEST_F(SqliteTest, WhatIsWrongWithAFileIsToldApart) {
  expect_in(open_message(file("none.gpkg")), "no such file");
  expect_in(open_message(file("")), "folder");
  std::ofstream(file("empty.gpkg")).flush();
  expect_in(open_message(file("empty.gpkg")), "not an SQLite database");
  std::ofstream(file("text.gpkg")) << "<?xml version='1.0'?><data>this is no database</data>";
  expect_in(open_message(file("text.gpkg")), "not an SQLite database");
  ASSERT_EQ(mkfifo(file("pipe.gpkg").c_str(), 0600), 0);
  expect_in(open_message(file("pipe.gpkg")), "this is no file");
  expect_in(open_message("/dev/null"), "this is no file");
  for (const char* name : {"none.gpkg", "empty.gpkg", "text.gpkg", "pipe.gpkg"})
    expect_in(open_message(file(name)), name);
}

TEST_F(SqliteTest, TruncatedFilesAreNoticedAtOnce) {
  create_rivers(file("a.gpkg"), 2000);
  std::filesystem::resize_file(file("a.gpkg"), 50000);
  expect_in(open_message(file("a.gpkg")), "truncated");
  std::filesystem::resize_file(file("a.gpkg"), 40);
  expect_in(open_message(file("a.gpkg")), "truncated");
}

TEST_F(SqliteTest, ALockedFileSaysWhatToDo) {
  create_rivers(file("a.gpkg"), 1);
  PlainSqlite editor(file("a.gpkg"));
  editor.run("BEGIN EXCLUSIVE");
  expect_in(open_message(file("a.gpkg")), "in use by another program");
  editor.run("ROLLBACK");
}

TEST_F(SqliteTest, AHotJournalSaysWhatToDo) {
  create_rivers(file("a.gpkg"), 3000);
  {
    PlainSqlite editor(file("a.gpkg"));
    editor.run("PRAGMA cache_size = 1; BEGIN; UPDATE troncon SET cleabs = 'changed'");
    for (const char* name : {"a.gpkg", "a.gpkg-journal"})
      std::filesystem::copy(file(name), file(std::string("crashed_") + name));
    editor.run("ROLLBACK");
  }
  expect_in(open_message(file("crashed_a.gpkg")), "broken off");
}

TEST_F(SqliteTest, NamesWithUriCharactersOpen) {
  const auto odd = file("100%20 a?b#c&d=é.gpkg");
  create_rivers(odd, 2);
  auto database = Database::open_input(odd);
  EXPECT_TRUE(database.has_table("TRONCON"));
  EXPECT_FALSE(database.has_table("zone"));
}

TEST_F(SqliteTest, WritesStillInTheLogAreReadAndCopied) {
  create_rivers(file("a.gpkg"), 3);
  PlainSqlite editor(file("a.gpkg"));
  editor.run(
      "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0;"
      "UPDATE troncon SET cleabs = 'edited' WHERE fid = 2");
  auto input = Database::open_input(file("a.gpkg"));
  copy_database(input, file("b.gpkg"));
  EXPECT_FALSE(std::filesystem::exists(file("b.gpkg-wal")));
  auto copy = Database::open_input(file("b.gpkg"));
  for (Database* database : {&input, &copy}) {
    auto row = database->prepare("SELECT cleabs FROM troncon WHERE fid = 2");
    ASSERT_TRUE(row.step());
    EXPECT_EQ("edited", row.text(0));
  }
  auto mode = copy.prepare("PRAGMA journal_mode");
  mode.step();
  EXPECT_EQ("delete", mode.text(0));
}

TEST_F(SqliteTest, ACopyOfATruncatedFileBlamesTheInput) {
  create_rivers(file("a.gpkg"), 2000);
  auto input = Database::open_input(file("a.gpkg"));
  std::filesystem::resize_file(file("a.gpkg"), 40960);
  EXPECT_THROW(copy_database(input, file("b.gpkg")), Error);
}

TEST_F(SqliteTest, AWriteWhileAnInputIsReadIsNoticed) {
  create_rivers(file("a.gpkg"), 3);
  const InputWatch watch(file("a.gpkg"));
  auto input = Database::open_input(file("a.gpkg"));
  (void)read_catalog(input);
  watch.check();
  PlainSqlite editor(file("a.gpkg"));
  editor.run("PRAGMA journal_mode = WAL; UPDATE troncon SET cleabs = 'x'");
  expect_in(message_of<InputError>([&] { watch.check(); }), "a.gpkg");
  const InputWatch with_log(file("a.gpkg"));
  (void)read_catalog(input);
  with_log.check();
  editor.run("UPDATE troncon SET cleabs = 'y'");
  EXPECT_THROW(with_log.check(), InputError);
}

/// Whether another process sees that somebody has the database open: the bytes on which SQLite
/// keeps its shared locks (os.h, SHARED_FIRST and SHARED_SIZE).
bool is_seen_open(const std::filesystem::path& path) {
  const pid_t child = fork();
  if (child == 0) {
    struct flock lock {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    lock.l_start = 0x40000002;
    lock.l_len = 510;
    const int file = open(path.c_str(), O_RDWR);
    _exit(file < 0 || fcntl(file, F_GETLK, &lock) != 0 ? 2 : lock.l_type == F_UNLCK ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) < 2);
  return WEXITSTATUS(status) == 1;
}

/// Else another program that closes the database takes itself for the last, and removes the
/// write-ahead log into which this one goes on writing: what it commits is lost.
TEST_F(SqliteTest, OpeningItOnceMoreLeavesAStoreItsLocks) {
  create_rivers(file("a.gpkg"), 3);
  auto store = Database::open_store(file("a.gpkg"), false);
  store.execute("UPDATE troncon SET cleabs = 'x'");
  ASSERT_TRUE(is_seen_open(file("a.gpkg")));
  { const auto again = Database::open_store(file("a.gpkg"), false); }
  EXPECT_TRUE(is_seen_open(file("a.gpkg")));
  { const auto input = Database::open_input(file("a.gpkg")); }
  EXPECT_TRUE(is_seen_open(file("a.gpkg")));
}

TEST_F(SqliteTest, WhateverElseReadsItsFileLeavesASessionItsLocks) {
  create_rivers(file("a.sqlite"), 3);
  auto input = Database::open_input(file("a.sqlite"));
  input.execute("BEGIN; SELECT count(*) FROM troncon");
  ASSERT_TRUE(is_seen_open(file("a.sqlite")));
  (void)sha256_of_database(file("a.sqlite"));
  EXPECT_TRUE(is_seen_open(file("a.sqlite"))) << "its digest";
  (void)state_of_database(file("a.sqlite"));
  EXPECT_TRUE(is_seen_open(file("a.sqlite"))) << "its state";
  (void)open_source({file("a.sqlite").string(), ""}, {}, file(""), "staged");
  EXPECT_TRUE(is_seen_open(file("a.sqlite"))) << "an input";
  auto other = Database::open_input(file("a.sqlite"));
  copy_database(other, file("b.sqlite"));
  EXPECT_TRUE(is_seen_open(file("a.sqlite"))) << "a copy";
  EXPECT_EQ(sha256_of_database(file("b.sqlite")), sha256_of_database(file("a.sqlite")));
  (void)sha256_of_file(file("a.sqlite"));
  EXPECT_FALSE(is_seen_open(file("a.sqlite"))) << "what none of them may do";
}

TEST_F(SqliteTest, TheDigestIsOfTheFileAndItsLog) {
  const auto bytes = [&](const char* name) {
    std::ifstream in(file(name), std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
  create_rivers(file("a.gpkg"), 30000);
  ASSERT_GT(bytes("a.gpkg").size(), std::size_t{1} << 20);
  EXPECT_EQ(sha256_of_database(file("a.gpkg")), sha256(bytes("a.gpkg")));
  PlainSqlite editor(file("a.gpkg"));
  editor.run("PRAGMA journal_mode = WAL; UPDATE troncon SET cleabs = 'x' WHERE fid = 1");
  ASSERT_FALSE(bytes("a.gpkg-wal").empty());
  EXPECT_EQ(sha256_of_database(file("a.gpkg")), sha256(bytes("a.gpkg") + bytes("a.gpkg-wal")));
  EXPECT_THROW((void)sha256_of_database(file("none.gpkg")), InputError);
}

TEST_F(SqliteTest, FilesThatAreNoDatabasesAreToldApartAsTheyAre) {
  std::ofstream(file("text")) << "SQLite is spoken of";
  std::ofstream(file("empty")).flush();
  for (const char* name : {"text", "empty", "none", ""}) {
    EXPECT_FALSE(begins_as_database(file(name))) << name;
    EXPECT_EQ(state_of_database(file(name)), "") << name;
  }
  create_rivers(file("a.gpkg"), 3);
  EXPECT_TRUE(begins_as_database(file("a.gpkg")));
  EXPECT_NE(state_of_database(file("a.gpkg")), "");
}

TEST_F(SqliteTest, ACopyIsAsPrivateAsWhatItIsOf) {
  create_rivers(file("a.gpkg"), 3);
  std::filesystem::permissions(file("a.gpkg"), std::filesystem::perms::owner_read);
  auto input = Database::open_input(file("a.gpkg"));
  copy_database(input, file("b.gpkg"));
  EXPECT_EQ(std::filesystem::status(file("b.gpkg")).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(SqliteTest, InputsCannotBeWritten) {
  create_rivers(file("a.gpkg"), 1);
  auto input = Database::open_input(file("a.gpkg"));
  EXPECT_THROW(input.execute("DELETE FROM troncon"), InputError);
}

TEST_F(SqliteTest, OutputsThatCannotBeWrittenAreStoreErrors) {
  EXPECT_THROW((void)Database::open_output(file("no/such/folder.gpkg")), StoreError);
  auto full = Database::open_output(file("full.gpkg"));
  create_geopackage(full);
  full.execute("PRAGMA max_page_count = 30");
  full.execute("CREATE TABLE t (x)");
  const auto message =
      message_of<StoreError>([&] { full.execute("INSERT INTO t VALUES (zeroblob(1000000))"); });
  expect_in(message, "disk is full");
  expect_in(message, "full.gpkg");
}

TEST_F(SqliteTest, ValuesGoInAndOutAsTheyAre) {
  auto database = Database::open_output(file("a.sqlite"));
  auto select = database.prepare("SELECT ?, ?, ?, ?, ?, ?");
  const std::vector<ValueView> values{Null{},
                                      INT64_MIN,
                                      -0.5,
                                      std::string_view("a\0b", 3),
                                      BlobView{std::string_view("\0\xff", 2)},
                                      std::string_view()};
  for (int i = 0; i < 6; ++i) select.bind(i + 1, values[static_cast<std::size_t>(i)]);
  ASSERT_TRUE(select.step());
  for (int i = 0; i < 6; ++i) EXPECT_EQ(values[static_cast<std::size_t>(i)], select.column(i)) << i;
  EXPECT_EQ(6, select.column_count());
}

TEST_F(SqliteTest, ATransactionJoinsTheOneThatIsOpen) {
  auto database = Database::open_output(file("a.sqlite"));
  Transaction outer(database);
  {
    Transaction inner(database);
    database.execute("CREATE TABLE t (x)");
    inner.commit();
  }
  outer.commit();
  EXPECT_TRUE(database.has_table("t"));
}

}  // namespace
}  // namespace bdf::io
