// SPDX-License-Identifier: MIT
#include "support/postgres_server.h"

#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <pqxx/pqxx>
#include <stdexcept>
#include <thread>
#include <vector>

#include "support/run.h"

namespace bdf::tests {

namespace {

namespace fs = std::filesystem;

constexpr const char* programs = "/usr/lib/postgresql/15/bin";

/// PostgreSQL refuses to run as root.
const passwd* other_user() { return geteuid() == 0 ? getpwnam("postgres") : nullptr; }

fs::path new_folder() {
  // In memory, and short: the name of a socket has at most 107 letters.
  std::string name = fs::is_directory("/dev/shm") ? "/dev/shm/bdf_pg_XXXXXX" : "/tmp/bdf_pg_XXXXXX";
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp " + name);
  if (const auto* user = other_user())
    if (chown(name.c_str(), user->pw_uid, user->pw_gid) != 0)
      throw std::runtime_error("chown " + name);
  fs::permissions(name, fs::perms::others_exec | fs::perms::group_exec, fs::perm_options::add);
  return name;
}

/// In the child: becomes the server's user, and ends with its parent.
void become_server_user() {
  if (const auto* user = other_user())
    if (setgid(user->pw_gid) != 0 || initgroups(user->pw_name, user->pw_gid) != 0 ||
        setuid(user->pw_uid) != 0)
      _exit(126);
  prctl(PR_SET_PDEATHSIG, SIGQUIT);
}

pid_t start_program(std::vector<std::string> words, const fs::path& log) {
  std::vector<char*> arguments;
  for (auto& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const pid_t child = fork();
  if (child != 0) return child;
  become_server_user();
  if (freopen(log.c_str(), "a", stdout) == nullptr || freopen(log.c_str(), "a", stderr) == nullptr)
    _exit(125);
  execv(arguments[0], arguments.data());
  _exit(127);
}

}  // namespace

PostgresServer& PostgresServer::instance() {
  static PostgresServer server;
  return server;
}

PostgresServer::PostgresServer() : folder_(new_folder()) {
  const auto init =
      start_program({std::string(programs) + "/initdb", "-D", folder_ / "data", "-U", "postgres",
                     "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"},
                    folder_ / "log");
  int status = 0;
  waitpid(init, &status, 0);
  if (status != 0)
    throw std::runtime_error("initdb failed: are postgresql-15 and postgresql-15-postgis-3 there?");
  start();
  query(address_of("postgres"), "CREATE DATABASE with_postgis");
  query(address_of("with_postgis"), "CREATE EXTENSION postgis");
}

PostgresServer::~PostgresServer() {
  stop();
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

void PostgresServer::start() {
  process_ = start_program({std::string(programs) + "/postgres",
                            "-D",
                            folder_ / "data",
                            "-k",
                            folder_,
                            "-c",
                            "listen_addresses=",
                            "-c",
                            "fsync=off",
                            "-c",
                            "full_page_writes=off",
                            "-c",
                            "autovacuum=off",
                            "-c",
                            "logging_collector=on",
                            "-c",
                            "log_destination=stderr,csvlog,jsonlog",
                            "-c",
                            "log_directory=" + (folder_ / "logs").string(),
                            "-c",
                            "log_filename=server.log",
                            "-c",
                            "log_file_mode=0644",
                            "-c",
                            "log_line_prefix=%m [%p] %q%u@%d ",
                            "-c",
                            "log_timezone=UTC"},
                           folder_ / "log");
  using namespace std::chrono_literals;
  for (int i = 0; i < 200; ++i) {
    try {
      query(address_of("postgres"), "SELECT 1");
      return;
    } catch (const std::exception&) {
      std::this_thread::sleep_for(50ms);
    }
  }
  throw std::runtime_error("the server does not answer");
}

void PostgresServer::restart() {
  kill(process_, SIGQUIT);
  waitpid(process_, nullptr, 0);
  start();
}

void PostgresServer::stop() {
  if (process_ == 0) return;
  kill(process_, SIGINT);
  waitpid(process_, nullptr, 0);
  process_ = 0;
}

std::string PostgresServer::new_database(bool with_postgis) {
  const auto name = "test_" + std::to_string(++databases_);
  query(address_of("postgres"),
        "CREATE DATABASE " + name + (with_postgis ? " TEMPLATE with_postgis" : ""));
  return address_of(name);
}

std::string PostgresServer::copy_of(const std::string& database) {
  const auto name = "test_" + std::to_string(++databases_);
  query(address_of("postgres"), "CREATE DATABASE " + name + " TEMPLATE " + database);
  return name;
}

std::string PostgresServer::address_of(const std::string& database, const std::string& user) const {
  return "postgresql:///" + database + "?host=" + folder_.string() + "&user=" + user;
}

void PostgresServer::require_password_of(const std::string& role) const {
  const auto path = folder_ / "data" / "pg_hba.conf";
  std::ifstream before(path);
  const std::string rules{std::istreambuf_iterator<char>(before), {}};
  std::ofstream(path) << "local all " << role << " scram-sha-256\n" << rules;
  query(address_of("postgres"), "SELECT pg_reload_conf()");
}

std::string PostgresServer::query(const std::string& address, const std::string& sql) const {
  pqxx::connection connection(address);
  pqxx::nontransaction work(connection);
  const auto result = work.exec(sql);
  return result.empty() || result.columns() == 0 || result[0][0].is_null()
             ? std::string()
             : std::string(result[0][0].c_str());
}

}  // namespace bdf::tests
