// SPDX-License-Identifier: MIT
// Lambdas as one visitor of a variant.
#pragma once

namespace bdf {

template <class... Functions>
struct Overloaded : Functions... {
  using Functions::operator()...;
};
template <class... Functions>
Overloaded(Functions...) -> Overloaded<Functions...>;

}  // namespace bdf
