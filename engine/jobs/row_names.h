// SPDX-License-Identifier: MIT
// What the features of a layer are called in lists of links.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jobs/side_reader.h"
#include "model/layer_links.h"

namespace bdf::jobs {

/// The names of all rows: a row's key where no other row has it, else the bdf_uid that it alone
/// carries, else `fid:N`. The index is used up.
[[nodiscard]] NamedRows name_rows(const SideReader& reader, RowIndex& index);

/// Finds rows by their names.
class RowFinder {
 public:
  /// `side` must outlive it.
  explicit RowFinder(const NamedRows& side);
  /// By id; `fid:N` names any row by its fid.
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view id) const;

 private:
  const NamedRows& side_;
  std::vector<std::uint32_t> order_;  ///< rows by id
};

}  // namespace bdf::jobs
