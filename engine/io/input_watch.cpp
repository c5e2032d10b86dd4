// SPDX-License-Identifier: MIT
#include "io/input_watch.h"

#include <system_error>

#include "base/error.h"
#include "base/message.h"

namespace bdf::io {

InputWatch::InputWatch(std::filesystem::path path) : path_(std::move(path)), states_(states()) {}

/// An empty log, which reading alone brings about, counts as none.
InputWatch::State InputWatch::state_of(const std::filesystem::path& path) {
  std::error_code missing;
  State state;
  state.size = std::filesystem::file_size(path, missing);
  if (missing || state.size == 0) return {};
  state.changed = std::filesystem::last_write_time(path, missing);
  return state;
}

std::array<InputWatch::State, 2> InputWatch::states() const {
  return {state_of(path_), state_of(path_.string() + "-wal")};
}

void InputWatch::check() const {
  if (states() != states_)
    throw InputError(
        msg("{}: another program wrote it while it was read: save and close it there, "
            "then run this again",
            path_.string()));
}

}  // namespace bdf::io
