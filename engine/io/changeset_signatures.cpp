// SPDX-License-Identifier: MIT
#include <array>

#include "io/changeset.h"
#include "io/changeset_layout.h"

namespace bdf::io {

std::vector<SignatureRow> read_signatures(const std::filesystem::path& path) {
  auto database = Database::open_input(path);
  check_is_changeset(database);
  std::vector<SignatureRow> rows;
  if (!database.has_table(signature_table.name)) return rows;
  auto row = database.prepare("SELECT statement, signature FROM bdf_signature ORDER BY id");
  while (row.step()) rows.push_back({row.text(0), row.text(1)});
  return rows;
}

void write_signatures(const std::filesystem::path& path, const std::vector<SignatureRow>& rows) {
  auto database = Database::open_output(path);
  check_is_changeset(database);
  Transaction transaction(database);
  recreate(database, signature_table);
  auto insert = insert_into(database, signature_table.name, 3);
  for (const auto& row : rows)
    run_with(insert, std::array<ValueView, 3>{Null{}, row.statement, row.signature});
  transaction.commit();
}

}  // namespace bdf::io
