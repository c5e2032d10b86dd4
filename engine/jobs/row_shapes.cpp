// SPDX-License-Identifier: MIT
#include "jobs/row_shapes.h"

#include <algorithm>

namespace bdf::jobs {

match::Shapes row_shapes(const SideReader& reader, std::span<const std::uint32_t> rows,
                         std::span<const std::int64_t> fids, int threads) {
  constexpr std::size_t at_once = 16'384;
  match::Shapes shapes;
  for (std::size_t begin = 0; begin < fids.size(); begin += at_once) {
    const auto count = std::min(at_once, fids.size() - begin);
    const auto table = reader.read_shapes(fids.subspan(begin, count), threads);
    const auto some = rows.subspan(begin, count);
    match::append(shapes, match::shapes_of({&table, {some.begin(), some.end()}}, threads));
  }
  return shapes;
}

}  // namespace bdf::jobs
