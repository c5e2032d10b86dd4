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
  std::int64_t set_by = 0;   ///< the transaction that gave it its status; 0: its author
  std::int64_t decided = 0;  ///< the transaction that has decided it; 0: it waits
};

/// Enters what a contribution says, and gives each its number. What its organisation has said
/// before by the same id is one report: what it says now takes the place of what it said, and it is
/// asked about anew only where that is something else; a contribution that was made before the one
/// that has said it last does not count. Each is left as the base then has it. What a contribution
/// has said, and another one has said otherwise since, may come in again.
void enter_reports(SqlSession& session, std::vector<Report>& reports);

/// Of one contribution (what others have not said otherwise since), all that wait, or all of an
/// organisation's; in the order of their numbers.
[[nodiscard]] std::vector<Report> reports_of(SqlSession& session, std::int64_t number);
[[nodiscard]] std::vector<Report> waiting_reports(SqlSession& session);
[[nodiscard]] std::vector<Report> reports_of(SqlSession& session, const std::string& organisation);

/// Writes what an operator says to a report that is there: status, answer, set_by and decided.
void settle(SqlSession& session, const Report& report);

/// What became of a report at one time.
struct ReportStep {
  std::string name;          ///< what people call the report: "r12"
  std::int64_t number = 0;   ///< the transaction
  std::string time;          ///< its own
  std::string organisation;  ///< whose the report is
  std::string by;            ///< the organisation that has given it the status; "": its author
  std::string theme;         ///< of the contribution that has said it last
  std::string theme_version;
  std::string layer;   ///< that it is about, as its author says now; "" for none
  std::string object;  ///< likewise
  std::string status;  ///< a code of rules/signalement_status.h
  std::string said;    ///< the comment, or what the operator said to it
};

/// Of all reports, in the order of the transactions; {} in a base that keeps none.
[[nodiscard]] std::vector<ReportStep> report_steps(SqlSession& session);

/// "r12".
[[nodiscard]] std::string report_name(std::int64_t report);

}  // namespace bdf::refbase
