// SPDX-License-Identifier: MIT
#include "match/alignment.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/hash.h"
#include "base/parallel.h"
#include "index/box_grid.h"

namespace bdf::match {

namespace {

constexpr double least_size_ratio = 0.7;
constexpr std::size_t most_partners = 32;  ///< a feature with more of them says nothing
constexpr std::size_t most_around = 1024;  ///< nor does one with more of any kind around it
constexpr std::size_t fewest_votes = 8;    ///< for one square of ground
constexpr double most_knots = 4096;
/// The width of a cell of votes is one of these parts of the reach: fine where that is enough,
/// since it tells more; coarse where few features are drawn roughly.
constexpr std::array cells_of_reach{25.0, 12.0, 6.0};
constexpr double least_gain = 0.03;        ///< of the features that fit, to be worth moving for
constexpr double fewest_more = 6;          ///< the same, in features
constexpr double deviations = 3;           ///< and in standard deviations of what chance does
constexpr double in_place_share = 0.25;    ///< of the features, that nothing lies off as a whole
constexpr double least_refinement = 0.02;  ///< the same, to be worth a finer field

/// A feature of each side that may be one: where they stand, and how far apart.
struct Vote {
  std::uint32_t a = 0;
  std::uint32_t b = 0;
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

/// About one pair in two, whatever the order, and whichever side is called a. Mixed well:
/// coordinates that differ by one shift differ by nearly the same bits.
bool is_held_out(const Geometry& a, const Geometry& b) {
  return (mixed(mixed(a.xy[0], a.xy[1]) + mixed(b.xy[0], b.xy[1])) & 1) != 0;
}

bool is_alike(const Shapes& a, std::size_t i, const Shapes& b, std::size_t j) {
  if (a.geometries[i].kind != b.geometries[j].kind) return false;
  const auto [smaller, greater] = std::minmax(a.sizes[i], b.sizes[j]);
  return smaller >= least_size_ratio * greater;
}

/// Where the features of a side stand; what is empty stands nowhere.
std::vector<Box> middles_of(const Shapes& shapes, int threads) {
  std::vector<Box> middles(shapes.size(), nowhere);
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
    return {static_cast<std::uint32_t>(i),
            static_cast<std::uint32_t>(j),
            {(from.x + to.x) / 2, (from.y + to.y) / 2},
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
  Ballot(double reach, double cells)
      : reach_(reach),
        cell_(reach / cells),
        side_(static_cast<std::size_t>(2 * cells) + 1),
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
    for (int round = 0; round < 6; ++round) {
      // At first far enough to reach what fills the corner of a square of cells.
      const double radius = (round == 0 ? 2.2 : 1.5) * cell_;
      Point sum{0, 0};
      std::size_t count = 0;
      for (const auto* vote : votes) {
        if (std::hypot(vote->shift.x - mode.shift.x, vote->shift.y - mode.shift.y) > radius)
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
ShiftField refined(const ShiftField& field, const Chosen& votes, double spacing, Ballot& ballot) {
  const auto box = box_of(votes);
  auto fine = resampled(field, box, spacing);
  std::vector<Vote> rest;
  rest.reserve(votes.size());
  for (const auto* vote : votes) {
    const auto known = field.at(vote->place);
    rest.push_back(
        {vote->a, vote->b, vote->place, {vote->shift.x - known.x, vote->shift.y - known.y}, false});
  }
  std::vector<Chosen> of_knot(fine.columns * fine.rows);
  for (const auto& vote : rest) {
    const auto column = static_cast<std::size_t>((vote.place.x - box.min_x) / spacing);
    const auto row = static_cast<std::size_t>((vote.place.y - box.min_y) / spacing);
    for (auto y = row; y <= std::min(row + 1, fine.rows - 1); ++y)
      for (auto x = column; x <= std::min(column + 1, fine.columns - 1); ++x)
        of_knot[y * fine.columns + x].push_back(&vote);
  }
  for (std::size_t i = 0; i < of_knot.size(); ++i) {
    if (of_knot[i].size() < fewest_votes) continue;
    const auto mode = ballot.mode_of(of_knot[i]);
    if (mode.count < fewest_votes) continue;
    fine.shifts[i].x += mode.shift.x;
    fine.shifts[i].y += mode.shift.y;
  }
  return fine;
}

/// How many features fit the field by a pair held out: of the side on which fewer do, since halfway
/// between two neighbours each one fits both.
double count_of_fits(const Chosen& held_out, const ShiftField& field, double within) {
  std::vector<std::uint32_t> of_a;
  std::vector<std::uint32_t> of_b;
  for (const auto* vote : held_out) {
    const auto shift = field.at(vote->place);
    if (std::hypot(vote->shift.x - shift.x, vote->shift.y - shift.y) > within) continue;
    of_a.push_back(vote->a);
    of_b.push_back(vote->b);
  }
  const auto distinct = [](std::vector<std::uint32_t>& numbers) {
    std::sort(numbers.begin(), numbers.end());
    return static_cast<double>(std::unique(numbers.begin(), numbers.end()) - numbers.begin());
  };
  return std::min(distinct(of_a), distinct(of_b));
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

namespace {

/// How well fields of finer and finer knots do: how many pairs fit that took no part in estimating.
struct Fits {
  double without = 0;
  std::vector<double> with;  ///< by level, coarse first
};

/// The fields that a set of votes tells, level by level.
class Levels {
 public:
  Levels(const Chosen& votes, double features, double reach, double cells)
      : votes_(votes), ballot_(reach, cells), field_(constant(ballot_.mode_of(votes).shift)) {
    const auto box = box_of(votes);
    extent_ = std::max({box.max_x - box.min_x, box.max_y - box.min_y, reach});
    most_squares_ = std::min(features / fewest_votes, most_knots);
  }
  [[nodiscard]] const ShiftField& field() const { return field_; }
  bool next() {
    squares_ *= 4;
    if (squares_ > most_squares_) return false;
    field_ = refined(field_, votes_, extent_ / std::sqrt(squares_), ballot_);
    return true;
  }

 private:
  const Chosen& votes_;
  Ballot ballot_;
  double extent_ = 0;
  double squares_ = 1;
  double most_squares_ = 1;
  ShiftField field_;
};

/// Each half of the pairs is tried on what the other half says.
Fits cross_validated(const std::array<Chosen, 2>& halves, double features, double reach,
                     double cells) {
  const double within = reach / cells;
  Fits fits;
  for (std::size_t half = 0; half < 2; ++half) {
    const auto& held_out = halves[1 - half];
    fits.without += count_of_fits(held_out, constant({0, 0}), within);
    Levels levels(halves[half], features, reach, cells);
    std::size_t level = 0;
    do {
      if (fits.with.size() == level) fits.with.push_back(0);
      fits.with[level++] += count_of_fits(held_out, levels.field(), within);
    } while (levels.next());
  }
  return fits;
}

/// More than chance makes of counts like these (three standard deviations of their difference), and
/// not next to nothing.
bool is_better(double with, double without, double features) {
  const double more = with - without;
  return more >= std::max(fewest_more, least_gain * features) &&
         more >= deviations * std::sqrt(with + without);
}

/// The level to believe, if any: the finest that is clearly better than all coarser ones.
std::optional<std::size_t> best_level(const Fits& fits, double features) {
  std::optional<std::size_t> best;
  for (std::size_t level = 0; level < fits.with.size(); ++level) {
    if (!is_better(fits.with[level], fits.without, features)) continue;
    if (best && fits.with[level] < fits.with[*best] + least_refinement * features) continue;
    best = level;
  }
  return best;
}

}  // namespace

std::optional<Alignment> align(const Shapes& a, const Shapes& b, double reach, double least,
                               int threads) {
  if (reach <= 0) return std::nullopt;
  const auto votes = Votes(a, b, reach, threads).cast();
  Chosen all;
  std::array<Chosen, 2> halves;
  for (const auto& vote : votes) {
    all.push_back(&vote);
    halves[vote.held_out ? 1 : 0].push_back(&vote);
  }
  if (std::min(halves[0].size(), halves[1].size()) < fewest_votes) return std::nullopt;
  const auto features = static_cast<double>(std::min(a.size(), b.size()));
  for (const double cells : cells_of_reach) {
    const auto fits = cross_validated(halves, features, reach, cells);
    const auto level = best_level(fits, features);
    // What lies in place at this scale does so at any coarser one.
    if (!level && fits.without >= in_place_share * features) return std::nullopt;
    if (!level) continue;
    Levels levels(all, features, reach, cells);
    for (std::size_t i = 0; i < *level; ++i) levels.next();
    if (levels.field().greatest() < least) return std::nullopt;
    return Alignment{levels.field(), {fits.without / features, fits.with[*level] / features}};
  }
  return std::nullopt;
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
