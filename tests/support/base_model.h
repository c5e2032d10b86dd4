// SPDX-License-Identifier: MIT
// What a reference base should hold, kept in memory by the letter of the contract.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "support/plain_layer.h"

namespace bdf::tests {

struct ModelObject {
  std::map<std::string, Value> values;  ///< by column; none: NULL
  Value geometry;
};

/// Valid after `from`, until `to`.
struct ModelVersion {
  static constexpr auto still = std::numeric_limits<std::int64_t>::max();
  std::string id;
  std::int64_t from = 0;
  std::int64_t to = still;
  ModelObject object;

  [[nodiscard]] bool valid_after(std::int64_t number) const {
    return from <= number && to > number;
  }
};

struct ModelColumn {
  Column column;
  std::int64_t since = 0;
};

struct ModelLayer {
  Schema schema;
  std::int64_t since = 0;
  std::vector<ModelColumn> columns;
  std::vector<ModelVersion> versions;

  [[nodiscard]] std::vector<std::string> columns_at(std::int64_t number) const;
  /// The objects that a transaction began or ended.
  [[nodiscard]] std::set<std::string> touched_by(std::int64_t number) const;
  /// What an object was after a transaction, in the columns of another; "" for nothing.
  [[nodiscard]] std::string line_at(const std::string& id, std::int64_t columns_of,
                                    std::int64_t number) const;
  /// The version of an object that is valid now.
  [[nodiscard]] ModelVersion* live(const std::string& id);
};

struct ModelCount {
  std::int64_t added = 0;
  std::int64_t changed = 0;
  std::int64_t removed = 0;
  bool other = false;  ///< the layer or columns are new
};

/// Layers whose objects are known by the column "id".
class BaseModel {
 public:
  [[nodiscard]] std::int64_t head() const { return head_; }
  [[nodiscard]] std::map<std::string, ModelLayer>& layers() { return layers_; }

  /// Enters whole layers, or, of a differential, what it says of objects: its column "detruit" says
  /// which are gone. Where nothing changes the head stays what it is.
  std::map<std::string, ModelCount> import(const std::vector<PlainLayer>& layers,
                                           bool differential);
  /// Whether objects that a transaction changed are no longer what it made of them.
  [[nodiscard]] bool blocked(std::int64_t number);
  void revert(std::int64_t number);

  /// A line an object: "7 name=Lez number=- geom=0101…", in order of id.
  [[nodiscard]] std::vector<std::string> state(const std::string& layer, std::int64_t number);
  /// A line a change: "7 update name: Lez > le Lez", "7 insert", "7 delete", in order of id; of an
  /// update in the columns of the later transaction.
  [[nodiscard]] std::vector<std::string> difference(const std::string& layer, std::int64_t from,
                                                    std::int64_t to);

 private:
  ModelCount enter(const PlainLayer& edition, bool differential, std::int64_t number);

  std::int64_t head_ = 1;
  std::map<std::string, ModelLayer> layers_;
};

/// As the lines above show a value: "-" for NULL.
[[nodiscard]] std::string shown(const ValueView& value);
/// Whether two values mean the same: blank text is NULL, outer blanks say nothing.
[[nodiscard]] bool means_the_same(const Value& a, const Value& b);

}  // namespace bdf::tests
