// SPDX-License-Identifier: MIT
#include "support/night_trial.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <sstream>
#include <thread>

#include "jobs/package_check.h"
#include "refbase/base.h"
#include "refbase/layers.h"
#include "refbase/night.h"
#include "refbase/transaction.h"
#include "refbase/versions.h"
#include "support/night_world.h"
#include "support/postgres_server.h"

namespace bdf::tests {

namespace {

namespace fs = std::filesystem;
using refbase::Access;
using refbase::SqlTransaction;

std::string line_of(refbase::Row row) {
  std::string line;
  for (const auto& value : row) {
    line += "|";
    if (const auto* text = std::get_if<std::string_view>(&value)) line += *text;
    if (const auto* number = std::get_if<std::int64_t>(&value)) line += fmt::format("{}", *number);
    if (const auto* real = std::get_if<double>(&value)) line += fmt::format("{:.17g}", *real);
    if (const auto* blob = std::get_if<BlobView>(&value))
      for (const auto byte : blob->bytes)
        line += fmt::format("{:02x}", static_cast<unsigned>(byte));
  }
  return line;
}

void add_layers(refbase::SqlSession& session, std::vector<std::string>& lines) {
  const auto head = refbase::head_of(session).number;
  for (const auto& layer : refbase::layers_at(session, head))
    refbase::show_features(session, layer, head, refbase::Selection{}, [&](refbase::Row row) {
      lines.push_back(layer.schema.layer + line_of(row.subspan(1)));
    });
}

}  // namespace

const fs::path& night_world(const NightSize& size) {
  static std::map<NightSize, std::unique_ptr<TemporaryFolder>> worlds;
  static std::map<NightSize, fs::path> paths;
  auto& folder = worlds[size];
  if (!folder) {
    folder = std::make_unique<TemporaryFolder>();
    sample::NightStyle style;
    style.territories = static_cast<std::size_t>(size.territories);
    style.deposits = static_cast<std::size_t>(size.deposits);
    style.hostile = size.hostile;
    style.seed = size.seed;
    paths[size] = folder->path() / "world";
    make_night_world(paths[size], style);
  }
  return paths[size];
}

void let_files_age(const NightSize& size) {
  constexpr double enough = 3.2;
  double youngest = 0;
  for (const auto& entry : fs::recursive_directory_iterator(night_world(size) / "deposits")) {
    struct stat found {};
    stat(entry.path().c_str(), &found);
    youngest = std::max(youngest, static_cast<double>(found.st_ctime));
  }
  const std::chrono::duration<double> now = std::chrono::system_clock::now().time_since_epoch();
  // Whole seconds of the file's time are cut off.
  std::this_thread::sleep_for(
      std::chrono::duration<double>(std::max(0.0, youngest + 1 + enough - now.count())));
}

NightDesk::NightDesk(const NightSize& size, BaseKind kind, const std::string& more) : size_(size) {
  const auto& world = night_world(size);
  if (kind == BaseKind::geopackage) {
    // A base is made once, and copied.
    static std::map<NightSize, std::unique_ptr<TemporaryFolder>> made;
    auto& master = made[size];
    if (!master) {
      master = std::make_unique<TemporaryFolder>();
      make_night_base(world, (master->path() / "base.gpkg").string());
    }
    base_ = (folder() / "base.gpkg").string();
    fs::copy_file(master->path() / "base.gpkg", base_);
  } else {
    base_ = PostgresServer::instance().new_database();
    make_night_base(world, base_);
  }
  fs::create_symlink(world / "deposits", deposits());
  plan_for("{folder: deposits}", more);
}

void NightDesk::plan_for(const std::string& sources, const std::string& more) const {
  std::ofstream(plan()) << "name: trial\nbase: '" << base_ << "'\nwork: work\ndeposits: ["
                        << sources << "]\n"
                        << more;
}

fs::path NightDesk::copy_deposit(std::size_t number, const std::string& to) const {
  const auto from = night_deposits(night_world(size_)).at(number).folder;
  const auto copy = folder() / to / from.filename();
  fs::create_directories(copy.parent_path());
  fs::copy(from, copy);
  return copy;
}

Ran NightDesk::night(std::vector<std::string> before, const std::vector<std::string>& after,
                     const std::map<std::string, std::string>& environment) const {
  std::vector<std::string> words{"nightly"};
  for (auto& word : before) words.push_back(std::move(word));
  words.push_back(plan().string());
  words.insert(words.end(), after.begin(), after.end());
  words.insert(words.end(), {"--now", time});
  return support::bdf(words, environment);
}

nlohmann::json NightDesk::told(const std::vector<std::string>& before,
                               const std::map<std::string, std::string>& environment) const {
  const auto ran = night(before, {"--json"}, environment);
  EXPECT_LE(ran.code, 1) << ran.err;
  return ran.code <= 1 ? nlohmann::json::parse(ran.out) : nlohmann::json();
}

pid_t NightDesk::begin_night(const std::vector<std::string>& after,
                             const std::map<std::string, std::string>& environment) const {
  std::vector<std::string> words{BDF_COMMAND, "nightly", plan().string(), "--quiet", "--now", time};
  words.insert(words.end(), after.begin(), after.end());
  auto variables = detail::environment_with(environment);
  const auto word_pointers = detail::pointers_to(words);
  const auto variable_pointers = detail::pointers_to(variables);
  const pid_t child = fork();
  if (child == 0) {
    execve(word_pointers[0], word_pointers.data(), variable_pointers.data());
    _exit(127);
  }
  return child;
}

std::vector<std::string> NightDesk::content() const {
  const auto session = refbase::open_base(base_);
  const SqlTransaction reading(*session, Access::read);
  std::vector<std::string> lines;
  add_layers(*session, lines);
  session->read(
      "SELECT c.organisation, e.layer, e.object, e.thing, e.op, e.kind, e.status, "
      "e.ancestor_value, e.local_value, e.reference_value FROM bdf_entry AS e JOIN "
      "bdf_contribution AS c ON c.number = e.number",
      {}, [&](refbase::Row row) { lines.push_back("entry" + line_of(row)); });
  std::sort(lines.begin(), lines.end());
  return lines;
}

std::vector<std::string> NightDesk::layers() const {
  const auto session = refbase::open_base(base_);
  const SqlTransaction reading(*session, Access::read);
  std::vector<std::string> lines;
  add_layers(*session, lines);
  std::map<std::string, std::string> given;
  session->read("SELECT id, organisation, uid FROM bdf_given", {}, [&](refbase::Row row) {
    given[std::string(std::get<std::string_view>(row[0]))] =
        std::string(std::get<std::string_view>(row[1])) + "/" +
        std::string(std::get<std::string_view>(row[2]));
  });
  for (auto& line : lines)
    for (const auto& [id, name] : given)
      for (auto at = line.find(id); at != std::string::npos; at = line.find(id, at + name.size()))
        line.replace(at, id.size(), name);
  std::sort(lines.begin(), lines.end());
  return lines;
}

std::vector<std::string> NightDesk::entries() const {
  const auto session = refbase::open_base(base_);
  const SqlTransaction reading(*session, Access::read);
  std::vector<std::string> lines;
  session->read(
      "SELECT c.organisation, e.layer, e.object, e.thing, e.op, e.status FROM bdf_entry AS e JOIN "
      "bdf_contribution AS c ON c.number = e.number",
      {}, [&](refbase::Row row) { lines.push_back("entry" + line_of(row)); });
  std::sort(lines.begin(), lines.end());
  return lines;
}

std::vector<std::string> NightDesk::fates() const {
  const auto session = refbase::open_base(base_, Access::write);
  const SqlTransaction reading(*session, Access::read);
  std::vector<std::string> lines;
  for (const auto& one : refbase::settled_deposits(*session, "trial"))
    lines.push_back(fmt::format("{} {} {}", one.deposit, one.theme, refbase::name_of(one.status)));
  std::sort(lines.begin(), lines.end());
  // Each of them came in once.
  session->read(
      "SELECT organisation, count(*), count(DISTINCT digest) FROM bdf_contribution GROUP BY "
      "organisation",
      {}, [&](refbase::Row row) {
        EXPECT_EQ(std::get<std::int64_t>(row[1]), std::get<std::int64_t>(row[2]));
      });
  return lines;
}

std::vector<refbase::NightJob> NightDesk::jobs() const {
  const auto session = refbase::open_base(base_);
  const SqlTransaction reading(*session, Access::read);
  if (!session->has_table("bdf_night")) return {};
  const auto nights = refbase::nights_of(*session, "");
  return nights.empty() ? std::vector<refbase::NightJob>{}
                        : refbase::jobs_of_night(*session, nights.front().run);
}

std::string NightDesk::wrong() const {
  const auto ran = support::bdf({"base", "verify", "--base", base_});
  return ran.code == 0 ? "" : ran.out + ran.err;
}

std::vector<std::string> NightDesk::packages() const {
  std::vector<std::string> names;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(work() / "packages", none))
    if (entry.path().extension() == ".zip") names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

std::string text_of(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

bool comes_true(const std::function<bool()>& question) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(1);
  for (; std::chrono::steady_clock::now() < end;
       std::this_thread::sleep_for(std::chrono::milliseconds(20)))
    if (question()) return true;
  return false;
}

int end_of(pid_t night) {
  int status = 0;
  if (!comes_true([&] { return waitpid(night, &status, WNOHANG) == night; })) {
    kill(night, SIGKILL);
    waitpid(night, &status, 0);
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

pid_t program_of_job(pid_t night, std::int64_t position) {
  const auto words = fmt::format("--job{}{}{}", '\0', position, '\0');
  for (const auto& entry : fs::directory_iterator("/proc")) {
    const auto name = entry.path().filename().string();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    const auto stat = text_of(entry.path() / "stat");
    const auto end = stat.rfind(") ");
    if (end != std::string::npos && std::stoi(stat.substr(end + 4)) == night &&
        text_of(entry.path() / "cmdline").find(words) != std::string::npos)
      return std::stoi(name);
  }
  return 0;
}

void kill_nights(NightDesk& desk, int times, double longest, unsigned seed) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> moment(0.05, longest);
  for (int i = 0; i < times; ++i) {
    const pid_t night = desk.begin_night();
    std::this_thread::sleep_for(std::chrono::duration<double>(moment(random)));
    kill(night, SIGKILL);
    int status = 0;
    waitpid(night, &status, 0);
    if (!WIFEXITED(status)) continue;
    EXPECT_LE(WEXITSTATUS(status), 1);
    desk.time = fmt::format("2026-02-{:02}T22:00:00Z", 2 + i % 26);
  }
}

std::string difference(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  constexpr std::size_t longest = 200;
  std::vector<std::string> only_a, only_b;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(only_a));
  std::set_difference(b.begin(), b.end(), a.begin(), a.end(), std::back_inserter(only_b));
  std::string text;
  std::size_t left = 30;
  for (const auto& line : only_a)
    if (left-- > 0) text += "< " + line.substr(0, longest) + "\n";
  left = std::max<std::size_t>(left, 10);
  for (const auto& line : only_b)
    if (left-- > 0) text += "> " + line.substr(0, longest) + "\n";
  return text;
}

std::string package_difference(const NightDesk& a, const NightDesk& b) {
  auto text = difference(a.packages(), b.packages());
  if (!text.empty()) return text;
  for (const auto& name : a.packages()) {
    const auto comparison =
        jobs::compare_packages(a.work() / "packages" / name, b.work() / "packages" / name, 1);
    for (const auto& layer : comparison.layers)
      if (layer.added + layer.changed + layer.removed > 0)
        text += fmt::format("{}: {}: {} added, {} changed, {} removed\n", name, layer.layer,
                            layer.added, layer.changed, layer.removed);
  }
  return text;
}

}  // namespace bdf::tests
