// SPDX-License-Identifier: MIT
// One side's features from WKT, and links as text.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "geometry/wkt.h"
#include "match/geometric.h"

namespace bdf::match {

/// Rows 0, 1, 2 … of these geometries.
class Sample {
 public:
  explicit Sample(const std::vector<std::string>& wkts) {
    for (const auto& wkt : wkts) add(Blob{geometry::wkb_from_wkt(wkt)});
  }
  void add(const Value& wkb) {
    table_.fids.push_back(static_cast<std::int64_t>(table_.fids.size()));
    table_.geometries.push_back(view_of(wkb));
  }
  [[nodiscard]] Unlinked unlinked() const {
    Unlinked unlinked{&table_, {}};
    for (std::uint32_t row = 0; row < table_.size(); ++row) unlinked.rows.push_back(row);
    return unlinked;
  }

 private:
  FeatureTable table_;
};

/// Decoded, rows 0, 1, 2 …
inline Shapes shapes_from(const std::vector<std::string>& wkts) {
  return shapes_of(Sample(wkts).unlinked(), 1);
}

inline std::string joined(const std::vector<std::uint32_t>& rows) {
  std::string text;
  for (const auto row : rows) text += (text.empty() ? "" : ",") + std::to_string(row);
  return text;
}

/// "0 = 1,2 pieces", and "reversed" where it is.
inline std::multiset<std::string> as_text(const std::vector<Link>& links) {
  std::multiset<std::string> lines;
  for (const auto& link : links)
    lines.insert(joined(link.a) + " = " + joined(link.b) + ' ' + std::string(name_of(link.reason)) +
                 (link.reversed ? " reversed" : ""));
  return lines;
}

}  // namespace bdf::match
