// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>

#include "refbase/sql_session.h"

namespace bdf::refbase {

/// A database of a server with PostGIS. The base's tables stand in its schema "bdfrance", which is
/// made where it is missing when the first of them is.
[[nodiscard]] std::unique_ptr<SqlSession> open_postgres(const std::string& address);

}  // namespace bdf::refbase
