// SPDX-License-Identifier: MIT
#include "nightly/night_log.h"

#include <fcntl.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "base/clock.h"
#include "base/log.h"
#include "base/message.h"

namespace bdf::nightly {

using nlohmann::ordered_json;

NightLog::NightLog(std::filesystem::path file, std::string run)
    : file_(std::move(file)), run_(std::move(run)) {}

void NightLog::add(const std::string& event, const ordered_json& more) const {
  ordered_json line{{"time", time_of_run("")}, {"run", run_}, {"event", event}};
  line.update(more);
  const auto text = line.dump(-1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
  constexpr mode_t by_umask = 0666;
  const int file = open(file_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, by_umask);
  const bool written =
      file >= 0 && write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  if (file >= 0) close(file);
  // A night does not end for its log's sake: what it says is in the base, too.
  if (!written) log_warning(msg("{}: cannot be written", file_.string()));
}

void NightLog::add(const std::string& event) const { add(event, ordered_json::object()); }

}  // namespace bdf::nightly
