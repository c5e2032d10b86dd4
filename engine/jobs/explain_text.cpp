// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/message.h"
#include "jobs/derive_doubles.h"
#include "jobs/explain.h"
#include "jobs/held_twice.h"
#include "jobs/part_stretches.h"
#include "merge/context.h"
#include "merge/existence.h"
#include "report/differences.h"
#include "report/printable.h"
#include "rules/condition.h"
#include "topology/attach.h"
#include "topology/relink.h"

namespace bdf::jobs {

namespace {

std::string outcome_text(Outcome outcome) {
  switch (outcome) {
    case Outcome::conflict:
      return msg("left for you to decide");
    case Outcome::recut:
      return msg("cut into other objects on one side");
    case Outcome::merged:
      return msg("changes of both sides merged");
    case Outcome::updated_from_reference:
      return msg("updated, as in the reference");
    case Outcome::kept_local:
      return msg("your changes kept");
    case Outcome::inserted_from_reference:
      return msg("added from the reference");
    case Outcome::inserted_locally:
      return msg("new in your layer, kept");
    case Outcome::deleted_by_reference:
      return msg("deleted, as in the reference");
    case Outcome::deleted_locally:
      return msg("deleted, as in your layer");
    case Outcome::deleted_on_both:
      return msg("deleted, as on both sides");
    case Outcome::unchanged:
      return msg("not changed");
  }
  return {};
}

std::string divergence_text(Divergence divergence) {
  switch (divergence) {
    case Divergence::none:
      return msg("nobody changed it");
    case Divergence::local_only:
      return msg("only your layer changed it");
    case Divergence::reference_only:
      return msg("only the reference changed it");
    case Divergence::both_alike:
      return msg("both sides changed it alike");
    case Divergence::both_differ:
      return msg("both sides changed it, differently");
  }
  return {};
}

std::string side_text(Side side) {
  switch (side) {
    case Side::ancestor:
      return msg("the ancestor");
    case Side::local:
      return msg("your layer");
    case Side::reference:
      return msg("the reference");
  }
  return {};
}

/// The rules that say more than who changed what, in words.
std::string rule_text(const std::string& rule) {
  if (rule == "owned_by_reference") return msg("the reference answers for it");
  if (rule == "owned_by_producer") return msg("you answer for it");
  if (rule == "conflict") return msg("no rule decides");
  if (rule == "resolution") return msg("you have decided");
  if (rule == "edit") return msg("you have changed it in merged.gpkg");
  if (rule == "known_difference" || rule == "declined") return msg("the reference declined it");
  if (rule == "unknown_to_reference") return msg("the reference does not know it");
  if (rule == "newest") return msg("the later date decides");
  if (rule == "most_precise") return msg("the greater precision decides");
  if (rule == "evidence") return msg("it goes with the value that it decided about");
  if (rule == "union") return msg("the lists of both sides are united");
  if (rule == "stretches_apart") return msg("each changed another stretch of it: both are taken");
  if (rule == "carried_over") return msg("what you hold is laid over the new objects");
  if (rule == "covers_most") return msg("the value that covers most of it stands");
  if (rule == "kept_along")
    return msg("different values of yours meet on it: each stays in its part");
  if (rule == "own_word") return msg("your column says something of your own there");
  if (rule == "unusable_geometry") return msg("its geometry cannot be used");
  if (rule == derived_rule) return msg("it goes with what it doubled");
  if (rule == "re_identified") return msg("missing or another in your layer");
  if (rule == "matched_by_geometry") return msg("known by where it lies");
  if (rule.starts_with("only_") || rule == "both_alike" || rule == "unchanged") return "";
  return msg("rule {}", rule);
}

/// Who cut an object; "" for what the head line tells: that it was added or deleted, and by whom.
std::string existence_text(const Decision& decision, Outcome outcome) {
  if (outcome != Outcome::recut) return "";
  if (decision.divergence == Divergence::local_only) return msg("only your layer cut it");
  return decision.divergence == Divergence::reference_only ? msg("only the reference cut it") : "";
}

std::string what_text(const std::string& what) {
  if (what == "geometry") return msg("geometry");
  if (what == "object") return msg("the object itself");
  return what;
}

/// What the conditions have to do with it: one that holds is why the rule decided, another why it
/// did not.
std::string with_grounds(std::string text, const std::vector<Ground>& grounds) {
  const auto add = [&](const std::string& part) {
    text = text.empty() ? part : msg("{}; {}", text, part);
  };
  for (const auto& ground : grounds) {
    const auto condition = rules::in_words(rules::condition_from_json(ground.when));
    if (ground.holds == Truth::yes && !text.empty())
      text = msg("{}, because {}", text, condition);
    else if (ground.holds == Truth::yes)
      add(msg("the rule for “{}” applies", condition));
    else if (ground.holds == Truth::no)
      add(msg("the rule for “{}” does not apply", condition));
    else
      add(msg("whether the rule for “{}” applies is to be decided first", condition));
  }
  return text;
}

/// "" for what the entry's head line tells already.
std::string decision_text(const Decision& decision, Outcome outcome) {
  auto why = decision.what == "object"          ? existence_text(decision, outcome)
             : decision.rule == "re_identified" ? std::string()
                                                : divergence_text(decision.divergence);
  const bool asked = decision.what == "object" && decision.rule == "conflict";
  const auto rule =
      with_grounds(asked ? std::string() : rule_text(decision.rule), decision.grounds);
  if (why.empty() && rule.empty()) return "";
  if (!why.empty() && !rule.empty()) why = msg("{}; {}", why, rule);
  return msg("{}: as in {} ({})", what_text(decision.what), side_text(decision.taken),
             why.empty() ? rule : why);
}

/// "link same_course 1:1 confidence 0.85", as the ledger keeps it.
std::string link_text(const std::string& flag) {
  std::istringstream words(flag);
  std::string word;
  std::string reason;
  double confidence = 0;
  words >> word >> reason >> word >> word >> confidence;
  // Of several links, and of parts beside a key, there is no one confidence.
  if (!words || flag.find(',') != std::string::npos) return msg("found by where it lies");
  const auto percent = fmt::format("{:.0f}", 100 * confidence);
  if (reason == "same_geometry") return msg("found by where it lies: the same geometry");
  if (reason == "same_course")
    return msg("found by where it lies: the same course, {} % sure", percent);
  return msg("found by where it lies, {} % sure", percent);
}

/// "relinked ATTRIBUTE OLD NEW", as the ledger keeps it.
std::string relinked_text(const std::string& flag) {
  std::istringstream words(flag.substr(topology::relinked_flag.size()));
  std::string attribute;
  std::string before;
  std::string after;
  words >> attribute >> before >> after;
  return msg("{}: {} has become {}, and the link follows", attribute, before, after);
}

/// "gave_way ATTRIBUTE VALUE"
std::string gave_way_text(const std::string& flag) {
  const auto text = flag.substr(merge::gave_way_flag.size());
  const auto blank = text.find(' ');
  return msg("{}: “{}” gives way to the value that covers more of the new object",
             text.substr(0, blank), blank == std::string::npos ? "" : text.substr(blank + 1));
}

/// "" for what another line says already.
std::string flag_text(const std::string& flag) {
  if (flag.starts_with("link ")) return link_text(flag);
  if (flag == "not_contributed") return msg("not sent to the reference");
  if (flag == merge::unusable_geometry_flag)
    return msg("the geometry cannot be used and is not sent");
  if (flag.starts_with(merge::unusable_value_flag))
    return msg("“{}” is none of its type and is not sent",
               flag.substr(merge::unusable_value_flag.size()));
  if (flag.starts_with(merge::own_word_flag))
    return msg("“{}” says something of your own: it stays with you",
               flag.substr(merge::own_word_flag.size()));
  if (flag == "key of another object, in the very place of this one")
    return msg("it had the key of another object: found by where it lies");
  if (flag.starts_with(topology::reattached_flag))
    return msg("it goes with {}, which it touched and which has moved",
               flag.substr(topology::reattached_flag.size()));
  if (flag.starts_with(merge::gave_way_flag)) return gave_way_text(flag);
  if (flag == cut_in_local_flag)
    return msg("it is cut in your layer alone, where different values of yours meet");
  if (flag == intervals_flag)
    return msg("parts of it say otherwise than the whole: they stand in bdf_intervals");
  if (flag.starts_with(topology::relinked_flag)) return relinked_text(flag);
  if (flag.starts_with(derived_flag))
    return msg("it goes with {}, which it doubles", flag.substr(derived_flag.size()));
  if (flag.starts_with(derived_left_flag))
    return msg("it stays where it is, and has not gone with {}, which it doubles in the reference",
               flag.substr(flag.find(' ', derived_left_flag.size()) + 1));
  if (flag.starts_with(derived_waits_flag))
    return msg("its outline is not sent as long as a question about {} is open, which it doubles",
               flag.substr(derived_waits_flag.size()));
  if (flag.starts_with(doubles_flag))
    return msg("the same thing as {}, which is kept beside it", flag.substr(doubles_flag.size()));
  if (flag.starts_with(topology::link_dropped_flag))
    return msg("a link is taken out, since what it led to is gone: {}",
               flag.substr(topology::link_dropped_flag.size()));
  if (flag == merge::outside_extent_flag)
    return msg("outside the extent of your layer: left alone");
  if (flag == "matched_by_geometry" || flag == "re_identified") return "";
  return flag;
}

std::string ids_text(const LedgerEntry& entry) {
  for (const auto side : {Side::reference, Side::local, Side::ancestor})
    if (!entry.ids[side].empty()) return fmt::format("{}", fmt::join(entry.ids[side], ", "));
  return {};
}

void explain_entry(const LedgerEntry& entry, std::string& text) {
  text += msg("{} {} (cluster {}): {}\n", entry.layer, ids_text(entry), entry.cluster,
              outcome_text(entry.outcome));
  for (const auto& decision : entry.decisions)
    if (const auto line = decision_text(decision, entry.outcome); !line.empty())
      text += fmt::format("  {}\n", line);
  for (const auto& flag : entry.flags)
    if (const auto line = flag_text(flag); !line.empty()) text += fmt::format("  {}\n", line);
}

/// What the reference answered to the value that was proposed; nullptr where it has not.
const Answer* answer_to(const Conflict& proposal, const std::vector<Answer>& answers) {
  const auto what = proposal.attribute.empty() ? std::string("geometry") : proposal.attribute;
  for (const auto& answer : answers)
    if (answer.id == proposal.ids.reference && same_name(answer.attribute, what) &&
        answer.value == proposal.values.local)
      return &answer;
  return nullptr;
}

std::string answer_text(const Answer& answer) {
  auto text = answer.declined ? msg("declined by the reference") : msg("accepted by the reference");
  if (!answer.by.empty()) text += fmt::format(" ({})", report::printable(answer.by));
  return answer.comment.empty() ? text : msg("{}: {}", text, report::printable(answer.comment));
}

std::string decided_text(const Conflict& conflict) {
  const auto& resolution = *conflict.resolution;
  auto text = resolution.side            ? side_text(*resolution.side)
              : resolution.value.empty() ? msg("(empty)")
                                         : report::printable(resolution.value);
  if (resolution.by == "edit") return msg("{}, by a change in merged.gpkg", text);
  return resolution.by.empty() ? text : msg("{}, by {}", text, report::printable(resolution.by));
}

/// How the question stands.
std::string state_text(const Conflict& conflict, const Explanation& explanation) {
  const bool proposal = conflict.kind == ConflictKind::proposal;
  if (const auto* answer = proposal ? answer_to(conflict, explanation.answers) : nullptr)
    return answer_text(*answer);
  if (conflict.resolution && proposal && conflict.resolution->by == "reference")
    return conflict.resolution->side == Side::local ? msg("taken over by the reference")
                                                    : msg("declined by the reference");
  if (conflict.resolution) return msg("decided: {}", decided_text(conflict));
  return proposal ? msg("until it is answered: as in {}", side_text(conflict.provisional))
                  : msg("until you decide: as in {}", side_text(conflict.provisional));
}

/// The lines that the side says, the first beside its name.
std::string side_lines(Side side, const Conflict& conflict, const report::TermsByLayer& terms) {
  constexpr std::size_t enough = 200;
  std::string text;
  const auto lines = report::said_by(side, conflict, terms);
  for (const auto& line : lines) {
    const auto shown = report::shortened(report::printable(line), enough);
    text += text.empty() && lines.size() == 1
                ? fmt::format("    {}\n", msg("{}: {}", side_text(side), shown))
            : text.empty() ? fmt::format("    {}\n      {}\n", msg("{}:", side_text(side)), shown)
                           : fmt::format("      {}\n", shown);
  }
  return text;
}

/// Once it is settled, a proposal is no longer what its reason says.
std::string reason_text(const Conflict& conflict) {
  if (conflict.kind != ConflictKind::proposal) return conflict.reason;
  const auto what = conflict.attribute.empty() ? msg("geometry") : conflict.attribute;
  return conflict.resolution
             ? msg("your value of “{}” gave way to the reference's", what)
             : msg("the reference answers for “{}”: your value is proposed to it", what);
}

void explain_conflict(const Conflict& conflict, const Explanation& explanation, std::string& text) {
  const auto reason = reason_text(conflict);
  text += conflict.kind == ConflictKind::proposal ? msg("  proposal {}: {}\n", conflict.id, reason)
                                                  : msg("  conflict {}: {}\n", conflict.id, reason);
  for (const auto side : all_sides) text += side_lines(side, conflict, explanation.terms);
  text += fmt::format("    {}\n", state_text(conflict, explanation));
}

nlohmann::ordered_json json_of(const std::vector<Ground>& grounds) {
  auto list = nlohmann::ordered_json::array();
  for (const auto& ground : grounds)
    list.push_back(
        {{"when", nlohmann::ordered_json::parse(ground.when)}, {"holds", name_of(ground.holds)}});
  return list;
}

nlohmann::ordered_json json_of(const LedgerEntry& entry) {
  nlohmann::ordered_json json{{"layer", entry.layer}, {"cluster", entry.cluster}};
  for (const auto side : all_sides) json[std::string(name_of(side)) + "_ids"] = entry.ids[side];
  json["out_fids"] = entry.out_fids;
  json["outcome"] = name_of(entry.outcome);
  json["decisions"] = nlohmann::ordered_json::array();
  for (const auto& decision : entry.decisions)
    json["decisions"].push_back({{"what", decision.what},
                                 {"divergence", name_of(decision.divergence)},
                                 {"rule", decision.rule},
                                 {"taken", name_of(decision.taken)},
                                 {"conditions", json_of(decision.grounds)}});
  json["flags"] = entry.flags;
  return json;
}

nlohmann::ordered_json json_of(const Conflict& conflict) {
  nlohmann::ordered_json json{{"conflict_id", conflict.id}, {"kind", name_of(conflict.kind)}};
  json["attribute"] = conflict.attribute;
  for (const auto side : all_sides) {
    const auto& value = conflict.values[side];
    json[std::string(name_of(side)) + "_value"] =
        value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json(nullptr);
  }
  json["reason"] = conflict.reason;
  json["provisional"] = name_of(conflict.provisional);
  if (const auto& decided = conflict.resolution) {
    json["resolution"] = decided->side ? name_of(*decided->side) : "value";
    json["resolution_value"] = decided->value;
    json["resolved_by"] = decided->by;
    json["resolved_at"] = decided->at;
  }
  return json;
}

nlohmann::ordered_json json_of(const Answer& answer) {
  return {
      {"layer", answer.layer},
      {"id", answer.id},
      {"attribute", answer.attribute},
      {"value", answer.value ? nlohmann::ordered_json(*answer.value) : nlohmann::ordered_json()},
      {"answer", answer.declined ? "declined" : "accepted"},
      {"answered_by", answer.by},
      {"answered_at", answer.at},
      {"comment", answer.comment}};
}

}  // namespace

std::string explanation_as_text(const Explanation& explanation) {
  std::string text;
  if (!explanation.unchanged_in.empty())
    text = msg("{} {}: unchanged, all three versions are alike\n", explanation.unchanged_in,
               report::printable(explanation.id));
  for (const auto& entry : explanation.entries) explain_entry(entry, text);
  for (const auto& conflict : explanation.open) explain_conflict(conflict, explanation, text);
  for (const auto& conflict : explanation.resolved) explain_conflict(conflict, explanation, text);
  return text;
}

std::string explanation_as_json(const Explanation& explanation) {
  nlohmann::ordered_json json{{"unchanged", !explanation.unchanged_in.empty()},
                              {"clusters", nlohmann::ordered_json::array()},
                              {"open", nlohmann::ordered_json::array()},
                              {"resolved", nlohmann::ordered_json::array()}};
  for (const auto& entry : explanation.entries) json["clusters"].push_back(json_of(entry));
  for (const auto& conflict : explanation.open) json["open"].push_back(json_of(conflict));
  for (const auto& conflict : explanation.resolved) json["resolved"].push_back(json_of(conflict));
  json["answers"] = nlohmann::ordered_json::array();
  for (const auto& answer : explanation.answers) json["answers"].push_back(json_of(answer));
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace bdf::jobs
