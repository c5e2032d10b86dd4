// SPDX-License-Identifier: MIT
#include "support/symmetry.h"

#include <algorithm>

namespace bdf::tests {

namespace {

Side swapped(Side side) {
  return side == Side::local       ? Side::reference
         : side == Side::reference ? Side::local
                                   : Side::ancestor;
}

bool concerns(const Conflict& conflict, const std::string& id) {
  return std::any_of(all_sides.begin(), all_sides.end(), [&](Side side) {
    return ('/' + conflict.ids[side] + '/').find('/' + id + '/') != std::string::npos;
  });
}

}  // namespace

std::multiset<std::string> questions(const Outcomes& run, bool swap) {
  std::multiset<std::string> questions;
  for (const auto& conflict : run.conflicts) {
    auto text = std::string(name_of(conflict.kind)) + ' ' + conflict.attribute;
    for (const auto side : all_sides) {
      const auto from = swap ? swapped(side) : side;
      text += " | " + conflict.ids[from] + ": " + conflict.values[from].value_or("NULL");
    }
    questions.insert(text);
  }
  return questions;
}

std::vector<Content> settled(const Outcomes& run, const std::set<std::string>& columns) {
  std::vector<Content> settled;
  for (const auto& row : run.merged.rows) {
    auto content = content_of(run.merged, row, columns);
    // Where a feature has a uid, its key does not tell it from others.
    const auto uid = to_text(view_of(value_in(run.merged, row, "bdf_uid")));
    const auto id = uid.empty() ? id_in(run.merged, row) : uid;
    bool open = false;
    for (const auto& conflict : run.conflicts) {
      if (!concerns(conflict, id)) continue;
      if (conflict.kind == ConflictKind::attribute)
        content.erase(folded(conflict.attribute));
      else if (conflict.kind == ConflictKind::geometry)
        content.erase("geometry");
      else if (conflict.kind != ConflictKind::delete_edit)
        open = true;  // local's features stay meanwhile, as a whole
    }
    if (!open) settled.push_back(std::move(content));
  }
  std::sort(settled.begin(), settled.end());
  return settled;
}

}  // namespace bdf::tests
