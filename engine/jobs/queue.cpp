// SPDX-License-Identifier: MIT
#include "jobs/queue.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "base/error.h"
#include "base/message.h"
#include "crs/transform.h"
#include "geometry/wkb.h"
#include "geometry/wkt.h"
#include "io/crs.h"
#include "io/geopackage.h"
#include "io/output_folder.h"
#include "io/signalements.h"
#include "io/sync_tables.h"
#include "jobs/reports.h"
#include "refbase/base.h"
#include "refbase/history.h"
#include "refbase/server_rights.h"
#include "rules/community.h"
#include "rules/signalement_status.h"

namespace bdf::jobs {

namespace {

using refbase::Access;
using refbase::Entry;
using refbase::EntryStatus;
using refbase::SqlTransaction;
using rules::SignalementOutcome;

/// Whether a text is what a pattern says, in which * stands for any letters.
bool fits(std::string_view pattern, std::string_view text) {
  const auto star = pattern.find('*');
  if (star == std::string_view::npos) return pattern == text;
  if (!text.starts_with(pattern.substr(0, star))) return false;
  const auto rest = pattern.substr(star + 1);
  for (auto from = star; from <= text.size(); ++from)
    if (fits(rest, text.substr(from))) return true;
  return false;
}

bool is_meant(const QueuedEntry& queued, const QueueFilter& filter) {
  const auto& entry = queued.entry;
  const auto is = [](const std::string& wanted, const std::string& name) {
    return wanted.empty() || same_name(wanted, name);
  };
  return is(filter.organisation, queued.organisation) && is(filter.layer, entry.layer) &&
         is(filter.thing, entry.thing) && is(filter.kind, entry.kind) &&
         (filter.object.empty() || fits(filter.object, entry.object));
}

std::vector<QueuedEntry> queue_in(refbase::SqlSession& session, const QueueFilter& filter) {
  std::map<std::int64_t, std::string> organisations;
  std::vector<QueuedEntry> queue;
  for (auto& entry : refbase::waiting_entries(session)) {
    auto known = organisations.find(entry.number);
    if (known == organisations.end())
      known = organisations
                  .emplace(entry.number,
                           refbase::find_contribution(session, entry.number)->organisation)
                  .first;
    QueuedEntry queued{std::move(entry), known->second};
    if (is_meant(queued, filter)) queue.push_back(std::move(queued));
  }
  return queue;
}

bool is_meant(const refbase::Report& report, const QueueFilter& filter) {
  const auto is = [](const std::string& wanted, std::string_view name) {
    return wanted.empty() || same_name(wanted, name);
  };
  return is(filter.organisation, report.organisation) && is(filter.layer, report.said.layer) &&
         is(filter.kind, io::signalement_layer) && filter.thing.empty() &&
         (filter.object.empty() || fits(filter.object, report.said.object));
}

std::vector<refbase::Report> reports_in(refbase::SqlSession& session, const QueueFilter& filter) {
  if (!session.has_table("bdf_report")) return {};
  auto reports = refbase::waiting_reports(session);
  std::erase_if(reports, [&](const auto& report) { return !is_meant(report, filter); });
  return reports;
}

/// As those look at them who decide: in one system, by their numbers.
Signalements on_the_map(const std::vector<refbase::Report>& reports, const Crs& crs) {
  Signalements shown{crs, {}};
  for (const auto& report : reports) {
    auto said = report.said;
    said.id = name_of(report);
    said.comment = msg("{}: {}", report.organisation, said.comment);
    if (!report.crs.empty() && report.crs != io::name_of(crs)) {
      crs::Operation operation;
      operation.from = report.crs;
      operation.to = io::name_of(crs);
      crs::Transform transform(operation);
      said.place = Blob{crs::transformed(std::get<Blob>(said.place).bytes, transform)};
    }
    shown.all.push_back(std::move(said));
  }
  return shown;
}

/// As those look at it who decide.
Conflict as_conflict(const QueuedEntry& queued) {
  const auto& entry = queued.entry;
  Conflict conflict;
  conflict.id = std::to_string(entry.entry);
  conflict.layer = entry.layer;
  conflict.kind = conflict_kind_named(entry.kind).value_or(ConflictKind::proposal);
  if (entry.thing != rules::geometry_thing && entry.thing != rules::object_thing)
    conflict.attribute = entry.thing;
  conflict.ids.local = conflict.ids.reference = entry.object;
  conflict.values = entry.values;
  conflict.reason = msg("{}: {}", queued.organisation, entry.reason);
  conflict.geometries.local = entry.place;
  if (entry.thing == rules::geometry_thing)
    for (const auto side : {Side::ancestor, Side::reference})
      if (const auto& wkt = entry.values[side])
        conflict.geometries[side] = Blob{geometry::wkb_from_wkt(*wkt)};
  return conflict;
}

/// Of all layers that something waits in, else of the reports: places of other systems could not be
/// shown beside them.
Crs crs_of(refbase::SqlSession& session, const Queue& queue) {
  const auto layers = refbase::layers_at(session, refbase::head_of(session).number);
  for (const auto& queued : queue.entries)
    if (const auto* layer = refbase::find_layer(layers, queued.entry.layer)) {
      auto crs = layer->schema.crs;
      crs.srs_id = crs.code;
      return crs;
    }
  for (const auto& report : queue.reports)
    if (!report.crs.empty()) {
      auto crs = io::crs_named(report.crs);
      crs.srs_id = crs.code;
      return crs;
    }
  return {};
}

bool is_answered(const Entry& entry) {
  return entry.kind != "consequence" && entry.status != EntryStatus::replaced;
}

Answer answer_to(const Entry& entry, const refbase::Transaction& decided) {
  Answer answer;
  answer.layer = entry.layer;
  answer.id = entry.object;
  answer.attribute = entry.thing;
  answer.value = entry.sent;
  answer.waits = entry.status == EntryStatus::waiting;
  answer.declined = entry.status == EntryStatus::refused || entry.status == EntryStatus::rejected;
  if (entry.decided != 0) answer.by = decided.organisation;
  answer.at = decided.time;
  answer.comment = entry.answer.empty() ? entry.reason : entry.answer;
  return answer;
}

constexpr const char* meanwhile_table =
    "CREATE TABLE bdf_meanwhile (number INTEGER NOT NULL, time TEXT NOT NULL, kind TEXT NOT NULL, "
    "organisation TEXT, layer TEXT NOT NULL, added INTEGER NOT NULL, changed INTEGER NOT NULL, "
    "removed INTEGER NOT NULL)";

/// What others have done since.
void write_meanwhile(io::Database& file, refbase::SqlSession& session, std::int64_t since,
                     const std::string& organisation) {
  file.execute(meanwhile_table);
  auto insert = file.prepare("INSERT INTO bdf_meanwhile VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  const auto head = refbase::head_of(session).number;
  auto transactions = refbase::transactions_of(
      session, static_cast<std::size_t>(std::max<std::int64_t>(head - since, 0)));
  std::reverse(transactions.begin(), transactions.end());
  for (const auto& transaction : transactions) {
    if (same_name(transaction.organisation, organisation)) continue;
    for (const auto& layer : transaction.layers) {
      int place = 0;
      for (const ValueView& value : std::array<ValueView, 8>{
               transaction.number, std::string_view(transaction.time),
               std::string_view(transaction.kind), std::string_view(transaction.organisation),
               std::string_view(layer.layer), layer.added, layer.changed, layer.removed})
        insert.bind(++place, value);
      insert.run();
    }
  }
}

}  // namespace

void require_operator_of(const std::string& base) {
  const auto session = refbase::open_base(base);
  const SqlTransaction reading(*session, Access::read);
  refbase::require_operator(*session);
}

std::vector<QueuedEntry> queue_of(const std::string& base, const QueueFilter& filter) {
  const auto session = refbase::open_base(base);
  const SqlTransaction reading(*session, Access::read);
  return session->has_table("bdf_entry") ? queue_in(*session, filter) : std::vector<QueuedEntry>{};
}

std::vector<refbase::Report> queued_reports(const std::string& base, const QueueFilter& filter) {
  const auto session = refbase::open_base(base);
  const SqlTransaction reading(*session, Access::read);
  return reports_in(*session, filter);
}

std::string name_of(const refbase::Report& report) { return refbase::report_name(report.report); }

void write_queue(const std::string& base, const QueueFilter& filter,
                 const std::filesystem::path& out, bool overwrite) {
  const auto session = refbase::open_base(base);
  const SqlTransaction reading(*session, Access::read);
  Queue queue{{}, reports_in(*session, filter)};
  if (session->has_table("bdf_entry")) queue.entries = queue_in(*session, filter);
  std::vector<Conflict> conflicts;
  for (const auto& queued : queue.entries) conflicts.push_back(as_conflict(queued));
  io::OutputFile file(out, overwrite);
  {
    auto database = io::Database::open_output(file.path());
    const auto crs = crs_of(*session, queue);
    const auto time = refbase::head_of(*session).time;
    io::write_conflicts(database, conflicts, crs, time);
    if (!queue.reports.empty())
      io::write_signalements(database, on_the_map(queue.reports, crs), time);
  }
  file.commit();
}

std::vector<Answer> answers_to(refbase::SqlSession& session, const std::string& called) {
  std::vector<Answer> answers;
  if (!session.has_table("bdf_entry")) return answers;
  const auto organisation = refbase::organisation_as_known(session, called);
  std::map<std::int64_t, refbase::Transaction> transactions;
  std::map<std::string, std::vector<std::string>> inserted;
  for (const auto& entry : refbase::entries_of(session, organisation)) {
    if (!is_answered(entry)) continue;
    const auto number = entry.decided != 0 ? entry.decided : entry.number;
    if (!transactions.contains(number))
      transactions[number] = *refbase::find_transaction(session, number);
    answers.push_back(answer_to(entry, transactions[number]));
    if (entry.thing == rules::object_thing) inserted[entry.layer].push_back(entry.object);
  }
  std::map<std::string, refbase::GivenIds> given;
  for (const auto& [layer, uids] : inserted)
    given[layer] = refbase::given_ids(session, {organisation, layer}, uids);
  for (auto& answer : answers)
    if (answer.attribute == rules::object_thing)
      if (const auto id = given[answer.layer].find(answer.id); id != given[answer.layer].end())
        answer.given_id = id->second;
  return answers;
}

AnswerFile write_answers(const AnswerJob& job) {
  const auto session = refbase::open_base(job.base);
  const SqlTransaction reading(*session, Access::read);
  const auto organisation = refbase::organisation_as_known(*session, job.organisation);
  const auto since = session->has_table("bdf_contribution")
                         ? refbase::value_of(*session,
                                             "SELECT min(base_number) FROM bdf_contribution WHERE "
                                             "organisation = $1",
                                             {organisation})
                         : Value{Null{}};
  if (is_null(view_of(since)))
    throw UsageError(msg("{} has had no contribution of “{}”", session->name(), job.organisation));
  const auto answers = answers_to(*session, organisation);
  const auto to_reports = report_answers_to(*session, organisation);
  io::OutputFile file(job.out, job.overwrite);
  {
    auto database = io::Database::open_output(file.path());
    io::create_geopackage(database);
    io::write_answers(database, answers);
    io::write_signalement_answers(database, to_reports);
    write_meanwhile(database, *session, refbase::integer_in(since), job.organisation);
  }
  file.commit();
  AnswerFile counts;
  for (const auto& answer : answers)
    ++(answer.waits ? counts.waiting : answer.declined ? counts.declined : counts.accepted);
  const auto statuses = rules::load_signalement_statuses();
  for (const auto& answer : to_reports)
    ++(statuses.means(answer.status, SignalementOutcome::accepted)   ? counts.accepted
       : statuses.means(answer.status, SignalementOutcome::declined) ? counts.declined
                                                                     : counts.waiting);
  return counts;
}

}  // namespace bdf::jobs
