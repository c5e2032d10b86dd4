// SPDX-License-Identifier: MIT
// Countries that several tests of the sample look at, each made once.
#pragma once

#include <list>
#include <ostream>

#include "world/country.h"

namespace bdf::sample {

inline void PrintTo(const CountryStyle& style, std::ostream* out) {
  *out << style.territory << style.seed << (style.coast ? " coast " : " ")
       << style.square_kilometres;
}

/// 150 km2 on a coast.
inline CountryStyle large_country() { return {13, 150, "FXX", true}; }

inline const Country& country_of(const CountryStyle& style) {
  static std::list<Country> made;
  for (const Country& country : made) {
    const CountryStyle& known = country.style;
    if (known.seed == style.seed && known.square_kilometres == style.square_kilometres &&
        known.territory == style.territory && known.coast == style.coast &&
        known.producers == style.producers)
      return country;
  }
  return made.emplace_back(make_country(style));
}

}  // namespace bdf::sample
