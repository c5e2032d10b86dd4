// SPDX-License-Identifier: MIT
// A base on a server whose members have rights that a theme gives them.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "jobs/integrate.h"
#include "jobs/journal.h"
#include "support/base_trial.h"
#include "support/postgres_server.h"
#include "support/run.h"

namespace bdf::tests {

/// North and South decide attributes in their territories N and S, but for a secret one; the
/// agency reads. Accounts are called as their organisations.
extern const char* const theme_of_two;

/// A base whose owner is no superuser, with a spot in each territory and a column that members must
/// not see. It is made once; each test has a copy.
class BaseRights : public testing::Test {
 protected:
  BaseRights();

  static PostgresServer& server() { return PostgresServer::instance(); }
  static Value point(double x, double y);
  [[nodiscard]] std::string as(const std::string& account) const {
    return server().address_of(database_, account);
  }
  void import(const std::string& name, const std::vector<PlainLayer>& layers,
              const std::vector<std::string>& key);
  void adopt(const std::string& theme);
  std::string next_time();
  /// The spots again, with other names: the versions before are past.
  void import_next_spots();

  std::filesystem::path checkout_of(const std::string& account);
  /// What a producer of that name sends after work on what an account has checked out.
  std::filesystem::path contribution(const std::string& account, const std::string& producer,
                                     const std::string& work);
  jobs::Integration send(const std::string& account, const std::filesystem::path& contribution);
  std::vector<jobs::IntegratedDeposit> integrate_deposits();

  /// The message of the server's refusal; fails the test where it does as it is told.
  std::string attempt(const std::string& account, const std::string& sql);
  /// The journal of an organisation, once it has so many attempts that the server's log tells of:
  /// the server writes its log when it comes to it.
  std::vector<jobs::JournalLine> journal_with_log(const std::string& organisation,
                                                  std::size_t attempts);
  /// `bdf base` as that account.
  [[nodiscard]] Ran command(const std::string& account, std::vector<std::string> words) const;
  [[nodiscard]] std::string name_of(const std::string& id);

  TemporaryFolder folder_;
  std::string database_, base_;
  std::filesystem::path theme_;

 private:
  struct Made {
    std::string database;
    int seconds = 0;  ///< how many of the times were given
  };
  [[nodiscard]] Made make();
  /// Lets keeper work in database_.
  void own_database();
  void write_theme(const std::string& theme);
  [[nodiscard]] static PlainLayer spots_called(const std::string& north, const std::string& south);
  int seconds_ = 0;
  int runs_ = 0;
};

}  // namespace bdf::tests
