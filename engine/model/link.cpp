// SPDX-License-Identifier: MIT
#include "model/link.h"

namespace bdf {

std::string_view name_of(LinkReason reason) {
  switch (reason) {
    case LinkReason::same_key:
      return "same_key";
    case LinkReason::same_geometry:
      return "same_geometry";
    case LinkReason::same_course:
      return "same_course";
    case LinkReason::pieces:
      return "pieces";
    case LinkReason::pieces_nearby:
      return "pieces_nearby";
    case LinkReason::same_ends:
      return "same_ends";
    case LinkReason::in_part:
      return "in_part";
    case LinkReason::runs_inside:
      return "runs_inside";
    case LinkReason::several_alike:
      return "several_alike";
    case LinkReason::pieces_do_not_fit:
      return "pieces_do_not_fit";
    case LinkReason::far_off:
      return "far_off";
    case LinkReason::not_alike_enough:
      return "not_alike_enough";
  }
  return {};
}

std::string_view name_of(Measure measure) {
  switch (measure) {
    case Measure::mean_distance:
      return "mean_distance";
    case Measure::greatest_distance:
      return "greatest_distance";
    case Measure::length_ratio:
      return "length_ratio";
    case Measure::angle:
      return "angle";
    case Measure::common_area:
      return "common_area";
    case Measure::attributes:
      return "attributes";
    case Measure::neighbours:
      return "neighbours";
    case Measure::margin:
      return "margin";
  }
  return {};
}

std::string_view relation_of(const Link& link) {
  if (link.a.size() == 1) return link.b.size() == 1 ? "1:1" : "1:n";
  return link.b.size() == 1 ? "n:1" : "n:m";
}

}  // namespace bdf
