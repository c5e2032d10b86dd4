// SPDX-License-Identifier: MIT
#include "nightly/deposits.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <filesystem>
#include <map>
#include <set>
#include <sstream>
#include <system_error>

#include "base/error.h"
#include "base/hash.h"
#include "base/message.h"
#include "base/shown.h"
#include "nightly/plain_file.h"
#include "refbase/server_rights.h"
#include "rules/yaml_document.h"

namespace bdf::nightly {

namespace {

namespace fs = std::filesystem;
using rules::DepositSource;

constexpr std::string_view member_prefix = "member:";
constexpr std::size_t largest_manifest = 1 << 20;
constexpr std::size_t most_files = 200;

std::int64_t nanoseconds_of(const timespec& time) {
  constexpr std::int64_t a_second = 1000000000;
  return static_cast<std::int64_t>(time.tv_sec) * a_second + time.tv_nsec;
}

/// Time stamps are coarse: what was written within that time may be written again under the same.
bool is_recent(const struct stat& file) {
  constexpr auto doubtful = std::chrono::seconds(3);
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const auto safe = std::chrono::duration_cast<std::chrono::nanoseconds>(now - doubtful).count();
  return std::max(nanoseconds_of(file.st_mtim), nanoseconds_of(file.st_ctim)) >= safe;
}

std::string marks_of(const fs::path& folder) {
  std::set<std::string> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    struct stat found {};
    if (lstat(entry.path().c_str(), &found) != 0 || is_recent(found)) return {};
    files.insert(fmt::format("{}\n{} {} {} {}", entry.path().filename().string(), found.st_mode,
                             found.st_size, nanoseconds_of(found.st_mtim),
                             static_cast<unsigned long long>(found.st_ino)));
    if (files.size() > most_files) return {};
  }
  std::string text;
  for (const auto& file : files) text += file + "\n";
  return error ? "" : sha256(text);
}

/// As deposits of members are called.
bool is_called_as_a_members(const std::string& name) {
  constexpr std::string_view prefix = "member-";
  return name.starts_with(prefix) &&
         name.find_first_not_of("0123456789", prefix.size()) == name.npos;
}

FoundDeposit deposit_in(const fs::path& folder, bool allows_servers) {
  FoundDeposit found;
  found.name = shown_on_a_line(folder.filename().string());
  if (is_called_as_a_members(found.name)) {
    found.name = found.place = shown_on_a_line(folder.string());
    found.fault = msg("{}: deposits of members are called so: call it otherwise", found.place);
    return found;
  }
  if (fs::is_symlink(folder)) {
    found.place = shown_on_a_line(folder.string());
    found.fault = msg("{}: this is a link, and none is followed", found.place);
    return found;
  }
  found.place = shown_on_a_line(folder.string());
  found.allows_servers = allows_servers;
  if (found.place != folder.string()) {
    found.fault = msg("{}: its name is no readable text: call it otherwise", found.place);
    return found;
  }
  found.marks = marks_of(folder);
  const auto file = folder / rules::deposit_manifest_name;
  try {
    found.manifest =
        rules::parse_deposit(file.string(), text_of_plain_file(file, largest_manifest));
    if (found.manifest.is_of_server && !allows_servers)
      found.fault = msg("{}: data of a server are not taken from here", file.string());
  } catch (const Error& error) {
    found.fault = error.what();
  }
  return found;
}

std::vector<fs::path> folders_in(const fs::path& folder) {
  std::vector<fs::path> folders;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    // What begins with a dot is on its way: it is renamed once it is whole.
    if (entry.path().filename().string().starts_with(".")) continue;
    std::error_code hidden;
    if (entry.is_directory(hidden)) folders.push_back(entry.path());
  }
  if (error)
    throw InputError(msg("{}: the deposits cannot be read ({})", folder.string(), error.message()));
  std::sort(folders.begin(), folders.end());
  return folders;
}

std::vector<fs::path> folders_listed_in(const fs::path& list) {
  std::vector<fs::path> folders;
  std::istringstream lines(rules::read_text(list));
  for (std::string line; std::getline(lines, line);) {
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.pop_back();
    if (line.empty() || line.front() == '#') continue;
    auto folder = (list.parent_path() / line).lexically_normal();
    if (!folder.has_filename()) folder = folder.parent_path();
    if (folder.filename() == "..")
      throw InputError(msg("{}: “{}” names no folder", list.string(), shown_on_a_line(line)));
    folders.push_back(folder);
  }
  return folders;
}

FoundDeposit deposit_of_member(const refbase::Deposit& deposit) {
  FoundDeposit found;
  found.name = fmt::format("member-{}", deposit.deposit);
  found.place = fmt::format("{}{}", member_prefix, deposit.deposit);
  found.manifest.producer = deposit.organisation;
  found.manifest.themes = {deposit.theme};
  found.marks = found.place;
  return found;
}

void refuse_namesakes(std::vector<FoundDeposit>& found) {
  std::map<std::string, FoundDeposit*> firsts;
  for (auto& deposit : found) {
    const auto [first, is_first] = firsts.emplace(deposit.name, &deposit);
    if (is_first) continue;
    deposit.fault = msg("{} and {} are called the same: call one otherwise", first->second->place,
                        deposit.place);
    first->second->fault = deposit.fault;  // nobody knows which of them is meant
    deposit.name = deposit.place;
  }
}

}  // namespace

std::optional<std::int64_t> member_deposit(const std::string& place) {
  if (!place.starts_with(member_prefix)) return std::nullopt;
  std::int64_t number = 0;
  std::from_chars(place.data() + member_prefix.size(), place.data() + place.size(), number);
  return number;
}

std::vector<FoundDeposit> find_deposits(const rules::NightPlan& plan,
                                        refbase::SqlSession& session) {
  std::vector<FoundDeposit> found;
  for (const auto& source : plan.deposits) {
    if (source.kind == DepositSource::Kind::members) {
      for (const auto& deposit : refbase::waiting_deposits(session))
        found.push_back(deposit_of_member(deposit));
      continue;
    }
    const auto folders = source.kind == DepositSource::Kind::folder
                             ? folders_in(source.path)
                             : folders_listed_in(source.path);
    for (const auto& folder : folders) found.push_back(deposit_in(folder, source.allows_servers));
  }
  refuse_namesakes(found);
  return found;
}

}  // namespace bdf::nightly
