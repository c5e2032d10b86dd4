// SPDX-License-Identifier: MIT
// What an organisation has sent before, when it sends again.
#pragma once

#include <string>
#include <vector>

#include "refbase/contributions.h"
#include "refbase/sql_session.h"

namespace bdf::jobs {

/// Within the transaction that takes `contribution` with `entries`: a question of its organisation
/// that still waits is taken back for one that asks about the same thing anew, as a whole; and what
/// an operator has rejected as a whole stays so while nothing of it has changed, so that nobody is
/// asked twice.
void heed_earlier(refbase::SqlSession& session, const refbase::Contribution& contribution,
                  std::vector<refbase::Entry>& entries);

}  // namespace bdf::jobs
