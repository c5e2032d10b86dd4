// SPDX-License-Identifier: MIT
// Notices inputs that another program writes while they are read.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>

namespace bdf::io {

/// Remembers a file's size and time of change, and those of its write-ahead log, as they are when
/// it is made. A layer is read by several connections and its digest by none, so that no lock spans
/// them.
class InputWatch {
 public:
  explicit InputWatch(std::filesystem::path path);
  /// Throws InputError where the file is no longer as it was.
  void check() const;

 private:
  struct State {
    std::uintmax_t size = 0;
    std::filesystem::file_time_type changed;
    bool operator==(const State&) const = default;
  };
  [[nodiscard]] static State state_of(const std::filesystem::path& path);
  [[nodiscard]] std::array<State, 2> states() const;

  std::filesystem::path path_;
  std::array<State, 2> states_;
};

}  // namespace bdf::io
