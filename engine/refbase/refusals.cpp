// SPDX-License-Identifier: MIT
#include "refbase/refusals.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string_view>

#include "base/hash.h"
#include "base/shown.h"
#include "merge/timestamp.h"
#include "refbase/server_log.h"

namespace bdf::refbase {

namespace {

using namespace std::string_view_literals;

/// insufficient_privilege, privilege_not_granted, privilege_not_revoked, invalid_grantor,
/// invalid_grant_operation (PostgreSQL, appendix A).
constexpr std::array codes{"42501"sv, "01007"sv, "01006"sv, "0L000"sv, "0LP01"sv};

/// How its messages begin, in English and French, where the log has no codes.
constexpr std::array beginnings{"permission denied"sv,
                                "must be "sv,
                                "must have "sv,
                                "only superuser"sv,
                                "new row violates row-level security"sv,
                                "query would be affected by row-level security"sv,
                                "no privileges "sv,
                                "not all privileges "sv,
                                "droit refusé"sv,
                                "doit être "sv,
                                "doit avoir "sv,
                                "seul un super"sv,
                                "la nouvelle ligne viole la politique de sécurité"sv,
                                "la requête pourrait être affectée par une politique"sv,
                                "aucun droit n'a"sv,
                                "certains droits n'ont"sv,
                                "tous les droits n'ont"sv};

constexpr std::array kinds{
    "SELECT"sv,  "INSERT"sv, "UPDATE"sv,  "DELETE"sv,  "TRUNCATE"sv, "COPY"sv,       "LOCK"sv,
    "SET"sv,     "RESET"sv,  "GRANT"sv,   "REVOKE"sv,  "CREATE"sv,   "ALTER"sv,      "DROP"sv,
    "DO"sv,      "CALL"sv,   "EXPLAIN"sv, "WITH"sv,    "VALUES"sv,   "TABLE"sv,      "EXECUTE"sv,
    "PREPARE"sv, "FETCH"sv,  "DECLARE"sv, "BEGIN"sv,   "COMMIT"sv,   "COMMENT"sv,    "SECURITY"sv,
    "ANALYZE"sv, "VACUUM"sv, "REINDEX"sv, "CLUSTER"sv, "REFRESH"sv,  "REASSIGN"sv,   "MERGE"sv,
    "BIND"sv,    "PARSE"sv,  "LISTEN"sv,  "NOTIFY"sv,  "LOAD"sv,     "CHECKPOINT"sv, "IMPORT"sv};

/// What bdf_note writes beside the base's own journal (schemas/base/server_rights.sql).
constexpr std::string_view own_note = "bdf: refused ";

/// The first word of a statement or of its tag; no other word of it is kept.
std::string kind_of(std::string_view statement) {
  std::string word;
  for (const char letter : statement) {
    if (std::isalpha(static_cast<unsigned char>(letter)) == 0) {
      if (word.empty()) continue;
      break;
    }
    if (word.size() > 12) break;
    word += static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
  }
  return std::find(kinds.begin(), kinds.end(), word) != kinds.end() ? word : "statement";
}

bool is_refusal(const LogEntry& entry) {
  if (!entry.code.empty()) return std::find(codes.begin(), codes.end(), entry.code) != codes.end();
  return std::any_of(beginnings.begin(), beginnings.end(),
                     [&](auto beginning) { return entry.message.starts_with(beginning); });
}

/// What was tried, as bdf_attempt has it.
struct Attempt {
  std::string what;
  std::string layer;
  std::string object;
  std::string thing;
  std::string reason;
};

class Refusals {
 public:
  explicit Refusals(SqlSession& session) : session_(session) {
    database_ = text_in(value_of(session_, "SELECT current_database()::text"));
    for (const auto& row : rows_of(session_, "SELECT account, organisation FROM bdf_named_account"))
      organisations_[text_in(row[0])].insert(text_in(row[1]));
    for (const auto& row : rows_of(session_,
                                   "SELECT c.relname::text, l.layer FROM pg_class AS c LEFT JOIN "
                                   "bdf_layer AS l ON c.relname IN (l.layer, 'bdf_live_' || "
                                   "l.layer, 'bdf_past_' || l.layer) WHERE c.relnamespace = "
                                   "'bdfrance'::regnamespace"))
      layers_[text_in(row[0])] = text_in(row[1]);
  }

  void take(const LogEntry& entry) {
    if (entry.database != database_) return;
    const bool is_note = entry.message.starts_with(own_note);
    if (!is_note && !is_refusal(entry)) return;
    const auto who = organisations_.find(entry.account);
    if (who == organisations_.end()) {
      ++found_.of_others;
      return;
    }
    const auto time = utc_of(entry.time);
    if (!time) {
      ++found_.undated;
      return;
    }
    std::string mark;
    const auto attempt = is_note ? noted(entry, mark) : refused(entry, *time, mark);
    if (attempt) enter(entry.account, joined(who->second), *time, *attempt, mark);
  }

  [[nodiscard]] const FoundRefusals& found() const { return found_; }

 private:
  static std::string joined(const std::set<std::string>& names) {
    return fmt::format("{}", fmt::join(names, ", "));
  }

  void enter(const std::string& account, const std::string& organisation, const std::string& time,
             const Attempt& attempt, const std::string& mark) {
    if (session_.run("INSERT INTO bdf_logged_attempt VALUES ($1) ON CONFLICT DO NOTHING", {mark}) ==
        0) {
      ++found_.known;
      return;
    }
    ++found_.entered;
    session_.run("INSERT INTO bdf_attempt VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                 {time.substr(0, time.find('.')) + "Z", account, organisation, attempt.what,
                  text_or_null(attempt.layer), text_or_null(attempt.object),
                  text_or_null(attempt.thing), attempt.reason});
  }

  /// The same refusal has the same mark in every form of log.
  Attempt refused(const LogEntry& entry, const std::string& time, std::string& mark) {
    Attempt attempt;
    attempt.what = kind_of(entry.statement);
    attempt.reason = reason_in(entry.message, attempt.layer);
    mark =
        sha256(fmt::format("{}\n{}\n{}\n{}", time, entry.process, entry.account, attempt.reason));
    return attempt;
  }

  /// Of what a base's own functions refuse, which the journal lacks where it was rolled back.
  static std::optional<Attempt> noted(const LogEntry& entry, std::string& mark) {
    const auto note = nlohmann::json::parse(entry.message.substr(own_note.size()), nullptr, false);
    constexpr std::size_t parts = 6;
    if (!note.is_array() || note.size() != parts || !note[0].is_string()) return std::nullopt;
    const auto text = [&](std::size_t i) {
      return note[i].is_string() ? shown_on_a_line(note[i].get<std::string>().substr(0, 200)) : "";
    };
    mark = text(0);
    return Attempt{text(1), text(2), text(3), text(4), text(5)};
  }

  /// The message without what stands in quotes, unless that is a table of the base: it could be the
  /// name of a role, or anything.
  std::string reason_in(std::string_view message, std::string& layer) {
    constexpr std::size_t longest = 200;
    message = message.substr(0, message.find('\n'));
    std::string reason;
    while (!message.empty()) {
      const auto [begin, quote, end_quote] = next_quote(message);
      reason += plain(message.substr(0, begin), layer);
      if (begin == std::string_view::npos) break;
      message.remove_prefix(begin + quote.size());
      const auto end = message.find(end_quote);
      const auto name = message.substr(0, end);
      const auto known = layers_.find(std::string(trimmed(name)));
      reason += known != layers_.end() ? fmt::format("{}{}{}", quote, name, end_quote)
                                       : fmt::format("{}…{}", quote, end_quote);
      if (known != layers_.end()) layer = known->second;
      if (end == std::string_view::npos) break;
      message.remove_prefix(end + end_quote.size());
    }
    auto shortened = shown_on_a_line(reason);
    if (shortened.size() > longest) shortened = cut(shortened, longest) + "…";
    return shortened;
  }

  struct Quote {
    std::size_t at;
    std::string_view begin;
    std::string_view end;
  };
  static Quote next_quote(std::string_view text) {
    const auto english = text.find('"'), french = text.find("«");
    return english < french ? Quote{english, "\"", "\""} : Quote{french, "«", "»"};
  }

  static std::string_view trimmed(std::string_view name) {
    while (name.starts_with(' ')) name.remove_prefix(1);
    while (name.ends_with(' ')) name.remove_suffix(1);
    return name;
  }

  /// The last word of what is not in quotes may be a table: "permission denied for table spot".
  std::string plain(std::string_view text, std::string& layer) const {
    const auto word = text.substr(text.rfind(' ') + 1);
    if (const auto known = layers_.find(std::string(word)); known != layers_.end())
      layer = known->second;
    return std::string(text);
  }

  /// Not in the middle of a letter.
  static std::string cut(const std::string& text, std::size_t size) {
    while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xc0U) == 0x80) --size;
    return text.substr(0, size);
  }

  /// The server knows what it calls its time zones.
  std::optional<std::string> utc_of(const std::string& time) {
    const auto space = time.rfind(' ');
    const auto zone = time.substr(space + 1);
    if (!offsets_.contains(zone)) {
      const auto minutes =
          value_of(session_,
                   "SELECT (extract(epoch FROM utc_offset) / 60)::int FROM pg_timezone_abbrevs "
                   "WHERE abbrev = upper($1) UNION ALL SELECT 0 WHERE $1 IN ('UTC', 'GMT') LIMIT 1",
                   {zone});
      const auto east = integer_in(minutes);
      offsets_[zone] = is_null(view_of(minutes))
                           ? zone
                           : fmt::format("{}{:02}:{:02}", east < 0 ? '-' : '+', std::abs(east) / 60,
                                         std::abs(east) % 60);
    }
    auto written = time.substr(0, space) + offsets_[zone];
    written[10] = 'T';
    return merge::utc_of(written);
  }

  SqlSession& session_;
  std::string database_;
  std::map<std::string, std::set<std::string>> organisations_;  ///< by account
  std::map<std::string, std::string> layers_;                   ///< by table; "" for the base's own
  std::map<std::string, std::string> offsets_;                  ///< by time zone
  FoundRefusals found_;
};

}  // namespace

FoundRefusals enter_refusals(SqlSession& session, const std::filesystem::path& log) {
  Refusals refusals(session);
  read_server_log(log, [&](const LogEntry& entry) { refusals.take(entry); });
  return refusals.found();
}

}  // namespace bdf::refbase
