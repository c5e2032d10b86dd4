// SPDX-License-Identifier: MIT
#include "jobs/new_keys.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <regex>

#include "base/error.h"
#include "base/message.h"
#include "io/sql.h"
#include "refbase/history.h"

namespace bdf::jobs {

namespace {

using refbase::BaseLayer;
using refbase::SqlSession;

std::string key_of(const KeyForm& form, std::int64_t number) {
  return fmt::format("{}{:0{}}", form.prefix, number, form.digits);
}

/// Behind all that there are or were.
std::int64_t number_behind(SqlSession& session, const BaseLayer& layer, const KeyForm& form) {
  std::int64_t greatest = 0;
  for (const auto& [id, table] : {std::pair("id", refbase::live_table(layer)),
                                  std::pair("bdf_id", refbase::past_table(layer))}) {
    const auto last = refbase::text_in(refbase::value_of(
        session,
        fmt::format("SELECT max({}) FROM {} WHERE substr({}, 1, CAST($2 AS integer)) = $1 AND "
                    "length({}) = CAST($3 AS integer)",
                    id, io::sql_name(table), id, id),
        {form.prefix, static_cast<std::int64_t>(form.prefix.size()),
         static_cast<std::int64_t>(form.prefix.size() + form.digits)}));
    if (last.size() <= form.prefix.size()) continue;
    std::int64_t number = 0;
    std::from_chars(last.data() + form.prefix.size(), last.data() + last.size(), number);
    greatest = std::max(greatest, number);
  }
  return greatest + 1;
}

void keep_next(SqlSession& session, const KeyForm& form, std::int64_t next) {
  session.run("DELETE FROM bdf_next_key WHERE prefix = $1", {form.prefix});
  session.run("INSERT INTO bdf_next_key VALUES ($1, $2)", {form.prefix, next});
}

/// An edition that was imported meanwhile may have brought the number that is next.
std::string next_of_form(SqlSession& session, const BaseLayer& layer, const KeyForm& form) {
  const auto kept =
      refbase::value_of(session, "SELECT next FROM bdf_next_key WHERE prefix = $1", {form.prefix});
  auto number =
      is_null(view_of(kept)) ? number_behind(session, layer, form) : refbase::integer_in(kept);
  if (refbase::was_ever(session, layer, key_of(form, number)))
    number = number_behind(session, layer, form);
  keep_next(session, form, number + 1);
  return key_of(form, number);
}

}  // namespace

std::optional<KeyForm> key_form_of(std::string_view pattern) {
  static const std::regex form(R"(\^([A-Za-z_]+)\[0-9\]\{([0-9]{1,2})\}\$)");
  std::match_results<std::string_view::const_iterator> parts;
  if (!std::regex_match(pattern.begin(), pattern.end(), parts, form)) return std::nullopt;
  constexpr std::size_t most_digits = 18;  // of a 64-bit number
  const auto digits = static_cast<std::size_t>(std::stoi(parts[2].str()));
  return digits == 0 || digits > most_digits ? std::nullopt
                                             : std::optional(KeyForm{parts[1].str(), digits});
}

Value new_key(SqlSession& session, const BaseLayer& layer, const rules::LayerSchema* schema,
              const std::string& uid) {
  if (layer.key.empty()) return Null{};
  const auto form = schema == nullptr ? std::nullopt : key_form_of(schema->key_pattern);
  if (layer.key.size() > 1)
    throw InputError(
        msg("layer “{}”: its objects are known by several columns, of which the base "
            "cannot give new ones: object {} needs them from its producer",
            layer.schema.layer, uid));
  if (form) return next_of_form(session, layer, *form);
  const auto column = layer.schema.find(layer.key.front());
  if (layer.schema.columns[*column].type != ColumnType::integer) return uid;
  const auto name = io::sql_name(layer.physical[*column]);
  std::int64_t greatest = 0;
  for (const auto& table : {layer.schema.layer, refbase::past_table(layer)})
    greatest = std::max(
        greatest, refbase::integer_in(refbase::value_of(
                      session, fmt::format("SELECT max({}) FROM {}", name, io::sql_name(table)))));
  return greatest + 1;
}

}  // namespace bdf::jobs
