// SPDX-License-Identifier: MIT
#include "jobs/decisions.h"

#include "base/error.h"
#include "base/message.h"
#include "io/decision_form.h"
#include "io/resolutions_file.h"
#include "jobs/usable_decision.h"

namespace bdf::jobs {

namespace {

bool same_decision(const Conflict& a, const Conflict& b) {
  return a.resolution->side == b.resolution->side && a.resolution->value == b.resolution->value;
}

std::string told(const Decided& decided) {
  const auto& resolution = *decided.conflict.resolution;
  return resolution.by.empty() ? msg("{} in {}", io::decision_in_messages(resolution), decided.file)
                               : msg("{} by {} in {}", io::decision_in_messages(resolution),
                                     resolution.by, decided.file);
}

/// Two people have decided, and neither has been heard yet.
void refuse_contradiction(const Decided& known, const Decided& next) {
  if (known.stands != Stands::entered) return;
  throw InputError(
      msg("two decisions on {} contradict each other: {}, and {}. Change one of them, or say which "
          "one holds with --take or --value, and --conflict",
          io::name_in_messages(next.conflict), told(known), told(next)));
}

/// The open conflicts by their ids.
std::map<std::string, const Conflict*> open_conflicts(const merge::Memory& memory) {
  std::map<std::string, const Conflict*> open;
  for (const auto& [name, conflict] : memory.pending) open.emplace(conflict.id, &conflict);
  return open;
}

}  // namespace

void decide(Decisions& decisions, Decided next) {
  auto& conflict = next.conflict;
  if (conflict.kind == ConflictKind::proposal || !conflict.resolution) return;
  conflict.values = {};
  conflict.geometries = {};
  auto id = conflict.id;
  decisions.insert_or_assign(std::move(id), std::move(next));
}

Decisions decisions_in(const std::filesystem::path& file) {
  Decisions decisions;
  for (auto& conflict : io::read_resolutions_file(file))
    decide(decisions, {std::move(conflict), Stands::written, file.string()});
  return decisions;
}

void add_written(const std::filesystem::path& folder, Decisions& decisions) {
  const auto file = folder / resolutions_name;
  if (!std::filesystem::exists(file)) return;
  for (auto& [id, written] : decisions_in(file)) {
    const auto known = decisions.find(id);
    if (known == decisions.end() || !same_decision(known->second.conflict, written.conflict))
      decide(decisions, std::move(written));
  }
}

void tell_replaced(const Decided& known, const Decided& next, std::vector<Finding>& findings) {
  if (same_decision(known.conflict, next.conflict)) return;
  const auto& conflict = next.conflict;
  findings.push_back({Level::warning, "decision_replaced", "", conflict.layer, conflict.id,
                      msg("{} was decided otherwise: {}. What holds now is {}",
                          io::name_in_messages(conflict), told(known), told(next))});
}

void add_given(const Decisions& given, Decisions& decisions, std::vector<Finding>& findings) {
  for (const auto& [id, next] : given) {
    const auto known = decisions.find(id);
    if (known != decisions.end() && next.stands != Stands::said) {
      if (same_decision(known->second.conflict, next.conflict)) continue;
      refuse_contradiction(known->second, next);
      tell_replaced(known->second, next, findings);
    }
    decide(decisions, next);
  }
}

void check_usable(Decisions& decisions, const merge::Memory& memory, const io::Catalog& catalog,
                  std::vector<Finding>& findings) {
  const auto open = open_conflicts(memory);
  for (auto& [id, decided] : decisions) {
    if (decided.stands != Stands::written) continue;
    const auto asked = open.find(id);
    auto conflict = asked == open.end() ? decided.conflict : *asked->second;
    // Its versions are as they are compared, and a decision is in the layer's own coordinates.
    if (conflict.kind == ConflictKind::geometry) conflict.values = {};
    const auto wrong = why_unusable(conflict, *decided.conflict.resolution, catalog);
    decided.usable = wrong.empty();
    if (!wrong.empty())
      findings.push_back({Level::warning, "resolution_unusable", "", conflict.layer, id,
                          msg("{}: {}", told(decided), wrong)});
  }
}

void remember_applicable(const Decisions& decisions, merge::Memory& memory) {
  for (const auto& [id, decided] : decisions) {
    if (!decided.usable) continue;
    const auto& conflict = decided.conflict;
    memory.resolutions[id] = *conflict.resolution;
    if (conflict.kind == ConflictKind::geometry && !conflict.resolution->side)
      memory.drawn.emplace(conflict.layer, id);
  }
}

std::vector<Conflict> to_write(const Decisions& decisions, const std::vector<Conflict>& closed) {
  Decisions all = decisions;
  for (const auto& conflict : closed) decide(all, {conflict});
  std::vector<Conflict> conflicts;
  for (auto& [id, decided] : all) conflicts.push_back(std::move(decided.conflict));
  return conflicts;
}

}  // namespace bdf::jobs
