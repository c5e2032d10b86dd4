// SPDX-License-Identifier: MIT
// Making and opening a reference base.
#pragma once

#include <memory>
#include <string>

#include "refbase/sql_session.h"
#include "refbase/transaction.h"

namespace bdf::refbase {

/// Makes an empty base in a new file or in a server's database. Returns its first transaction,
/// which is `first` with a number and a digest. Throws StoreError where there is one already, or
/// where the file holds something else.
Transaction create_base(const std::string& address, Transaction first);

/// Opens a base. One of an older form is read as it is, and brought to the newest before it is
/// written. Throws StoreError where the database is no base, or one that a newer program made.
[[nodiscard]] std::unique_ptr<SqlSession> open_base(const std::string& address,
                                                    Access access = Access::read);

}  // namespace bdf::refbase
