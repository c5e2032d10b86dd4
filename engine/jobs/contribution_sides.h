// SPDX-License-Identifier: MIT
// The three sides of an integration: the base as the producer knew it, the same with what the
// producer sends, and the base as it is.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "io/changeset.h"
#include "io/sync_tables.h"
#include "jobs/inputs.h"
#include "refbase/layers.h"
#include "refbase/sql_session.h"
#include "refbase/transaction.h"
#include "rules/theme.h"

namespace bdf::jobs {

/// What an integration has looked at: what happens elsewhere makes no difference to it.
struct LookedAt {
  io::HeldIds ids;
  std::map<std::string, std::vector<Box>> boxes;  ///< by layer; everything, where one is infinite
};

struct ContributionSides {
  ThreeWay<std::optional<Input>> inputs;
  std::vector<std::string> key;  ///< of layers of no class, as sync takes --key
  LookedAt looked_at;
};

/// What is integrated, and between which states of the base.
struct IntegrationRequest {
  const io::Changeset* contribution = nullptr;
  const rules::Theme* theme = nullptr;
  refbase::Transaction from;  ///< that the contribution was made from
  refbase::Transaction now;
  std::string organisation;  ///< whose names for new objects the base may know
};

/// Of the base only what the contribution may have to do with: its objects, those that they go on
/// as, and what lies near, in all layers of the theme. An object that the producer has no key for
/// has the one that the base gave it in an earlier integration, else its bdf_uid.
///
/// Throws InputError for a layer or a column that the base did not have then, and where the
/// contribution does not fit what the base was.
[[nodiscard]] ContributionSides sides_of_contribution(refbase::SqlSession& session,
                                                      const IntegrationRequest& request,
                                                      const std::filesystem::path& scratch);

/// Whether a transaction after one and until another did anything there.
[[nodiscard]] bool was_touched(refbase::SqlSession& session, const LookedAt& looked_at,
                               const refbase::Transaction& after,
                               const refbase::Transaction& until);

}  // namespace bdf::jobs
