// SPDX-License-Identifier: MIT
#include <array>

#include "base/error.h"
#include "base/message.h"
#include "io/sync_tables.h"
#include "io/table_row.h"

namespace bdf::io {

namespace {

constexpr int sync_format = 1;

constexpr TableDefinition sync_table{
    "bdf_sync",
    "format_version INTEGER NOT NULL, producer TEXT, theme TEXT, theme_version TEXT, "
    "theme_digest TEXT, ancestor_edition TEXT, ancestor_digest TEXT, reference_edition TEXT, "
    "reference_digest TEXT, extent TEXT, selection TEXT, time TEXT"};

}  // namespace

void write_stamp(Database& database, const SyncStamp& stamp) {
  recreate(database, sync_table);
  auto insert = insert_into(database, sync_table.name, 12);
  run_with(insert, std::array<ValueView, 12>{
                       std::int64_t{sync_format}, text_or_null(stamp.producer),
                       text_or_null(stamp.theme), text_or_null(stamp.theme_version),
                       text_or_null(stamp.theme_digest), text_or_null(stamp.ancestor_edition),
                       text_or_null(stamp.ancestor_digest), text_or_null(stamp.reference_edition),
                       text_or_null(stamp.reference_digest), text_or_null(stamp.extent),
                       text_or_null(stamp.selection), text_or_null(stamp.time)});
}

std::optional<SyncStamp> read_stamp(Database& database) {
  if (!database.has_table(sync_table.name)) return std::nullopt;
  auto row = database.prepare(
      "SELECT format_version, producer, theme, theme_version, theme_digest, ancestor_edition, "
      "ancestor_digest, reference_edition, reference_digest, extent, selection, time "
      "FROM bdf_sync");
  if (!row.step()) return std::nullopt;
  if (row.integer(0) > sync_format)
    throw InputError(msg("{} was written by a newer version of bdf: its tables are of format {}.",
                         database.path().string(), row.integer(0)));
  return SyncStamp{row.text(1), row.text(2), row.text(3), row.text(4),  row.text(5), row.text(6),
                   row.text(7), row.text(8), row.text(9), row.text(10), row.text(11)};
}

}  // namespace bdf::io
