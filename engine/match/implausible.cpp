// SPDX-License-Identifier: MIT
#include "match/implausible.h"

#include <algorithm>
#include <cmath>

#include "geometry/wkb.h"

namespace bdf::match {

namespace {

double greater_side(const Box& box) {
  return std::max(box.max_x - box.min_x, box.max_y - box.min_y);
}

double gap(const Box& a, const Box& b) {
  const double x = std::max({a.min_x - b.max_x, b.min_x - a.max_x, 0.0});
  const double y = std::max({a.min_y - b.max_y, b.min_y - a.max_y, 0.0});
  return std::hypot(x, y);
}

}  // namespace

std::optional<Box> box_of_feature(FeatureRef feature) {
  const auto geometry = feature.geometry();
  const auto* wkb = std::get_if<BlobView>(&geometry);
  return wkb == nullptr ? std::nullopt : geometry::box_of_wkb(wkb->bytes);
}

bool too_far_apart(const std::optional<Box>& a, const std::optional<Box>& b, double far) {
  if (far <= 0 || !a || !b) return false;
  return gap(*a, *b) > std::max({far, greater_side(*a), greater_side(*b)});
}

}  // namespace bdf::match
