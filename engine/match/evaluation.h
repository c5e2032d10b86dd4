// SPDX-License-Identifier: MIT
// How right links are, by a truth that somebody has written down.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/layer_links.h"

namespace bdf::match {

/// Two features that are the same object or parts of it; or one that has no counterpart.
struct TruePair {
  std::optional<std::uint32_t> a;  ///< a row
  std::optional<std::uint32_t> b;
  std::string family;  ///< what kind of case it is; ""
};

/// Pairs of features.
struct RelationTally {
  std::size_t right = 0;   ///< true and accepted
  std::size_t wrong = 0;   ///< accepted, and not true
  std::size_t missed = 0;  ///< true, and not accepted

  /// Each nullopt where nothing can be said.
  [[nodiscard]] std::optional<double> precision() const;
  [[nodiscard]] std::optional<double> recall() const;
  [[nodiscard]] std::optional<double> f1() const;
};

struct FamilyTally {
  std::size_t pairs = 0;       ///< true ones
  std::size_t found = 0;       ///< of these, accepted
  std::size_t alone = 0;       ///< features without a counterpart
  std::size_t left_alone = 0;  ///< of these, those that no accepted link has
};

/// Links, accepted and doubtful, of about one confidence.
struct ConfidenceBin {
  double from = 0;
  double to = 1;  ///< excluded, but for 1
  std::size_t links = 0;
  std::size_t right = 0;  ///< all of whose pairs are true
  double sum = 0;         ///< of their confidences
};

struct Evaluation {
  std::map<std::string, RelationTally> relations;  ///< "1:1", "1:n", "n:1", "n:m", "all"
  std::map<std::string, FamilyTally> families;
  std::size_t doubtful = 0;        ///< links
  std::size_t doubtful_right = 0;  ///< of these, those all of whose pairs are true
  std::array<ConfidenceBin, 8> bins;

  Evaluation();
  void add(const Evaluation& other);
};

/// A true pair's relation is that of all true pairs that hang together with it, and it counts
/// there, found or missed; a wrong one counts under the relation of the link that was found. A pair
/// of features neither of which the truth names is not judged, nor is a link of such pairs alone. A
/// pair of several families counts in each.
[[nodiscard]] Evaluation evaluate(const LayerLinks& layer, const std::vector<TruePair>& truth);

}  // namespace bdf::match
