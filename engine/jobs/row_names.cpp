// SPDX-License-Identifier: MIT
#include "jobs/row_names.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <numeric>

#include "match/twins.h"

namespace bdf::jobs {

namespace {

constexpr std::string_view by_fid = "fid:";

/// Gives those rows that carry a uid of their own that name.
void name_by_uid(const SideReader& reader, const std::vector<std::uint32_t>& rows,
                 NamedRows& named) {
  const auto column = reader.schema().find("bdf_uid");
  if (!column || rows.empty()) return;
  std::vector<std::int64_t> fids;
  fids.reserve(rows.size());
  for (const auto row : rows) fids.push_back(named.fids[row]);
  auto uids = reader.read_texts(fids, *column);
  std::map<std::string_view, int> uses;
  for (const auto& uid : uids) ++uses[uid];
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (!uids[i].empty() && uses[uids[i]] == 1 && !uids[i].starts_with(by_fid))
      named.ids[rows[i]] = uids[i];
}

}  // namespace

NamedRows name_rows(const SideReader& reader, RowIndex& index) {
  const auto unique = match::is_unique(index.keys);
  NamedRows named{reader.schema().layer, std::move(index.fids), std::move(index.names)};
  std::vector<std::uint32_t> others;
  for (std::uint32_t row = 0; row < named.fids.size(); ++row) {
    auto& id = named.ids[row];
    if (unique[row] && !id.starts_with(by_fid)) continue;
    id = std::string(by_fid) + std::to_string(named.fids[row]);
    others.push_back(row);
  }
  name_by_uid(reader, others, named);
  return named;
}

RowFinder::RowFinder(const NamedRows& side) : side_(side), order_(side.ids.size()) {
  std::iota(order_.begin(), order_.end(), 0U);
  std::sort(order_.begin(), order_.end(),
            [&](std::uint32_t a, std::uint32_t b) { return side_.ids[a] < side_.ids[b]; });
}

std::optional<std::uint32_t> RowFinder::find(std::string_view id) const {
  if (id.starts_with(by_fid)) {
    std::int64_t fid = 0;
    const auto digits = id.substr(by_fid.size());
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), fid);
    if (read.ec != std::errc() || read.ptr != digits.data() + digits.size()) return std::nullopt;
    const auto found = std::lower_bound(side_.fids.begin(), side_.fids.end(), fid);
    if (found == side_.fids.end() || *found != fid) return std::nullopt;
    return static_cast<std::uint32_t>(found - side_.fids.begin());
  }
  const auto found = std::lower_bound(
      order_.begin(), order_.end(), id,
      [&](std::uint32_t row, std::string_view text) { return side_.ids[row] < text; });
  if (found == order_.end() || side_.ids[*found] != id) return std::nullopt;
  return *found;
}

}  // namespace bdf::jobs
