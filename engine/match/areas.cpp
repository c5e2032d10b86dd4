// SPDX-License-Identifier: MIT
#include "match/areas.h"

#include <algorithm>
#include <bit>
#include <map>
#include <optional>
#include <utility>

#include "base/parallel.h"
#include "geometry/measure.h"
#include "geometry/overlap.h"
#include "index/box_grid.h"
#include "match/correspondence.h"
#include "match/courses.h"
#include "match/outlines.h"

namespace bdf::match {

namespace {

constexpr double narrow = 2;         ///< radii: areas less wide are also compared by outline
constexpr double lost_in_noise = 6;  ///< times the noise: of areas less wide overlap says little
constexpr double least_width_ratio = 0.35;
constexpr double minor_depth = 3;        ///< times the noise: what is less wide is a seam
constexpr double minor_outline = 10;     ///< times the noise, of outline in common
constexpr double noise_of_outlines = 3;  ///< times the noise: mean distance of a minor part
constexpr double rival_overlap = 0.5;    ///< of the lesser share: both cannot hold
constexpr double too_much = 1.5;         ///< of the whole, for two parts of it
constexpr std::size_t many_vertices = 200;
constexpr double seam_share = 0.05;
constexpr double misfit_worth = 0.3;  ///< of what overlaps, where it lies as far off as is looked
constexpr double rival_outline = 0.75;
constexpr std::ptrdiff_t most_large = 16;  ///< that cover most of a shape, for which it is asked
                                           ///< whether they cover others there
constexpr std::size_t most_over = 64;      ///< a place: more areas cannot be told apart

struct Side {
  const Shapes& shapes;
  std::map<std::size_t, geometry::PreparedArea> large;  ///< made ready once; small ones as needed
  std::vector<double> perimeters;
  std::vector<double> widths;                        ///< as if each were a strip
  std::vector<double> taken;                         ///< the share of each that has a counterpart
  std::vector<std::vector<std::uint32_t>> partners;  ///< of each, what covers a share of it
  std::vector<char> crowded;  ///< in whose middle too many of the other side may lie to tell

  Side(const Shapes& of, int threads) : shapes(of) {
    const auto n = of.size();
    perimeters.resize(n);
    widths.assign(n, 0);
    taken.assign(n, 0);
    partners.resize(n);
    parallel_for_each(n, threads, [&](std::size_t i) {
      perimeters[i] = geometry::length_of(of.geometries[i]);
      if (perimeters[i] > 0) widths[i] = 2 * of.sizes[i] / perimeters[i];
    });
    for (std::size_t i = 0; i < n; ++i)
      if (of.geometries[i].vertex_count() >= many_vertices)
        large.emplace(i, geometry::PreparedArea(of.geometries[i]));
  }
};

/// An area ready to be compared: of all areas at once that would fill the memory.
class ReadyArea {
 public:
  ReadyArea(const Side& side, std::size_t i) {
    const auto kept = side.large.find(i);
    if (kept == side.large.end()) own_.emplace(side.shapes.geometries[i]);
    area_ = own_ ? &*own_ : &kept->second;
  }
  ReadyArea(const ReadyArea&) = delete;
  ReadyArea& operator=(const ReadyArea&) = delete;
  [[nodiscard]] const geometry::PreparedArea& get() const { return *area_; }

 private:
  std::optional<geometry::PreparedArea> own_;
  const geometry::PreparedArea* area_ = nullptr;
};

double part(OutlineParts parts) {
  return static_cast<double>(std::popcount(parts)) / outline_parts;
}

double share(double part, double whole) { return whole > 0 ? std::min(part / whole, 1.0) : 0; }

/// Pairs by the shape of one side; each list in descending order of that share.
using Lists = std::vector<std::vector<std::uint32_t>>;

Lists lists_of(const std::vector<Correspondence>& pairs, std::size_t shapes, bool of_a) {
  Lists lists(shapes);
  for (std::uint32_t i = 0; i < pairs.size(); ++i)
    lists[of_a ? pairs[i].a : pairs[i].b].push_back(i);
  const auto share = of_a ? &Correspondence::share_a : &Correspondence::share_b;
  for (auto& list : lists)
    std::stable_sort(list.begin(), list.end(), [&](std::uint32_t i, std::uint32_t j) {
      return pairs[i].*share > pairs[j].*share;
    });
  return lists;
}

class Areas {
 public:
  Areas(const Shapes& a, const Shapes& b, const Matching& how)
      : how_(how),
        options_(how.options),
        threads_(how.threads),
        a_(a, how.threads),
        b_(b, how.threads) {}

  GeometricMatches run() {
    const index::BoxGrid grid_a(a_.shapes.boxes);
    const index::BoxGrid grid_b(b_.shapes.boxes);
    a_.crowded = crowded(a_.shapes, grid_b);
    b_.crowded = crowded(b_.shapes, grid_a);
    nearness_ = nearness_for(options_, 0);
    const auto overlaps = find_overlaps(grid_b);
    noise_ = noise_of_overlaps(overlaps);
    nearness_ = nearness_for(options_, noise_);
    take(overlaps_of(overlaps, lost_in_noise * noise_));
    take(outlines());
    take(overlaps_of(overlaps, 0));
    drop_seams();
    auto matches = links_of(choice_, a_.shapes, b_.shapes, how_, nearness_);
    matches.crowded_a = left_out(a_);
    matches.crowded_b = left_out(b_);
    return matches;
  }

 private:
  /// What two areas have in common: kept of very many pairs.
  struct Overlap {
    std::uint32_t a = 0, b = 0;
    double common = 0;
  };

  [[nodiscard]] std::vector<Overlap> find_overlaps(const index::BoxGrid& grid_b) const {
    std::vector<std::vector<Overlap>> found(a_.shapes.size());
    parallel_for_each(found.size(), threads_, [&](std::size_t i) {
      if (a_.crowded[i] != 0) return;
      const ReadyArea area(a_, i);
      for (const auto j : grid_b.meeting(a_.shapes.boxes[i])) {
        if (b_.crowded[j] != 0 || !may_be_enough(i, j)) continue;
        const double common = geometry::common_area(area.get(), ReadyArea(b_, j).get());
        if (common > 0) found[i].push_back({static_cast<std::uint32_t>(i), j, common});
      }
    });
    std::vector<Overlap> all;
    for (const auto& part : found) all.insert(all.end(), part.begin(), part.end());
    return all;
  }

  /// Whether what the boxes have in common leaves room for more than a seam.
  [[nodiscard]] bool may_be_enough(std::size_t i, std::uint32_t j) const {
    const double most = common_area(a_.shapes.boxes[i], b_.shapes.boxes[j]);
    const auto [less, more] = std::minmax({a_.shapes.sizes[i], b_.shapes.sizes[j]});
    return most >= main_share * less || most >= minor_share * more;
  }

  [[nodiscard]] double noise_of_overlaps(const std::vector<Overlap>& overlaps) const {
    std::vector<Correspondence> whole;
    for (const auto& one : overlaps)
      if (one.common >= main_share * std::max(a_.shapes.sizes[one.a], b_.shapes.sizes[one.b]))
        whole.push_back(correspondence(one));
    return noise_of(whole);
  }

  /// Between two that both have most of themselves elsewhere, a small part is a boundary redrawn.
  void drop_seams() {
    std::vector<double> most_a(a_.shapes.size(), 0);
    std::vector<double> most_b(b_.shapes.size(), 0);
    for (const auto& one : choice_.chosen) {
      most_a[one.a] = std::max(most_a[one.a], one.share_a);
      most_b[one.b] = std::max(most_b[one.b], one.share_b);
    }
    std::erase_if(choice_.chosen, [&](const Correspondence& one) {
      return std::max(one.share_a, one.share_b) < main_share && most_a[one.a] >= main_share &&
             most_b[one.b] >= main_share && std::min(one.share_a, one.share_b) < seam_share;
    });
  }

  /// The rows of those in a crowd that no outline has told apart.
  static std::vector<std::uint32_t> left_out(const Side& side) {
    std::vector<std::uint32_t> rows;
    for (std::size_t i = 0; i < side.crowded.size(); ++i)
      if (side.crowded[i] != 0 && side.taken[i] <= 0) rows.push_back(side.shapes.rows[i]);
    return rows;
  }

  [[nodiscard]] std::vector<char> crowded(const Shapes& shapes,
                                          const index::BoxGrid& others) const {
    std::vector<char> crowded(shapes.size(), 0);
    parallel_for_each(shapes.size(), threads_, [&](std::size_t i) {
      const auto& box = shapes.boxes[i];
      const Point middle{(box.min_x + box.max_x) / 2, (box.min_y + box.max_y) / 2};
      std::vector<std::uint32_t> met;
      const bool few = others.meeting({middle.x, middle.y, middle.x, middle.y}, most_over, met);
      crowded[i] = few ? 0 : 1;
    });
    return crowded;
  }

  /// How far apart the outlines run is told by what is not in common.
  [[nodiscard]] Correspondence correspondence(const Overlap& one) const {
    const auto [i, j, common] = one;
    const double size_a = a_.shapes.sizes[i];
    const double size_b = b_.shapes.sizes[j];
    Correspondence pair;
    pair.a = i;
    pair.b = j;
    // Parts of a whole lie within it: only what the smaller one has outside says that it is off.
    const double outside =
        (std::min(size_a, size_b) - common) / std::min(a_.perimeters[i], b_.perimeters[j]);
    pair.score = common * (misfit_worth + (1 - misfit_worth) * nearness_.of(outside));
    pair.share_a = share(common, size_a);
    pair.share_b = share(common, size_b);
    pair.common_area = share(2 * common, size_a + size_b);
    pair.mean_distance =
        std::max(0.0, size_a + size_b - 2 * common) / (a_.perimeters[i] + b_.perimeters[j]);
    pair.greatest_distance = pair.mean_distance;
    return pair;
  }

  struct Found {
    std::vector<Correspondence> pairs;
    Conflicts conflicts;
  };

  /// What overlaps and is at least so wide, less what has a counterpart already.
  [[nodiscard]] Found overlaps_of(const std::vector<Overlap>& overlaps, double width) const {
    Found found;
    for (const auto& one : overlaps) {
      if (std::min(a_.widths[one.a], b_.widths[one.b]) < width) continue;
      auto pair = correspondence(one);
      const double free_a = std::min(pair.share_a, 1 - a_.taken[pair.a]);
      const double free_b = std::min(pair.share_b, 1 - b_.taken[pair.b]);
      const bool rivals = free_a < rival_overlap * pair.share_a ||
                          free_b < rival_overlap * pair.share_b || stands_behind_a_partner(pair);
      pair.share_a = free_a;
      pair.share_b = free_b;
      if (!rivals && is_enough(pair)) found.pairs.push_back(pair);
    }
    add_conflicts(found, true);
    add_conflicts(found, false);
    return found;
  }

  /// Whether one of both has this very counterpart already, or one that covers it there.
  [[nodiscard]] bool stands_behind_a_partner(const Correspondence& pair) const {
    const auto covers = [&](const Side& side, std::uint32_t partner, std::uint32_t i) {
      return partner == i || lie_over_one_another(side, {partner, i}, rival_overlap * pair.score);
    };
    const auto& of_a = a_.partners[pair.a];
    const auto& of_b = b_.partners[pair.b];
    return std::any_of(of_a.begin(), of_a.end(),
                       [&](std::uint32_t j) { return covers(b_, j, pair.b); }) ||
           std::any_of(of_b.begin(), of_b.end(),
                       [&](std::uint32_t i) { return covers(a_, i, pair.a); });
  }

  /// Between pairs with a shape of that side in common.
  void add_conflicts(Found& found, bool of_a) const {
    const auto share = of_a ? &Correspondence::share_a : &Correspondence::share_b;
    for (const auto& list : lists_of(found.pairs, (of_a ? a_ : b_).shapes.size(), of_a))
      for (auto one = list.begin(); one != list.end(); ++one) {
        const bool is_large = one - list.begin() < most_large;
        for (auto other = one + 1; other != list.end(); ++other) {
          const double less = found.pairs[*other].*share;
          const double excess = found.pairs[*one].*share + less - 1;
          if (excess <= 0 && !is_large) break;
          if (excess > rival_overlap * less ||
              (is_large && lie_over_one_another(found.pairs[*one], found.pairs[*other], of_a)))
            found.conflicts.emplace_back(*one, *other);
        }
      }
  }

  /// Whether two areas of a side cover so much of one another. Then they are no two parts of
  /// anything: such as a small wood within a large one, for which noise leaves room at the edge.
  [[nodiscard]] static bool lie_over_one_another(const Side& side,
                                                 std::pair<std::uint32_t, std::uint32_t> two,
                                                 double enough) {
    const auto& [i, j] = two;
    return common_area(side.shapes.boxes[i], side.shapes.boxes[j]) > enough &&
           geometry::common_area(ReadyArea(side, i).get(), ReadyArea(side, j).get()) > enough;
  }
  [[nodiscard]] bool lie_over_one_another(const Correspondence& one, const Correspondence& other,
                                          bool of_a) const {
    const double enough = rival_overlap * std::min(one.score, other.score);
    return of_a ? lie_over_one_another(b_, {one.b, other.b}, enough)
                : lie_over_one_another(a_, {one.a, other.a}, enough);
  }

  /// Whether it is more than a seam.
  [[nodiscard]] bool is_enough(const Correspondence& pair) const {
    if (std::max(pair.share_a, pair.share_b) >= main_share) return true;
    if (std::min(pair.share_a, pair.share_b) < minor_share) return false;
    const double outline = std::min(a_.perimeters[pair.a], b_.perimeters[pair.b]);
    return pair.share_a * a_.shapes.sizes[pair.a] / (outline / 2) >= minor_depth * noise_;
  }

  /// All but the narrow ones that have no counterpart yet.
  [[nodiscard]] std::vector<bool> settled(const Side& side) const {
    std::vector<bool> settled(side.shapes.size());
    for (std::size_t i = 0; i < settled.size(); ++i)
      settled[i] = side.widths[i] >= narrow * options_.distance || side.taken[i] >= main_share;
    return settled;
  }

  [[nodiscard]] bool is_one_width(std::uint32_t i, std::uint32_t j) const {
    const auto [less, more] = std::minmax(a_.widths[i], b_.widths[j]);
    return less >= least_width_ratio * more || more <= lost_in_noise * noise_;
  }

  /// Whether they lie beside one another rather than where the other does: they have nothing in
  /// common, and are farther apart than noise explains, or than a hedge is wide that was drawn
  /// anew.
  [[nodiscard]] bool are_neighbours(const OutlinePair& pair) const {
    const double width = std::min(a_.widths[pair.a], b_.widths[pair.b]);
    const bool hedge = width <= options_.distance / 2 && pair.mean_distance <= width;
    if (width <= 0 || hedge || pair.mean_distance <= noise_of_outlines * noise_) return false;
    return geometry::common_area(ReadyArea(a_, pair.a).get(), ReadyArea(b_, pair.b).get()) <= 0;
  }

  /// Whether they have been linked by what they have in common.
  [[nodiscard]] bool are_partners(const OutlinePair& pair) const {
    const auto has = [](const std::vector<std::uint32_t>& ones, std::uint32_t other) {
      return std::find(ones.begin(), ones.end(), other) != ones.end();
    };
    return has(a_.partners[pair.a], pair.b) || has(b_.partners[pair.b], pair.a);
  }

  [[nodiscard]] Found outlines() const {
    auto near = outline_pairs(Courses(a_.shapes, settled(a_)), Courses(b_.shapes, settled(b_)),
                              options_.distance, threads_);
    std::erase_if(near, [&](const OutlinePair& pair) {
      return !is_one_width(pair.a, pair.b) || !is_enough(pair) || are_partners(pair);
    });
    Found found;
    for (const auto& pair : near) found.pairs.push_back(outline(pair));
    for (const bool of_a : {true, false}) {
      const auto parts = of_a ? &OutlinePair::near_a : &OutlinePair::near_b;
      for (const auto& list : lists_of(found.pairs, (of_a ? a_ : b_).shapes.size(), of_a))
        for (auto one = list.begin(); one != list.end(); ++one)
          for (auto other = one + 1; other != list.end(); ++other) {
            const double common = part(near[*one].*parts & near[*other].*parts);
            if (common > rival_outline * part(near[*other].*parts) &&
                exceeds(near[*one], near[*other], of_a))
              found.conflicts.emplace_back(*one, *other);
          }
    }
    return found;
  }

  /// Whether two areas are too much to be parts of the one that both are near: small parts are near
  /// all of it.
  [[nodiscard]] bool exceeds(const OutlinePair& one, const OutlinePair& other, bool of_a) const {
    const auto& whole = of_a ? a_ : b_;
    const auto& pieces = of_a ? b_ : a_;
    const auto i = of_a ? one.a : one.b;
    const auto j = of_a ? one.b : one.a;
    const auto k = of_a ? other.b : other.a;
    return pieces.shapes.sizes[j] + pieces.shapes.sizes[k] > too_much * whole.shapes.sizes[i] &&
           pieces.perimeters[j] + pieces.perimeters[k] > too_much * whole.perimeters[i];
  }

  [[nodiscard]] bool is_enough(const OutlinePair& pair) const {
    if (std::max(part(pair.near_a), part(pair.near_b)) >= main_share) return true;
    const double common = std::min(part(pair.near_a) * a_.perimeters[pair.a],
                                   part(pair.near_b) * b_.perimeters[pair.b]);
    return pair.mean_distance <= noise_of_outlines * noise_ && common >= minor_outline * noise_;
  }

  [[nodiscard]] Correspondence outline(const OutlinePair& near) const {
    Correspondence pair;
    pair.a = near.a;
    pair.b = near.b;
    pair.share_a = part(near.near_a);
    pair.share_b = part(near.near_b);
    pair.mean_distance = near.mean_distance;
    pair.greatest_distance = near.mean_distance;
    const double length =
        std::min(pair.share_a * a_.perimeters[near.a], pair.share_b * b_.perimeters[near.b]);
    const double fit = nearness_.of(near.mean_distance);
    pair.score = length * fit;
    pair.nearness = are_neighbours(near) ? 0 : fit;
    return pair;
  }

  void take(Found found) {
    weigh_attributes(found.pairs, found.conflicts, a_.shapes, b_.shapes, how_);
    auto choice = choose(std::move(found.pairs), found.conflicts);
    for (const auto& pair : choice.chosen) {
      a_.taken[pair.a] = std::min(1.0, a_.taken[pair.a] + pair.share_a);
      b_.taken[pair.b] = std::min(1.0, b_.taken[pair.b] + pair.share_b);
      if (pair.share_a >= minor_share) a_.partners[pair.a].push_back(pair.b);
      if (pair.share_b >= minor_share) b_.partners[pair.b].push_back(pair.a);
    }
    choice_.chosen.insert(choice_.chosen.end(), choice.chosen.begin(), choice.chosen.end());
    choice_.alternatives.insert(choice_.alternatives.end(), choice.alternatives.begin(),
                                choice.alternatives.end());
  }

  const Matching& how_;
  const GeometricOptions& options_;
  int threads_;
  Side a_;
  Side b_;
  double noise_ = 0;
  Nearness nearness_;
  Choice choice_;
};

}  // namespace

GeometricMatches match_areas(const Shapes& a, const Shapes& b, const Matching& how) {
  return Areas(a, b, how).run();
}

}  // namespace bdf::match
