// SPDX-License-Identifier: MIT
#include "jobs/journal.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/error.h"
#include "base/message.h"
#include "base/shown.h"
#include "io/csv.h"
#include "jobs/integration_text.h"
#include "model/schema.h"
#include "refbase/base.h"
#include "refbase/reports.h"
#include "refbase/sql_session.h"

namespace bdf::jobs {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* entries =
    "SELECT t.time, e.number, c.organisation, t.theme, t.theme_version, e.layer, e.object, "
    "e.thing, e.may, e.status, d.organisation, e.reason FROM bdf_entry AS e JOIN bdf_contribution "
    "AS c ON c.number = e.number JOIN bdf_transaction AS t ON t.number = e.number LEFT JOIN "
    "bdf_transaction AS d ON d.number = e.decided ORDER BY e.entry";
constexpr const char* attempts =
    "SELECT time, organisation, layer, object, thing, what, reason FROM bdf_attempt ORDER BY time";

/// The columns of the file, in their order.
std::vector<std::pair<const char*, std::string>> fields_of(const JournalLine& line) {
  return {{"time", line.time},
          {"transaction", line.transaction == 0 ? "" : std::to_string(line.transaction)},
          {"organisation", line.organisation},
          {"theme", line.theme},
          {"theme_version", line.theme_version},
          {"layer", line.layer},
          {"object", line.object},
          {"thing", line.thing},
          {"right", line.right},
          {"outcome", line.outcome},
          {"decided_by", line.decided_by},
          {"reason", line.reason}};
}

void read_entries(refbase::SqlSession& session, std::vector<JournalLine>& journal) {
  for (const auto& row : refbase::rows_of(session, entries)) {
    JournalLine line;
    line.time = refbase::text_in(row[0]);
    line.transaction = refbase::integer_in(row[1]);
    std::size_t at = 2;
    for (auto* text :
         {&line.organisation, &line.theme, &line.theme_version, &line.layer, &line.object,
          &line.thing, &line.right, &line.outcome, &line.decided_by, &line.reason})
      *text = refbase::text_in(row[at++]);
    journal.push_back(std::move(line));
  }
}

void read_attempts(refbase::SqlSession& session, std::vector<JournalLine>& journal) {
  for (const auto& row : refbase::rows_of(session, attempts)) {
    JournalLine line;
    line.outcome = "attempt";
    std::string what;
    std::size_t at = 0;
    for (auto* text : {&line.time, &line.organisation, &line.layer, &line.object, &line.thing,
                       &what, &line.reason})
      *text = refbase::text_in(row[at++]);
    line.reason = msg("{}: {}", what, line.reason);
    journal.push_back(std::move(line));
  }
}

void read_reports(refbase::SqlSession& session, std::vector<JournalLine>& journal) {
  for (const auto& step : refbase::report_steps(session)) {
    JournalLine line;
    line.time = step.time;
    line.transaction = step.number;
    line.organisation = step.organisation;
    line.theme = step.theme;
    line.theme_version = step.theme_version;
    line.layer = step.layer;
    line.object = step.object.empty() ? step.name : step.object;
    line.thing = "signalement";
    line.outcome = step.status;
    line.decided_by = step.by;
    line.reason = step.said;
    journal.push_back(std::move(line));
  }
}

}  // namespace

refbase::FoundRefusals enter_server_logs(const std::string& base,
                                         const std::vector<std::filesystem::path>& logs) {
  if (!refbase::names_server(base))
    throw UsageError(msg("--server-log is of a base on a server: {} is a file", base));
  const auto session = refbase::open_base(base, refbase::Access::write);
  refbase::SqlTransaction all(*session, refbase::Access::write);
  refbase::FoundRefusals found;
  for (const auto& log : logs) {
    const auto one = refbase::enter_refusals(*session, log);
    found.entered += one.entered;
    found.known += one.known;
    found.of_others += one.of_others;
    found.undated += one.undated;
  }
  all.commit();
  return found;
}

std::vector<JournalLine> journal_of(const std::string& base, const std::string& organisation) {
  const auto session = refbase::open_base(base);
  const refbase::SqlTransaction reading(*session, refbase::Access::read);
  std::vector<JournalLine> journal;
  if (!session->has_table("bdf_entry")) return journal;
  read_entries(*session, journal);
  read_attempts(*session, journal);
  read_reports(*session, journal);
  std::erase_if(journal, [&](const JournalLine& line) {
    return !organisation.empty() && !same_name(line.organisation, organisation);
  });
  std::stable_sort(journal.begin(), journal.end(),
                   [](const auto& a, const auto& b) { return a.time < b.time; });
  return journal;
}

std::string csv_of(const std::vector<JournalLine>& journal) {
  std::vector<std::string> heads;
  for (const auto& [name, value] : fields_of({})) heads.emplace_back(name);
  auto text = io::csv_line(heads) + "\n";
  for (const auto& line : journal) {
    std::vector<std::string> cells;
    for (const auto& [name, value] : fields_of(line))
      cells.push_back(io::no_formula(shown_on_a_line(value)));
    text += io::csv_line(cells) + "\n";
  }
  return text;
}

std::string text_of(const std::vector<JournalLine>& journal) {
  if (journal.empty()) return msg("nothing has come in yet") + "\n";
  std::string text;
  for (const auto& line : journal) {
    auto told = fmt::format("{}  {}  {} {} {}  {}", line.time, line.organisation, line.layer,
                            line.object, line.thing, outcome_text(line.outcome));
    if (!line.right.empty()) told += " (" + right_text(line.right) + ")";
    if (!line.reason.empty()) told = msg("{}: {}", told, line.reason);
    text += shown_on_a_line(told) + "\n";
  }
  return text;
}

std::string json_of(const std::vector<JournalLine>& journal) {
  Json json{{"lines", Json::array()}};
  for (const auto& line : journal) {
    Json one = Json::object();
    for (const auto& [name, value] : fields_of(line))
      if (!value.empty()) one[name] = value;
    json["lines"].push_back(std::move(one));
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace bdf::jobs
