// SPDX-License-Identifier: MIT
// What happens in a night, one JSON object a line, for programs that watch many.
#pragma once

#include <filesystem>
#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace bdf::nightly {

/// Lines of several threads and programs do not mix: each is one write to the end of the file. A
/// line has "time", "run", "event", and what `more` adds; never a password or a key.
class NightLog {
 public:
  NightLog(std::filesystem::path file, std::string run);

  void add(const std::string& event, const nlohmann::ordered_json& more) const;
  void add(const std::string& event) const;

 private:
  std::filesystem::path file_;
  std::string run_;
};

}  // namespace bdf::nightly
