// SPDX-License-Identifier: MIT
#include <algorithm>
#include <map>

#include "stories/telling.h"

namespace bdf::sample {
namespace {

using rules::Authority;
using rules::Responsibility;
using rules::Rule;

enum class Outcome { local, reference, question };

Value value_of(const Version& version, std::string_view attribute) {
  const Value* value = version.feature.find(attribute);
  return value ? *value : Value();
}

/// Where a shared thing was changed on both sides: the later of two dates, each changed.
Outcome newest(const Version& local, const Version& reference, std::string_view date) {
  const bool told_local = local.changed.count(date) != 0;
  const bool told_reference = reference.changed.count(date) != 0;
  if (!told_local || !told_reference) {
    if (told_local == told_reference) return Outcome::question;
    return told_local ? Outcome::local : Outcome::reference;
  }
  const Value here = value_of(local, date);
  const Value there = value_of(reference, date);
  if (here == there) return Outcome::question;
  return here > there ? Outcome::local : Outcome::reference;
}

Outcome both_differ(const Responsibility& who, const Version& local, const Version& reference) {
  if (who.authority == Authority::reference) return Outcome::reference;
  if (who.authority == Authority::producer) return Outcome::local;
  switch (who.rule) {
    case Rule::prefer_local:
      return Outcome::local;
    case Rule::prefer_reference:
      return Outcome::reference;
    case Rule::newest:
      return newest(local, reference, who.by);
    default:
      return Outcome::question;
  }
}

bool equal(const Version& a, const Version& b, std::string_view what) {
  return what == geometry ? a.feature.shape == b.feature.shape
                          : value_of(a, what) == value_of(b, what);
}

Responsibility of(const rules::LayerRules& rules, std::string_view what) {
  return what == geometry ? rules.geometry : rules.of_attribute(std::string(what));
}

/// Puts one side's say of one thing into the merged version.
void take(Version& merged, const Version& side, std::string_view what) {
  if (what == geometry) {
    merged.feature.shape = side.feature.shape;
  } else {
    merged.feature.set(what, value_of(side, what));
  }
}

/// One object that is there on all sides.
class Settlement {
 public:
  Settlement(const Scene& scene, const Version& local, const Version& reference,
             const Shape* composed)
      : scene_(scene), local_(local), reference_(reference), composed_(composed), merged_(local) {}

  void settle(Story& story, std::size_t index) {
    std::set<std::string_view> all = local_.changed;
    all.insert(reference_.changed.begin(), reference_.changed.end());
    for (const std::string_view what : all) decide(what);
    for (const auto& [date, outcome] : dates_) follow(date, outcome);
    const Value* date = reference_.feature.find("date_modification");
    if (date) merged_.feature.set("date_modification", *date);
    story.questions.insert(story.questions.end(), questions_.begin(), questions_.end());
    if (questions_.empty()) story.merged.push_back({std::move(merged_), index, index});
  }

 private:
  void decide(std::string_view what) {
    if (local_.changed.count(what) == 0) {
      take(merged_, reference_, what);
    } else if (reference_.changed.count(what) != 0 && !equal(local_, reference_, what)) {
      if (what == geometry && composed_) {
        merged_.feature.shape = *composed_;
        return;
      }
      const Responsibility who = of(scene_.rules, what);
      const Outcome outcome = both_differ(who, local_, reference_);
      if (who.authority == Authority::shared && who.rule == Rule::newest)
        note_date(who.by, outcome);
      switch (outcome) {
        case Outcome::local:
          break;
        case Outcome::reference:
          take(merged_, reference_, what);
          break;
        case Outcome::question:
          questions_.push_back(what == geometry ? Question{"geometry", ""}
                                                : Question{"attribute", std::string(what)});
      }
    }
  }

  /// Keeps the name that lives as long as the program.
  void note_date(std::string_view by, Outcome outcome) {
    for (const auto* side : {&local_, &reference_}) {
      const auto date = side->changed.find(by);
      if (date != side->changed.end()) dates_[*date] = outcome;
    }
  }

  /// A date that has decided stays beside the value that it spoke for, whoever answers for it: the
  /// next edition is held against the two.
  void follow(std::string_view date, Outcome outcome) {
    const auto* winner = outcome == Outcome::local       ? &local_
                         : outcome == Outcome::reference ? &reference_
                                                         : nullptr;
    if (winner) take(merged_, *winner, date);
  }

  const Scene& scene_;
  const Version& local_;
  const Version& reference_;
  const Shape* composed_;
  Version merged_;
  std::map<std::string_view, Outcome> dates_;  ///< by which newest has decided
  std::vector<Question> questions_;
};

std::string outcome_of(const Story& story) {
  if (!story.questions.empty()) return "conflict";
  bool here = false;
  bool there = false;
  for (std::size_t i = 0; i < story.local.size(); ++i) {
    here = here || !story.local[i].changed.empty();
    there = there || !story.reference[i].changed.empty() ||
            story.reference[i].feature.find("date_modification");
  }
  return here && there ? "merged"
         : here        ? "kept_local"
         : there       ? "updated_from_reference"
                       : "unchanged";
}

}  // namespace

void settle(const Scene& scene, Story& story, const std::vector<Shape>& composed) {
  for (std::size_t i = 0; i < story.local.size(); ++i) {
    Settlement(scene, story.local[i], story.reference[i],
               i < composed.size() ? &composed[i] : nullptr)
        .settle(story, i);
  }
  story.outcome = outcome_of(story);
}

}  // namespace bdf::sample
