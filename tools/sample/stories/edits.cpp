// SPDX-License-Identifier: MIT
#include "stories/edits.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "world/segment.h"

namespace bdf::sample {
namespace {

bool touch(const Position& a, const Position& b, const Position& c, const Position& d) {
  return boxes_meet(a, b, c, d) && turn(a, b, c) * turn(a, b, d) <= 0 &&
         turn(c, d, a) * turn(c, d, b) <= 0;
}

bool same_place(const Position& a, const Position& b) { return a.x == b.x && a.y == b.y; }

/// Whether the edge after p–q runs back along it.
bool comes_back(const Position& p, const Position& q, const Position& r) {
  return turn(p, q, r) == 0 && (q.x - p.x) * (r.x - q.x) + (q.y - p.y) * (r.y - q.y) < 0;
}

Position pushed(const Path& path, std::size_t at, double metres) {
  const Position& a = path[at - 1];
  const Position& b = path[at + 1];
  const double length = std::max(0.1, distance(a, b));
  return on_grid(Position{path[at].x + metres * (a.y - b.y) / length,
                          path[at].y + metres * (b.x - a.x) / length, path[at].z});
}

/// The vertex farthest from the line between two others, and how far.
std::pair<std::size_t, double> farthest(const Path& path, std::size_t first, std::size_t last) {
  std::pair<std::size_t, double> most{first, 0};
  const double length = std::max(1e-9, distance(path[first], path[last]));
  for (std::size_t i = first + 1; i < last; ++i) {
    const double away = same_place(path[first], path[last])
                            ? distance(path[first], path[i])
                            : std::abs(turn(path[first], path[last], path[i])) / length;
    if (away > most.second) most = {i, away};
  }
  return most;
}

void keep_far(const Path& path, std::size_t first, std::size_t last, double metres, Path& kept) {
  const auto [at, away] = farthest(path, first, last);
  if (away > metres) {
    keep_far(path, first, at, metres, kept);
    keep_far(path, at, last, metres, kept);
  } else {
    kept.push_back(path[last]);
  }
}

}  // namespace

double real_displacement(Random& random) {
  constexpr std::array<std::pair<double, double>, 5> quantiles{
      {{0, 0.3}, {0.5, 3.2}, {0.9, 17}, {0.99, 92}, {1, 349}}};
  const double drawn = random.uniform();
  std::size_t i = 1;
  while (drawn > quantiles[i].first) ++i;
  const auto [low, from] = quantiles[i - 1];
  const auto [high, to] = quantiles[i];
  return from * std::pow(to / from, (drawn - low) / (high - low));
}

Path vertex_moved(Path path, std::size_t at, double metres) {
  path[at] = pushed(path, at, metres);
  return path;
}

Path reshaped(Path path, std::size_t first, std::size_t last, double metres) {
  const Path before = path;
  const double from = share_at(before, first);
  const double to = share_at(before, last);
  for (std::size_t i = first + 1; i < last; ++i) {
    const double t = (share_at(before, i) - from) / (to - from);
    path[i] = pushed(before, i, metres * std::sin(std::numbers::pi * t));
  }
  return path;
}

Path drawn_anew(const Path& path, ShapeKind kind, double metres, Random& random) {
  if (kind == ShapeKind::line) return reshaped(path, 0, path.size() - 1, metres);
  const double angle = random.between(0, 2 * std::numbers::pi);
  Path ring = shifted(path, metres * std::cos(angle), metres * std::sin(angle));
  for (Position& at : ring)
    at =
        on_grid(Position{at.x + random.between(-0.3, 0.3), at.y + random.between(-0.3, 0.3), at.z});
  ring.back() = ring.front();
  return ring;
}

Path reversed(Path path) {
  std::reverse(path.begin(), path.end());
  return path;
}

Path densified(const Path& path) {
  Path more{path.front()};
  for (std::size_t i = 1; i < path.size(); ++i) {
    // The same whichever way the edge runs: neighbours share it.
    const Position& a = path[i - 1];
    const Position& b = path[i];
    const Position middle = on_grid(Position{(a.x + b.x) / 2, (a.y + b.y) / 2, (a.z + b.z) / 2});
    if (distance(path[i - 1], path[i]) > 1) more.push_back(middle);
    more.push_back(path[i]);
  }
  return more;
}

Path generalised(const Path& path, double metres) {
  Path kept{path.front()};
  if (same_place(path.front(), path.back())) {
    const std::size_t far = farthest(path, 0, path.size() - 1).first;
    keep_far(path, 0, far, metres, kept);
    keep_far(path, far, path.size() - 1, metres, kept);
  } else {
    keep_far(path, 0, path.size() - 1, metres, kept);
  }
  return kept;
}

Path with_noise(Path path, Random& random, double metres) {
  const bool closed = path.size() > 3 && same_place(path.front(), path.back());
  for (Position& at : path) {
    const double angle = random.between(0, 2 * std::numbers::pi);
    const double by = random.between(0, metres);
    at.x += by * std::cos(angle);
    at.y += by * std::sin(angle);
  }
  if (closed) path.back() = path.front();
  return path;
}

Path shifted(Path path, double dx, double dy) {
  for (Position& at : path) {
    at.x = on_grid(at.x + dx);
    at.y = on_grid(at.y + dy);
  }
  return path;
}

double share_at(const Path& path, std::size_t vertex) {
  double run = 0;
  for (std::size_t i = 1; i <= vertex; ++i) run += distance(path[i - 1], path[i]);
  return run / length_of(path);
}

std::pair<Path, Path> cut_at(const Path& path, std::size_t vertex) {
  const auto at = path.begin() + static_cast<std::ptrdiff_t>(vertex);
  return {Path(path.begin(), at + 1), Path(at, path.end())};
}

Path joined(Path a, const Path& b) {
  a.insert(a.end(), b.begin() + 1, b.end());
  return a;
}

bool is_simple(const Path& path) {
  const bool closed = same_place(path.front(), path.back());
  const std::size_t edges = path.size() - 1;
  for (std::size_t i = 0; i < edges; ++i) {
    if (same_place(path[i], path[i + 1])) return false;
    const bool goes_on = i + 2 <= edges || closed;
    if (goes_on && comes_back(path[i], path[i + 1], path[i + 2 <= edges ? i + 2 : 1])) return false;
    for (std::size_t j = i + 2; j < edges; ++j) {
      if (closed && i == 0 && j + 1 == edges) continue;
      if (touch(path[i], path[i + 1], path[j], path[j + 1])) return false;
    }
  }
  return edges > 0;
}

bool cross(const Path& a, const Path& b) {
  const auto is_end = [&](const Position& at) {
    return same_place(at, a.front()) || same_place(at, a.back()) || same_place(at, b.front()) ||
           same_place(at, b.back());
  };
  for (std::size_t i = 1; i < a.size(); ++i) {
    for (std::size_t j = 1; j < b.size(); ++j) {
      if (!touch(a[i - 1], a[i], b[j - 1], b[j])) continue;
      const bool at_end = (same_place(a[i - 1], b[j - 1]) && is_end(a[i - 1])) ||
                          (same_place(a[i - 1], b[j]) && is_end(b[j])) ||
                          (same_place(a[i], b[j - 1]) && is_end(a[i])) ||
                          (same_place(a[i], b[j]) && is_end(a[i]));
      if (!at_end) return true;
    }
  }
  return false;
}

}  // namespace bdf::sample
