// SPDX-License-Identifier: MIT
#include "score/mismatch.h"

#include <fmt/format.h>

#include <algorithm>

#include "score/evidence.h"

namespace bdf::score {
namespace {

std::string label(const ReadLayer& layer, const ReadFeature& feature) {
  const std::string key = layer.text(feature, "cleabs");
  return key.empty() ? fmt::format("fid {}", feature.fid)
                     : fmt::format("fid {} {}", feature.fid, key);
}

std::string size_of(const std::optional<Drawn>& drawn) {
  if (!drawn) return "nothing";
  std::size_t vertices = 0;
  for (const auto& part : drawn->shape.parts) {
    for (const auto& path : part) vertices += path.size();
  }
  return fmt::format("{} vertices in {} parts", vertices, drawn->shape.parts.size());
}

/// The largest distance between vertices of the same number, where there are as many.
std::string distance_of(const std::optional<Drawn>& a, const std::optional<Drawn>& b) {
  if (!a || !b || a->shape.parts.empty() || b->shape.parts.empty()) return "";
  const auto& one = a->shape.path();
  const auto& other = b->shape.path();
  if (one.size() != other.size()) return "";
  double plane = 0;
  double height = 0;
  for (std::size_t i = 0; i < one.size(); ++i) {
    plane = std::max(plane, sample::distance(one[i], other[i]));
    height = std::max(height, std::abs(one[i].z - other[i].z));
  }
  return fmt::format(", up to {:.3f} m and {:.1f} m of altitude away", plane, height);
}

void compare(const Sheet& sheet, const Pair& pair, std::vector<Mismatch>& found) {
  const ReadLayer& truth = sheet.expected;
  const std::string name = label(sheet.merged, *pair.merged);
  const std::string fid = truth.text(*pair.expected, "truth_local_fid");
  if (!fid.empty() && fid != std::to_string(pair.merged->fid))
    found.push_back({pair.expected, pair.merged, "fid",
                     fmt::format("{}: should have kept the local fid {}", name, fid)});
  for (std::size_t i = 0; i < truth.columns.size(); ++i) {
    const ReadColumn& column = truth.columns[i];
    const auto at = sheet.merged.column(column.name);
    if (!at || column.name.starts_with("truth_")) continue;
    const std::string is = said(pair.merged->values[*at], sheet.merged.columns[*at]);
    const std::string should = said(pair.expected->values[i], column);
    if (is != should)
      found.push_back(
          {pair.expected, pair.merged, column.name,
           fmt::format("{}: {} is “{}”, should be “{}”", name, column.name, is, should)});
  }
  if (!same_shape(pair.merged->drawn, pair.expected->drawn))
    found.push_back({pair.expected, pair.merged, "geometry",
                     fmt::format("{}: geometry has {}, should have {}{}", name,
                                 size_of(pair.merged->drawn), size_of(pair.expected->drawn),
                                 distance_of(pair.merged->drawn, pair.expected->drawn))});
}

}  // namespace

std::vector<Mismatch> mismatches(const Sheet& sheet, const Claim& claim) {
  std::vector<Mismatch> found;
  for (const Pair& pair : claim.pairs) {
    if (pair.merged != nullptr) {
      compare(sheet, pair, found);
    } else {
      found.push_back({pair.expected, nullptr, "object",
                       "missing: " + sheet.expected.text(*pair.expected, "cleabs")});
    }
  }
  for (const ReadFeature* other : claim.others)
    found.push_back(
        {nullptr, other, "object", "should not be there: " + label(sheet.merged, *other)});
  return found;
}

}  // namespace bdf::score
