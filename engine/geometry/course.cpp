// SPDX-License-Identifier: MIT
#include "geometry/course.h"

#include <algorithm>
#include <cmath>

namespace bdf::geometry {

namespace {

constexpr double hardly_farther = 1.2;  ///< a vertex than the nearest place
/// An end is off by more than so many times what the path passes its old place by, if the line was
/// lengthened; or joined to another one, where the old end is somewhere in the middle.
constexpr double much_farther = 8;
constexpr double farther_if_joined = 2;
constexpr double moved_at_most = 200;  ///< tolerances: an end no farther off was moved, at any rate

bool same_altitude(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

bool same_place(const Vertex& a, const Vertex& b) { return a.x == b.x && a.y == b.y; }

Vertex along(const Path& path, double position) {
  const auto last = path.size() - 1;
  const auto i = std::min(static_cast<std::size_t>(std::max(position, 0.0)), last);
  const double share = std::max(position, 0.0) - static_cast<double>(i);
  if (i == last || share <= 0) return path[i];
  const auto& a = path[i];
  const auto& b = path[i + 1];
  return {a.x + share * (b.x - a.x), a.y + share * (b.y - a.y), a.z + share * (b.z - a.z)};
}

/// The position on the path, between two vertices of it, that is nearest to a place.
double nearest_position(const Path& path, std::size_t first, std::size_t last, const Vertex& to) {
  auto best = static_cast<double>(first);
  double least = distance(path[first], to);
  for (auto i = first; i < last; ++i) {
    const double dx = path[i + 1].x - path[i].x;
    const double dy = path[i + 1].y - path[i].y;
    const double square = dx * dx + dy * dy;
    const double share =
        square > 0
            ? std::clamp(((to.x - path[i].x) * dx + (to.y - path[i].y) * dy) / square, 0.0, 1.0)
            : 0.0;
    const double position = static_cast<double>(i) + share;
    const double away = distance(along(path, position), to);
    if (away >= least) continue;
    least = away;
    best = position;
  }
  return best;
}

/// Drawn in the same direction, as far as the ends can tell.
void turn_alike(const Path& before, Path& after) {
  const double as_it_is =
      distance(before.front(), after.front()) + distance(before.back(), after.back());
  const double turned =
      distance(before.front(), after.back()) + distance(before.back(), after.front());
  if (turned < as_it_is) std::reverse(after.begin(), after.end());
}

}  // namespace

Course::Course(const Path& before, const std::vector<Path>& after, bool joined, double tolerance)
    : before_(before), joined_(joined), tolerance_(tolerance), ring_(is_closed(before)) {
  choose(after);
  if (ring_ && is_closed(after_))
    align_rings();
  else
    turn_alike(before_, after_);
  const auto anchors = align(before_, after_, tolerance_);
  hunks_ = hunks_between(before_, after_, anchors);
  for (const auto& anchor : anchors) {
    if (!is_vertex(anchor.on_a) || !is_vertex(anchor.on_b)) continue;
    const auto& was = before_[static_cast<std::size_t>(anchor.on_a)];
    const auto& is = after_[static_cast<std::size_t>(anchor.on_b)];
    if (!same_place(was, is) || !same_altitude(was.z, is.z)) nudged_.push_back(anchor);
  }
}

void Course::choose(const std::vector<Path>& after) {
  std::size_t chosen = 0;
  std::size_t most = 0;
  for (std::size_t i = 0; after.size() > 1 && i < after.size(); ++i) {
    const auto common = align(before_, after[i], tolerance_).size();
    if (common <= most) continue;
    most = common;
    chosen = i;
  }
  after_ = after[chosen];
  for (std::size_t i = 0; i < after.size(); ++i)
    if (i != chosen) others_.push_back(after[i]);
}

/// Rings begin anywhere and turn either way.
void Course::align_rings() {
  if (turns_otherwise(before_, after_)) std::reverse(after_.begin(), after_.end());
  const auto anchors = align(before_, after_, tolerance_);
  const auto both = std::find_if(anchors.begin(), anchors.end(), [](const Anchor& anchor) {
    return is_vertex(anchor.on_a) && is_vertex(anchor.on_b);
  });
  if (both == anchors.end()) return;
  before_ =
      rotated(std::move(before_), static_cast<std::size_t>(both->on_a) % (before_.size() - 1));
  after_ = rotated(std::move(after_), static_cast<std::size_t>(both->on_b) % (after_.size() - 1));
}

std::optional<Target> Course::nudged(const Vertex& vertex) const {
  for (const auto& anchor : nudged_) {
    const auto& was = before_[static_cast<std::size_t>(anchor.on_a)];
    if (!same_place(was, vertex)) continue;
    const auto& is = after_[static_cast<std::size_t>(anchor.on_b)];
    const double rise = is.z - was.z;
    const bool has_its_z = same_altitude(was.z, vertex.z);
    return Target{is.x, is.y, is.z, std::isnan(rise) ? 0 : rise, true, false, has_its_z};
  }
  return std::nullopt;
}

std::optional<Course::Place> Course::place_in(const Hunk& hunk, const Vertex& vertex) const {
  const double last = static_cast<double>(before_.size() - 1);
  const auto from = static_cast<std::size_t>(std::floor(std::max(hunk.from, 0.0)));
  const auto to = static_cast<std::size_t>(std::ceil(std::min(hunk.to, last)));
  const double position = nearest_position(before_, from, to, vertex);
  const double away = distance(along(before_, position), vertex);
  if (!(away <= tolerance_)) return std::nullopt;
  return Place{position, away};
}

/// The nearest place that the path, or what else is there now, passes; a vertex that is hardly
/// farther off is meant.
Course::Arrival Course::nearest(const Hunk& hunk, const Vertex& as_was) const {
  const auto from = hunk.first > 0 ? hunk.first - 1 : 0;
  const auto to = std::min(hunk.last, after_.size() - 1);
  Arrival best{after_[from], false, false};
  std::optional<Vertex> vertex;
  const auto look_at = [&](const Path& path, std::size_t first, std::size_t last) {
    const auto there = along(path, nearest_position(path, first, last, as_was));
    if (distance(there, as_was) < distance(best.at, as_was)) best.at = there;
    for (auto i = first; i <= last; ++i)
      if (!vertex || distance(path[i], as_was) < distance(*vertex, as_was)) vertex = path[i];
  };
  look_at(after_, from, to);
  if (hunk.from < 0 || hunk.to >= static_cast<double>(before_.size()))
    for (const auto& other : others_) look_at(other, 0, other.size() - 1);
  if (vertex && distance(*vertex, as_was) <= hardly_farther * distance(best.at, as_was))
    return {*vertex, true, false};
  return best;
}

Course::Arrival Course::moved_to(const Hunk& hunk, double position) const {
  const auto n = static_cast<double>(before_.size());
  const auto as_was = along(before_, position);
  const bool alone = others_.empty();
  const bool first = hunk.from < 0 && position <= 0;
  const bool last = hunk.to >= n && position >= n - 1;
  if (!ring_ && alone && (first || last)) {
    // An end that the path passes much nearer was lengthened or joined to another: it is none now.
    const auto& end = first ? after_.front() : after_.back();
    const auto passed = nearest(hunk, as_was);
    const double away = distance(end, as_was);
    const bool moved =
        away <= moved_at_most * tolerance_ ||
        away <= (joined_ ? farther_if_joined : much_farther) * distance(passed.at, as_was);
    return moved ? Arrival{end, true, true} : passed;
  }
  const auto begin = static_cast<std::size_t>(std::floor(hunk.from + 1));
  const auto end = static_cast<std::size_t>(std::ceil(hunk.to));
  if (alone && is_vertex(position) && end - begin == hunk.last - hunk.first)
    return {after_[hunk.first + static_cast<std::size_t>(position) - begin], true, false};
  return nearest(hunk, as_was);
}

std::optional<Target> Course::target_of(const Vertex& vertex) const {
  if (auto target = nudged(vertex)) return target;
  std::optional<Place> best;
  const Hunk* within = nullptr;
  for (const auto& hunk : hunks_) {
    const auto place = place_in(hunk, vertex);
    if (!place || (best && best->away <= place->away)) continue;
    best = place;
    within = &hunk;
  }
  if (!best) return std::nullopt;
  const auto [to, on_vertex, at_end] = moved_to(*within, best->position);
  const auto was = along(before_, best->position);
  const double rise = to.z - was.z;
  const bool exactly = on_vertex && same_place(was, vertex);
  return Target{to.x,
                to.y,
                to.z,
                std::isnan(rise) ? 0 : rise,
                exactly,
                exactly && at_end,
                exactly && same_altitude(was.z, vertex.z)};
}

}  // namespace bdf::geometry
