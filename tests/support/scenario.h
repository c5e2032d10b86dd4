// SPDX-License-Identifier: MIT
// A sync told as a story: three maps drawn as text, the objects on them, and what came of it.
//
//     Scenario map(R"(
//       ancestor | local     | reference | merged
//       A - B    | A - - B   | A - B     | A - - B   )");
//     map.everywhere({{"K1", "AB", {{"name", "Lez"}}}});
//     const auto after = map.sync();
//     EXPECT_EQ(after.outcome("K1"), "kept_local");
//     EXPECT_THAT(after.merged, ElementsAre("K1 AB name=Lez"));
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "io/changeset.h"
#include "jobs/sync.h"
#include "model/conflict.h"
#include "model/ledger.h"
#include "support/drawing.h"
#include "support/plain_layer.h"
#include "support/temporary_folder.h"

namespace bdf::tests {

using Attributes = std::map<std::string, Value>;

/// Each side says where its letters stand; the object says which they are.
struct Object {
  std::string key;      ///< column `key`; "" for NULL
  std::string letters;  ///< as Drawing::geometry() takes them
  Attributes attributes;
};
using Objects = std::vector<Object>;

/// What a sync wrote, read back from its files, as sorted lines of text: a failed test shows them.
struct Synced {
  std::filesystem::path folder;
  report::Summary summary;

  /// "K1 AB name=Lez stade=2": key ("-" where NULL), letters by the drawing `merged` (else
  /// `local`), attributes but NULLs and bdf_uid, in alphabetical order.
  std::vector<std::string> merged;
  /// "attribute name of K1: Lez | Lez vif | le Lez, holds reference" (ancestor, local, reference),
  /// "geometry of K1, holds reference". Open ones, from bdf_pending.
  std::vector<std::string> conflicts;
  /// "proposal name of K1: Lez | le Lez | Lez vif, holds reference". Unanswered ones, from there
  /// too.
  std::vector<std::string> proposals;
  /// "update K1: geometry offered, name proposed", "delete K1: offered",
  /// "insert K1 AB name=Lez: offered". A feature with no key of its own is called "-".
  std::vector<std::string> contribution;
  std::vector<std::string> update;
  /// Codes of the findings.
  std::vector<std::string> findings;

  std::vector<Conflict> pending;   ///< the open conflicts in full
  std::vector<Conflict> resolved;  ///< bdf_resolution

  /// What the ledger says became of the object of that key, on whichever side it has it.
  [[nodiscard]] std::string outcome(const std::string& key) const;
  /// The rules that decided about it: "name: only_local_changed".
  [[nodiscard]] std::vector<std::string> decisions(const std::string& key) const;
  /// The ids of the open conflicts, sorted.
  [[nodiscard]] std::vector<std::string> conflict_ids() const;
};

/// Files are written when sync() is called. A column that one side's objects mention is a column
/// of all sides, unless only() says who has it.
class Scenario {
 public:
  /// Titles are ancestor, local, reference, and merged where it looks like none of them. With no
  /// drawing called ancestor there is no ancestor.
  explicit Scenario(std::string_view drawings);

  Scenario& ancestor(Objects objects) { return has(Side::ancestor, std::move(objects)); }
  Scenario& local(Objects objects) { return has(Side::local, std::move(objects)); }
  Scenario& reference(Objects objects) { return has(Side::reference, std::move(objects)); }
  /// Adds the objects to all three.
  Scenario& everywhere(const Objects& objects);
  /// Only these sides carry the column.
  Scenario& only(const std::string& column, std::vector<Side> sides);
  /// The column has that SQL type on that side, whatever its values.
  Scenario& declare(Side side, const std::string& column, const std::string& type);
  /// The layer is that class of BD TOPO, under a theme that knows it and those lines more; the key
  /// is `cleabs`. Keys "K1" stay what they are in this story: the class's form is only a finding.
  Scenario& of_class(const std::string& layer, const std::string& yaml = "");
  /// A theme of those lines, below a name and a version.
  Scenario& theme(const std::string& yaml);
  /// Extent, producer, --confirm-deletions and whatever else a sync is asked.
  jobs::SyncJob& job() { return job_; }

  /// Expects in passing that the update turns the local layer into merged.
  Synced sync();

  /// A later day: what was merged is the local layer, and the reference of then is the ancestor.
  /// The reference stays as it is until reference() says otherwise.
  Scenario& continue_from(const Synced& synced);
  /// The same with the old ancestor, as a user who gives the wrong file would.
  Scenario& continue_with_old_ancestor(const Synced& synced);
  /// The drawings' first cells lie there, in metres of Lambert-93; at 0 0 unless it is said.
  Scenario& lies_at(const std::pair<int, int>& place);
  /// Draws a side anew.
  Scenario& draw(const std::string& title, std::string_view rows);
  /// Edits the objects of those keys in the local file that an earlier sync wrote: letters by the
  /// drawing `local` (none: the geometry stays), and the attributes that are given.
  Scenario& edit(const Objects& objects);
  /// Deletes it there.
  Scenario& erase(const std::string& key);
  /// Enters a resolution into the conflicts.gpkg of that sync, for all conflicts of the object.
  Scenario& resolve(const Synced& synced, const std::string& key, const std::string& side);
  Scenario& resolve_with_value(const Synced& synced, const std::string& key,
                               const std::string& value);

 private:
  Scenario& has(Side side, Objects objects);
  [[nodiscard]] std::filesystem::path write(Side side);
  [[nodiscard]] PlainLayer layer_of(Side side) const;
  void expect_update_to_give(const Synced& synced) const;
  [[nodiscard]] const Drawing& drawing(Side side) const;
  [[nodiscard]] const Drawing& drawing_of_merged() const;

  TemporaryFolder folder_;
  std::map<std::string, Drawing> drawings_;
  std::pair<int, int> place_{0, 0};
  ThreeWay<std::optional<Objects>> objects_;
  ThreeWay<std::filesystem::path> files_;  ///< of earlier syncs; "" where to be written
  std::map<std::string, std::vector<Side>> only_;
  ThreeWay<std::map<std::string, std::string>> declared_;
  std::string layer_ = "stream";
  std::string key_ = "key";
  jobs::SyncJob job_;
  int files_written_ = 0;
  int syncs_ = 0;
};

}  // namespace bdf::tests
