// SPDX-License-Identifier: MIT
// What whoever has a package may do with it and must, in W3C's ODRL 2.2. It is a statement: it
// keeps nobody from anything.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "package/facts.h"

namespace bdf::package {

/// The policy as it stands in a dataset's description (json_ld.h): an Offer to those whom
/// restricted data are for, a Set for everybody where data are open. Nothing is permitted,
/// forbidden or demanded but what the pack's terms say; where they say nothing that ODRL has a word
/// for, only that they be read.
///
/// An Offer names no target, since catalogues of data spaces take it from the dataset that has it;
/// it belongs to this dataset alone.
[[nodiscard]] nlohmann::json odrl_policy(const PackageFacts& facts);

/// Of the policy: the dataset's, with a fragment.
[[nodiscard]] std::string policy_uri(const PackageFacts& facts);

/// The policy as a file of JSON-LD.
[[nodiscard]] std::string odrl_offer(const PackageFacts& facts);

}  // namespace bdf::package
