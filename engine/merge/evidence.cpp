// SPDX-License-Identifier: MIT
#include "merge/evidence.h"

#include "merge/compare.h"

namespace bdf::merge {

namespace {

/// What cannot be read as a date or a number is no evidence for anybody.
std::optional<Side> newest(const Attribute& date, const ThreeWay<Held>& dates) {
  if (!is_of_kind(date.kind, dates.local.value) || !is_of_kind(date.kind, dates.reference.value))
    return std::nullopt;
  const bool local_later = less(date.kind, dates.reference.value, dates.local.value);
  const bool reference_later = less(date.kind, dates.local.value, dates.reference.value);
  if (local_later == reference_later) return std::nullopt;
  const Side later = local_later ? Side::local : Side::reference;
  const bool changed = !alike(date, dates.ancestor, dates[later]);
  return changed ? std::optional(later) : std::nullopt;
}

std::optional<Side> most_precise(const Attribute& precision, const ThreeWay<Held>& metres) {
  const auto& [ancestor, local, reference] = metres;
  if (!is_of_kind(precision.kind, local.value) || !is_of_kind(precision.kind, reference.value))
    return std::nullopt;
  if (!normal_form(precision.kind, local.value) || !normal_form(precision.kind, reference.value))
    return std::nullopt;
  if (less(precision.kind, local.value, reference.value)) return Side::local;
  if (less(precision.kind, reference.value, local.value)) return Side::reference;
  return std::nullopt;
}

}  // namespace

std::optional<Side> side_by_evidence(const Context& context, const ThreeWay<FeatureRef>& features,
                                     const rules::Responsibility& responsibility) {
  const auto* attribute =
      responsibility.by.empty() ? nullptr : context.layout.find(responsibility.by);
  if (attribute == nullptr) return std::nullopt;
  ThreeWay<Held> held;
  for (const auto side : all_sides) held[side] = {side, value_of(features[side], *attribute, side)};
  return responsibility.rule == rules::Rule::newest ? newest(*attribute, held)
                                                    : most_precise(*attribute, held);
}

}  // namespace bdf::merge
