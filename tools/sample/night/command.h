// SPDX-License-Identifier: MIT
// The command `bdf`, called as an office or the keeper of a base calls it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace bdf::sample {

/// The sample shares no code with what it tests: whatever of the engine's it needs, it asks the
/// command for. Its functions may be called by several threads at once.
class Command {
 public:
  /// "": the `bdf` beside the running executable.
  explicit Command(std::filesystem::path program = {});

  /// Runs it to its end, without input. Throws StoreError with what it said, unless it is done
  /// (exit code 0) or something is left for a human (1).
  void run(const std::vector<std::string>& arguments) const;

 private:
  std::filesystem::path program_;
};

}  // namespace bdf::sample
