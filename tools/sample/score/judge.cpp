// SPDX-License-Identifier: MIT
#include "score/judge.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <tuple>
#include <utility>

#include "score/evidence.h"
#include "score/held.h"
#include "score/mismatch.h"
#include "score/quotes.h"

namespace bdf::score {
namespace {

bool contains(const std::set<std::string>& all, const std::string& one) {
  return all.contains(one);
}

class Judge {
 public:
  Judge(const Sheet& sheet, const Story& story, const Claim& claim)
      : sheet_(sheet),
        story_(story),
        claim_(claim),
        evidence_(sheet, story, claim),
        mismatches_(mismatches(sheet, claim)) {}

  [[nodiscard]] Finding verdict() const {
    if (auto lost = what_is_lost(); !lost.empty()) return {Verdict::lost, std::move(lost)};
    if (!story_.questions.empty()) return about_questions();
    if (!evidence_.conflicts().empty()) return or_asked(while_asked());
    if (mismatches_.empty()) return about_what_leaves();
    if (std::all_of(mismatches_.begin(), mismatches_.end(),
                    [this](const Mismatch& one) { return is_proposed(one); })) {
      Finding held = held_while_proposed(sheet_, story_, claim_);
      if (held.verdict != Verdict::right) return held;
      if (auto fault = what_should_not_leave(); !fault.empty())
        return {Verdict::wrong, std::move(fault)};
      return {Verdict::proposed, differences()};
    }
    return {Verdict::wrong, differences()};
  }

 private:
  [[nodiscard]] std::string asked() const {
    std::string all;
    for (const Waiting* conflict : evidence_.conflicts())
      all += (all.empty() ? "" : ", ") + conflict->kind +
             (conflict->attribute.empty() ? "" : " " + conflict->attribute);
    return all;
  }

  [[nodiscard]] std::string differences() const {
    std::string all;
    for (const Mismatch& mismatch : mismatches_) all += (all.empty() ? "" : "; ") + mismatch.text;
    return all;
  }

  [[nodiscard]] bool is_asked(const Question& question) const {
    return std::any_of(
        evidence_.conflicts().begin(), evidence_.conflicts().end(), [&](const Waiting* conflict) {
          return conflict->kind == question.kind && conflict->attribute == question.attribute;
        });
  }

  static bool asks_the_same(const Waiting& one, const Waiting& other) {
    return one.kind == other.kind && one.attribute == other.attribute && !one.ids.empty() &&
           one.ids == other.ids;
  }

  /// What is wrong of a story that is asked, whatever the question.
  [[nodiscard]] Finding while_asked() const {
    const auto& conflicts = evidence_.conflicts();
    for (auto one = conflicts.begin(); one != conflicts.end(); ++one) {
      if (std::any_of(conflicts.begin(), one,
                      [&](const Waiting* other) { return asks_the_same(**one, *other); }))
        return {Verdict::wrong, "asked twice: " + asked()};
      if (auto fault = what_is_misquoted(sheet_, story_, **one); !fault.empty())
        return {Verdict::wrong, std::move(fault)};
    }
    return held_while_asked(sheet_, story_, evidence_.merged());
  }

  [[nodiscard]] Finding or_asked(Finding found) const {
    return found.verdict == Verdict::right ? Finding{Verdict::asked, "asked: " + asked()} : found;
  }

  [[nodiscard]] Finding about_questions() const {
    const auto& conflicts = evidence_.conflicts();
    if (conflicts.empty())
      return {Verdict::wrong, "not asked: " + story_.questions.front().kind + " " +
                                  story_.questions.front().attribute};
    if (Finding found = while_asked(); found.verdict != Verdict::right) return found;
    const auto& questions = story_.questions;
    for (const Question& question : questions) {
      if (!is_asked(question))
        return {Verdict::asked,
                "asked: " + asked() + ", not: " + question.kind + " " + question.attribute};
    }
    for (const Waiting* conflict : conflicts) {
      const bool wanted =
          std::any_of(questions.begin(), questions.end(), [conflict](const Question& question) {
            return conflict->kind == question.kind && conflict->attribute == question.attribute;
          });
      if (!wanted) return {Verdict::asked, "asked too much: " + asked()};
    }
    return {};
  }

  [[nodiscard]] const ReadFeature* feature_of(Side side, const Party& party) const {
    return (side == Side::local ? sheet_.local : sheet_.reference).find(party.fid);
  }
  [[nodiscard]] const std::vector<Party>& parties(Side side) const {
    return side == Side::local ? story_.local : story_.reference;
  }

  /// The ancestor of a party: a local feature has its fid, one of the reference its key.
  [[nodiscard]] const ReadFeature* before(Side side, const Party& party) const {
    if (story_.ancestor.size() == 1) return sheet_.ancestor.find(story_.ancestor.front().fid);
    for (const Party& was : story_.ancestor) {
      if (side == Side::local ? was.fid == party.fid : was.key == party.key)
        return sheet_.ancestor.find(was.fid);
    }
    return nullptr;
  }

  /// Whether merged has what the truth tells of it; a local fact that gave way to the reference's
  /// must have done so by a rule, else it is to be proposed.
  [[nodiscard]] bool is_as_told(const Fact& fact) const {
    const char* column = fact.side == Side::local ? "truth_local_fid" : "truth_reference_fid";
    for (const Pair& pair : claim_.pairs) {
      if (sheet_.expected.text(*pair.expected, column) != std::to_string(fact.feature->fid))
        continue;
      const auto differs = [&](const Mismatch& one) {
        return one.expected == pair.expected && (one.what == fact.what || one.what == "object");
      };
      if (std::any_of(mismatches_.begin(), mismatches_.end(), differs)) return false;
      return fact.side == Side::reference || evidence_.is_ruled(fact.what) ||
             !reference_says(sheet_.expected, *pair.expected, fact);
    }
    return false;
  }

  [[nodiscard]] bool reference_says(const ReadLayer& layer, const ReadFeature& feature,
                                    const Fact& fact) const {
    return std::any_of(story_.reference.begin(), story_.reference.end(), [&](const Party& party) {
      const ReadFeature* other = feature_of(Side::reference, party);
      return other != nullptr && same_fact(layer, feature, sheet_.reference, *other, fact.what);
    });
  }

  [[nodiscard]] bool is_somewhere(const Fact& fact) const {
    return evidence_.in_merged(fact) || is_as_told(fact) || evidence_.waits(fact) ||
           (fact.side == Side::local && evidence_.in_contribution(fact));
  }

  [[nodiscard]] std::string what_is_lost(Side side) const {
    const char* name = side == Side::local ? "local" : "the reference's";
    if (!story_.ancestor.empty() && parties(side).empty()) {
      const bool told = evidence_.merged().empty() || !evidence_.conflicts().empty() ||
                        (side == Side::local && sends_deletion());
      return told ? "" : fmt::format("lost: {} deletion", name);
    }
    for (const Party& party : parties(side)) {
      const ReadFeature* feature = feature_of(side, party);
      if (feature == nullptr) continue;
      std::set<std::string> facts = party.changed;
      if (side == Side::local) {
        for (const auto& column : private_facts(sheet_, *feature)) facts.insert(column);
      }
      for (const std::string& what : facts) {
        if (!is_somewhere({side, feature, what, before(side, party)}))
          return fmt::format("lost: {} {} of fid {}; {}", name, what, party.fid, differences());
      }
    }
    return "";
  }

  [[nodiscard]] std::string what_is_lost() const {
    std::string lost = what_is_lost(Side::local);
    return lost.empty() ? what_is_lost(Side::reference) : lost;
  }

  [[nodiscard]] bool sends_deletion() const {
    return std::any_of(evidence_.sent().begin(), evidence_.sent().end(),
                       [](const Sent* row) { return row->op == "delete"; });
  }

  /// Whether the local side did something to the number or the shape of its features.
  [[nodiscard]] bool is_drawn_anew() const {
    return story_.local.size() != story_.ancestor.size() ||
           std::any_of(story_.local.begin(), story_.local.end(),
                       [](const Party& party) { return contains(party.changed, "geometry"); });
  }

  [[nodiscard]] bool changed_locally(const std::string& what) const {
    return std::any_of(story_.local.begin(), story_.local.end(),
                       [&](const Party& party) { return contains(party.changed, what); });
  }

  /// Nothing is lost; is a mismatch no more than something local that went out instead?
  [[nodiscard]] bool is_proposed(const Mismatch& mismatch) const {
    if (mismatch.what == "object") return is_drawn_anew() && !evidence_.sent().empty();
    return changed_locally(mismatch.what) &&
           evidence_.is_proposed(*mismatch.merged, mismatch.what) &&
           std::none_of(story_.reference.begin(), story_.reference.end(), [&](const Party& party) {
             return contains(party.changed, mismatch.what) &&
                    !evidence_.in_merged({Side::reference, feature_of(Side::reference, party),
                                          mismatch.what, before(Side::reference, party)});
           });
  }

  /// What the story's rows of the contribution lack or have too much; merged is right.
  [[nodiscard]] Finding about_what_leaves() const {
    std::string fault = what_does_not_leave();
    if (fault.empty()) fault = what_should_not_leave();
    if (fault.empty()) return {};
    return {Verdict::wrong, std::move(fault)};
  }

  [[nodiscard]] std::string what_does_not_leave() const {
    if (story_.local.empty() && !story_.ancestor.empty() && !story_.reference.empty() &&
        !sends_deletion())
      return "the local deletion is not in the contribution";
    for (const Party& party : story_.local) {
      for (const std::string& what : party.changed) {
        const Fact fact{Side::local, feature_of(Side::local, party), what, nullptr};
        if (fact.feature == nullptr || sheet_.is_private(what) ||
            reference_says(sheet_.local, *fact.feature, fact))
          continue;
        if (evidence_.in_merged(fact) && !evidence_.in_contribution(fact))
          return fmt::format("{} of fid {} stays and is not in the contribution", what, party.fid);
      }
    }
    return "";
  }

  [[nodiscard]] std::string what_should_not_leave() const {
    // Ids, and what leaves of them: a cut or a merge may leave an object's key on what it makes.
    std::set<std::tuple<std::string, std::string, bool>> seen;
    for (const Sent* row : evidence_.sent()) {
      if (auto fault = what_is_misquoted(sheet_, story_, *row); !fault.empty()) return fault;
      for (const auto& [what, status] : row->changed) {
        const bool is_predecessor = row->op == "delete" && !row->group.empty();
        if (!seen.emplace(row->id, what, is_predecessor).second)
          return fmt::format("{} of {} leaves twice", what, row->id);
        const auto wanted = sheet_.status.find(what);
        if (wanted != sheet_.status.end() && wanted->second != status)
          return fmt::format("{} of {} leaves as {}, not as {}", what, row->id, status,
                             wanted->second);
        const bool done = row->op == "update" ? changed_locally(what) || story_.ancestor.empty()
                                              : is_drawn_anew();
        if (!done)
          return fmt::format("{} of {} leaves, which local did not change: {}", what, row->id,
                             row->op);
      }
    }
    return "";
  }

  const Sheet& sheet_;
  const Story& story_;
  const Claim& claim_;
  Evidence evidence_;
  std::vector<Mismatch> mismatches_;
};

}  // namespace

const char* name_of(Verdict verdict) {
  static constexpr std::array<const char*, verdicts> names{"right", "asked", "proposed", "wrong",
                                                           "lost"};
  return names.at(static_cast<std::size_t>(verdict));
}

Finding judge(const Sheet& sheet, const Story& story, const Claim& claim) {
  return Judge(sheet, story, claim).verdict();
}

}  // namespace bdf::score
