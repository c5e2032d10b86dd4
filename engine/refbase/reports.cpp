// SPDX-License-Identifier: MIT
#include "refbase/reports.h"

#include <fmt/format.h>

namespace bdf::refbase {

namespace {

constexpr const char* columns =
    "report, number, organisation, id, layer, object, theme, comment, said, status, answer, "
    "decided, crs, place";

Report report_in(const Values& row) {
  Report report;
  report.report = integer_in(row[0]);
  report.number = integer_in(row[1]);
  std::size_t at = 2;
  auto& said = report.said;
  for (auto* text : {&report.organisation, &said.id, &said.layer, &said.object, &said.theme,
                     &said.comment, &said.date, &said.status, &said.answer})
    *text = text_in(row[at++]);
  report.decided = integer_in(row[at++]);
  report.crs = text_in(row[at++]);
  said.place = row[at];
  return report;
}

std::vector<Report> select_reports(SqlSession& session, const std::string& condition,
                                   const Values& parameters) {
  std::vector<Report> reports;
  for (const auto& row : rows_of(
           session,
           fmt::format("SELECT {} FROM bdf_report WHERE {} ORDER BY report", columns, condition),
           parameters))
    reports.push_back(report_in(row));
  return reports;
}

/// Whether they are the same question.
bool says_the_same(const Report& a, const Report& b) {
  const auto& one = a.said;
  const auto& other = b.said;
  return one.comment == other.comment && one.theme == other.theme && one.layer == other.layer &&
         one.object == other.object && one.date == other.date && one.place == other.place &&
         a.crs == b.crs;
}

void add(SqlSession& session, Report& report) {
  report.report =
      integer_in(value_of(session, "SELECT coalesce(max(report), 0) + 1 FROM bdf_report"));
  const auto& said = report.said;
  session.run(fmt::format("INSERT INTO bdf_report ({}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, "
                          "$10, NULL, NULL, $11, $12)",
                          columns),
              {report.report, report.number, report.organisation, said.id, text_or_null(said.layer),
               text_or_null(said.object), text_or_null(said.theme), said.comment,
               text_or_null(said.date), said.status, text_or_null(report.crs), said.place});
}

void replace(SqlSession& session, const Report& report) {
  const auto& said = report.said;
  session.run(
      "UPDATE bdf_report SET number = $2, layer = $3, object = $4, theme = $5, comment = $6, said "
      "= $7, crs = $8, place = $9 WHERE report = $1",
      {report.report, report.number, text_or_null(said.layer), text_or_null(said.object),
       text_or_null(said.theme), said.comment, text_or_null(said.date), text_or_null(report.crs),
       said.place});
  settle(session, report);
}

}  // namespace

void enter_reports(SqlSession& session, std::vector<Report>& reports) {
  for (auto& report : reports) {
    const auto known = select_reports(session, "organisation = $1 AND id = $2",
                                      {report.organisation, report.said.id});
    if (known.empty()) {
      add(session, report);
      continue;
    }
    const auto& before = known.front();
    report.report = before.report;
    if (says_the_same(report, before)) {
      report.said = before.said;
      report.decided = before.decided;
    }
    replace(session, report);
  }
}

std::vector<Report> reports_of(SqlSession& session, std::int64_t number) {
  return select_reports(session, "number = $1", {number});
}

std::vector<Report> waiting_reports(SqlSession& session) {
  return select_reports(session, "decided IS NULL", {});
}

std::vector<Report> reports_of(SqlSession& session, const std::string& organisation) {
  return select_reports(session, "organisation = $1", {organisation});
}

void settle(SqlSession& session, const Report& report) {
  session.run(
      "UPDATE bdf_report SET status = $2, answer = $3, decided = CAST($4 AS bigint) WHERE report = "
      "$1",
      {report.report, report.said.status, text_or_null(report.said.answer),
       report.decided == 0 ? Value{Null{}} : Value{report.decided}});
}

}  // namespace bdf::refbase
