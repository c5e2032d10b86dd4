// SPDX-License-Identifier: MIT
#include "jobs/coverage_check.h"

#include <fmt/format.h>

#include <optional>
#include <set>
#include <utility>

#include "base/message.h"
#include "geometry/common_place.h"
#include "geometry/measure.h"
#include "geometry/validity.h"
#include "geometry/wkb.h"
#include "jobs/finding_list.h"
#include "jobs/keyed_rows.h"
#include "topology/coverage.h"

namespace bdf::jobs {

namespace {

constexpr double reach = 10;  ///< times the tolerance: boundaries that are nearer are meant to meet

class CoverageFindings {
 public:
  CoverageFindings(const FeatureTable& areas, const CoverageCheck& check)
      : rows_(areas, check.definition), tolerance_(check.tolerance) {
    geometries_.resize(areas.size());
    for (std::size_t row = 0; row < areas.size(); ++row) {
      auto geometry = geometry::geometry_of(areas.geometries[row]);
      if (!geometry || geometry->kind != GeometryKind::polygon || geometry->empty() ||
          geometry::why_invalid(*geometry))
        continue;
      geometries_[row] = std::move(geometry);
      areas_.push_back({row, &*geometries_[row]});
    }
  }

  std::vector<ValidationFinding> find() {
    const topology::Coverage coverage(areas_);
    find_overlaps(coverage);
    for (const auto& gap : topology::gaps_of(coverage, reach * tolerance_)) tell(gap);
    for (const auto& apart :
         topology::boundaries_apart(coverage, tolerance_, reach * tolerance_, all_processors))
      if (!told_.contains({apart.one, apart.other})) tell(apart);
    find_slivers();
    return list_.take();
  }

 private:
  static constexpr int all_processors = 0;

  [[nodiscard]] std::size_t row_of(std::size_t area) const { return areas_[area].feature; }
  [[nodiscard]] std::string name_of(std::size_t area) const { return rows_.name_of(row_of(area)); }
  void find_overlaps(const topology::Coverage& coverage);
  void tell(const topology::CoverageGap& gap);
  void tell(const topology::BoundariesApart& apart);
  void find_slivers();

  KeyedRows rows_;
  double tolerance_;
  std::vector<std::optional<Geometry>> geometries_;  ///< by row; of valid areas
  std::vector<topology::CoverageArea> areas_;
  std::set<std::pair<std::size_t, std::size_t>> told_;  ///< of what is between two areas, one thing
  FindingList list_;
};

void CoverageFindings::find_overlaps(const topology::Coverage& coverage) {
  for (const auto& overlap :
       topology::overlaps_of(coverage, tolerance_ * tolerance_, all_processors)) {
    const auto& one = *areas_[overlap.one].geometry;
    const auto& other = *areas_[overlap.other].geometry;
    told_.emplace(overlap.one, overlap.other);
    auto finding =
        rows_.finding_on(row_of(overlap.one),
                         geometry::common_place(one, other).value_or(Point{one.xy[0], one.xy[1]}));
    finding.code = "COVERAGE_OVERLAP";
    finding.message = msg("{0} m² here are covered by {1}, too.",
                          fmt::format("{:.2f}", overlap.common), name_of(overlap.other));
    list_.add(std::move(finding));
  }
}

void CoverageFindings::tell(const topology::CoverageGap& gap) {
  for (const auto one : gap.areas)
    for (const auto other : gap.areas) told_.emplace(one, other);
  auto finding = rows_.finding_on(row_of(gap.areas.front()), gap.place);
  finding.code = "COVERAGE_GAP";
  finding.message = msg("Between this and {0} {1} m² are left, {2} m wide.", name_of(gap.areas[1]),
                        fmt::format("{:.2f}", gap.size), fmt::format("{:.2f}", gap.width));
  list_.add(std::move(finding));
}

void CoverageFindings::tell(const topology::BoundariesApart& apart) {
  auto finding = rows_.finding_on(row_of(apart.one), apart.place);
  finding.code = "COVERAGE_APART";
  finding.message = msg("The boundary runs {0} m beside that of {1} without meeting it.",
                        fmt::format("{:.2f}", apart.distance), name_of(apart.other));
  list_.add(std::move(finding));
}

void CoverageFindings::find_slivers() {
  for (const auto& area : areas_) {
    const auto around = geometry::length_of(*area.geometry);
    const auto width = 2 * geometry::area_of(*area.geometry) / around;
    if (width >= reach * tolerance_) continue;
    auto finding = rows_.finding_on(area.feature, {area.geometry->xy[0], area.geometry->xy[1]});
    finding.code = "COVERAGE_SLIVER";
    finding.message =
        msg("The area is {} m wide on average: it may be what was left of another one.",
            fmt::format("{:.2f}", width));
    list_.add(std::move(finding));
  }
}

}  // namespace

std::vector<ValidationFinding> check_coverage(const FeatureTable& areas,
                                              const CoverageCheck& check) {
  return CoverageFindings(areas, check).find();
}

}  // namespace bdf::jobs
