// SPDX-License-Identifier: MIT
// Where the lines of a layer begin and end, without their courses.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "io/sqlite.h"
#include "model/geometry.h"
#include "model/schema.h"

namespace bdf::io {

struct LineEnds {
  std::int64_t fid = 0;
  Point first, last;
  std::string value;  ///< of the column asked for, as text; "" for NULL
};

/// One entry a line, in order of fid; a multi-part line has one a part. Features without a line are
/// left out. `column` may be "".
[[nodiscard]] std::vector<LineEnds> read_line_ends(Database& database, const Schema& schema,
                                                   const std::string& column);

}  // namespace bdf::io
