// SPDX-License-Identifier: MIT
// What the producer asks the reference to take, kept until it is answered, and the answers.
#pragma once

#include "merge/context.h"

namespace bdf::merge {

struct Settlement;

/// A local value of an attribute, or (nullptr) of the geometry.
struct SentValue {
  const Attribute* attribute = nullptr;
  ValueView value;
};

/// What is sent: an attribute's, or (nullptr) the geometry's, three values and who changed it.
struct Sent {
  const Attribute* attribute = nullptr;
  ThreeWay<ValueView> values;
  Divergence divergence = Divergence::none;
  bool ancestor_known = true;
};

/// Whether the reference has declined that very value of the object. It is not sent again.
[[nodiscard]] bool is_declined(const Context& context, const ClusterFeatures& cluster,
                               const SentValue& sent);

/// Whether the reference has taken that very value of the object from the producer since the
/// ancestor. What local says now is then an edit of it.
[[nodiscard]] bool was_taken(const Context& context, const ClusterFeatures& cluster,
                             const SentValue& sent);

/// Whether the reference has declined to insert or to delete the object of that id.
[[nodiscard]] bool is_declined(const Context& context, const std::string& id, Op op);

/// An earlier sync's proposal about the attribute, or (nullptr) the geometry; nullptr for none.
[[nodiscard]] const Conflict* pending_proposal(const Context& context,
                                               const ClusterFeatures& cluster,
                                               const Attribute* attribute);

/// A local value that gives way to the reference's and is proposed to it.
[[nodiscard]] Conflict new_proposal(const Context& context, const ClusterFeatures& cluster,
                                    const Sent& sent);

/// An earlier proposal, and what stands today.
struct PendingProposal {
  const Conflict& proposal;
  const Sent& sent;
};

/// Sends the earlier proposal again. Closes it where the reference has taken the value or declined
/// it, or where a local edit has taken its place.
void follow_proposal(const Context& context, const ClusterFeatures& cluster,
                     const PendingProposal& pending, Settlement& settlement);

/// Whether a local value of the object is still to be answered: merged then does not hold what
/// local said, and the object is not to be taken for one that nobody edited.
[[nodiscard]] bool has_waiting_proposal(const Context& context, const ClusterFeatures& cluster);

/// Keeps the proposals about an object that no longer has its two sides, or is cut, for as long as
/// anything of it is in merged; the parts that are contributed carry the values that are proposed.
void keep_proposals(const Context& context, const ClusterFeatures& cluster, ClusterResult& result);

}  // namespace bdf::merge
