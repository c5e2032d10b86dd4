// SPDX-License-Identifier: MIT
// Failures. A finding about data is an ordinary value (model/finding.h), never one of these.
#pragma once

#include <stdexcept>
#include <string>

namespace bdf {

/// The command's exit codes; other tools rely on the numbers.
enum class ExitCode {
  done = 0,
  human_needed = 1,
  usage = 2,
  bad_input = 3,
  store_failed = 4,
  no_right = 5,
  law_broken = 70
};

/// The message names the file, layer, feature and attribute, and says what to do.
class Error : public std::runtime_error {
 public:
  Error(ExitCode code, const std::string& message) : std::runtime_error(message), code_(code) {}
  [[nodiscard]] ExitCode code() const noexcept { return code_; }

 private:
  ExitCode code_;
};

/// The command was called wrongly.
struct UsageError : Error {
  explicit UsageError(const std::string& message) : Error(ExitCode::usage, message) {}
};
/// An input, a theme or a schema cannot be used as it is.
struct InputError : Error {
  explicit InputError(const std::string& message) : Error(ExitCode::bad_input, message) {}
};
/// A file, folder or database could not be written or read.
struct StoreError : Error {
  explicit StoreError(const std::string& message) : Error(ExitCode::store_failed, message) {}
};
/// Somebody asked for what they have no right to.
struct RightsError : Error {
  explicit RightsError(const std::string& message) : Error(ExitCode::no_right, message) {}
};
/// A law of the engine does not hold: a defect of ours. Nothing has been written.
struct LawError : Error {
  explicit LawError(const std::string& message) : Error(ExitCode::law_broken, message) {}
};

}  // namespace bdf
