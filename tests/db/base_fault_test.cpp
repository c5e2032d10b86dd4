// SPDX-License-Identifier: MIT
// What goes wrong between a command and its base: a clear error, exit 4, the base as before.
#include <gmock/gmock.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "base/error.h"
#include "refbase/base.h"
#include "support/base_trial.h"
#include "support/cutting_proxy.h"
#include "support/postgres_server.h"
#include "support/run.h"

namespace bdf {
namespace {

using testing::HasSubstr;
using testing::Not;
using tests::spots;
using tests::spots_in;
using tests::text_of;

/// What a StoreError says; "" where there was none.
template <class Work>
std::string failure_of(Work&& work) {
  try {
    work();
  } catch (const StoreError& error) {
    return error.what();
  }
  return {};
}

void open(const std::string& address) { static_cast<void>(refbase::open_base(address)); }

class Postgres : public tests::BothBases {
 protected:
  Postgres() {
    import({spots({{"a", "Alpha", 1}, { "b", "Beta", 2 }})});
  }

  static tests::PostgresServer& server() { return tests::PostgresServer::instance(); }
  std::string sql(const std::string& text) {
    return server().query(base, "SET search_path = bdfrance, public;" + text);
  }
  /// Lets a table call this when a row comes in; `when` is BEFORE or, deferred, at the end.
  void on_insert(const std::string& table, const std::string& body, bool at_commit = false) {
    sql("CREATE FUNCTION trouble() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN " + body +
        " RETURN NEW; END $$");
    sql(at_commit ? "CREATE CONSTRAINT TRIGGER trouble AFTER INSERT ON " + table +
                        " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION trouble()"
                  : "CREATE TRIGGER trouble BEFORE INSERT ON " + table +
                        " FOR EACH ROW EXECUTE FUNCTION trouble()");
  }
  std::string fail_to_import() {
    return failure_of([&] { import({spots({{"a", "changed", 1}, { "c", "new", 3 }})}); });
  }
  void expect_as_before() {
    EXPECT_EQ(text_of(spots_in(checked_out("spot"))), "a/Alpha/1/0/0 b/Beta/2/0/0");
    EXPECT_EQ(wrong(), "");
  }
  /// The address by way of another socket.
  [[nodiscard]] std::string by_way_of(const std::filesystem::path& socket) const {
    auto address = base;
    const auto direct = server().socket_folder().string();
    return address.replace(address.find(direct), direct.size(), socket.string());
  }
  std::string command_says(const std::vector<std::string>& words,
                           const std::map<std::string, std::string>& env, int code) {
    std::vector<std::string> all{BDF_COMMAND};
    all.insert(all.end(), words.begin(), words.end());
    const auto ran = tests::run(all, env);
    EXPECT_EQ(ran.code, code) << ran.err;
    return ran.out + ran.err;
  }
};
INSTANTIATE_TEST_SUITE_P(Server, Postgres, testing::Values(tests::BaseKind::postgres));

TEST_P(Postgres, NoSuchServer) {
  const auto said = failure_of([] { open("postgresql:///x?host=/nowhere&password=geheim"); });
  EXPECT_THAT(said, HasSubstr("/nowhere"));
  EXPECT_THAT(said, Not(HasSubstr("geheim")));
}

TEST_P(Postgres, AnAddressThatIsNoneKeepsItsPassword) {
  for (const auto* address : {"postgresql://me:geheim@host:port/x", "postgresql://me:geheim@[/x",
                              "postgresql://me:geheim@/x?nonsense=1", "PG:password=geheim nonsense",
                              "PG:password='ge heim' host=/nowhere"}) {
    const auto said = failure_of([&] { open(address); });
    EXPECT_NE(said, "") << address;
    EXPECT_THAT(said, Not(HasSubstr("heim"))) << address;
  }
}

TEST_P(Postgres, APasswordOnTheCommandLineIsRefused) {
  const auto said = command_says(
      {"base", "log", "--base", "postgresql://me:geheim@localhost/x", "--lang", "en"}, {}, 2);
  EXPECT_THAT(said, HasSubstr("~/.pgpass"));
  EXPECT_THAT(said, Not(HasSubstr("geheim")));
}

TEST_P(Postgres, APasswordOfTheEnvironmentIsNotShown) {
  const auto address = base + "&password=geheim";
  EXPECT_THAT(command_says({"base", "log"}, {{"BDF_BASE", address}}, 0), Not(HasSubstr("geheim")));
  const auto said = command_says({"base", "checkout", "@99", "--out", file("x.gpkg").string()},
                                 {{"BDF_BASE", address}}, 2);
  EXPECT_THAT(said, Not(HasSubstr("geheim")));
}

TEST_P(Postgres, ServicesAndPasswordFilesCountAsWithPsql) {
  sql("DROP ROLE IF EXISTS secretive; CREATE ROLE secretive LOGIN SUPERUSER PASSWORD 'geheim'");
  server().require_password_of("secretive");
  const auto database = base.substr(14, base.find('?') - 14);
  const auto services = file("services.conf"), passwords = file("passwords");
  std::ofstream(services) << "[local_base]\nhost=" << server().socket_folder().string()
                          << "\ndbname=" << database << "\nuser=secretive\n";
  std::ofstream(passwords) << "*:*:*:secretive:geheim\n";
  std::filesystem::permissions(passwords, std::filesystem::perms::owner_read);
  std::map<std::string, std::string> env{{"PGSERVICEFILE", services.string()},
                                         {"BDF_BASE", "postgresql://?service=local_base"}};
  command_says({"base", "verify"}, env, 4);
  env["PGPASSFILE"] = passwords.string();
  command_says({"base", "verify"}, env, 0);
  env["BDF_BASE"] = "PG:service=local_base";
  command_says({"base", "verify"}, env, 0);
}

TEST_P(Postgres, NoSuchDatabase) {
  EXPECT_THAT(failure_of([&] { open(server().address_of("nothing")); }), HasSubstr("nothing"));
}

TEST_P(Postgres, NoPostgis) {
  const auto plain = server().new_database(false);
  refbase::Transaction first;
  first.time = "2026-01-01T00:00:00Z";
  EXPECT_THAT(failure_of([&] { static_cast<void>(refbase::create_base(plain, first)); }),
              HasSubstr("CREATE EXTENSION postgis"));
}

TEST_P(Postgres, WhoMayOnlyReadReads) {
  sql("DROP ROLE IF EXISTS reader; CREATE ROLE reader LOGIN;"
      "GRANT USAGE ON SCHEMA bdfrance TO reader;"
      "GRANT SELECT ON ALL TABLES IN SCHEMA bdfrance TO reader");
  const auto owner = base;
  base = base.substr(0, base.find("&user=")) + "&user=reader";
  EXPECT_EQ(text_of(spots_in(checked_out("spot"))), "a/Alpha/1/0/0 b/Beta/2/0/0");
  EXPECT_THAT(tests::refusal<RightsError>([&] {
                return import({spots({{"a", "changed", 1}})});
              }),
              HasSubstr("there is no right to do this"));
  base = owner;
  expect_as_before();
}

TEST_P(Postgres, TheServerIsKilledInTheMiddleOfCopy) {
  on_insert("spot", "IF NEW.id = 'c' THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;");
  EXPECT_THAT(fail_to_import(), HasSubstr("nothing was changed"));
  expect_as_before();
}

TEST_P(Postgres, TheServerIsKilledInTheMiddleOfCommit) {
  on_insert("bdf_transaction", "PERFORM pg_terminate_backend(pg_backend_pid());", true);
  EXPECT_THAT(fail_to_import(), HasSubstr("nothing was changed"));
  expect_as_before();
}

TEST_P(Postgres, TheServersDiskIsFull) {
  on_insert("bdf_live_spot", "RAISE EXCEPTION 'no space' USING ERRCODE = '53100';");
  EXPECT_THAT(fail_to_import(), HasSubstr("the server's disk is full"));
  expect_as_before();
}

class CutConnection : public Postgres {
 protected:
  /// What is said of an import through a connection that breaks at that word.
  std::string import_cut(const std::string& word, tests::Cut cut) {
    const tests::TemporaryFolder way;
    const auto direct = base;
    std::string said;
    {
      const tests::CuttingProxy proxy(way.path(), server().socket_folder(), word, cut);
      base = by_way_of(way.path());
      said = fail_to_import();
      EXPECT_TRUE(proxy.has_cut());
    }
    base = direct;
    return said;
  }
};
INSTANTIATE_TEST_SUITE_P(Server, CutConnection, testing::Values(tests::BaseKind::postgres));

TEST_P(CutConnection, InTheMiddleOfCopy) {
  EXPECT_THAT(import_cut("c\tnew\t3", tests::Cut::before_the_server_hears),
              HasSubstr("nothing was changed"));
  expect_as_before();
}

TEST_P(CutConnection, WhatTheServerDidNotHearIsNotDone) {
  EXPECT_THAT(import_cut("COMMIT", tests::Cut::before_the_server_hears),
              HasSubstr("nothing was changed"));
  expect_as_before();
}

TEST_P(CutConnection, WhatTheServerDidIsDoneAlthoughItsAnswerWasLost) {
  EXPECT_EQ(import_cut("COMMIT", tests::Cut::before_the_client_hears), "");
  EXPECT_EQ(text_of(spots_in(checked_out("spot"))), "a/changed/1/0/0 c/new/3/0/0");
  EXPECT_EQ(wrong(), "");
}

/// Runs the command in a process of its own.
pid_t start_command(std::vector<std::string> words) {
  words.insert(words.begin(), BDF_COMMAND);
  std::vector<char*> arguments;
  for (auto& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const pid_t child = fork();
  if (child != 0) return child;
  execv(arguments[0], arguments.data());
  _exit(127);
}

class BaseFault : public tests::BothBases {};
BDF_ON_BOTH_BASES(BaseFault);

TEST_P(BaseFault, ACommandThatIsKilledAtAnyMomentLeavesAllOrNothing) {
  std::vector<tests::Spot> before, after;
  for (int i = 0; i < 3000; ++i) {
    before.push_back({"s" + std::to_string(i), "before", i});
    after.push_back({"s" + std::to_string(i), "after", i});
  }
  import({spots(before)});
  const auto input = file("after.gpkg");
  tests::write_geopackage(input, {spots(after)});
  int killed = 0;
  for (int milliseconds = 5; milliseconds < 400; milliseconds += 25) {
    const auto child = start_command({"base", "import", "--base", base, "--key", "id", "--quiet",
                                      "--now", "2029-01-01T00:00:00Z", input.string()});
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
    kill(child, SIGKILL);
    int status = 0;
    waitpid(child, &status, 0);
    killed += WIFSIGNALED(status) ? 1 : 0;
    EXPECT_EQ(wrong(), "");
    const auto name = spots_in(checked_out("spot")).front().name;
    EXPECT_TRUE(name == "before" || name == "after");
    if (name == "after") break;
  }
  EXPECT_GT(killed, 0);
}

TEST_P(BaseFault, SeveralWriteAtOnce) {
  import({spots({{ "a" }})});
  std::vector<std::thread> writers;
  std::vector<std::string> failures(4);
  for (std::size_t i = 0; i < failures.size(); ++i) {
    const auto input = file("of_" + std::to_string(i) + ".gpkg");
    tests::write_geopackage(input, {spots({{"w" + std::to_string(i), "", std::int64_t(i)}})});
    writers.emplace_back([this, input, &failure = failures[i]] {
      jobs::BaseImportJob job;
      job.base = base;
      job.input = input.string();
      job.key = {"id"};
      job.differential = true;
      job.now = "2029-01-01T00:00:00Z";
      failure = failure_of([&] { static_cast<void>(jobs::import_into_base(job)); });
    });
  }
  for (auto& writer : writers) writer.join();
  for (const auto& failure : failures) EXPECT_EQ(failure, "");
  EXPECT_EQ(text_of(spots_in(checked_out("spot"))),
            "a//0/0/0 w0//0/0/0 w1//1/0/0 w2//2/0/0 w3//3/0/0");
  EXPECT_EQ(jobs::show_base(base, "").transaction.number, 6);
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseFault, ReadersSeeOneStateWhileColumnsChange) {
  std::vector<tests::Spot> many;
  for (int i = 0; i < 20000; ++i) many.push_back({"s" + std::to_string(i), "before", i});
  import({spots(many), spots(many, "place")});
  auto wider = spots(many);
  wider.schema.columns.push_back({"kind", ColumnType::text, "TEXT"});
  for (auto& row : wider.rows) row.values.emplace_back(std::string("new"));
  auto place = wider;
  place.schema.layer = "place";
  std::vector<std::string> failures(3);
  std::vector<std::thread> readers;
  for (std::size_t i = 0; i < failures.size(); ++i)
    readers.emplace_back([this, i, &failure = failures[i]] {
      for (int round = 0; round < 3 && failure.empty(); ++round) {
        jobs::BaseCheckoutJob job;
        job.base = base;
        job.out = file("reader_" + std::to_string(i) + ".gpkg");
        job.overwrite = true;
        failure = failure_of([&] { static_cast<void>(jobs::check_out(job)); });
      }
    });
  const auto failure = failure_of([&] { import({place, wider}); });
  for (auto& reader : readers) reader.join();
  EXPECT_EQ(failure, "");
  for (const auto& one : failures) EXPECT_EQ(one, "");
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseFault, WhatIsDamagedIsNotBuiltUpon) {
  import({spots({{"a", "Alpha", 1}, { "b", "Beta", 2 }})});
  behind_its_back("DELETE FROM spot WHERE id = 'a'");
  for (const auto& rows :
       {std::vector<tests::Spot>{{"a", "changed", 1}, {"b", "Beta", 2}}, {{"b", "Beta", 2}}})
    EXPECT_THAT(failure_of([&] { import({spots(rows)}); }), HasSubstr("bdf base verify"));
  EXPECT_THAT(failure_of([&] { revert("@2"); }), HasSubstr("bdf base verify"));
  EXPECT_THAT(wrong(), HasSubstr("object a of layer spot is gone"));
}

TEST_P(BaseFault, NoOutputReplacesABase) {
  if (GetParam() == tests::BaseKind::postgres) return;
  import({spots({{ "a", "Alpha", 1 }})});
  jobs::BaseCheckoutJob job;
  job.base = base;
  job.out = base;
  job.overwrite = true;
  EXPECT_THROW(static_cast<void>(jobs::check_out(job)), UsageError);
  EXPECT_EQ(text_of(spots_in(checked_out("spot"))), "a/Alpha/1/0/0");
}

class File : public tests::BothBases {
 protected:
  File() {
    import({spots({{ "a", "Alpha", 1 }})});
  }
};
INSTANTIATE_TEST_SUITE_P(GeoPackage, File, testing::Values(tests::BaseKind::geopackage));

TEST_P(File, AnotherProgramWritesIt) {
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(base.c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
  EXPECT_THAT(failure_of([&] {
                import({spots({{ "a", "changed", 1 }})});
              }),
              HasSubstr("in use by another program"));
  sqlite3_exec(other, "ROLLBACK", nullptr, nullptr, nullptr);
  sqlite3_close(other);
  EXPECT_EQ(text_of(spots_in(checked_out("spot"))), "a/Alpha/1/0/0");
  EXPECT_EQ(wrong(), "");
}

TEST_P(File, ItIsCutShort) {
  std::filesystem::resize_file(base, std::filesystem::file_size(base) / 2);
  EXPECT_THAT(failure_of([&] { open(base); }), HasSubstr("truncated"));
}

TEST_P(File, ThereIsNone) {
  EXPECT_THAT(failure_of([&] { open(file("none.gpkg")); }), HasSubstr("there is no such file"));
  EXPECT_FALSE(std::filesystem::exists(file("none.gpkg")));
}

TEST_P(File, TheDiskIsFullAtAnyWrite) {
  const auto input = file("more.gpkg");
  tests::write_geopackage(input, {spots({{"a", "changed", 1}, {"b", "new", 2}})});
  const auto under = std::filesystem::canonical(folder.path()).string();
  int failed = 0;
  for (int n = 1; n < 200; ++n) {
    const auto ran = tests::run({BDF_COMMAND, "base", "import", "--base", base, "--key", "id",
                                 "--lang", "en", "--now", "2029-01-01T00:00:00Z", input.string()},
                                {{"LD_PRELOAD", BDF_FAIL_SHIM},
                                 {"BDF_FAIL_UNDER", under},
                                 {"BDF_FAIL_AFTER", std::to_string(n)}});
    if (ran.code == 0) break;
    ++failed;
    EXPECT_EQ(ran.code, 4) << n << ": " << ran.err;
    EXPECT_EQ(text_of(spots_in(checked_out("spot"))), "a/Alpha/1/0/0") << n;
    EXPECT_EQ(wrong(), "") << n;
  }
  EXPECT_GT(failed, 3);
  EXPECT_EQ(text_of(spots_in(checked_out("spot"))), "a/changed/1/0/0 b/new/2/0/0");
}

}  // namespace
}  // namespace bdf
