// SPDX-License-Identifier: MIT
// PostgreSQL's own log, in each of the forms that a server writes it in.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

namespace bdf::refbase {

/// What the server has logged of a session. All of it may come from whoever opened that session;
/// long texts are cut off.
struct LogEntry {
  std::string time;  ///< 2026-11-24 01:09:08.123 CET
  std::string account;
  std::string database;
  std::string process;
  std::string code;  ///< SQLSTATE; "" where the form has none
  std::string message;
  std::string statement;  ///< its tag (UPDATE), or how it begins
};
using ShowLogEntry = std::function<void(const LogEntry&)>;

/// Shows the entries of sessions: of jsonlog, csvlog, or stderr with the log_line_prefix of Debian,
/// `%m [%p] %q%u@%d `, of which warnings and errors alone. A log that begins or ends in the middle
/// of an entry, that holds what is none, or entries of any size, is read as far as it can be.
/// Throws InputError for a file that cannot be read, or holds something and no entry.
void read_server_log(const std::filesystem::path& file, const ShowLogEntry& show);

}  // namespace bdf::refbase
