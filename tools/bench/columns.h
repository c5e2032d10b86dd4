// SPDX-License-Identifier: MIT
// The columns of a layer of reaches, and what each holds.
#pragma once

#include <string>
#include <vector>

#include "reach.h"

namespace bdf::bench {

struct Column {
  std::string name;
  std::string type;
  std::string (*value)(const Reach& reach);  ///< "" for NULL; SQLite makes numbers of numbers
};

/// Which attributes a layer has: a dozen, or all of BD TOPO's in a version.
enum class Form { dozen, bdtopo_3_3, bdtopo_3_5 };

[[nodiscard]] std::vector<Column> columns_of(Form form);

}  // namespace bdf::bench
