// SPDX-License-Identifier: MIT
// The theme's conditions, asked of one cluster, and the rules that follow.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "merge/context.h"

namespace bdf::merge {

/// On which conditions it hangs what is decided, by what is decided as the ledger names it.
struct Grounds {
  using ByThing = std::map<std::string, std::vector<Ground>>;
  ByThing rule;    ///< where both sides have changed it
  ByThing status;  ///< whether local's is offered or proposed
};

/// The rules of a layer whose theme has conditions, under each combination of those that has come
/// up. What the conditions mean is said in rules/condition.h. For any number of threads.
class Conditions {
 public:
  /// `layer`, whose rules are those without conditions, must outlive this.
  explicit Conditions(const Context& layer);

  /// The layer with the rules that hold for the cluster; lives as long as this.
  [[nodiscard]] const Context& in_force(const ClusterFeatures& cluster) const;

 private:
  using Holds = std::vector<Truth>;
  struct InForce {
    rules::LayerRules rules;
    Grounds grounds;
    Context context;
  };
  [[nodiscard]] Holds holds(const ClusterFeatures& cluster) const;
  [[nodiscard]] std::unique_ptr<InForce> rules_where(const Holds& holds) const;
  [[nodiscard]] Grounds grounds_where(const Holds& holds) const;

  const Context& layer_;
  mutable std::mutex mutex_;
  mutable std::map<Holds, std::unique_ptr<InForce>> known_;
};

/// `context` with the rules that hold for the cluster: itself where the theme has no conditions.
[[nodiscard]] const Context& in_force(const Context& context, const ClusterFeatures& cluster);

/// The same for the feature of one side alone.
[[nodiscard]] const Context& in_force(const Context& context, FeatureRef feature, Side side);

/// Enters the conditions on which what was decided hung; of the attributes and the geometry, or
/// else of the object's existence.
void tell_grounds(const Context& context, LedgerEntry& entry, bool of_existence);

}  // namespace bdf::merge
