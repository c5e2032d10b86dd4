// SPDX-License-Identifier: MIT
// A program with all that it starts, which ends as a machine that loses its power.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace bdf::tests {

/// What the program starts stays in the tree whatever it does to leave it: daemons and sessions of
/// their own too. All of it ends with this object, and with the thread that made it however that
/// ends. The program needs no rights beyond those of whoever starts it.
class ProcessTree {
 public:
  struct Program {
    std::vector<std::string> words;                  ///< looked up in the PATH of `environment`
    std::map<std::string, std::string> environment;  ///< laid over our own
    std::filesystem::path log;                       ///< what it says is appended here
    std::filesystem::path folder;  ///< removed where the one that made the tree has died
  };

  explicit ProcessTree(const Program& program);
  ~ProcessTree();
  ProcessTree(const ProcessTree&) = delete;
  ProcessTree& operator=(const ProcessTree&) = delete;

  /// Until the program itself ends, which ends all that it has started.
  [[nodiscard]] bool is_alive();

 private:
  pid_t keeper_ = 0;
};

}  // namespace bdf::tests
