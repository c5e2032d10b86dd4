// SPDX-License-Identifier: MIT
#include "match/alignment.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include "base/parallel.h"
#include "index/box_grid.h"

namespace bdf::match {

namespace {

constexpr double least_size_ratio = 0.8;
constexpr std::size_t most_partners = 32;  ///< a feature with more of them says nothing
constexpr std::size_t most_around = 1024;  ///< nor does one with more of any kind around it
constexpr std::size_t fewest_votes = 8;    ///< for one square of ground
constexpr double most_knots = 4096;
constexpr double cells_of_reach = 25;      ///< the width of a cell of votes, as a part of the reach
constexpr double least_gain = 0.1;         ///< of the share that fits, to be worth moving for
constexpr double least_refinement = 0.02;  ///< the same, to be worth a finer field

/// A feature of each side that may be one: where they stand, and how far apart.
struct Vote {
  Point place;  ///< in the middle between both
  Point shift;
  bool held_out = false;  ///< kept for the check
};

Point middle_of_line(const Geometry& line) {
  double length = 0;
  const auto vertices = line.vertex_count();
  const auto gap = [&](std::size_t i) {
    return std::hypot(line.xy[2 * i] - line.xy[2 * i - 2], line.xy[2 * i + 1] - line.xy[2 * i - 1]);
  };
  Point sum{0, 0};
  for (std::size_t path = 0; path < line.ring_count(); ++path)
    for (auto i = line.rings[path] + 1; i < line.rings[path + 1]; ++i) {
      const double by = gap(i);
      sum.x += by * (line.xy[2 * i] + line.xy[2 * i - 2]) / 2;
      sum.y += by * (line.xy[2 * i + 1] + line.xy[2 * i - 1]) / 2;
      length += by;
    }
  if (length > 0) return {sum.x / length, sum.y / length};
  return vertices > 0 ? Point{line.xy[0], line.xy[1]} : Point{0, 0};
}

std::uint64_t bits_of(const Geometry& geometry) {
  std::uint64_t bits = 0;
  std::memcpy(&bits, geometry.xy.data(), sizeof bits);
  return bits;
}

/// About one pair in two, whatever the order, and whichever side is called a.
bool is_held_out(const Geometry& a, const Geometry& b) {
  constexpr std::uint64_t spread = 0x9E3779B97F4A7C15ULL;
  return ((bits_of(a) * spread ^ bits_of(b) * spread) >> 63) != 0;
}

bool is_alike(const Shapes& a, std::size_t i, const Shapes& b, std::size_t j) {
  if (a.geometries[i].kind != b.geometries[j].kind) return false;
  const auto [smaller, greater] = std::minmax(a.sizes[i], b.sizes[j]);
  return smaller >= least_size_ratio * greater;
}

/// Where the features of a side stand; what is empty stands nowhere.
std::vector<Box> middles_of(const Shapes& shapes, int threads) {
  std::vector<Box> middles(shapes.size(), Box{1, 1, 0, 0});
  parallel_for_each(shapes.size(), threads, [&](std::size_t i) {
    if (shapes.geometries[i].empty()) return;
    const auto at = middle_of_line(shapes.geometries[i]);
    middles[i] = {at.x, at.y, at.x, at.y};
  });
  return middles;
}

using Numbers = std::vector<std::uint32_t>;

class Votes {
 public:
  Votes(const Shapes& a, const Shapes& b, double reach, int threads)
      : a_(a),
        b_(b),
        reach_(reach),
        threads_(threads),
        middles_a_(middles_of(a, threads)),
        middles_b_(middles_of(b, threads)) {}

  [[nodiscard]] std::vector<Vote> cast() const {
    const auto of_a = partners(a_, middles_a_, b_, middles_b_);
    const auto of_b = partners(b_, middles_b_, a_, middles_a_);
    std::vector<Vote> votes;
    for (std::size_t i = 0; i < of_a.size(); ++i)
      for (const auto j : of_a[i])
        if (!of_b[j].empty()) votes.push_back(vote(i, j));
    return votes;
  }

 private:
  /// The numbers of those that each one may be, none where they are too many.
  [[nodiscard]] std::vector<Numbers> partners(const Shapes& shapes, const std::vector<Box>& middles,
                                              const Shapes& others,
                                              const std::vector<Box>& middles_of_others) const {
    const index::BoxGrid grid(middles_of_others);
    std::vector<Numbers> partners(shapes.size());
    parallel_for_each(shapes.size(), threads_, [&](std::size_t i) {
      const auto& at = middles[i];
      if (at.min_x > at.max_x) return;
      thread_local Numbers met;
      if (!grid.meeting(
              {at.min_x - reach_, at.min_y - reach_, at.max_x + reach_, at.max_y + reach_},
              most_around, met))
        return;
      for (const auto j : met)
        if (is_alike(shapes, i, others, j)) partners[i].push_back(j);
      if (partners[i].size() > most_partners) partners[i].clear();
    });
    return partners;
  }

  [[nodiscard]] Vote vote(std::size_t i, std::size_t j) const {
    const Point from{middles_a_[i].min_x, middles_a_[i].min_y};
    const Point to{middles_b_[j].min_x, middles_b_[j].min_y};
    return {{(from.x + to.x) / 2, (from.y + to.y) / 2},
            {to.x - from.x, to.y - from.y},
            is_held_out(a_.geometries[i], b_.geometries[j])};
  }

  const Shapes& a_;
  const Shapes& b_;
  double reach_;
  int threads_;
  std::vector<Box> middles_a_;
  std::vector<Box> middles_b_;
};

/// The vector on which most votes agree.
struct Mode {
  Point shift{0, 0};
  std::size_t count = 0;
};

/// Counts votes in cells of vectors; the fullest square of 3 by 3 cells holds the mode, and the
/// mean within it is refined by moving the square over its own mean.
class Ballot {
 public:
  explicit Ballot(double reach)
      : reach_(reach),
        cell_(reach / cells_of_reach),
        side_(static_cast<std::size_t>(2 * cells_of_reach) + 1),
        counts_(side_ * side_, 0) {}

  Mode mode_of(const std::vector<const Vote*>& votes) {
    std::fill(counts_.begin(), counts_.end(), 0);
    for (const auto* vote : votes) ++counts_[row(vote->shift.y) * side_ + row(vote->shift.x)];
    std::size_t best = 0;
    std::size_t most = 0;
    for (std::size_t y = 1; y + 1 < side_; ++y)
      for (std::size_t x = 1; x + 1 < side_; ++x) {
        std::size_t count = 0;
        for (std::size_t dy = y - 1; dy <= y + 1; ++dy)
          for (std::size_t dx = x - 1; dx <= x + 1; ++dx) count += counts_[dy * side_ + dx];
        if (count > most) {
          most = count;
          best = y * side_ + x;
        }
      }
    const Point start{centre(best % side_), centre(best / side_)};
    return refined(start, votes);
  }

 private:
  [[nodiscard]] std::size_t row(double by) const {
    const double at = std::floor((by + reach_) / cell_);
    return static_cast<std::size_t>(std::clamp(at, 0.0, static_cast<double>(side_ - 1)));
  }
  [[nodiscard]] double centre(std::size_t cell) const {
    return (static_cast<double>(cell) + 0.5) * cell_ - reach_;
  }
  [[nodiscard]] Mode refined(Point at, const std::vector<const Vote*>& votes) const {
    Mode mode{at, 0};
    for (int round = 0; round < 5; ++round) {
      Point sum{0, 0};
      std::size_t count = 0;
      for (const auto* vote : votes) {
        if (std::hypot(vote->shift.x - mode.shift.x, vote->shift.y - mode.shift.y) > 1.5 * cell_)
          continue;
        sum.x += vote->shift.x;
        sum.y += vote->shift.y;
        ++count;
      }
      if (count == 0) break;
      const auto n = static_cast<double>(count);
      mode = {{sum.x / n, sum.y / n}, count};
    }
    return mode;
  }

  double reach_;
  double cell_;
  std::size_t side_;
  std::vector<std::uint32_t> counts_;
};

using Chosen = std::vector<const Vote*>;

ShiftField constant(Point shift) { return {{0, 0}, 1, 1, 1, {shift}}; }

Box box_of(const Chosen& votes) {
  Box box{votes[0]->place.x, votes[0]->place.y, votes[0]->place.x, votes[0]->place.y};
  for (const auto* vote : votes)
    box = {std::min(box.min_x, vote->place.x), std::min(box.min_y, vote->place.y),
           std::max(box.max_x, vote->place.x), std::max(box.max_y, vote->place.y)};
  return box;
}

/// A field of knots `spacing` apart over the box; its shifts are those of another one.
ShiftField resampled(const ShiftField& field, const Box& box, double spacing) {
  ShiftField fine;
  fine.spacing = spacing;
  fine.origin = {box.min_x, box.min_y};
  fine.columns = static_cast<std::size_t>(std::ceil((box.max_x - box.min_x) / spacing)) + 1;
  fine.rows = static_cast<std::size_t>(std::ceil((box.max_y - box.min_y) / spacing)) + 1;
  for (std::size_t row = 0; row < fine.rows; ++row)
    for (std::size_t column = 0; column < fine.columns; ++column)
      fine.shifts.push_back(field.at({box.min_x + static_cast<double>(column) * spacing,
                                      box.min_y + static_cast<double>(row) * spacing}));
  return fine;
}

/// The field with each knot set right by what the votes in the square around it, twice as wide as
/// the knots lie apart, say beyond it. Where these are too few it stays.
ShiftField refined(const ShiftField& field, const Chosen& votes, double spacing, double reach) {
  const auto box = box_of(votes);
  auto fine = resampled(field, box, spacing);
  std::vector<Vote> rest;
  rest.reserve(votes.size());
  for (const auto* vote : votes) {
    const auto known = field.at(vote->place);
    rest.push_back({vote->place, {vote->shift.x - known.x, vote->shift.y - known.y}, false});
  }
  std::vector<Chosen> of_knot(fine.columns * fine.rows);
  for (const auto& vote : rest) {
    const auto column = static_cast<std::size_t>((vote.place.x - box.min_x) / spacing);
    const auto row = static_cast<std::size_t>((vote.place.y - box.min_y) / spacing);
    for (auto y = row; y <= std::min(row + 1, fine.rows - 1); ++y)
      for (auto x = column; x <= std::min(column + 1, fine.columns - 1); ++x)
        of_knot[y * fine.columns + x].push_back(&vote);
  }
  Ballot ballot(reach);
  for (std::size_t i = 0; i < of_knot.size(); ++i) {
    if (of_knot[i].size() < fewest_votes) continue;
    const auto mode = ballot.mode_of(of_knot[i]);
    if (mode.count < fewest_votes) continue;
    fine.shifts[i].x += mode.shift.x;
    fine.shifts[i].y += mode.shift.y;
  }
  return fine;
}

/// How many of the pairs held out fit the field.
double count_of_fits(const Chosen& held_out, const ShiftField& field, double within) {
  return static_cast<double>(std::count_if(held_out.begin(), held_out.end(), [&](const Vote* vote) {
    const auto shift = field.at(vote->place);
    return std::hypot(vote->shift.x - shift.x, vote->shift.y - shift.y) <= within;
  }));
}

}  // namespace

Point ShiftField::at(Point place) const {
  const auto clamped = [](double at, std::size_t count) {
    return std::clamp(at, 0.0, static_cast<double>(count - 1));
  };
  const double x = clamped((place.x - origin.x) / spacing, columns);
  const double y = clamped((place.y - origin.y) / spacing, rows);
  const auto column = std::min(static_cast<std::size_t>(x), columns > 1 ? columns - 2 : 0);
  const auto row = std::min(static_cast<std::size_t>(y), rows > 1 ? rows - 2 : 0);
  const auto right = std::min(column + 1, columns - 1);
  const auto above = std::min(row + 1, rows - 1);
  const double u = x - static_cast<double>(column);
  const double v = y - static_cast<double>(row);
  const auto mixed = [&](double Point::*of) {
    const auto knot = [&](std::size_t r, std::size_t c) { return shifts[r * columns + c].*of; };
    return (1 - v) * ((1 - u) * knot(row, column) + u * knot(row, right)) +
           v * ((1 - u) * knot(above, column) + u * knot(above, right));
  };
  return {mixed(&Point::x), mixed(&Point::y)};
}

double ShiftField::greatest() const {
  double greatest = 0;
  for (const auto& shift : shifts) greatest = std::max(greatest, std::hypot(shift.x, shift.y));
  return greatest;
}

std::optional<Alignment> align(const Shapes& a, const Shapes& b, double reach, double least,
                               int threads) {
  if (reach <= 0) return std::nullopt;
  const auto votes = Votes(a, b, reach, threads).cast();
  Chosen estimated;
  Chosen held_out;
  for (const auto& vote : votes) (vote.held_out ? held_out : estimated).push_back(&vote);
  if (estimated.size() < fewest_votes || held_out.size() < fewest_votes) return std::nullopt;
  const auto everywhere = Ballot(reach).mode_of(estimated);
  if (everywhere.count < fewest_votes) return std::nullopt;
  const auto box = box_of(estimated);
  const double extent = std::max({box.max_x - box.min_x, box.max_y - box.min_y, reach});
  const auto features = static_cast<double>(std::min(a.size(), b.size()));
  const double within = reach / cells_of_reach;
  const auto share = [&](const ShiftField& field) {
    return count_of_fits(held_out, field, within) / (features / 2);
  };
  Alignment found;
  found.check.without = found.check.with = share(constant({0, 0}));
  const auto try_field = [&](const ShiftField& field) {
    const double with = share(field);
    const double gain = with - found.check.with;
    if (gain < least_refinement || with < found.check.without + least_gain) return;
    found.check.with = with;
    found.field = field;
  };
  auto field = constant(everywhere.shift);
  try_field(field);
  for (double squares = 4; squares <= std::min(features / fewest_votes, most_knots); squares *= 4) {
    field = refined(field, estimated, extent / std::sqrt(squares), reach);
    try_field(field);
  }
  if (found.field.shifts.empty() || found.field.greatest() < least) return std::nullopt;
  return found;
}

Shapes moved(Shapes shapes, const ShiftField& field, int threads) {
  parallel_for_each(shapes.size(), threads, [&](std::size_t i) {
    auto& xy = shapes.geometries[i].xy;
    for (std::size_t k = 0; k + 1 < xy.size(); k += 2) {
      const auto by = field.at({xy[k], xy[k + 1]});
      xy[k] += by.x;
      xy[k + 1] += by.y;
    }
    if (const auto box = box_of(shapes.geometries[i])) shapes.boxes[i] = *box;
  });
  return shapes;
}

}  // namespace bdf::match
