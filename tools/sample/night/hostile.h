// SPDX-License-Identifier: MIT
// Deposits that a batch must survive.
#pragma once

#include <cstddef>

#include "night/deposits.h"

namespace bdf::sample {

/// Writes one of each kind, spread in the order of names among `ordinary` others, and WORLD/
/// hostile.txt: a line each with its name, a tab and what is wrong with it.
void write_hostile_deposits(const NightPlace& place, const NightCountry& night,
                            const EditSource& source, std::size_t ordinary);

}  // namespace bdf::sample
