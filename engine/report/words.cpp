// SPDX-License-Identifier: MIT
#include "report/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/message.h"
#include "report/printable.h"

namespace bdf::report {

namespace {

/// "" for what no sentence tells here: what did not change, and conflicts, which have their own.
std::string phrase_of(Outcome outcome, std::size_t n) {
  switch (outcome) {
    case Outcome::updated_from_reference:
      return msgn("{} updated from the reference", "{} updated from the reference", n);
    case Outcome::merged:
      return msgn("{} with both your edits and the reference's",
                  "{} with both your edits and the reference's", n);
    case Outcome::kept_local:
      return msgn("{} of your edits kept", "{} of your edits kept", n);
    case Outcome::inserted_from_reference:
      return msgn("{} new from the reference", "{} new from the reference", n);
    case Outcome::inserted_locally:
      return msgn("{} added by you", "{} added by you", n);
    case Outcome::deleted_by_reference:
      return msgn("{} deleted by the reference", "{} deleted by the reference", n);
    case Outcome::deleted_locally:
      return msgn("{} deleted by you", "{} deleted by you", n);
    case Outcome::deleted_on_both:
      return msgn("{} deleted on both sides", "{} deleted on both sides", n);
    case Outcome::recut:
      return msgn("{} cut anew", "{} cut anew", n);
    case Outcome::conflict:
    case Outcome::unchanged:
      break;
  }
  return "";
}

template <class Name>
std::size_t sum_of(const std::map<Name, std::size_t>& counts) {
  std::size_t sum = 0;
  for (const auto& entry : counts) sum += entry.second;
  return sum;
}

/// In the order in which a reader asks: what came, what stayed, what went.
constexpr std::array told_outcomes{
    Outcome::updated_from_reference,  Outcome::merged,           Outcome::kept_local,
    Outcome::inserted_from_reference, Outcome::inserted_locally, Outcome::deleted_by_reference,
    Outcome::deleted_locally,         Outcome::deleted_on_both,  Outcome::recut};

std::string first_sentence(const LayerSummary& layer) {
  std::vector<std::string> parts{msgn("{} feature", "{} features", layer.merged_features)};
  for (const auto outcome : told_outcomes)
    if (const auto found = layer.outcomes.find(outcome);
        found != layer.outcomes.end() && found->second > 0)
      parts.push_back(phrase_of(outcome, found->second));
  if (parts.size() == 1 && sum_of(layer.conflicts) == 0) parts.push_back(msg("nothing changed"));
  return msg("{}: {}.", printable(layer.name), fmt::format("{}", fmt::join(parts, ", ")));
}

}  // namespace

std::string label_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::conflict:
      return msg("with a conflict, left to decide");
    case Outcome::recut:
      return msg("cut anew");
    case Outcome::merged:
      return msg("your edits and the reference's, combined");
    case Outcome::updated_from_reference:
      return msg("updated from the reference");
    case Outcome::kept_local:
      return msg("your edits, kept");
    case Outcome::inserted_from_reference:
      return msg("new from the reference");
    case Outcome::inserted_locally:
      return msg("added by you");
    case Outcome::deleted_by_reference:
      return msg("deleted by the reference");
    case Outcome::deleted_locally:
      return msg("deleted by you");
    case Outcome::deleted_on_both:
      return msg("deleted on both sides");
    case Outcome::unchanged:
      return msg("unchanged");
  }
  return "";
}

std::string label_of(ConflictKind kind) {
  switch (kind) {
    case ConflictKind::attribute:
      return msg("attribute");
    case ConflictKind::geometry:
      return msg("geometry");
    case ConflictKind::delete_edit:
      return msg("deleted on one side, changed on the other");
    case ConflictKind::identity:
      return msg("the same object, or not");
    case ConflictKind::topology:
      return msg("connections");
    case ConflictKind::recut:
      return msg("cut in different ways");
    case ConflictKind::proposal:
      return msg("proposal");
  }
  return "";
}

std::string label_of(Level level) {
  switch (level) {
    case Level::information:
      return msg("note");
    case Level::warning:
      return msg("warning");
    case Level::error:
      return msg("error");
  }
  return "";
}

std::string label_of(Side side) {
  switch (side) {
    case Side::ancestor:
      return msg("Before (ancestor)");
    case Side::local:
      return msg("Yours");
    case Side::reference:
      return msg("Reference");
  }
  return "";
}

std::string label_of(Op op) {
  switch (op) {
    case Op::insert:
      return msg("added");
    case Op::update:
      return msg("modified");
    case Op::remove:
      return msg("deleted");
    case Op::split:
      return msg("split");
    case Op::merge:
      return msg("united");
    case Op::recut:
      return msg("recut");
  }
  return "";
}

std::vector<std::string> sentences_of(const LayerSummary& layer) {
  std::vector<std::string> sentences{first_sentence(layer)};
  if (const auto open = sum_of(layer.conflicts); open > 0)
    sentences.push_back(msgn("{} conflict is left for you to decide.",
                             "{} conflicts are left for you to decide.", open));
  if (const auto sent = sum_of(layer.contribution); sent > 0)
    sentences.push_back(msgn("{} change is ready to send to the reference (contribution.gpkg).",
                             "{} changes are ready to send to the reference (contribution.gpkg).",
                             sent));
  return sentences;
}

std::string number_text(double number, int decimals) {
  auto text = fmt::format("{:.{}f}", number, decimals);
  if (current_language() == "fr") std::replace(text.begin(), text.end(), '.', ',');
  return text;
}

AnswerCounts counted(const std::vector<Answer>& answers) {
  AnswerCounts counts;
  for (const auto& answer : answers)
    ++(answer.waits ? counts.waiting : answer.declined ? counts.declined : counts.accepted);
  return counts;
}

std::string text_of(const AnswerCounts& answers) {
  auto text = msg("{}, {}", msgn("{} accepted", "{} accepted", answers.accepted),
                  msgn("{} declined", "{} declined", answers.declined));
  if (answers.waiting == 0) return text;
  return msg("{}, {}", text, msgn("{} waits", "{} wait", answers.waiting));
}

std::vector<std::string> sentences_of(const Summary& summary) {
  std::vector<std::string> sentences;
  if (summary.layers.empty()) sentences.push_back(msg("There was no layer to synchronise."));
  if (summary.layers.size() > 1 && summary.open_conflicts > 0)
    sentences.push_back(msgn("In all, {} conflict is left for you to decide.",
                             "In all, {} conflicts are left for you to decide.",
                             summary.open_conflicts));
  if (summary.proposals > 0)
    sentences.push_back(
        msgn("{} value of yours gave way to the reference's, and is proposed to it.",
             "{} values of yours gave way to the reference's, and are proposed to it.",
             summary.proposals));
  if (summary.resolved_conflicts > 0)
    sentences.push_back(msgn("{} conflict follows your decision.",
                             "{} conflicts follow your decisions.", summary.resolved_conflicts));
  if (summary.signalements > 0)
    sentences.push_back(msgn("{} signalement goes out with the contribution.",
                             "{} signalements go out with the contribution.",
                             summary.signalements));
  if (summary.answered_signalements > 0)
    sentences.push_back(msgn("{} signalement has been answered.",
                             "{} signalements have been answered.", summary.answered_signalements));
  if (summary.answers)
    sentences.push_back(msg("The reference has answered: {}.", text_of(*summary.answers)));
  return sentences;
}

}  // namespace bdf::report
