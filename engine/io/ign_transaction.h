// SPDX-License-Identifier: MIT
// Contributions as transactions of IGN's collaborative API (POST …/databases/{db}/transactions), as
// its own clients write them:
//
//   {"comment": "…", "actions": [{"table": 2241, "state": "Update",
//     "data": {"cleabs": "…", "gcms_fingerprint": "…", "nature": "Canal", "geometrie": "LINESTRING
//     …"}}]}
//
// Insert has all attributes, Update the key and those that change, Delete the key. Truths are true
// and false and not texts, NULL is null and not "", numbers are numbers. A geometry is WKT in the
// layer's own reference system, x before y, under its column's name. A layer without key columns
// goes by its fid, under its primary key's name. Deletions come first, insertions last.
// gcms_fingerprint, where the layer carries it, goes with updates and deletions as it was: the
// server refuses what has changed since. An insertion without a key carries its bdf_id as
// `_client_feature_id`, which the server's answer gives back beside the key that it chose.
//
// Lost are: the statuses (offered, proposed, taken), what was there before an update or a deletion,
// that a deletion and insertions are one split, merge or re-cut (the comment says so), the fids
// that insertions ask for, layers and updates without changes, and the changeset's head but for
// what the comment says. gcms_fingerprint is the server's own: that of an insertion, and its
// change, are not sent. A geometry whose rings are not closed, or whose lines have no length, is
// sent and not read back; one that the layer declares otherwise comes back as declared, single or
// multi. What cannot be said at all is refused (jobs/sayable_part.h takes it out before): NaN and
// infinities, text that is not UTF-8, values that are none of their column's type, another key for
// an object, and an object whose key is not its own.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "io/changeset.h"
#include "io/foreign_action.h"
#include "io/sent_change.h"

namespace bdf::io {

inline constexpr const char* fingerprint_column = "gcms_fingerprint";

/// How the API numbers its tables, by layer; a layer without a number goes by its name.
using TableIds = std::map<std::string, std::string>;

/// A CSV with columns `layer` and `table`. Throws InputError with the line where a cell is missing,
/// or where a layer or a table stands twice.
[[nodiscard]] TableIds read_table_ids(const std::filesystem::path& path);

[[nodiscard]] Sayable sayable_in_ign_transactions();

/// One transaction with all changes. Throws InputError as check_sayable(), and StoreError.
void write_ign_transaction(const std::filesystem::path& path, const Changeset& changeset,
                           const TableIds& tables);

/// The actions in order. Members that the server adds are passed over. Throws InputError naming the
/// file and the line for what is no JSON, says one member twice, is nested as no transaction is, or
/// lacks what an action must have.
[[nodiscard]] std::vector<ForeignAction> read_ign_transaction(const std::filesystem::path& path,
                                                              const TableIds& tables);

}  // namespace bdf::io
