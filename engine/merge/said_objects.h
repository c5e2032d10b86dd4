// SPDX-License-Identifier: MIT
// Objects as conflicts tell them, held against one another.
#pragma once

#include <optional>
#include <string>

#include "merge/context.h"

namespace bdf::merge {

/// Objects as objects_as_json() (merge/conflicts.h) writes them, and the side that has them.
struct SaidObjects {
  std::optional<std::string> text;
  Side side = Side::local;
};

/// Whether these are as many objects that say the same, in whatever order, in what both sides
/// carry: in normal forms, without keys, which the engine gives and takes, housekeeping and
/// bdf_uid.
[[nodiscard]] bool say_the_same(const Context& context, const SaidObjects& a, const SaidObjects& b);

}  // namespace bdf::merge
