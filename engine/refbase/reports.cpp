// SPDX-License-Identifier: MIT
#include "refbase/reports.h"

#include <fmt/format.h>

namespace bdf::refbase {

namespace {

constexpr const char* columns =
    "report, number, organisation, id, layer, object, theme, comment, said, status, answer, "
    "set_by, decided, crs, place";

Report report_in(const Values& row) {
  Report report;
  report.report = integer_in(row[0]);
  report.number = integer_in(row[1]);
  std::size_t at = 2;
  auto& said = report.said;
  for (auto* text : {&report.organisation, &said.id, &said.layer, &said.object, &said.theme,
                     &said.comment, &said.date, &said.status, &said.answer})
    *text = text_in(row[at++]);
  report.set_by = integer_in(row[at++]);
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

void add_step(SqlSession& session, const Report& report, std::int64_t number,
              const std::string& said) {
  session.run("INSERT INTO bdf_report_step (report, number, status, said) VALUES ($1, $2, $3, $4)",
              {report.report, number, report.said.status, said});
}

Value number_or_null(std::int64_t number) { return number == 0 ? Value{Null{}} : Value{number}; }

void add(SqlSession& session, Report& report) {
  report.report =
      integer_in(value_of(session, "SELECT coalesce(max(report), 0) + 1 FROM bdf_report"));
  const auto& said = report.said;
  session.run(fmt::format("INSERT INTO bdf_report ({}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, "
                          "$10, NULL, NULL, NULL, $11, $12)",
                          columns),
              {report.report, report.number, report.organisation, said.id, text_or_null(said.layer),
               text_or_null(said.object), text_or_null(said.theme), said.comment,
               text_or_null(said.date), said.status, text_or_null(report.crs), said.place});
  add_step(session, report, report.number, said.comment);
}

void write_state(SqlSession& session, const Report& report) {
  session.run(
      "UPDATE bdf_report SET status = $2, answer = $3, set_by = CAST($4 AS bigint), decided = "
      "CAST($5 AS bigint) WHERE report = $1",
      {report.report, report.said.status, text_or_null(report.said.answer),
       number_or_null(report.set_by), number_or_null(report.decided)});
}

void replace(SqlSession& session, const Report& report) {
  const auto& said = report.said;
  session.run(
      "UPDATE bdf_report SET number = $2, layer = $3, object = $4, theme = $5, comment = $6, said "
      "= $7, crs = $8, place = $9 WHERE report = $1",
      {report.report, report.number, text_or_null(said.layer), text_or_null(said.object),
       text_or_null(said.theme), said.comment, text_or_null(said.date), text_or_null(report.crs),
       said.place});
  write_state(session, report);
}

std::string made_of(SqlSession& session, std::int64_t contribution) {
  return text_in(
      value_of(session, "SELECT made FROM bdf_contribution WHERE number = $1", {contribution}));
}

/// What is said anew is asked about again. Those that have said it before would no longer say the
/// same.
void say_otherwise(SqlSession& session, const Report& report, const Report& before) {
  replace(session, report);
  if (before.number == report.number) return;
  session.run(
      "UPDATE bdf_contribution SET digest = digest || $3 WHERE number <> $2 AND number IN (SELECT "
      "number FROM bdf_report_sending WHERE report = $1)",
      {report.report, report.number, " said otherwise by " + std::to_string(report.number)});
  session.run("DELETE FROM bdf_report_sending WHERE report = $1", {report.report});
  add_step(session, report, report.number, report.said.comment);
}

void note_sending(SqlSession& session, const Report& report, std::int64_t contribution) {
  session.run(
      "INSERT INTO bdf_report_sending (report, number) VALUES ($1, $2) ON CONFLICT DO NOTHING",
      {report.report, contribution});
}

/// As the base has it.
void keep(Report& report, const Report& before) {
  report.said = before.said;
  report.set_by = before.set_by;
  report.decided = before.decided;
}

void update(SqlSession& session, Report& report, const Report& before) {
  report.report = before.report;
  if (made_of(session, report.number) < made_of(session, before.number)) {
    report = before;
  } else if (says_the_same(report, before)) {
    keep(report, before);
    replace(session, report);
  } else {
    say_otherwise(session, report, before);
  }
}

}  // namespace

void enter_reports(SqlSession& session, std::vector<Report>& reports) {
  for (auto& report : reports) {
    const auto number = report.number;
    const auto known = select_reports(session, "organisation = $1 AND id = $2",
                                      {report.organisation, report.said.id});
    if (known.empty())
      add(session, report);
    else
      update(session, report, known.front());
    note_sending(session, report, number);
  }
}

std::vector<Report> reports_of(SqlSession& session, std::int64_t number) {
  return select_reports(
      session, "report IN (SELECT report FROM bdf_report_sending WHERE number = $1)", {number});
}

std::vector<Report> waiting_reports(SqlSession& session) {
  return select_reports(session, "decided IS NULL", {});
}

std::vector<Report> reports_of(SqlSession& session, const std::string& organisation) {
  return select_reports(session, "organisation = $1", {organisation});
}

void settle(SqlSession& session, const Report& report) {
  write_state(session, report);
  add_step(session, report, report.set_by, report.said.answer);
}

std::vector<ReportStep> report_steps(SqlSession& session) {
  if (!session.has_table("bdf_report_step")) return {};
  std::vector<ReportStep> steps;
  for (const auto& row : rows_of(
           session,
           "SELECT s.report, s.number, t.time, r.organisation, CASE WHEN t.kind = 'integrate' THEN "
           "NULL ELSE t.organisation END, c.theme, "
           "c.theme_version, r.layer, r.object, s.status, s.said FROM bdf_report_step AS s JOIN "
           "bdf_report AS r ON r.report = s.report JOIN bdf_transaction AS t ON t.number = "
           "s.number JOIN bdf_transaction AS c ON c.number = r.number ORDER BY s.number, "
           "s.report")) {
    ReportStep step;
    step.name = report_name(integer_in(row[0]));
    step.number = integer_in(row[1]);
    std::size_t at = 2;
    for (auto* text : {&step.time, &step.organisation, &step.by, &step.theme, &step.theme_version,
                       &step.layer, &step.object, &step.status, &step.said})
      *text = text_in(row[at++]);
    steps.push_back(std::move(step));
  }
  return steps;
}

std::string report_name(std::int64_t report) { return "r" + std::to_string(report); }

}  // namespace bdf::refbase
