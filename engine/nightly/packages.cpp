// SPDX-License-Identifier: MIT
#include "nightly/packages.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <fstream>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <thread>

#include "base/error.h"
#include "base/message.h"
#include "base/share.h"
#include "io/output_folder.h"
#include "jobs/adopt.h"
#include "jobs/publish_packages.h"
#include "nightly/child.h"
#include "nightly/claims.h"
#include "nightly/job.h"
#include "nightly/package_note.h"
#include "nightly/patience.h"
#include "rules/theme.h"

namespace bdf::nightly {

namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;
using refbase::NightPackage;

/// Days are what packages are called by.
std::string day_of(const refbase::Night& night) { return night.began.substr(0, 10); }

struct Answer {
  int code = 0;
  ordered_json json;
  std::string complaint;
};

/// Packages of a list that follow one another, from `first` to before `end`.
struct Group {
  std::size_t first = 0;
  std::size_t end = 0;
};

/// Those of one theme and territory, which stand together.
std::vector<Group> groups_of(const std::vector<WantedPackage>& wanted) {
  std::vector<Group> groups;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (i == 0 || wanted[i].theme != wanted[i - 1].theme ||
        wanted[i].territory != wanted[i - 1].territory)
      groups.push_back({i, i});
    groups.back().end = i + 1;
  }
  return groups;
}

class Making {
 public:
  Making(const PackagesRun& run, const std::vector<WantedPackage>& wanted)
      : run_(run),
        plan_(*run.plan),
        wanted_(wanted),
        left_(groups_of(wanted)),
        made_(wanted.size()),
        claims_(plan_.base) {
    fs::create_directories(plan_.work / "packages");
    fs::create_directories(folder_of_run(plan_, run.night.run));
  }

  std::vector<MadePackage> make() {
    std::vector<std::thread> threads;
    for (int i = 0; i < std::max(1, run_.side_by_side); ++i)
      threads.emplace_back([this] { work(); });
    for (auto& thread : threads) thread.join();
    if (!failure_.empty()) throw StoreError(failure_);
    return std::move(made_);
  }

 private:
  /// What one of several does: one group after the other.
  void work() {
    try {
      while (const auto group = next_group()) {
        for (auto i = group->first; i < group->end; ++i) made_[i] = settled(i);
        leave(*group);
      }
    } catch (const std::exception& error) {
      const std::lock_guard guard(mutex_);
      if (failure_.empty()) failure_ = error.what();
    }
  }

  /// The first that nobody makes; waits where others may leave theirs unmade.
  std::optional<Group> next_group() {
    constexpr std::chrono::milliseconds pause(300);
    for (;; std::this_thread::sleep_for(pause)) {
      const auto left = groups_left();
      if (left.empty()) return std::nullopt;
      for (const auto& group : left)
        if (claims_.claim(lock_of(group))) return group;
    }
  }

  /// None where it has failed.
  std::vector<Group> groups_left() {
    {
      const std::lock_guard guard(mutex_);
      if (left_.empty()) return {};
    }
    if (has_failed()) return {};
    const std::lock_guard guard(mutex_);
    return left_;
  }

  /// Also where the base is another night's by now.
  bool has_failed() {
    const std::lock_guard guard(mutex_);
    try {
      if (failure_.empty() && !run_.is_alone())
        failure_ = msg("another night has begun on this base");
    } catch (const std::exception& error) {
      failure_ = error.what();
    }
    return !failure_.empty();
  }

  void leave(const Group& group) {
    {
      const std::lock_guard guard(mutex_);
      std::erase_if(left_, [&](const Group& other) { return other.first == group.first; });
    }
    claims_.leave(lock_of(group));
  }

  [[nodiscard]] int lock_of(const Group& group) const {
    return lock_of_packages(run_.night.run, group.first);
  }

  /// Its number in the list makes the names of a package's files in the run's folder.
  [[nodiscard]] fs::path file_of(std::size_t i, const char* ending) const {
    return folder_of_run(plan_, run_.night.run) / fmt::format("package-{}{}", i + 1, ending);
  }

  /// What became of it, in this program or another. The base knows what has been made; the note,
  /// written before, tells more of it, and alone why one could not be made.
  MadePackage settled(std::size_t i) {
    const auto before = last_of(wanted_[i]);
    const bool is_made = before && before->run == run_.night.run;
    if (auto noted = noted_package(file_of(i, ".json")); noted && noted->path.empty() != is_made)
      return std::move(*noted);
    if (is_made) return {wanted_[i], before->name, before->place, before->differential, {}, {}, 0};
    return made_now(i, before);
  }

  [[nodiscard]] std::optional<NightPackage> last_of(const WantedPackage& wanted) const {
    std::optional<NightPackage> last;
    with_base(plan_.base, [&](refbase::SqlSession& session) {
      const refbase::SqlTransaction reading(session, refbase::Access::read);
      for (auto& one : refbase::night_packages(session, plan_.name))
        if (one.theme == wanted.theme && one.pack == wanted.pack &&
            one.territory == wanted.territory)
          last = std::move(one);
    });
    return last;
  }

  MadePackage made_now(std::size_t i, const std::optional<NightPackage>& before) {
    for (;;) {
      const auto server = start_of_server(plan_.base);
      MadePackage made{wanted_[i], {}, {}, {}, {}, {}, 0};
      try {
        make_one(i, made, before);
      } catch (const std::exception& error) {
        made = {wanted_[i], {}, {}, {}, {}, error.what(), made.seconds};
      }
      if (has_failed()) throw StoreError(failure_);  // it was killed: nobody's fault
      if (!made.reason.empty() && server != start_of_server(plan_.base)) continue;
      note_package(file_of(i, ".json"), made);
      if (!made.path.empty()) keep(made);
      tell(made);
      return made;
    }
  }

  void tell(const MadePackage& made) {
    ordered_json json{{"theme", made.wanted.theme},
                      {"pack", made.wanted.pack},
                      {"territory", made.wanted.territory},
                      {"seconds", made.seconds}};
    if (!made.name.empty()) json["name"] = made.name;
    if (!made.level.empty()) json["label"] = made.level;
    if (!made.reason.empty()) json["reason"] = made.reason;
    run_.log->add("package", json);
    const std::lock_guard guard(mutex_);
    if (run_.tell) run_.tell(made);
  }

  void make_one(std::size_t i, MadePackage& made, const std::optional<NightPackage>& before) {
    if (before && before->name.find("_" + day_of(run_.night)) != std::string::npos) {
      made.name = before->name;
      made.reason =
          msg("{} is of today already: what came since goes out with the next day's", before->name);
      return;
    }
    const auto previous = before ? fs::path(before->place) : fs::path();
    const auto messages = file_of(i, ".log");
    made.path = built(made, previous, false, messages);
    if (plan_.packages->differential && fs::exists(previous) && previous != made.path)
      made.differential = built(made, previous, true, messages);
    made.name = made.path.stem().string();
    if (plan_.label) label(made, messages);
  }

  void keep(const MadePackage& made) const {
    NightPackage package{
        plan_.name, made.wanted.theme, made.wanted.pack, made.wanted.territory, run_.state,
        made.name,  made.path,         run_.night.run,   made.differential,     false};
    with_base(plan_.base, [&](refbase::SqlSession& session) {
      refbase::SqlTransaction all(session, refbase::Access::write);
      refbase::keep_package(session, package);
      all.commit();
    });
  }

  fs::path built(MadePackage& made, const fs::path& previous, bool differential,
                 const fs::path& messages) {
    const auto day = day_of(run_.night);
    std::vector<std::string> arguments{"package",    "build",
                                       "--theme",    made.wanted.theme,
                                       "--pack",     made.wanted.pack,
                                       "--at",       fmt::format("{}", run_.state),
                                       "--edition",  day,
                                       "--date",     day,
                                       "--as",       plan_.packages->form,
                                       "--out",      (plan_.work / "packages").string(),
                                       "--overwrite"};
    if (!made.wanted.territory.empty())
      arguments.insert(arguments.end(), {"--territory", made.wanted.territory});
    if (!previous.empty() && fs::exists(previous))
      arguments.insert(arguments.end(), {"--previous", previous.string()});
    if (differential) arguments.emplace_back("--differential");
    const auto answer = asked(std::move(arguments), messages, made.seconds);
    if (answer.code != 0) throw InputError(answer.complaint);
    return answer.json.at("path").get<std::string>();
  }

  /// The version that the base goes by as a file; of one that goes by none the theme's name.
  [[nodiscard]] std::string theme_of(const MadePackage& made) const {
    std::optional<std::string> text;
    with_base(plan_.base, [&](refbase::SqlSession& session) {
      const refbase::SqlTransaction reading(session, refbase::Access::read);
      text = jobs::text_of_adopted(session, made.wanted.theme);
    });
    if (!text) return made.wanted.theme;
    const auto file = folder_of_run(plan_, run_.night.run) / (made.name + ".yaml");
    io::write_text(file, *text);
    return file.string();
  }

  /// The last one of the theme's socle for the same territory, made in this night or before; "" for
  /// the socle itself, and where there is none.
  [[nodiscard]] fs::path socle_of(const MadePackage& made, const std::string& theme) const {
    auto socle = made.wanted;
    socle.pack = rules::load_theme(theme).packages->socle.code;
    if (socle.pack == made.wanted.pack) return {};
    const auto last = last_of(socle);
    return last && fs::exists(last->place) ? fs::path(last->place) : fs::path();
  }

  /// A package that misses what its label asks for goes out without one.
  void label(MadePackage& made, const fs::path& messages) {
    const auto& label = *plan_.label;
    const auto theme = theme_of(made);
    std::vector<std::string> arguments{"label",
                                       "issue",
                                       made.path.string(),
                                       "--theme",
                                       theme,
                                       "--key",
                                       label.key.string(),
                                       "--out",
                                       (plan_.work / "packages" / "labelled").string(),
                                       "--overwrite"};
    if (const auto socle = socle_of(made, theme); !socle.empty())
      arguments.insert(arguments.end(), {"--socle", socle.string()});
    if (!label.attestation.empty())
      arguments.insert(arguments.end(), {"--attestation", label.attestation.string()});
    if (!label.registry.empty())
      arguments.insert(arguments.end(), {"--register", label.registry.string()});
    const auto answer = asked(std::move(arguments), messages, made.seconds);
    const auto path = answer.json.value("path", std::string());
    if (path.empty()) {
      if (answer.code <= 1) return;
      throw InputError(answer.complaint);
    }
    made.level = answer.json.value("level", std::string("label"));
    made.path = path;
  }

  Answer asked(std::vector<std::string> arguments, const fs::path& messages, double& seconds) {
    ChildWork work;
    work.command = {(executable_folder() / "bdf").string()};
    for (auto& argument : arguments) work.command.push_back(std::move(argument));
    for (const auto* common : {"--json", "--quiet", "--now"}) work.command.emplace_back(common);
    work.command.push_back(run_.night.began);
    if (run_.threads > 0)
      work.command.insert(work.command.end(), {"--threads", fmt::format("{}", run_.threads)});
    work.messages = messages;
    work.seconds = plan_.limits.seconds;
    std::string said;
    const auto end = run_child(
        work, [&](const std::string& line) { said += line + "\n"; }, [&] { return has_failed(); });
    seconds += end.seconds;
    Answer answer{end.code, ordered_json::parse(said, nullptr, false), {}};
    if (answer.json.is_discarded()) answer.json = ordered_json::object();
    if (end.was_late)
      answer.complaint = msg("it took longer than the plan gives it");
    else if (end.signal != 0)
      answer.complaint = msg("it crashed");
    else if (end.code != 0)
      answer.complaint = last_line_of(work.messages);
    return answer;
  }

  static std::string last_line_of(const fs::path& file);

  const PackagesRun& run_;
  const rules::NightPlan& plan_;
  const std::vector<WantedPackage>& wanted_;
  std::vector<Group> left_;  ///< of which it is not known what became of them
  std::vector<MadePackage> made_;
  Claims claims_;
  std::mutex mutex_;
  std::string failure_;
};

std::string Making::last_line_of(const fs::path& file) {
  std::ifstream lines(file);
  std::string last;
  for (std::string line; std::getline(lines, line);)
    if (!line.empty()) last = line;
  constexpr std::string_view prefix = "bdf: ";
  return kept_reason(last.starts_with(prefix) ? last.substr(prefix.size()) : last);
}

}  // namespace

PackageState state_of(const MadePackage& package) {
  if (!package.path.empty()) return PackageState::made;
  return package.name.empty() ? PackageState::not_made : PackageState::next_day;
}

std::string_view name_of(PackageState state) {
  constexpr std::array<std::string_view, 3> names{"made", "next_day", "not_made"};
  return names.at(static_cast<std::size_t>(state));
}

std::vector<MadePackage> make_packages(const PackagesRun& run,
                                       const std::vector<WantedPackage>& wanted) {
  return Making(run, wanted).make();
}

namespace {

jobs::PublishJob publishing_of(const rules::NightPlan& plan) {
  const auto& publication = *plan.publication;
  jobs::PublishJob job;
  job.tree = publication.tree;
  job.url = publication.url;
  job.allow_restricted = publication.restricted;
  for (const auto& theme : plan.themes)
    if (theme.ends_with(".yaml")) job.themes.push_back(theme);
  return job;
}

void add_files(const NightPackage& package, jobs::PublishJob& job) {
  job.packages.emplace_back(package.place);
  if (!package.differential.empty() && fs::exists(package.differential))
    job.packages.emplace_back(package.differential);
}

/// What went wrong; "" for nothing.
std::string published(const PackagesRun& run, const std::vector<NightPackage>& packages) {
  auto job = publishing_of(*run.plan);
  for (const auto& package : packages) add_files(package, job);
  try {
    const auto done = jobs::publish_packages(job);
    run.log->add("published", {{"added", done.added.size()}, {"packages", done.packages}});
  } catch (const Error& error) {
    return error.what();
  }
  with_base(run.plan->base, [&](refbase::SqlSession& session) {
    refbase::SqlTransaction all(session, refbase::Access::write);
    for (auto package : packages) {
      package.is_published = true;
      refbase::keep_package(session, package);
    }
    all.commit();
  });
  return {};
}

}  // namespace

std::string publish(const PackagesRun& run) {
  std::vector<NightPackage> waiting;
  with_base(run.plan->base, [&](refbase::SqlSession& session) {
    const refbase::SqlTransaction reading(session, refbase::Access::read);
    waiting = refbase::night_packages(session, run.plan->name);
  });
  std::erase_if(waiting, [](const auto& package) {
    return package.is_published || !fs::exists(package.place);
  });
  if (waiting.empty() || published(run, waiting).empty()) return {};
  // One that cannot be published keeps none of the others back.
  std::string first;
  std::size_t others = 0;
  for (const auto& package : waiting) {
    const auto wrong = published(run, {package});
    if (wrong.empty()) continue;
    if (first.empty())
      first = wrong;
    else
      ++others;
  }
  if (others == 0) return first;
  return msgn("{1} (and {0} other)", "{1} (and {0} others)", others, first);
}

}  // namespace bdf::nightly
