// SPDX-License-Identifier: MIT
// When a production database made and changed its features: mostly many at one moment.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "world/random.h"

namespace bdf::sample {

/// A share of moments in a time, both days included: "2006-02-01".
struct Period {
  double share = 0;
  std::string from, to;
  int moments = 0;
};

/// Moments in their order, as GeoPackages hold them: "2019-03-04T10:05:00.000Z".
class Moments {
 public:
  Moments() = default;
  /// The moments depend on the stream alone; those after the day `edition` are never drawn. Throws
  /// InputError where all are, or a day is none.
  Moments(const std::vector<Period>& periods, const std::string& edition, Random random);

  /// One of those before or at `latest`; "" where there is none.
  [[nodiscard]] std::string_view draw(Random& random, std::string_view latest = "~") const;
  /// One of those after `earliest`; "" where there is none.
  [[nodiscard]] std::string_view draw_after(Random& random, std::string_view earliest) const;

 private:
  /// One of [first, end): that of a draw among all, or where it is another a draw among these, so
  /// that most draws are the same whatever the edition.
  [[nodiscard]] std::string_view pick(Random& random, std::size_t first, std::size_t end) const;
  [[nodiscard]] std::size_t at(double share) const;
  /// How many are at or before that moment.
  [[nodiscard]] std::size_t until(std::string_view moment) const;

  std::vector<std::string> texts_;
  std::vector<double> shares_;  ///< of all until and with this one; the last is 1
  std::size_t end_ = 0;         ///< the first after the edition
};

}  // namespace bdf::sample
