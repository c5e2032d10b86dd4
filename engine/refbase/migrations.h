// SPDX-License-Identifier: MIT
// The form of the base's own tables, which schemas/base/ defines in numbered steps.
#pragma once

#include <string>

#include "refbase/sql_session.h"

namespace bdf::refbase {

/// The form that this program writes.
[[nodiscard]] int newest_form();

/// The form that a database is in; 0 where it is no base.
[[nodiscard]] int form_of(SqlSession& session);

/// The text of schemas/base/NAME.sql. Throws StoreError where it is missing.
[[nodiscard]] std::string script_named(const std::string& name);

/// Brings a database to that form, step by step, within the caller's transaction.
void migrate(SqlSession& session, int from, int to);

}  // namespace bdf::refbase
