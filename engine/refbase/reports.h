// SPDX-License-Identifier: MIT
// What producers have said that is no edit (signalements), and what the base's operators answer:
// table bdf_report.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/signalement.h"
#include "refbase/sql_session.h"

namespace bdf::refbase {

struct Report {
  std::int64_t report = 0;  ///< its number
  std::int64_t number = 0;  ///< of the contribution that has said it last
  std::string organisation;
  Signalement said;          ///< with status and answer
  std::string crs;           ///< of its place: "EPSG:2154"; "" where it is not known
  std::int64_t decided = 0;  ///< the transaction that has decided it; 0: it waits
};

/// Enters what a contribution says, and gives each its number. What its organisation has said
/// before by the same id is one report: what it says now takes the place of what it said, and it is
/// asked about anew only where that is something else. Each is left as the base then has it.
void enter_reports(SqlSession& session, std::vector<Report>& reports);

/// Of one contribution, all that wait, or all of an organisation's; in the order of their numbers.
[[nodiscard]] std::vector<Report> reports_of(SqlSession& session, std::int64_t number);
[[nodiscard]] std::vector<Report> waiting_reports(SqlSession& session);
[[nodiscard]] std::vector<Report> reports_of(SqlSession& session, const std::string& organisation);

/// Writes status, answer and decided of a report that is there.
void settle(SqlSession& session, const Report& report);

}  // namespace bdf::refbase
