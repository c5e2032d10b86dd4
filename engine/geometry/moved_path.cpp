// SPDX-License-Identifier: MIT
#include "geometry/moved_path.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

#include "geometry/segments.h"

namespace bdf::geometry {

namespace {

double apart(const Point& a, const Point& b) { return length_of(Segment{a, b}); }

double turned_by(double from, double to) { return std::remainder(to - from, 2 * std::numbers::pi); }

/// A path by how far along it one is.
class Along {
 public:
  explicit Along(const Path& path) : path_(path), at_{0} {
    for (std::size_t i = 0; i + 1 < path.size(); ++i)
      at_.push_back(at_.back() + distance(path[i], path[i + 1]));
  }

  [[nodiscard]] double length() const { return at_.back(); }
  [[nodiscard]] const std::vector<double>& vertices() const { return at_; }

  /// How far along the path a position is, as alignments have it.
  [[nodiscard]] double at(double position) const {
    const auto i = std::min(static_cast<std::size_t>(position), at_.size() - 1);
    const double share = position - static_cast<double>(i);
    return share > 0 ? at_[i] + share * (at_[i + 1] - at_[i]) : at_[i];
  }

  [[nodiscard]] Point place(double at) const {
    const auto next = std::upper_bound(at_.begin(), at_.end(), at);
    if (next == at_.end()) return {path_.back().x, path_.back().y};
    if (next == at_.begin()) return {path_.front().x, path_.front().y};
    const auto i = static_cast<std::size_t>(next - at_.begin());
    const double share = (at - at_[i - 1]) / (at_[i] - at_[i - 1]);
    return point_along({{path_[i - 1].x, path_[i - 1].y}, {path_[i].x, path_[i].y}}, share);
  }

  [[nodiscard]] bool is_end(double at) const { return at <= 0 || at >= length(); }

  /// Over that far to either side.
  [[nodiscard]] double direction(double at, double reach) const {
    return direction_between(at - reach, at + reach);
  }

  /// How much longer the offset of a parallel is there than on a straight line.
  [[nodiscard]] double widens(double at, double reach) const {
    constexpr double most = 2;
    if (is_end(at)) return 1;
    const double bend =
        turned_by(direction_between(at - reach, at), direction_between(at, at + reach));
    return std::min(most, 1 / std::abs(std::cos(bend / 2)));
  }

 private:
  [[nodiscard]] double direction_between(double at, double to) const {
    const auto a = place(std::max(at, 0.0));
    const auto b = place(std::min(to, length()));
    return std::atan2(b.y - a.y, b.x - a.x);
  }

  const Path& path_;
  std::vector<double> at_;
};

/// How far along both versions one place is.
struct Pair {
  double before, after;
  bool operator==(const Pair&) const = default;
  bool operator<(const Pair& other) const {
    return std::pair(before, after) < std::pair(other.before, other.after);
  }
};

/// In the direction in which more of it is the same; else as the ends lie.
void turn_alike(const Path& before, Path& after, double tolerance) {
  Path turned(after.rbegin(), after.rend());
  const auto common = align(before, after, tolerance).size();
  const auto common_turned = align(before, turned, tolerance).size();
  const auto off = [&](const Path& path) {
    return distance(before.front(), path.front()) + distance(before.back(), path.back());
  };
  if (common_turned > common || (common_turned == common && off(turned) < off(after)))
    after = std::move(turned);
}

/// Both begin and end with one of these, whatever is in common between.
std::vector<Pair> common_places(const Along& before, const Along& after,
                                const std::vector<Anchor>& anchors) {
  std::vector<Pair> places;
  places.reserve(anchors.size() + 2);
  for (const auto& anchor : anchors)
    places.push_back({before.at(anchor.on_a), after.at(anchor.on_b)});
  if (places.empty() || Pair{0, 0} < places.front()) places.insert(places.begin(), {0, 0});
  const Pair ends{before.length(), after.length()};
  if (places.back() < ends) places.push_back(ends);
  return places;
}

/// The vertices of either version between two such places.
void add_between(const Along& before, const Along& after, const std::pair<Pair, Pair>& ends,
                 std::vector<Pair>& pairs) {
  const auto& [from, to] = ends;
  const Pair by{to.before - from.before, to.after - from.after};
  const auto share = [](double at, double first, double whole) {
    return whole > 0 ? (at - first) / whole : 0;
  };
  for (const auto at : before.vertices())
    if (at > from.before && at < to.before)
      pairs.push_back({at, from.after + share(at, from.before, by.before) * by.after});
  for (const auto at : after.vertices())
    if (at > from.after && at < to.after)
      pairs.push_back({from.before + share(at, from.after, by.after) * by.before, at});
}

bool are_same(const Along& before, const Along& after, const Pair& pair, double tolerance) {
  return apart(before.place(pair.before), after.place(pair.after)) <= tolerance;
}

/// How far a change tells, and what is none.
struct Measures {
  double reach, tolerance;
};

/// As far before and behind what was drawn anew as that tells.
void add_margins(const Along& before, const Along& after, const Measures& measures,
                 std::vector<Pair>& pairs) {
  const auto& [reach, tolerance] = measures;
  const auto known = pairs;
  for (const auto& pair : known) {
    if (!are_same(before, after, pair, tolerance)) continue;
    for (const double by : {-reach, reach}) {
      const Pair margin{pair.before + by, pair.after + by};
      if (margin.before > 0 && margin.before < before.length() && margin.after > 0 &&
          margin.after < after.length() && are_same(before, after, margin, tolerance))
        pairs.push_back(margin);
    }
  }
}

/// In the order of both versions; what contradicts that is left out.
void put_in_order(std::vector<Pair>& pairs) {
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  std::vector<Pair> ordered;
  for (const auto& pair : pairs)
    if (ordered.empty() || pair.after >= ordered.back().after) ordered.push_back(pair);
  pairs = std::move(ordered);
}

bool has_two_ends(const Path& path, double tolerance) {
  return path.size() > 1 && distance(path.front(), path.back()) > tolerance;
}

Knot knot_of(const Along& before, const Along& after, const Pair& pair, const Measures& measures) {
  const auto& [reach, tolerance] = measures;
  Knot knot{pair.before, before.place(pair.before), after.place(pair.after)};
  if (apart(knot.was, knot.is) <= tolerance) knot.is = knot.was;
  if (knot.is == knot.was && before.is_end(pair.before) && after.is_end(pair.after)) return knot;
  knot.turn = turned_by(before.direction(pair.before, reach), after.direction(pair.after, reach));
  if (std::abs(knot.turn) * reach <= tolerance) knot.turn = 0;
  knot.widens = after.widens(pair.after, reach) / before.widens(pair.before, reach);
  if (std::abs(knot.widens - 1) * reach <= tolerance) knot.widens = 1;
  return knot;
}

Point carried_with(const Point& point, const Knot& knot) {
  if (knot.turn == 0 && knot.widens == 1)
    return {point.x + (knot.is.x - knot.was.x), point.y + (knot.is.y - knot.was.y)};
  const double x = point.x - knot.was.x;
  const double y = point.y - knot.was.y;
  const double along = knot.widens * std::cos(knot.turn);
  const double across = knot.widens * std::sin(knot.turn);
  return {knot.is.x + along * x - across * y, knot.is.y + across * x + along * y};
}

}  // namespace

std::optional<MovedPath> MovedPath::between(const Path& before, Path after, double reach,
                                            double tolerance) {
  if (!has_two_ends(before, tolerance) || !has_two_ends(after, tolerance)) return std::nullopt;
  turn_alike(before, after, tolerance);
  const Along was(before);
  const Along is(after);
  auto pairs = common_places(was, is, align(before, after, tolerance));
  const auto common = pairs;
  for (std::size_t i = 0; i + 1 < common.size(); ++i)
    add_between(was, is, {common[i], common[i + 1]}, pairs);
  add_margins(was, is, {reach, tolerance}, pairs);
  put_in_order(pairs);
  MovedPath path;
  for (const auto& pair : pairs) path.knots_.push_back(knot_of(was, is, pair, {reach, tolerance}));
  if (path.is_drawn_out(tolerance)) return std::nullopt;
  return path;
}

/// Whether one place in the middle would have to go to several.
bool MovedPath::is_drawn_out(double tolerance) const {
  for (std::size_t i = 0; i + 1 < knots_.size(); ++i) {
    const auto& one = knots_[i];
    const auto& next = knots_[i + 1];
    const bool inside = one.at > 0 && next.at < length();
    if (inside && next.at <= one.at && apart(one.is, next.is) > tolerance) return true;
  }
  return false;
}

MovedPath::Place MovedPath::nearest(const Point& point) const {
  Place best{0, 0, 0, std::numeric_limits<double>::infinity()};
  for (std::size_t i = 0; i + 1 < knots_.size(); ++i) {
    const auto& a = knots_[i].was;
    const auto& b = knots_[i + 1].was;
    const double square = (b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y);
    const double along = (point.x - a.x) * (b.x - a.x) + (point.y - a.y) * (b.y - a.y);
    const double share = square > 0 ? std::clamp(along / square, 0.0, 1.0) : 0;
    const double away = apart(point, point_along({a, b}, share));
    if (away < best.away)
      best = {i, share, knots_[i].at + share * (knots_[i + 1].at - knots_[i].at), away};
  }
  if (best.at >= length()) best = {knots_.size() - 2, 1, length(), best.away};
  return best;
}

bool MovedPath::stays(std::size_t piece) const {
  const auto still = [](const Knot& knot) {
    return knot.was == knot.is && knot.turn == 0 && knot.widens == 1;
  };
  return still(knots_[piece]) && still(knots_[piece + 1]);
}

bool MovedPath::moves(std::size_t knot) const {
  return (knot > 0 && !stays(knot - 1)) || (knot + 1 < knots_.size() && !stays(knot));
}

Point MovedPath::carried(const Point& point, std::size_t knot) const {
  return carried_with(point, knots_[knot]);
}

Point MovedPath::carried(const Point& point, const Place& place) const {
  if (stays(place.piece)) return point;
  const auto& a = knots_[place.piece];
  const auto& b = knots_[place.piece + 1];
  return carried_with(point, {place.at, point_along({a.was, b.was}, place.share),
                              point_along({a.is, b.is}, place.share),
                              a.turn + place.share * turned_by(a.turn, b.turn),
                              a.widens + place.share * (b.widens - a.widens)});
}

}  // namespace bdf::geometry
