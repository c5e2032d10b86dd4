// SPDX-License-Identifier: MIT
// One sync of plain layers, and what its files say, for the laws.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "io/changeset.h"
#include "jobs/sync.h"
#include "match/geometric.h"
#include "model/conflict.h"
#include "model/three_way.h"
#include "support/plain_layer.h"
#include "support/temporary_folder.h"

namespace bdf::tests {

/// What one run left, read back.
struct Outcomes {
  std::filesystem::path folder;
  report::Summary summary;
  PlainLayer merged;
  std::vector<Conflict> conflicts;
  io::Changeset update;
  io::Changeset contribution;

  [[nodiscard]] std::set<std::string> conflict_ids() const;
  /// What the open conflicts are about, as each side calls it.
  [[nodiscard]] std::set<std::string> asked_about() const;
};

/// Runs syncs in a folder of its own, by column `key`, deletions confirmed; by the theme generic,
/// unless rules are given.
class Trial {
 public:
  /// `geometric`: what is recognised by where it lies; nothing where it is not given.
  explicit Trial(const match::GeometricOptions& geometric = {}) : geometric_(geometric) {}
  /// By a theme of those lines, below a name and a version.
  explicit Trial(std::string rules) : rules_(std::move(rules)) {}
  /// The same for a layer of that name, and what is its key; none: as the rules' schema says.
  Trial(std::string rules, std::string layer, std::vector<std::string> key)
      : rules_(std::move(rules)), layer_(std::move(layer)), key_(std::move(key)) {}

  std::filesystem::path write(const std::string& name, const PlainLayer& layer);
  /// Any of them may have been written or merged before. "" for no ancestor.
  Outcomes sync_files(const ThreeWay<std::filesystem::path>& inputs, int threads = 1);
  Outcomes sync(const ThreeWay<PlainLayer>& inputs);

  /// `bdf apply`; the target's layer with the changeset applied, in a file of that name.
  std::filesystem::path apply(const std::filesystem::path& changeset,
                              const std::filesystem::path& target, const std::string& name);

  [[nodiscard]] const ThreeWay<std::filesystem::path>& inputs() const { return inputs_; }
  [[nodiscard]] std::filesystem::path path(const std::string& name) const {
    return folder_.path() / name;
  }

 private:
  TemporaryFolder folder_;
  [[nodiscard]] std::filesystem::path theme() const;

  match::GeometricOptions geometric_;
  std::string rules_;
  std::string layer_ = "stream";
  std::vector<std::string> key_{"key"};
  ThreeWay<std::filesystem::path> inputs_;
  int syncs_ = 0;
};

/// A row by column name, in normal forms; the geometry under "geometry". NULLs are left out.
using Content = std::map<std::string, std::string>;

/// Columns that all of these layers carry, in lower case, bdf_uid not among them.
[[nodiscard]] std::set<std::string> common_columns(const std::vector<const PlainLayer*>& layers);

[[nodiscard]] Content content_of(const PlainLayer& layer, const PlainRow& row,
                                 const std::set<std::string>& columns);
/// All rows, sorted: two layers that say the same are equal, whatever their order and fids.
[[nodiscard]] std::vector<Content> contents_of(const PlainLayer& layer,
                                               const std::set<std::string>& columns);

/// The value in a column as it is stored; Null where the layer lacks the column.
[[nodiscard]] Value value_in(const PlainLayer& layer, const PlainRow& row,
                             const std::string& column);
/// The row's key as text, or its bdf_uid where it has no key.
[[nodiscard]] std::string id_in(const PlainLayer& layer, const PlainRow& row);

/// A changeset as text, one line a change, sorted: operations, ids, values and statuses.
[[nodiscard]] std::vector<std::string> described(const io::Changeset& changeset);

}  // namespace bdf::tests
