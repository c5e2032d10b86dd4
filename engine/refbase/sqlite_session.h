// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <memory>

#include "refbase/sql_session.h"

namespace bdf::refbase {

/// The database of a GeoPackage. What people's programs have to know of its layers (R-trees,
/// extents, counts) is kept right without triggers.
[[nodiscard]] std::unique_ptr<SqlSession> open_sqlite(const std::filesystem::path& file,
                                                      bool creates);

}  // namespace bdf::refbase
