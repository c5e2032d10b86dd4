// SPDX-License-Identifier: MIT
#include "refbase/migrations.h"

#include <fmt/format.h>

#include <fstream>
#include <iterator>

#include "base/error.h"
#include "base/message.h"
#include "base/share.h"

namespace bdf::refbase {

namespace {

constexpr int newest = 4;

}  // namespace

std::string script_named(const std::string& called) {
  const auto name = fmt::format("schemas/base/{}.sql", called);
  for (const auto& share : share_folders()) {
    std::ifstream file(share / name, std::ios::binary);
    if (file) return {std::istreambuf_iterator<char>(file), {}};
  }
  throw StoreError(msg("{}: the file that ships with this program is missing", name));
}

int newest_form() { return newest; }

int form_of(SqlSession& session) {
  if (!session.has_table("bdf_base")) return 0;
  const auto form = value_of(session, "SELECT format_version FROM bdf_base");
  const auto* number = std::get_if<std::int64_t>(&form);
  return number != nullptr ? static_cast<int>(*number) : 0;
}

void migrate(SqlSession& session, int from, int to) {
  for (int form = from + 1; form <= to; ++form)
    session.run_script(script_named(std::to_string(form)));
  if (from > 0) session.run("UPDATE bdf_base SET format_version = $1", {std::int64_t{to}});
}

}  // namespace bdf::refbase
