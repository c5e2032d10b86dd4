// SPDX-License-Identifier: MIT
// The operator's journal: who changed what under which right, and what somebody has tried.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "refbase/refusals.h"

namespace bdf::jobs {

/// One line. Organisations, no persons: it may leave the base.
struct JournalLine {
  std::string time;
  std::int64_t transaction = 0;  ///< 0: none came of it
  std::string organisation;
  std::string theme;
  std::string theme_version;  ///< by which it was judged
  std::string layer;
  std::string object;
  std::string thing;
  std::string right;
  std::string outcome;  ///< admitted, waiting, refused, accepted, rejected, replaced; or attempt
  std::string decided_by;
  std::string reason;
};

/// Brings what PostgreSQL itself has refused to a base's members out of the server's logs into the
/// base's journal (refbase/refusals.h). An operator's: throws RightsError for members, UsageError
/// for a base in a file, InputError for a file that is no log.
refbase::FoundRefusals enter_server_logs(const std::string& base,
                                         const std::vector<std::filesystem::path>& logs);

/// All of a base, in the order of time; an organisation's alone where one is named.
[[nodiscard]] std::vector<JournalLine> journal_of(const std::string& base,
                                                  const std::string& organisation);

/// UTF-8, commas, a header. What a spreadsheet would take for a formula stands behind an
/// apostrophe.
[[nodiscard]] std::string csv_of(const std::vector<JournalLine>& journal);

/// For people, and as JSON.
[[nodiscard]] std::string text_of(const std::vector<JournalLine>& journal);
[[nodiscard]] std::string json_of(const std::vector<JournalLine>& journal);

}  // namespace bdf::jobs
