// SPDX-License-Identifier: MIT
#include "refbase/base.h"

#include <fmt/format.h>

#include <filesystem>
#include <random>

#include "base/error.h"
#include "base/hash.h"
#include "base/log.h"
#include "base/message.h"
#include "refbase/migrations.h"

namespace bdf::refbase {

namespace {

std::string new_identity() {
  std::random_device random;
  std::string bits;
  for (int i = 0; i < 8; ++i) bits += fmt::format("{:08x}", random());
  return uuid_v5(bits);
}

void require_empty(SqlSession& session) {
  if (form_of(session) > 0) throw StoreError(msg("{}: there is a base already", session.name()));
  if (!session.is_empty())
    throw StoreError(
        msg("{}: the file holds layers and is no base: choose a new file", session.name()));
}

/// The form of a base. Throws StoreError where it is none, or one of the future.
int known_form_of(SqlSession& session) {
  const SqlTransaction reading(session, Access::read);
  const int form = form_of(session);
  if (form == 0)
    throw StoreError(msg("{}: this is no base: `bdf base init --base {}` makes one", session.name(),
                         session.name()));
  if (form > newest_form())
    throw StoreError(msg("{}: a newer version of bdf made this base (form {}; this one knows {})",
                         session.name(), form, newest_form()));
  return form;
}

}  // namespace

Transaction create_base(const std::string& address, Transaction first) {
  const auto session = open_session(address, true);
  SqlTransaction transaction(*session, Access::write);
  require_empty(*session);
  session->prepare_empty();
  migrate(*session, 0, newest_form());
  session->run("INSERT INTO bdf_base VALUES ($1, $2)",
               {std::int64_t{newest_form()}, new_identity()});
  session->show_table("bdf_transaction");
  first.number = 1;
  first.kind = "init";
  record(*session, first);
  transaction.commit(was_recorded(first));
  return first;
}

std::unique_ptr<SqlSession> open_base(const std::string& address, Access access) {
  auto session = open_session(address, false);
  if (known_form_of(*session) == newest_form() || access == Access::read) return session;
  SqlTransaction transaction(*session, Access::write);
  const int form = form_of(*session);
  // Another may have done it while this one waited.
  if (form == newest_form()) return session;
  migrate(*session, form, newest_form());
  transaction.commit(
      {"SELECT 1 FROM bdf_base WHERE format_version = $1", {std::int64_t{newest_form()}}});
  log_info(
      msg("{}: the base was brought from form {} to {}", session->name(), form, newest_form()));
  return session;
}

}  // namespace bdf::refbase
