// SPDX-License-Identifier: MIT
// Who corresponds to whom, as `bdf match --evaluate` reads it.
#pragma once

#include <filesystem>
#include <string>

namespace bdf::score {

/// A table with the header layer,a_id,b_id,family and ids `fid:N`, for all features of two sides of
/// a folder that `make` wrote: `pair` is ancestor_reference, ancestor_local or local_reference.
///
/// Features of stories as truth.gpkg says, with the story's family; the others, which are the same
/// on all sides, by fid (ancestor and local) and cleabs (ancestor and reference), as the family
/// `untouched`. What has no counterpart has a row with the other id empty. Of features that a side
/// was not given, because it holds only a part of the country, it is only known that they are not
/// there.
///
/// Throws UsageError for another pair, InputError where the files are not those that make wrote, or
/// where the reference carries no cleabs.
[[nodiscard]] std::string true_links(const std::filesystem::path& folder, const std::string& pair);

}  // namespace bdf::score
