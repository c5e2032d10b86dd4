// SPDX-License-Identifier: MIT
// Changes as systems take them that know three operations only, and objects by their keys.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/change_rows.h"
#include "io/changeset.h"

namespace bdf::io {

struct SentValue {
  const Column* column = nullptr;
  ValueView value;
};

struct SentChange {
  const Change* change = nullptr;
  Op op = Op::update;          ///< insert (also of a successor), update or remove
  std::vector<SentValue> key;  ///< of the object before the change; of an insertion, if it is whole
  /// An insertion's attributes but for NULLs of the key; what an update changes; else empty.
  std::vector<SentValue> values;
  std::optional<ValueView> geometry;  ///< an insertion's, or where it changes

  [[nodiscard]] bool has(const Column& column) const;  ///< among `values`
};

/// The changes of one layer, which it refers to. A layer without key columns has its fid for a key,
/// in a column of its primary key's name.
class SentLayer {
 public:
  /// `left_out`: a column that is none of an object's attributes where it goes, and is not sent.
  explicit SentLayer(const LayerChanges& layer, std::string_view left_out = {});
  SentLayer(const SentLayer&) = delete;
  SentLayer& operator=(const SentLayer&) = delete;

  /// Deletions first, then updates, then insertions: a key that one object leaves may be another's.
  /// Without updates that change nothing.
  [[nodiscard]] std::vector<const Change*> in_order() const;
  /// Views into the change and its table, valid until the next call.
  [[nodiscard]] SentChange sent(const Change& change);
  [[nodiscard]] const LayerChanges& layer() const { return *layer_; }
  /// "split: T1 → T1, T9" of each group, by its name.
  [[nodiscard]] const std::map<std::string, std::string>& lineage() const { return lineage_; }

 private:
  [[nodiscard]] bool is_left_out(const Column& column) const;
  [[nodiscard]] bool changes_nothing(const Change& change) const;
  [[nodiscard]] std::vector<SentValue> key_of(const Change& change) const;
  void add_new(SentChange& sent);

  const LayerChanges* layer_;
  TargetRow row_;
  Column fid_;
  std::string left_out_;
  std::map<std::string, std::string> lineage_;
};

/// What a format has words for.
struct Sayable {
  std::string format;         ///< as users call it
  bool changed_keys = false;  ///< an update may give an object another key
  bool all_reals = false;     ///< NaN and infinities
  bool control_characters = false;
  std::string left_out;  ///< as SentLayer has it
  /// What is against a geometry that is well-formed WKB with finite ordinates, if anything.
  std::function<std::optional<std::string>(std::string_view wkb)> against_geometry;
  /// What is against all changes to a layer, if anything.
  std::function<std::optional<std::string>(const Schema& target)> against_layer;
};

/// What of a change cannot be said, and why.
struct Unsayable {
  std::size_t change = 0;            ///< in the layer's changes
  std::optional<std::size_t> value;  ///< in the change's values: an attribute of an update
  bool geometry = false;             ///< of an update; neither this nor `value`: the whole change
  std::string reason;
};

/// A change to an object that no key names alone cannot be said, nor can text that is not UTF-8, a
/// geometry that is none or has a coordinate that is no finite number, and what the format has no
/// words for. One reason a thing, in the order in which the changes are sent.
[[nodiscard]] std::vector<Unsayable> unsayable_in(const LayerChanges& changes,
                                                  const Sayable& sayable);

/// Throws InputError where there is such a thing: it names the first one and how many changes have
/// one.
void check_sayable(const Changeset& changeset, const Sayable& sayable);

/// "bdf 0.1.0: contribution of DDT 32 to 2026-06; split: T1 → T1, T9": what the formats have no
/// other place for than a remark to people, in English as all that services read.
[[nodiscard]] std::string remark_on(const Changeset& changeset);

/// A value as text: truths as true and false, reals in the shortest form that reads back to the
/// same double, blobs in lower-case hexadecimal behind `\x`, as PostgreSQL takes them; "" for NULL.
[[nodiscard]] std::string text_of(const SentValue& sent);

/// Whether it is a truth: 0 or 1 in a column of truths.
[[nodiscard]] bool is_truth(const SentValue& sent);

}  // namespace bdf::io
