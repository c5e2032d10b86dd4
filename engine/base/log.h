// SPDX-License-Identifier: MIT
// Messages to stderr while a run goes on, and its progress.
#pragma once

#include <cstddef>
#include <string_view>

namespace bdf {

enum class Verbosity { quiet, normal, verbose };
void set_verbosity(Verbosity verbosity);

void log_info(std::string_view message);
void log_warning(std::string_view message);
void log_debug(std::string_view message);

/// Progress of a run of named stages: on a terminal one line that is redrawn, otherwise a plain
/// line a stage. Nothing when quiet. Stages of one run are reported from one thread.
class Progress {
 public:
  explicit Progress(std::size_t stages);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// Ends the stage before and begins this one; `name` is already in the user's language.
  void stage(std::string_view name);

 private:
  std::size_t stages_;
  std::size_t current_ = 0;
  bool terminal_;
};

}  // namespace bdf
