// SPDX-License-Identifier: MIT
// What PostgreSQL itself has refused to the members of a base, from the server's log into the
// base's journal.
#pragma once

#include <cstddef>
#include <filesystem>

#include "refbase/sql_session.h"

namespace bdf::refbase {

/// What was found in a log.
struct FoundRefusals {
  std::size_t entered = 0;
  std::size_t known = 0;      ///< they stand in the journal already
  std::size_t of_others = 0;  ///< to accounts that no theme has ever named
  std::size_t undated = 0;  ///< whose time is none, or in a time zone that the server does not know
};

/// Enters what the log says that the server has refused, in this database, to accounts that a theme
/// names or has named: each once, however often and in whatever form of log it comes. Of the
/// statement only its kind is kept, and no name of a role: others than the operators may read it.
/// Within the caller's transaction. Throws InputError for a file that is no log.
FoundRefusals enter_refusals(SqlSession& session, const std::filesystem::path& log);

}  // namespace bdf::refbase
