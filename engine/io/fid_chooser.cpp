// SPDX-License-Identifier: MIT
#include "io/fid_chooser.h"

#include <algorithm>
#include <limits>

#include "io/change_rows.h"

namespace bdf::io {

namespace {

std::int64_t greatest_in_layer(Database& database, const Schema& schema) {
  auto select = database.prepare("SELECT max(" + sql_name(schema.primary_key) + ") FROM main." +
                                 sql_name(schema.layer));
  return select.step() ? std::max<std::int64_t>(0, select.integer(0)) : 0;
}

/// The greatest that an AUTOINCREMENT key ever had; 0 where it is none.
std::int64_t greatest_ever(Database& database, const Schema& schema) {
  if (!database.has_table("sqlite_sequence")) return 0;
  auto select =
      database.prepare("SELECT max(seq) FROM main.sqlite_sequence WHERE name = ? COLLATE NOCASE");
  return select.bind(1, schema.layer).step() ? select.integer(0) : 0;
}

}  // namespace

FidChooser::FidChooser(Database& database, const LayerChanges& changes)
    : taken_(database.prepare("SELECT 1 FROM main." + sql_name(changes.target.layer) + " WHERE " +
                              sql_name(changes.target.primary_key) + " = ?")),
      greatest_(std::max(greatest_in_layer(database, changes.target),
                         greatest_ever(database, changes.target))) {
  for (const auto& change : changes.changes)
    if (adds_feature(change) && change.fid) greatest_ = std::max(greatest_, *change.fid);
}

std::optional<std::int64_t> FidChooser::choose(std::optional<std::int64_t> wanted) {
  if (wanted && is_free(*wanted)) return wanted;
  if (greatest_ == std::numeric_limits<std::int64_t>::max()) return std::nullopt;
  return ++greatest_;
}

bool FidChooser::is_free(std::int64_t fid) {
  const bool found = taken_.bind(1, fid).step();
  taken_.reset();
  return !found;
}

}  // namespace bdf::io
