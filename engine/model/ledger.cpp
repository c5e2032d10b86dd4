// SPDX-License-Identifier: MIT
#include "model/ledger.h"

#include <array>

namespace bdf {

std::string_view name_of(Outcome outcome) {
  constexpr std::array<std::string_view, 11> names{"conflict",         "recut",
                                                   "merged",           "updated_from_reference",
                                                   "kept_local",       "inserted_from_reference",
                                                   "inserted_locally", "deleted_by_reference",
                                                   "deleted_locally",  "deleted_on_both",
                                                   "unchanged"};
  return names[static_cast<std::size_t>(outcome)];
}

}  // namespace bdf
