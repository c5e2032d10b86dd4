// SPDX-License-Identifier: MIT
#include "model/change.h"

#include <array>

namespace bdf {

namespace {

constexpr std::array<std::string_view, 6> op_names{"insert", "update", "delete",
                                                   "split",  "merge",  "recut"};
constexpr std::array<std::string_view, 3> status_names{"taken", "offered", "proposed"};

template <class Enum, std::size_t n>
std::optional<Enum> named(const std::array<std::string_view, n>& names, std::string_view name) {
  for (std::size_t i = 0; i < n; ++i)
    if (names[i] == name) return static_cast<Enum>(i);
  return std::nullopt;
}

}  // namespace

std::string_view name_of(Op op) { return op_names[static_cast<std::size_t>(op)]; }
std::optional<Op> op_named(std::string_view name) { return named<Op>(op_names, name); }
std::string_view name_of(Status status) { return status_names[static_cast<std::size_t>(status)]; }
std::optional<Status> status_named(std::string_view name) {
  return named<Status>(status_names, name);
}

}  // namespace bdf
