// SPDX-License-Identifier: MIT
// All links between two versions of a layer, with the names of the features.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/link.h"

namespace bdf {

/// The features of one side, by row.
struct NamedRows {
  std::string layer;               ///< as this side calls it
  std::vector<std::int64_t> fids;  ///< ascending
  std::vector<std::string> ids;    ///< each names one row
  /// Rows that were not compared, since too many others lie in the same place; ascending.
  std::vector<std::uint32_t> crowded{};
};

/// A link, and whether it is reported only, and used for nothing.
struct FoundLink {
  Link link;
  bool doubtful = false;
};

struct LayerLinks {
  std::string layer;  ///< as the first side calls it
  NamedRows a;
  NamedRows b;
  /// Ordered by their rows of a, then of b; of the same ones the accepted link comes first. Each
  /// feature is in at most one accepted link.
  std::vector<FoundLink> links;
  std::optional<Displacement> displacement{};  ///< nullopt: nothing was moved
  /// How far counterparts were looked for, if farther than usual; metres.
  std::optional<double> radius{};
};

/// Calls `act` with each pair of the link. Of one that names no pairs: each with each, with the
/// shares of the whole; where they are very many, each with the first of the other side.
template <class Act>
void for_each_pair(const Link& link, const Act& act) {
  for (const auto& pair : link.pairs) act(pair);
  if (!link.pairs.empty()) return;
  constexpr std::size_t many = 10'000;
  const bool all = link.a.size() * link.b.size() <= many;
  for (std::size_t i = 0; i < link.a.size(); ++i)
    for (std::size_t j = 0; j < (all || i == 0 ? link.b.size() : 1); ++j)
      act(LinkedPair{link.a[i], link.b[j], link.share_a, link.share_b, {}, {}, link.reversed, {}});
}

/// The reason's name; of a doubtful link behind "doubtful: ".
[[nodiscard]] std::string reason_of(const FoundLink& found);

void sort_links(std::vector<FoundLink>& links);

/// One a row of each side: whether an accepted link has it.
struct LinkedRows {
  std::vector<bool> a;
  std::vector<bool> b;
};
[[nodiscard]] LinkedRows linked_rows(const LayerLinks& layer);

}  // namespace bdf
