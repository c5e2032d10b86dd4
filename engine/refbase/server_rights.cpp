// SPDX-License-Identifier: MIT
#include "refbase/server_rights.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/error.h"
#include "base/message.h"
#include "base/shown.h"
#include "io/sql.h"
#include "refbase/contributions.h"
#include "refbase/layers.h"
#include "refbase/migrations.h"
#include "refbase/transaction.h"

namespace bdf::refbase {

namespace {

using rules::Right;

/// The layer of a base whose areas are its territories.
constexpr std::string_view territories = "territory";

constexpr const char* functions_of_members =
    "bdf_my_organisations(), bdf_may(text, text), bdf_may_read(text), bdf_is_everywhere(text), "
    "bdf_my_zone(text), bdf_begin_deposit(), bdf_deposit(text, text, text, bytea)";

/// Text as SQL writes it where no parameter may stand.
std::string literal(std::string_view text) {
  std::string quoted = "'";
  for (const char letter : text) quoted += letter == '\'' ? "''" : std::string(1, letter);
  return quoted + "'";
}

void forget_theme(SqlSession& session, const std::string& theme) {
  for (const auto* table : {"bdf_member", "bdf_member_territory", "bdf_right", "bdf_theme_layer"})
    session.run(fmt::format("DELETE FROM {} WHERE theme = $1", table), {theme});
}

/// Every name that an attribute has in any version of its schema: the base may call it so.
std::set<std::string> names_of(const rules::Theme& theme, const std::string& layer,
                               const std::string& attribute) {
  std::set<std::string> names{folded(attribute)};
  for (const auto& one : theme.layers)
    if (one.schema && (layer == "*" || same_name(one.name, layer)))
      if (const auto* known = one.schema->find(attribute))
        names.insert(known->names.begin(), known->names.end());
  return names;
}

void add_rights(SqlSession& session, const rules::Theme& theme, const rules::Community& community) {
  const auto add = [&](const std::string& layer, const std::string& thing,
                       const std::optional<Right>& may) {
    if (may)
      session.run("INSERT INTO bdf_right VALUES ($1, $2, $3, $4, $5)",
                  {theme.name, community.name, folded(layer), folded(thing),
                   std::string(rules::name_of(*may))});
  };
  const auto add_table = [&](const std::string& layer, const rules::RightsTable& table) {
    add(layer, std::string(rules::geometry_thing), table.geometry);
    add(layer, std::string(rules::object_thing), table.existence);
    add(layer, "*", table.attributes);
    for (const auto& [name, may] : table.by_attribute)
      for (const auto& called : names_of(theme, layer, name)) add(layer, called, may);
  };
  add_table("*", community.rights);
  for (const auto& [layer, table] : community.layers) add_table(layer, table);
}

void add_members(SqlSession& session, const std::string& theme, const rules::Community& community) {
  for (const auto& organisation : community.organisations)
    for (const auto& account : organisation.members) {
      session.run(
          "INSERT INTO bdf_member VALUES ($1, $2, $3, $4)",
          {theme, account, organisation_as_known(session, organisation.name), community.name});
      for (const auto& territory : organisation.territories)
        session.run("INSERT INTO bdf_member_territory VALUES ($1, $2, $3)",
                    {theme, account, territory});
    }
}

std::set<std::string> accounts_of(SqlSession& session) {
  std::set<std::string> accounts;
  for (const auto& row : rows_of(session, "SELECT DISTINCT account FROM bdf_member"))
    accounts.insert(text_in(row[0]));
  return accounts;
}

/// What a server keeps; a file has no accounts.
class Server {
 public:
  explicit Server(SqlSession& session)
      : session_(session), layers_(layers_at(session, head_of(session).number)) {}

  void install(const std::set<std::string>& accounts_before) {
    set_search_path();
    session_.run_script(script_named("server_rights"));
    make_zone();
    for (const auto& layer : layers_) protect(layer);
    protect_successions();
    const auto accounts = accounts_of(session_);
    for (const auto& account : accounts_before)
      if (!accounts.contains(account) && has_role(account)) take_all(account);
    for (const auto& account : accounts) {
      make_role(account);
      take_all(account);
      give(account);
    }
  }

 private:
  /// That of functions is the one at their making: ours, PostGIS's, and what is temporary last, so
  /// that nobody's own tables come before the base's.
  void set_search_path() {
    session_.run(
        "SELECT set_config('search_path', 'bdfrance, ' || (SELECT quote_ident(n.nspname) FROM "
        "pg_extension AS e JOIN pg_namespace AS n ON n.oid = e.extnamespace WHERE e.extname = "
        "'postgis') || ', pg_temp', true)");
  }

  [[nodiscard]] bool has_role(const std::string& account) {
    return !is_null(
        view_of(value_of(session_, "SELECT 1 FROM pg_roles WHERE rolname = $1", {account})));
  }

  void make_role(const std::string& account) {
    if (!has_role(account))
      session_.run(fmt::format("CREATE ROLE {} LOGIN", io::sql_name(account)));
    if (integer_in(value_of(session_,
                            "SELECT count(*) FROM pg_roles WHERE rolname = $1 AND (rolsuper OR "
                            "rolbypassrls OR rolname = current_user)",
                            {account})) > 0)
      throw RightsError(
          msg("the account {} has every right on this server: a member's must not", account));
  }

  void take_all(const std::string& account) {
    session_.run_script(fmt::format(
        "REVOKE ALL ON ALL TABLES IN SCHEMA bdfrance FROM {0}; REVOKE ALL ON ALL FUNCTIONS IN "
        "SCHEMA bdfrance FROM {0}; REVOKE ALL ON SCHEMA bdfrance FROM {0}",
        io::sql_name(account)));
  }

  void give(const std::string& account) {
    const auto role = io::sql_name(account);
    session_.run_script(fmt::format(
        "GRANT USAGE ON SCHEMA bdfrance TO {0}; GRANT SELECT ON bdf_base, bdf_history, "
        "bdf_transaction_layer, bdf_edition, bdf_layer, bdf_column, bdf_succession, "
        "bdf_given, bdf_report TO {0}; GRANT SELECT (name, number, version, digest) ON bdf_theme "
        "TO {0}; "
        "GRANT SELECT (entry, number, together, layer, object, thing, op, kind, conflict, "
        "sent_value, may, status, reason, decided, answer) ON bdf_entry TO {0}; GRANT SELECT "
        "(number, digest, organisation, base_number, "
        "made, signer) ON bdf_contribution TO {0}; GRANT SELECT (deposit, theme, organisation, "
        "time, name, digest, number) ON bdf_deposit TO {0}; GRANT EXECUTE ON FUNCTION "
        "{1} TO {0}",
        role, functions_of_members));
    for (const auto& layer : layers_) {
      // Not its print: who guesses what it is of would know what they may not read.
      session_.run(fmt::format("GRANT SELECT (id, fid, since) ON {} TO {}",
                               io::sql_name(live_table(layer)), role));
      for (const auto& table : {layer.schema.layer, past_table(layer)})
        session_.run(fmt::format("GRANT SELECT ({}) ON {} TO {}",
                                 readable_columns(layer, table, account), io::sql_name(table),
                                 role));
    }
  }

  /// Without those that the account may not even read. What an object is known by, always.
  [[nodiscard]] std::string readable_columns(const BaseLayer& layer, const std::string& table,
                                             const std::string& account) {
    auto columns = std::vector<std::string>{layer.schema.primary_key};
    for (std::size_t i = 0; i < layer.physical.size(); ++i) {
      const auto& name = layer.schema.columns[i].name;
      const bool is_key = std::any_of(layer.key.begin(), layer.key.end(),
                                      [&](const auto& key) { return same_name(key, name); });
      if (is_key || may_read(account, layer.schema.layer, name))
        columns.push_back(layer.physical[i]);
    }
    if (!layer.schema.geometry_column.empty() &&
        may_read(account, layer.schema.layer, std::string(rules::geometry_thing)))
      columns.push_back(layer.schema.geometry_column);
    if (table != layer.schema.layer)
      for (const auto* own : {"bdf_id", "bdf_from", "bdf_to"}) columns.emplace_back(own);
    return io::sql_names(columns);
  }

  /// In any theme that names it.
  [[nodiscard]] bool may_read(const std::string& account, const std::string& layer,
                              const std::string& thing) {
    for (const auto& member :
         rows_of(session_,
                 "SELECT m.theme, m.community FROM bdf_member AS m JOIN bdf_theme_layer AS l ON "
                 "l.theme = m.theme AND l.layer IN ($2, '*') WHERE m.account = $1",
                 {account, folded(layer)})) {
      const auto may = value_of(
          session_,
          "SELECT may FROM bdf_right WHERE theme = $1 AND community = $2 AND layer IN ($3, '*') "
          "AND (thing = $4 OR (thing = '*' AND $4 NOT IN ('geometry', 'object'))) ORDER BY "
          "(layer = '*')::int, (thing = '*')::int LIMIT 1",
          {member[0], member[1], folded(layer), folded(thing)});
      if (text_in(may) != rules::name_of(Right::none)) return true;
    }
    return false;
  }

  /// The territories of whoever asks.
  void make_zone() {
    const auto* layer = find_layer(layers_, territories);
    std::string zone = "SELECT NULL::geometry";
    if (layer != nullptr && layer->key.size() == 1)
      zone = fmt::format(
          "SELECT ST_Union(t.{}) FROM {} AS t WHERE t.{}::text IN (SELECT m.territory FROM "
          "bdf_member_territory AS m WHERE m.account = session_user::text AND m.theme IN (SELECT "
          "l.theme FROM bdf_theme_layer AS l WHERE l.layer IN (lower(of_layer), '*')))",
          io::sql_name(layer->schema.geometry_column), io::sql_name(layer->schema.layer),
          io::sql_name(layer->physical[*layer->schema.find(layer->key.front())]));
    session_.run_script(
        fmt::format("CREATE OR REPLACE FUNCTION bdf_my_zone(of_layer text) RETURNS geometry "
                    "LANGUAGE sql STABLE "
                    "SECURITY DEFINER SET search_path FROM CURRENT AS $zone${}$zone$; REVOKE ALL "
                    "ON FUNCTION bdf_my_zone(text) FROM PUBLIC",
                    zone));
  }

  /// Rows of a layer, and of its past, are read by what the community may, and by place.
  void protect(const BaseLayer& layer) {
    const auto& name = layer.schema.layer;
    std::string where = fmt::format("(SELECT bdf_may_read({}))", literal(name));
    if (!layer.schema.geometry_column.empty() && !same_name(name, territories))
      where += fmt::format(
          " AND ((SELECT bdf_is_everywhere({0})) OR ST_Intersects({1}, (SELECT bdf_my_zone({0}))))",
          literal(name), io::sql_name(layer.schema.geometry_column));
    for (const auto& table : {name, past_table(layer)}) policy(table, where);
    policy(live_table(layer),
           fmt::format("fid IN (SELECT f.{} FROM {} AS f)", io::sql_name(layer.schema.primary_key),
                       io::sql_name(name)));
  }

  /// What goes on as something else is told of objects that are read under both identifiers.
  void protect_successions() {
    std::string where = "false";
    for (const auto& layer : layers_)
      where += fmt::format(
          " OR (bdf_succession.layer = {0} AND EXISTS (SELECT 1 FROM {1} AS p WHERE p.bdf_id = "
          "bdf_succession.predecessor) AND (EXISTS (SELECT 1 FROM {1} AS p WHERE p.bdf_id = "
          "bdf_succession.successor) OR EXISTS (SELECT 1 FROM {2} AS l WHERE l.id = "
          "bdf_succession.successor)))",
          literal(layer.schema.layer), io::sql_name(past_table(layer)),
          io::sql_name(live_table(layer)));
    policy("bdf_succession", where);
  }

  void policy(const std::string& table, const std::string& where) {
    static_cast<void>(value_of(session_, "SELECT bdf_protect($1, $2)::text", {table, where}));
  }

  SqlSession& session_;
  std::vector<BaseLayer> layers_;
};

}  // namespace

void install_rights(SqlSession& session, const rules::Theme& theme) {
  const auto before = accounts_of(session);
  forget_theme(session, theme.name);
  for (const auto& layer : theme.layers)
    session.run("INSERT INTO bdf_theme_layer VALUES ($1, $2)", {theme.name, folded(layer.name)});
  if (theme.layers.empty())
    session.run("INSERT INTO bdf_theme_layer VALUES ($1, '*')", {theme.name});
  for (const auto& community : theme.communities) {
    add_rights(session, theme, community);
    add_members(session, theme.name, community);
  }
  session.run(
      "INSERT INTO bdf_named_account SELECT DISTINCT account, organisation FROM bdf_member WHERE "
      "true ON CONFLICT DO NOTHING");
  if (names_server(session.name())) Server(session).install(before);
}

void renew_rights(SqlSession& session) {
  if (!names_server(session.name()) || !session.has_table("bdf_member")) return;
  const auto accounts = accounts_of(session);
  if (!accounts.empty()) Server(session).install(accounts);
}

bool is_operator(SqlSession& session) {
  if (!names_server(session.name())) return true;
  return integer_in(value_of(session,
                             "SELECT has_table_privilege('bdfrance.bdf_transaction', "
                             "'INSERT')::int")) != 0;
}

void require_operator(SqlSession& session) {
  if (!is_operator(session))
    throw RightsError(
        msg("{}: only operators of the base may do this. {}", session.name(), what_members_may()));
}

std::string what_members_may() {
  return msg(
      "Members of a base may check out, look at its log, show, compare, synchronise with it, "
      "integrate, which deposits, and read answers; the rest is for the account that owns it");
}

bool reads_everything(SqlSession& session) {
  if (!names_server(session.name())) return true;
  return !session.readable_columns("bdf_transaction") &&
         integer_in(value_of(session, "SELECT row_security_active('bdfrance.bdf_layer')::int")) ==
             0;
}

std::int64_t deposit(SqlSession& session, const NewDeposit& deposit) {
  SqlTransaction all(session, Access::read);
  const bool begun = integer_in(value_of(session, "SELECT bdf_begin_deposit()::int")) != 0;
  Value number = Null{};
  if (begun) {
    session.load({"bdf_staged", {"layer", "object", "thing"}}, [&](const ShowRow& show) {
      std::vector<ValueView> row(3);
      for (const auto& [layer, object, thing] : deposit.things) {
        row = {std::string_view(layer), std::string_view(object), std::string_view(thing)};
        show(row);
      }
    });
    number = value_of(session, "SELECT bdf_deposit($1, $2, $3, $4)",
                      {deposit.theme, deposit.name, deposit.digest, Blob{deposit.file}});
  }
  // What was refused has been noted: that has to last.
  all.commit();
  if (is_null(view_of(number)))
    throw RightsError(
        msg("{}: the server has refused the deposit: its operators see why in the base's journal",
            session.name()));
  return integer_in(number);
}

std::vector<Deposit> waiting_deposits(SqlSession& session) {
  std::vector<Deposit> deposits;
  for (const auto& row : rows_of(session,
                                 "SELECT deposit, theme, organisation, account, name FROM "
                                 "bdf_deposit WHERE number IS NULL AND refusal IS NULL "
                                 "ORDER BY deposit"))
    deposits.push_back({integer_in(row[0]), text_in(row[1]), text_in(row[2]), text_in(row[3]),
                        text_in(row[4]), ""});
  return deposits;
}

std::optional<Deposit> find_deposit(SqlSession& session, std::int64_t deposit) {
  const auto rows = rows_of(session,
                            "SELECT deposit, theme, organisation, account, name, file FROM "
                            "bdf_deposit WHERE deposit = $1 AND number IS NULL AND refusal IS NULL",
                            {deposit});
  if (rows.empty()) return std::nullopt;
  const auto& row = rows.front();
  const auto* file = std::get_if<Blob>(&row[5]);
  return Deposit{integer_in(row[0]), text_in(row[1]),
                 text_in(row[2]),    text_in(row[3]),
                 text_in(row[4]),    file == nullptr ? std::string() : file->bytes};
}

void settle_deposit(SqlSession& session, std::int64_t deposit, std::int64_t number) {
  session.run("UPDATE bdf_deposit SET number = CAST($2 AS bigint), file = NULL WHERE deposit = $1",
              {deposit, number});
}

void refuse_deposit(SqlSession& session, std::int64_t deposit, const std::string& refusal) {
  session.run("UPDATE bdf_deposit SET refusal = $2 WHERE deposit = $1", {deposit, shown(refusal)});
}

}  // namespace bdf::refbase
