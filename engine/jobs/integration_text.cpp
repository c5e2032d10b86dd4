// SPDX-License-Identifier: MIT
#include "jobs/integration_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/message.h"
#include "base/shown.h"
#include "geometry/wkt.h"
#include "rules/community.h"
#include "rules/signalement_status.h"

namespace bdf::jobs {

namespace {

using refbase::Entry;
using refbase::EntryStatus;
using Json = nlohmann::ordered_json;

std::string dumped(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

/// Read once.
std::string report_status_text(const std::string& code) {
  static const auto statuses = rules::load_signalement_statuses();
  return statuses.name_of(code);
}

std::string status_text(EntryStatus status) {
  switch (status) {
    case EntryStatus::admitted:
      return msg("taken");
    case EntryStatus::waiting:
      return msg("waits for an operator");
    case EntryStatus::refused:
      return msg("refused");
    case EntryStatus::accepted:
      return msg("accepted");
    case EntryStatus::rejected:
      return msg("rejected");
    case EntryStatus::replaced:
      return msg("asked anew");
  }
  return {};
}

std::string op_text(const std::string& op) {
  if (op == "insert") return msg("new object");
  if (op == "delete") return msg("deletion");
  if (op == "split") return msg("part of a split object");
  if (op == "merge") return msg("several made one");
  if (op == "recut") return msg("cut anew");
  return op;
}

std::string shown(const std::optional<std::string>& value) { return value.value_or("NULL"); }

/// The three values of an attribute; of a geometry or an object what it is about.
std::string thing_text(const Entry& entry) {
  if (entry.thing == rules::object_thing) return op_text(entry.op);
  if (entry.thing == rules::geometry_thing) return msg("another geometry");
  // A question about the whole object has whole objects for values.
  if (!entry.conflict.empty() && entry.kind != "attribute")
    return msg("{}: {}", entry.thing, shown(entry.sent));
  auto text = msg("{}: {} → {}", entry.thing, shown(entry.values.ancestor),
                  shown(entry.values.local ? entry.values.local : entry.sent));
  if (entry.values.reference != entry.values.ancestor)
    text += ", " + msg("in the base {}", shown(entry.values.reference));
  return text;
}

std::string entry_text(const Entry& entry) {
  const auto name = fmt::format("{} {} {}", entry.entry, entry.layer, entry.object);
  auto text = "    " + msg("{}: {}", name, thing_text(entry));
  if (!entry.reason.empty()) text += " (" + entry.reason + ")";
  return text + "\n";
}

Json nullable(const std::optional<std::string>& text) { return text ? Json(*text) : Json(nullptr); }

Json entry_json(const Entry& entry) {
  Json json{{"entry", entry.entry},
            {"transaction", entry.number},
            {"together", entry.together},
            {"layer", entry.layer},
            {"object", entry.object},
            {"thing", entry.thing},
            {"op", entry.op},
            {"kind", entry.kind},
            {"right", entry.may},
            {"status", refbase::name_of(entry.status)}};
  json["values"] = {{"ancestor", nullable(entry.values.ancestor)},
                    {"local", nullable(entry.values.local)},
                    {"reference", nullable(entry.values.reference)}};
  if (!entry.conflict.empty()) json["conflict"] = entry.conflict;
  if (!entry.reason.empty()) json["reason"] = entry.reason;
  if (entry.decided != 0) json["decided"] = entry.decided;
  if (!entry.answer.empty()) json["answer"] = entry.answer;
  return json;
}

std::string report_text(const refbase::Report& report) {
  const auto& said = report.said;
  auto about = said.layer;
  if (!said.object.empty()) about += (about.empty() ? "" : " ") + said.object;
  const auto comment =
      said.theme.empty() ? said.comment : fmt::format("[{}] {}", said.theme, said.comment);
  auto text = "    " + msg("{} signalement: {}", name_of(report), comment);
  if (!about.empty()) text += " (" + about + ")";
  if (report.set_by != 0) text += " – " + report_status_text(said.status);
  return text + "\n";
}

Json report_json(const refbase::Report& report) {
  const auto& said = report.said;
  Json json{{"report", name_of(report)},
            {"transaction", report.number},
            {"organisation", report.organisation},
            {"id", said.id},
            {"comment", said.comment},
            {"status", said.status}};
  for (const auto& [name, text] : {std::pair("theme", &said.theme), std::pair("layer", &said.layer),
                                   std::pair("object", &said.object), std::pair("date", &said.date),
                                   std::pair("answer", &said.answer)})
    if (!text->empty()) json[name] = *text;
  if (report.decided != 0) json["decided"] = report.decided;
  return json;
}

Json reports_json(const std::vector<refbase::Report>& reports) {
  Json json = Json::array();
  for (const auto& report : reports) json.push_back(report_json(report));
  return json;
}

/// More than people read at once are counted only.
constexpr std::size_t most_told = 20;

std::string told(const std::vector<Entry>& entries, EntryStatus status) {
  std::string text;
  std::size_t count = 0;
  for (const auto& entry : entries)
    if (entry.status == status && ++count <= most_told) text += entry_text(entry);
  if (count > most_told)
    text += "    " + msgn("and {} more", "and {} more", count - most_told) + "\n";
  return text;
}

std::string told(const std::vector<refbase::Report>& reports) {
  if (reports.empty()) return {};
  auto text = "  " + msgn("{} signalement", "{} signalements", reports.size()) + "\n";
  const auto count = std::min(reports.size(), most_told);
  for (std::size_t i = 0; i < count; ++i) text += report_text(reports[i]);
  if (reports.size() > count)
    text += "    " + msgn("and {} more", "and {} more", reports.size() - count) + "\n";
  return text;
}

Json integration_json(const Integration& integration) {
  Json json{{"transaction", integration.transaction.number},
            {"known", integration.was_known},
            {"organisation", integration.contribution.organisation}};
  for (const auto status : {EntryStatus::admitted, EntryStatus::waiting, EntryStatus::refused,
                            EntryStatus::accepted, EntryStatus::rejected})
    json[std::string(refbase::name_of(status))] = integration.count(status);
  json["entries"] = Json::array();
  for (const auto& entry : integration.entries) json["entries"].push_back(entry_json(entry));
  json["reports"] = reports_json(integration.reports);
  return json;
}

}  // namespace

std::string outcome_text(const std::string& outcome) {
  if (outcome == "attempt") return msg("attempt");
  for (const auto status : {EntryStatus::admitted, EntryStatus::waiting, EntryStatus::refused,
                            EntryStatus::accepted, EntryStatus::rejected, EntryStatus::replaced})
    if (outcome == refbase::name_of(status)) return status_text(status);
  return report_status_text(outcome);
}

std::string right_text(const std::string& right) {
  if (right == "none") return msg("no right");
  if (right == "read") return msg("may read");
  if (right == "propose") return msg("may propose");
  if (right == "decide") return msg("may decide");
  return right;
}

std::string text_of(const Integration& integration) {
  if (integration.deposited != 0)
    return msg("deposited as number {}: the base's operators integrate it", integration.deposited) +
           "\n";
  const auto& number = integration.transaction.number;
  std::string text =
      integration.was_known
          ? msg("this contribution came in before, as transaction @{}: nothing has changed", number)
          : msg("transaction @{}: a contribution of {}", number,
                integration.contribution.organisation.empty()
                    ? msg("somebody who does not say who")
                    : integration.contribution.organisation);
  text += "\n";
  for (const auto status : {EntryStatus::admitted, EntryStatus::accepted, EntryStatus::waiting,
                            EntryStatus::refused, EntryStatus::rejected}) {
    const auto count = integration.count(status);
    if (count == 0) continue;
    text += "  " + msg("{}: {}", status_text(status), count) + "\n";
    if (status != EntryStatus::admitted) text += told(integration.entries, status);
  }
  text += told(integration.reports);
  if (integration.entries.empty() && integration.reports.empty())
    text += "  " + msg("it holds no change") + "\n";
  return text;
}

std::string json_of(const Integration& integration) {
  if (integration.deposited != 0) return dumped(Json{{"deposit", integration.deposited}});
  return dumped(integration_json(integration));
}

std::string text_of(const std::vector<IntegratedDeposit>& deposits) {
  if (deposits.empty()) return msg("nothing has been deposited") + "\n";
  std::string text;
  for (const auto& [number, refusal, integration] : deposits)
    text += msg("deposit {}:", number) + " " +
            (refusal.empty() ? text_of(integration)
                             : msg("it cannot be integrated: {}", refusal) + "\n");
  return text;
}

std::string json_of(const std::vector<IntegratedDeposit>& deposits) {
  Json json{{"deposits", Json::array()}};
  for (const auto& [number, refusal, integration] : deposits) {
    Json one{{"deposit", number}};
    if (refusal.empty())
      one["integration"] = integration_json(integration);
    else
      one["refusal"] = shown(refusal);
    json["deposits"].push_back(std::move(one));
  }
  return dumped(json);
}

std::string text_of(const Queue& queue) {
  if (queue.entries.empty() && queue.reports.empty()) return msg("nothing waits") + "\n";
  std::string text;
  std::int64_t contribution = 0;
  for (const auto& [entry, organisation] : queue.entries) {
    if (entry.number != contribution)
      text += msg("{}, transaction @{}:", organisation, entry.number) + "\n";
    contribution = entry.number;
    text += entry_text(entry);
  }
  contribution = 0;
  for (const auto& report : queue.reports) {
    if (report.number != contribution)
      text += msg("{}, transaction @{}:", report.organisation, report.number) + "\n";
    contribution = report.number;
    text += report_text(report);
  }
  return text;
}

std::string json_of(const Queue& queue) {
  Json json{{"entries", Json::array()}};
  for (const auto& [entry, organisation] : queue.entries) {
    auto one = entry_json(entry);
    one["organisation"] = organisation;
    json["entries"].push_back(std::move(one));
  }
  json["reports"] = reports_json(queue.reports);
  return dumped(json);
}

std::string text_of(const EntryDecisions& decisions) {
  std::string text;
  for (const auto& transaction : decisions.transactions)
    text += msg("transaction @{}", transaction.number) + "\n";
  for (const auto& entry : decisions.entries)
    text += fmt::format("  {}\n", status_text(entry.status)) + entry_text(entry);
  for (const auto& report : decisions.reports) text += report_text(report);
  return text;
}

std::string json_of(const EntryDecisions& decisions) {
  Json json{{"transactions", Json::array()}, {"entries", Json::array()}};
  for (const auto& transaction : decisions.transactions)
    json["transactions"].push_back(transaction.number);
  for (const auto& entry : decisions.entries) json["entries"].push_back(entry_json(entry));
  json["reports"] = reports_json(decisions.reports);
  return dumped(json);
}

}  // namespace bdf::jobs
