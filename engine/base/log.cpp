// SPDX-License-Identifier: MIT
// The only file that includes spdlog, which takes long to compile.
#include "base/log.h"

#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <memory>
#include <string>

#include "base/message.h"
#include "base/shown.h"

namespace bdf {

namespace {

std::atomic<bool> line_drawn = false;

spdlog::logger& logger() {
  static spdlog::logger logger = [] {
    spdlog::logger made("bdf", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made.set_pattern("%v");
    return made;
  }();
  return logger;
}

spdlog::level::level_enum level_of(Verbosity verbosity) {
  switch (verbosity) {
    case Verbosity::quiet:
      return spdlog::level::warn;
    case Verbosity::normal:
      return spdlog::level::info;
    case Verbosity::verbose:
      return spdlog::level::debug;
  }
  return spdlog::level::info;
}

bool is_quiet() { return !logger().should_log(spdlog::level::info); }

void clear_line() {
  if (line_drawn.exchange(false)) std::fputs("\r\033[K", stderr);
}

void write(spdlog::level::level_enum level, std::string_view message) {
  if (!logger().should_log(level)) return;
  clear_line();
  logger().log(level, shown(message));
}

std::string bar(std::size_t done, std::size_t all) {
  constexpr std::size_t width = 24;
  const std::size_t filled = all == 0 ? width : std::min(width, done * width / all);
  return std::string(filled, '#') + std::string(width - filled, '.');
}

}  // namespace

void set_verbosity(Verbosity verbosity) { logger().set_level(level_of(verbosity)); }

void log_info(std::string_view message) { write(spdlog::level::info, message); }
void log_debug(std::string_view message) { write(spdlog::level::debug, message); }
void log_warning(std::string_view message) {
  write(spdlog::level::warn, msg("warning: {}", message));
}

Progress::Progress(std::size_t stages) : stages_(stages), terminal_(isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
  clear_line();
  std::fflush(stderr);
}

void Progress::stage(std::string_view name) {
  const std::size_t done = current_++;
  if (is_quiet()) return;
  if (!terminal_) return log_info(fmt::format("[{}/{}] {}", current_, stages_, name));
  clear_line();
  fmt::print(stderr, "[{}] {}/{} {}", bar(done, stages_), current_, stages_, name);
  std::fflush(stderr);
  line_drawn = true;
}

}  // namespace bdf
