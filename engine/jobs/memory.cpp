// SPDX-License-Identifier: MIT
#include "jobs/memory.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "base/error.h"
#include "base/message.h"
#include "geometry/adapt.h"
#include "geometry/wkb.h"
#include "geometry/wkt.h"
#include "jobs/run_record.h"
#include "jobs/usable_decision.h"

namespace bdf::jobs {

namespace {

/// Every id under which a cluster may ask for the conflict.
std::set<std::string> names_of(const Conflict& conflict) {
  std::set<std::string> names;
  for (const auto side : all_sides) {
    const auto& joined = conflict.ids[side];
    if (joined.empty()) continue;
    names.insert(joined);
    for (std::size_t begin = 0; begin <= joined.size();) {
      const auto end = std::min(joined.find('/', begin), joined.size());
      names.insert(joined.substr(begin, end - begin));
      begin = end + 1;
    }
  }
  return names;
}

void add_applied(const std::filesystem::path& path, Decisions& decisions) {
  auto database = io::Database::open_input(path);
  for (auto& conflict : io::read_resolutions(database))
    decide(decisions, {std::move(conflict), Stands::applied, path.string()});
}

void add_entered(const std::filesystem::path& path, const io::Catalog& catalog,
                 Decisions& decisions, std::vector<Finding>& findings) {
  auto entered = entered_resolutions(path, catalog);
  findings.insert(findings.end(), entered.findings.begin(), entered.findings.end());
  for (auto& conflict : entered.conflicts) {
    Decided next{std::move(conflict), Stands::entered, path.string()};
    const auto known = decisions.find(next.conflict.id);
    if (known != decisions.end() && known->second.stands == Stands::written)
      tell_replaced(known->second, next, findings);
    decide(decisions, std::move(next));
  }
}

/// A folder with files of other people's making is none of ours to read.
bool is_of_a_sync(const std::filesystem::path& folder) {
  return std::filesystem::exists(folder / "run.json") &&
         std::filesystem::exists(folder / "merged.gpkg") &&
         std::filesystem::exists(folder / "conflicts.gpkg");
}

/// Those of the folders that an earlier sync wrote, each once.
std::vector<std::filesystem::path> synced(const std::vector<std::filesystem::path>& folders) {
  std::vector<std::filesystem::path> ours;
  std::error_code none;
  for (const auto& folder : folders)
    if (is_of_a_sync(folder) && std::none_of(ours.begin(), ours.end(), [&](const auto& known) {
          return std::filesystem::equivalent(known, folder, none);
        }))
      ours.push_back(folder);
  return ours;
}

}  // namespace

io::EnteredResolutions entered_resolutions(const std::filesystem::path& conflicts,
                                           const io::Catalog& catalog) {
  auto database = io::Database::open_input(conflicts);
  auto entered = io::read_entered_resolutions(database);
  std::erase_if(entered.conflicts, [&](const Conflict& conflict) {
    auto wrong = why_unusable(conflict, *conflict.resolution, catalog);
    if (wrong.empty()) return false;
    entered.findings.push_back(
        {Level::warning, "resolution_unusable", "", conflict.layer, conflict.id, std::move(wrong)});
    return true;
  });
  return entered;
}

Remembered remember(const std::filesystem::path& local,
                    const std::vector<std::filesystem::path>& folders,
                    std::vector<Finding>& findings) {
  Remembered remembered;
  auto& decisions = remembered.decisions;
  auto database = io::Database::open_input(local);
  for (const auto& conflict : io::read_pending(database)) {
    for (const auto& name : names_of(conflict)) remembered.memory.pending.emplace(name, conflict);
    decide(decisions, {conflict, Stands::applied, local.string()});
  }
  const auto ours = synced(folders);
  for (const auto& folder : ours) add_applied(folder / "merged.gpkg", decisions);
  add_applied(local, decisions);
  // What stands beside local is nearer to it than what is about to be replaced.
  std::for_each(ours.rbegin(), ours.rend(),
                [&](const auto& folder) { add_written(folder, decisions); });
  const auto catalog = io::read_catalog(database);
  for (const auto& folder : ours)
    add_entered(folder / "conflicts.gpkg", catalog, decisions, findings);
  return remembered;
}

std::vector<Answer> answers_in(const std::filesystem::path& file) {
  auto database = io::Database::open_input(file);
  if (!database.has_table("bdf_answer"))
    throw InputError(msg("{}: these are no answers: there is no table bdf_answer", file.string()));
  return io::read_answers(database);
}

KnownAnswers add_answers(const std::filesystem::path& local, const std::vector<Answer>& given,
                         merge::Memory& memory) {
  KnownAnswers known;
  auto database = io::Database::open_input(local);
  auto& answers = known.all;
  answers = io::read_answers(database);
  std::map<std::tuple<std::string, std::string, std::string, std::optional<std::string>>,
           std::size_t>
      places;
  const auto what = [](const Answer& answer) {
    return std::tuple(answer.layer, answer.id, answer.attribute, answer.value);
  };
  for (std::size_t i = 0; i < answers.size(); ++i) places[what(answers[i])] = i;
  for (const auto& answer : given) {
    const auto [place, is_new] = places.emplace(what(answer), answers.size());
    if (is_new || answers[place->second] != answer) known.fresh.push_back(answer);
    if (is_new)
      answers.push_back(answer);
    else
      answers[place->second] = answer;
  }
  for (const auto& answer : answers) memory.answers.emplace(answer.id, answer);
  for (const auto& answer : known.fresh)
    if (!answer.declined && !answer.waits) memory.taken.emplace(answer.id, answer);
  return known;
}

namespace {

/// Reads the geometries that the answers about the layer are about.
void read_geometries(std::multimap<std::string, Answer>& answers, const AnsweredLayer& layer) {
  std::optional<crs::Transform> transform;
  if (layer.way && !answers.empty()) transform.emplace(layer.way->operation);
  for (auto& [id, answer] : answers) {
    if (answer.attribute != "geometry" || !same_name(answer.layer, layer.name) || !answer.value)
      continue;
    try {
      auto wkb = geometry::wkb_from_wkt(*answer.value);
      if (transform) wkb = crs::transformed(wkb, *transform);
      auto read = geometry::decode_wkb(wkb).geometry;
      if (read && layer.no_altitude)
        wkb =
            geometry::encode_wkb(geometry::without_altitude(std::move(*read), *layer.no_altitude));
      answer.geometry = Blob{std::move(wkb)};
    } catch (const Error& error) {
      throw InputError(msg("bdf_answer: the geometry that is answered for {} cannot be read: {}",
                           id, std::string(error.what())));
    }
  }
}

}  // namespace

merge::Memory with_answered_geometries(merge::Memory memory, const AnsweredLayer& layer) {
  read_geometries(memory.answers, layer);
  read_geometries(memory.taken, layer);
  return memory;
}

bool was_edited_since_sync(const std::filesystem::path& folder) {
  if (!is_of_a_sync(folder)) return false;
  const auto written = recorded_merged_state(folder);
  std::error_code none;
  const auto log_size = std::filesystem::file_size(folder / "merged.gpkg-wal", none);
  return (!none && log_size > 0) ||
         (!written.empty() && written != io::state_of_database(folder / "merged.gpkg"));
}

std::vector<Conflict> conflicts_left_out(const merge::Memory& memory,
                                         const std::set<std::string>& layers) {
  std::map<std::string, Conflict> by_id;
  for (const auto& [name, conflict] : memory.pending) {
    if (layers.contains(conflict.layer)) continue;
    auto& kept = by_id[conflict.id] = conflict;
    const auto decided = memory.resolutions.find(conflict.id);
    if (decided != memory.resolutions.end()) kept.resolution = decided->second;
  }
  std::vector<Conflict> conflicts;
  for (auto& [id, conflict] : by_id) conflicts.push_back(std::move(conflict));
  return conflicts;
}

}  // namespace bdf::jobs
