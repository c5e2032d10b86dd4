// SPDX-License-Identifier: MIT
// A PostgreSQL server of the test's own, with PostGIS.
#pragma once

#include <filesystem>
#include <string>

namespace bdf::tests {

/// Started when the first database is asked for, in a temporary folder, reached by a Unix socket
/// there; it ends with this process, however that ends. Fails the test loudly where PostgreSQL or
/// PostGIS is missing.
class PostgresServer {
 public:
  /// The one of this process.
  static PostgresServer& instance();
  ~PostgresServer();
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  /// A new database, which lasts as long as the server; its address for a client.
  [[nodiscard]] std::string new_database(bool with_postgis = true);
  /// The name of a new database like that one, which nobody is connected to; it has an own list of
  /// who may do what with it.
  [[nodiscard]] std::string copy_of(const std::string& database);
  [[nodiscard]] std::string address_of(const std::string& database,
                                       const std::string& user = "postgres") const;
  /// Runs SQL in a database; the first value of the last result, "" where there is none.
  std::string query(const std::string& address, const std::string& sql) const;
  [[nodiscard]] const std::filesystem::path& socket_folder() const { return folder_; }

  /// The server's own log in one of its forms: "json", "csv", or "log" with Debian's line prefix.
  [[nodiscard]] std::filesystem::path log_file(const std::string& form) const {
    return folder_ / "logs" / ("server." + form);
  }

  /// Ends it at once, with all that is going on, and starts it again.
  void restart();

  /// From now on that role has to give its password.
  void require_password_of(const std::string& role) const;

 private:
  PostgresServer();
  void start();
  void stop();
  std::filesystem::path folder_;
  int process_ = 0;
  int databases_ = 0;
};

}  // namespace bdf::tests
