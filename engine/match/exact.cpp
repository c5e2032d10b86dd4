// SPDX-License-Identifier: MIT
#include "match/exact.h"

#include <algorithm>
#include <string_view>

#include "base/hash.h"
#include "base/parallel.h"

namespace bdf::match {

namespace {

template <class T>
std::string_view bytes_of(const std::vector<T>& values) {
  // Bytes of numbers, to be hashed.
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)};
}

/// Empty geometries have none.
Hash128 print_of(const Geometry& geometry) {
  if (geometry.empty()) return {};
  const std::vector<Hash128> hashes{hash_of(bytes_of(geometry.xy)),
                                    hash_of(bytes_of(geometry.rings)),
                                    hash_of(bytes_of(geometry.parts)),
                                    {static_cast<std::uint64_t>(geometry.kind), 0}};
  return hash_of(bytes_of(hashes));
}

struct Printed {
  Hash128 print;
  std::uint32_t shape;
  bool operator<(const Printed& other) const {
    return print != other.print ? print < other.print : shape < other.shape;
  }
};

std::vector<Printed> printed(const Shapes& shapes, int threads) {
  std::vector<Printed> prints(shapes.size());
  parallel_for_each(shapes.size(), threads, [&](std::size_t i) {
    prints[i] = {print_of(shapes.geometries[i]), static_cast<std::uint32_t>(i)};
  });
  std::erase_if(prints, [](const Printed& one) { return one.print.none(); });
  std::sort(prints.begin(), prints.end());
  return prints;
}

using Run = std::pair<std::vector<Printed>::const_iterator, std::vector<Printed>::const_iterator>;

/// Marks those of a run that are too many, and says whether they are.
bool set_aside(Run run, const Shapes& shapes, std::vector<bool>& done,
               std::vector<std::uint32_t>& crowded) {
  if (static_cast<std::size_t>(run.second - run.first) <= most_at_a_place) return false;
  for (auto at = run.first; at != run.second; ++at) {
    done[at->shape] = true;
    crowded.push_back(shapes.rows[at->shape]);
  }
  return true;
}

Run run_from(std::vector<Printed>::const_iterator first, const std::vector<Printed>& prints) {
  auto end = first;
  while (end != prints.end() && end->print == first->print) ++end;
  return {first, end};
}

Link same(std::uint32_t row_a, std::uint32_t row_b) {
  Link link;
  link.a = {row_a};
  link.b = {row_b};
  link.confidence = 1;
  return link;
}

}  // namespace

ExactMatches match_exactly(const Shapes& a, const Shapes& b, int threads) {
  ExactMatches found;
  found.done_a.assign(a.size(), false);
  found.done_b.assign(b.size(), false);
  const auto prints_a = printed(a, threads);
  const auto prints_b = printed(b, threads);
  auto in_a = prints_a.begin();
  auto in_b = prints_b.begin();
  while (in_a != prints_a.end() || in_b != prints_b.end()) {
    const bool a_has =
        in_b == prints_b.end() || (in_a != prints_a.end() && in_a->print <= in_b->print);
    const bool b_has =
        in_a == prints_a.end() || (in_b != prints_b.end() && in_b->print <= in_a->print);
    const Run run_a{in_a, a_has ? run_from(in_a, prints_a).second : in_a};
    const Run run_b{in_b, b_has ? run_from(in_b, prints_b).second : in_b};
    set_aside(run_a, a, found.done_a, found.crowded_a);
    set_aside(run_b, b, found.done_b, found.crowded_b);
    if (run_a.second - run_a.first == 1 && run_b.second - run_b.first == 1) {
      found.links.push_back(same(a.rows[in_a->shape], b.rows[in_b->shape]));
      found.done_a[in_a->shape] = found.done_b[in_b->shape] = true;
    }
    in_a = run_a.second;
    in_b = run_b.second;
  }
  std::sort(found.links.begin(), found.links.end(),
            [](const Link& one, const Link& other) { return one.a < other.a; });
  return found;
}

}  // namespace bdf::match
