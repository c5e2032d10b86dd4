// SPDX-License-Identifier: MIT
#include "jobs/geometric_options.h"

#include "io/crs.h"

namespace bdf::jobs {

namespace {

constexpr double metres_a_degree = 111'320.0;

}  // namespace

match::GeometricOptions geometric_options(const rules::LayerRules& rules, const Crs& crs) {
  match::GeometricOptions options;
  options.metre = io::is_geographic(crs) ? 1 / metres_a_degree : 1;
  options.tolerance = rules.tolerance * options.metre;
  options.distance = rules.matching.distance * options.metre;
  options.most = rules.matching.most * options.metre;
  options.far = rules.matching.far * options.metre;
  options.shift = rules.matching.shift.value_or(rules.matching.far) * options.metre;
  options.confidence = rules.matching.confidence;
  return options;
}

match::DoublesOptions doubles_options(const rules::LayerRules& rules, const Crs& crs, int threads) {
  const auto geometric = geometric_options(rules, crs);
  match::DoublesOptions options;
  options.tolerance = geometric.tolerance;
  options.step *= geometric.metre;
  options.confidence = rules.matching.confidence;
  options.threads = threads;
  return options;
}

}  // namespace bdf::jobs
