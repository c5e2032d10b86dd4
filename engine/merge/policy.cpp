// SPDX-License-Identifier: MIT
#include "merge/policy.h"

namespace bdf::merge {

namespace {

using rules::Authority;
using rules::Rule;

Status status_of(Authority owner) {
  return owner == Authority::reference ? Status::proposed : Status::offered;
}

Verdict of_side(Side side, std::string_view rule, Authority owner) {
  if (side == Side::reference) return {Side::reference, std::nullopt, false, rule};
  return {Side::local, status_of(owner), false, rule};
}

Verdict decide_shared(const rules::Responsibility& responsibility, Side provisional,
                      std::optional<Side> rule_side) {
  switch (responsibility.rule) {
    case Rule::prefer_local:
      return of_side(Side::local, "prefer_local", Authority::shared);
    case Rule::prefer_reference:
      return of_side(Side::reference, "prefer_reference", Authority::shared);
    case Rule::max:
      if (rule_side) return of_side(*rule_side, "max", Authority::shared);
      break;
    case Rule::min:
      if (rule_side) return of_side(*rule_side, "min", Authority::shared);
      break;
    case Rule::newest:
      if (rule_side) return of_side(*rule_side, "newest", Authority::shared);
      break;
    case Rule::most_precise:
      if (rule_side) return of_side(*rule_side, "most_precise", Authority::shared);
      break;
    case Rule::union_of_links:
      return of_side(Side::local, union_rule, Authority::shared);
    case Rule::conflict:
      break;
  }
  return {provisional, std::nullopt, true, "conflict"};
}

}  // namespace

Verdict decide(Divergence divergence, const rules::Responsibility& responsibility, Side provisional,
               std::optional<Side> rule_side) {
  const auto owner = responsibility.authority;
  switch (divergence) {
    case Divergence::none:
      return {Side::local, std::nullopt, false, "unchanged"};
    case Divergence::both_alike:
      return {Side::local, std::nullopt, false, "both_alike"};
    case Divergence::local_only:
      return of_side(Side::local, "only_local_changed", owner);
    case Divergence::reference_only:
      return of_side(Side::reference, "only_reference_changed", owner);
    case Divergence::both_differ:
      break;
  }
  switch (owner) {
    case Authority::reference:
      return {Side::reference, Status::proposed, false, "owned_by_reference"};
    case Authority::producer:
      return {Side::local, Status::offered, false, "owned_by_producer"};
    case Authority::shared:
      break;
  }
  return decide_shared(responsibility, provisional, rule_side);
}

Verdict decide_both_taken(const rules::Responsibility& responsibility) {
  return of_side(Side::local, stretches_rule, responsibility.authority);
}

Verdict decide_evidence(Side winner, const rules::Responsibility& responsibility) {
  return of_side(winner, "evidence", responsibility.authority);
}

}  // namespace bdf::merge
