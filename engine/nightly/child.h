// SPDX-License-Identifier: MIT
// A program of its own for work that may crash, take all memory, or never end.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace bdf::nightly {

struct ChildWork {
  std::vector<std::string> command;  ///< its path first
  std::filesystem::path messages;    ///< a file to which its standard error is added
  double seconds = 0;                ///< that it may work; while it waits they do not pass
  double silence = 120;              ///< seconds that it may wait without saying so again
};

struct ChildEnd {
  int code = 0;             ///< its exit code; of one that was killed -1
  int signal = 0;           ///< that ended it; 0: none
  bool was_late = false;    ///< it was killed since it had worked too long
  bool was_silent = false;  ///< it was killed since it had waited, and said so no longer
  double seconds = 0;       ///< that it worked
};

/// Runs it to its end. It ends with the thread that calls this, whatever ends that one. What it has
/// started and left behind is killed when it has ended, but for what has a session of its own,
/// which is not waited for. Lines of its standard output are shown as they come; `waiting` and
/// `working` stop and start its clock. While it runs, `is_over` is asked several times a second: it
/// is killed where that says so. Throws StoreError where it cannot be started.
[[nodiscard]] ChildEnd run_child(const ChildWork& work,
                                 const std::function<void(const std::string&)>& show,
                                 const std::function<bool()>& is_over);

}  // namespace bdf::nightly
