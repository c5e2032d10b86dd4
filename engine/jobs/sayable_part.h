// SPDX-License-Identifier: MIT
// What of a contribution another system's form can say, and what has to go another way.
#pragma once

#include <string>
#include <vector>

#include "io/sent_change.h"
#include "model/change.h"
#include "rules/theme.h"

namespace bdf::jobs {

/// A thing that is left out.
struct LeftOut {
  std::string layer;
  std::string object;
  std::string thing;  ///< an attribute, "geometry", or "object" for existence
  std::string reason;
  bool operator==(const LeftOut&) const = default;
};

/// For people.
[[nodiscard]] std::string text_of(const LeftOut& left_out);

/// Each thing of the changes is in one of both, in the order of the changes, which they refer to.
struct SayableParts {
  std::vector<LayerChanges> said;      ///< all layers
  std::vector<LayerChanges> left_out;  ///< layers of which something is
  std::vector<LeftOut> why;            ///< all that is left out, in its order
};

/// What depends on something that cannot be said (jobs/admission_groups.h) is left out with it: no
/// part of a split goes without the others, no reach without its node. An update's other things go,
/// and with them its housekeeping. `theme` says which attributes are links and housekeeping; where
/// it does not know the layer, none are.
[[nodiscard]] SayableParts sayable_parts(const std::vector<LayerChanges>& layers,
                                         const io::Sayable& sayable, const rules::Theme& theme);

}  // namespace bdf::jobs
