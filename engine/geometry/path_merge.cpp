// SPDX-License-Identifier: MIT
#include "geometry/path_merge.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace bdf::geometry {

namespace {

/// An altitude that a version does not have has not been altered.
bool same_altitude(const Vertex& a, const Vertex& b, double tolerance) {
  return std::isnan(a.z) || std::isnan(b.z) || std::abs(a.z - b.z) <= tolerance;
}

/// One side's version, as it lies to the ancestor.
struct SideOf {
  const Path& path;
  std::vector<Anchor> anchors;
  std::vector<Hunk> hunks;
  std::vector<double> bounds;  ///< of the hunks, ascending

  SideOf(const Path& ancestor, const Path& side, double tolerance)
      : path(side),
        anchors(align(ancestor, side, tolerance)),
        hunks(hunks_between(ancestor, side, anchors)) {
    for (const auto& hunk : hunks) bounds.insert(bounds.end(), {hunk.from, hunk.to});
  }

  /// Where it passes the place of the ancestor; nullptr where that is no anchor.
  [[nodiscard]] const Anchor* at(double on_ancestor) const {
    const auto found =
        std::lower_bound(anchors.begin(), anchors.end(), on_ancestor,
                         [](const Anchor& anchor, double place) { return anchor.on_a < place; });
    return found != anchors.end() && found->on_a == on_ancestor ? &*found : nullptr;
  }
  /// Its vertex at that place of the ancestor, if it has one there.
  [[nodiscard]] const Vertex* vertex_at(double on_ancestor) const {
    const auto* anchor = at(on_ancestor);
    if (anchor == nullptr || !is_vertex(anchor->on_b)) return nullptr;
    return &path[static_cast<std::size_t>(anchor->on_b)];
  }
  /// The hunk strictly within which a place of the ancestor lies, if any.
  [[nodiscard]] const Hunk* around(double on_ancestor) const {
    auto found = std::lower_bound(hunks.begin(), hunks.end(), on_ancestor,
                                  [](const Hunk& hunk, double place) { return hunk.to <= place; });
    return found != hunks.end() && found->from < on_ancestor ? &*found : nullptr;
  }
  /// Whether a hunk begins or ends in a vertex of its own at that place.
  [[nodiscard]] bool bends_at(double on_ancestor) const {
    return std::binary_search(bounds.begin(), bounds.end(), on_ancestor) &&
           vertex_at(on_ancestor) != nullptr;
  }
};

/// A vertex of any version on a stretch that neither side goes around.
struct Stop {
  double place = 0;  ///< on the ancestor
  const Vertex* ancestor = nullptr;
  const Vertex* local = nullptr;
  const Vertex* reference = nullptr;
  bool bends = false;  ///< a hunk begins or ends in a vertex here
};

/// What all of a piece of the result is: a stop, or what a hunk has instead.
struct Piece {
  double place = 0;
  bool is_hunk = false;
  std::vector<Vertex> vertices;
};

class PathMerge {
 public:
  PathMerge(const PathVersions& versions, double tolerance)
      : ancestor_(versions.ancestor),
        local_(versions.ancestor, versions.local, tolerance),
        reference_(versions.ancestor, versions.reference, tolerance),
        tolerance_(tolerance) {}

  std::optional<Path> run() {
    if (!take_hunks() || loses_raised_vertices(local_, reference_) ||
        loses_raised_vertices(reference_, local_))
      return std::nullopt;
    for (const auto& stop : stops()) {
      if (!keeps(stop)) continue;
      const auto vertex = vertex_of(stop);
      if (!vertex) return std::nullopt;
      pieces_.push_back({stop.place, false, {*vertex}});
    }
    std::sort(pieces_.begin(), pieces_.end(), [](const Piece& one, const Piece& other) {
      return std::pair(one.place, one.is_hunk) < std::pair(other.place, other.is_hunk);
    });
    Path merged;
    for (const auto& piece : pieces_)
      merged.insert(merged.end(), piece.vertices.begin(), piece.vertices.end());
    return merged;
  }

 private:
  bool take_hunks();
  void take(const SideOf& side, const Hunk& hunk);
  bool take_alone(const SideOf& side, const Hunk& hunk, const SideOf& other);
  [[nodiscard]] bool loses_altitudes(const Hunk& hunk, const SideOf& other) const;
  [[nodiscard]] bool loses_raised_vertices(const SideOf& side, const SideOf& other) const;
  [[nodiscard]] bool is_same(const Hunk& of_local, const Hunk& of_reference) const;
  [[nodiscard]] std::vector<Stop> stops() const;
  static void add_own_vertices(const SideOf& side, const Vertex* Stop::*of, const SideOf& other,
                               std::vector<Stop>& found);
  [[nodiscard]] bool keeps(const Stop& stop) const;
  [[nodiscard]] bool is_raised(const Anchor& anchor, const SideOf& side) const;
  [[nodiscard]] std::optional<Vertex> vertex_of(const Stop& stop) const;

  const Path& ancestor_;
  SideOf local_;
  SideOf reference_;
  double tolerance_;
  std::vector<Piece> pieces_;
};

void PathMerge::take(const SideOf& side, const Hunk& hunk) {
  const auto begin = side.path.begin();
  pieces_.push_back({hunk.from,
                     true,
                     {begin + static_cast<std::ptrdiff_t>(hunk.first),
                      begin + static_cast<std::ptrdiff_t>(hunk.last)}});
}

bool PathMerge::is_same(const Hunk& of_local, const Hunk& of_reference) const {
  if (of_local.from != of_reference.from || of_local.to != of_reference.to) return false;
  const auto count = of_local.last - of_local.first;
  if (of_reference.last - of_reference.first != count) return false;
  for (std::size_t i = 0; i < count; ++i) {
    const auto& one = local_.path[of_local.first + i];
    const auto& other = reference_.path[of_reference.first + i];
    if (distance(one, other) > tolerance_ || !same_altitude(one, other, tolerance_)) return false;
  }
  return true;
}

/// Whether the other side has altered an altitude where this hunk goes around.
bool PathMerge::loses_altitudes(const Hunk& hunk, const SideOf& other) const {
  const auto first = static_cast<std::size_t>(std::floor(hunk.from + 1));
  for (auto i = first; i < ancestor_.size() && static_cast<double>(i) < hunk.to; ++i) {
    const auto* vertex = other.vertex_at(static_cast<double>(i));
    if (vertex != nullptr && !same_altitude(*vertex, ancestor_[i], tolerance_)) return true;
  }
  return false;
}

/// False where that would lose what the other side says there.
bool PathMerge::take_alone(const SideOf& side, const Hunk& hunk, const SideOf& other) {
  if (loses_altitudes(hunk, other)) return false;
  take(side, hunk);
  return true;
}

/// All hunks, unless some touch one another.
bool PathMerge::take_hunks() {
  auto there = reference_.hunks.begin();
  for (const auto& here : local_.hunks) {
    for (; there != reference_.hunks.end() && there->to <= here.from; ++there)
      if (!take_alone(reference_, *there, local_)) return false;
    const bool apart = there == reference_.hunks.end() || there->from >= here.to;
    if (apart) {
      if (!take_alone(local_, here, reference_)) return false;
    } else {
      if (!is_same(here, *there)) return false;
      take(local_, here);
      ++there;
    }
  }
  return std::all_of(there, reference_.hunks.end(),
                     [&](const Hunk& hunk) { return take_alone(reference_, hunk, local_); });
}

/// Vertices that a side has set between two of the ancestor's.
void PathMerge::add_own_vertices(const SideOf& side, const Vertex* Stop::*of, const SideOf& other,
                                 std::vector<Stop>& found) {
  for (const auto& anchor : side.anchors) {
    if (is_vertex(anchor.on_a) || !is_vertex(anchor.on_b)) continue;
    if (other.around(anchor.on_a) != nullptr) continue;
    Stop stop;
    stop.place = anchor.on_a;
    stop.*of = &side.path[static_cast<std::size_t>(anchor.on_b)];
    stop.bends = side.bends_at(anchor.on_a);
    found.push_back(stop);
  }
}

std::vector<Stop> PathMerge::stops() const {
  std::vector<Stop> found;
  for (std::size_t i = 0; i < ancestor_.size(); ++i) {
    const auto place = static_cast<double>(i);
    if (local_.around(place) != nullptr || reference_.around(place) != nullptr) continue;
    found.push_back({place, &ancestor_[i], local_.vertex_at(place), reference_.vertex_at(place),
                     local_.bends_at(place) || reference_.bends_at(place)});
  }
  add_own_vertices(local_, &Stop::local, reference_, found);
  add_own_vertices(reference_, &Stop::reference, local_, found);
  std::sort(found.begin(), found.end(), [](const Stop& one, const Stop& other) {
    return one.place != other.place ? one.place < other.place
                                    : (one.local != nullptr) > (other.local != nullptr);
  });
  // What both sides have set in one place is one vertex.
  std::vector<Stop> stops;
  for (const auto& stop : found) {
    auto* last = stops.empty() ? nullptr : &stops.back();
    const bool twin = last != nullptr && last->ancestor == nullptr && stop.ancestor == nullptr &&
                      (last->local == nullptr) != (stop.local == nullptr) &&
                      (last->reference == nullptr) != (stop.reference == nullptr) &&
                      distance(last->local != nullptr ? *last->local : *last->reference,
                               stop.local != nullptr ? *stop.local : *stop.reference) <= tolerance_;
    if (!twin) {
      stops.push_back(stop);
      continue;
    }
    if (last->local == nullptr) last->local = stop.local;
    if (last->reference == nullptr) last->reference = stop.reference;
    last->bends = last->bends || stop.bends;
  }
  return stops;
}

/// A vertex that one side has taken out stays where the other has altered its altitude.
bool PathMerge::keeps(const Stop& stop) const {
  const bool before = stop.ancestor != nullptr;
  const bool here = stop.local != nullptr;
  const bool there = stop.reference != nullptr;
  const auto* left = here ? stop.local : stop.reference;
  const bool raised = before && here != there && !same_altitude(*left, *stop.ancestor, tolerance_);
  return stop.bends || raised || (here == before ? there : here);
}

/// Whether a vertex between two of the ancestor's has another altitude than the edge there.
bool PathMerge::is_raised(const Anchor& anchor, const SideOf& side) const {
  const auto i = static_cast<std::size_t>(anchor.on_a);
  const double share = anchor.on_a - static_cast<double>(i);
  Vertex edge = ancestor_[i];
  edge.z += share * (ancestor_[i + 1].z - edge.z);
  return !same_altitude(side.path[static_cast<std::size_t>(anchor.on_b)], edge, tolerance_);
}

/// Whether a side has set vertices that say more than their place where the other goes around.
bool PathMerge::loses_raised_vertices(const SideOf& side, const SideOf& other) const {
  return std::any_of(side.anchors.begin(), side.anchors.end(), [&](const Anchor& anchor) {
    return !is_vertex(anchor.on_a) && is_vertex(anchor.on_b) &&
           other.around(anchor.on_a) != nullptr && is_raised(anchor, side);
  });
}

/// nullopt where both sides have altered the altitude, each in its own way.
std::optional<Vertex> PathMerge::vertex_of(const Stop& stop) const {
  const auto* here = stop.local != nullptr ? stop.local : stop.ancestor;
  const auto* there = stop.reference != nullptr ? stop.reference : stop.ancestor;
  if (here == nullptr) here = there;
  if (there == nullptr) there = here;
  const auto* before = stop.ancestor != nullptr ? stop.ancestor : here;
  if (stop.ancestor == nullptr && !same_altitude(*here, *there, tolerance_)) return std::nullopt;
  const bool left_here = stop.ancestor != nullptr && here->x == before->x && here->y == before->y;
  Vertex merged = left_here ? *there : *here;
  if (same_altitude(*there, *before, tolerance_))
    merged.z = std::isnan(here->z) ? there->z : here->z;
  else if (same_altitude(*here, *before, tolerance_))
    merged.z = there->z;
  else if (same_altitude(*here, *there, tolerance_))
    merged.z = here->z;
  else
    return std::nullopt;
  return merged;
}

}  // namespace

std::optional<Path> merge_paths(const PathVersions& versions, double tolerance) {
  return PathMerge(versions, tolerance).run();
}

}  // namespace bdf::geometry
