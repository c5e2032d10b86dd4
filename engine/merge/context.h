// SPDX-License-Identifier: MIT
// What the merge of one layer knows while it looks at one cluster.
#pragma once

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "geometry/linear_reference.h"
#include "merge/layout.h"
#include "model/change.h"
#include "model/conflict.h"
#include "model/geometry.h"
#include "model/ledger.h"
#include "rules/theme.h"

namespace bdf::merge {

/// The column of merged that keeps the identity of features whose key does not identify them.
inline constexpr std::string_view uid_column = "bdf_uid";

/// A value, and whose file it is as it stands in.
struct Held {
  Side side = Side::local;
  ValueView value;
};

/// Whether two values of the attribute are the same at the precision of the coarser of the two
/// files.
[[nodiscard]] bool alike(const Attribute& attribute, const Held& a, const Held& b);

/// What earlier syncs left open or settled.
struct Memory {
  /// Open conflicts and unanswered proposals, of all layers, by the object's id on whichever side
  /// it has one.
  std::multimap<std::string, Conflict> pending;
  /// Decisions by conflict id: those entered and not yet applied, and those applied before.
  std::map<std::string, Resolution> resolutions;
  /// The ids of those whose value is a geometry, by the layer that they are about.
  std::multimap<std::string, std::string> drawn;
  /// What the reference answered, by the id under which it was sent.
  std::multimap<std::string, Answer> answers;
  /// Of these, the values that it has taken since the ancestor: both sides had them.
  std::multimap<std::string, Answer> taken;
};

/// A part of a local line of which the producer says what they do not say of the rest.
struct Stretch {
  geometry::Span on;
  /// The whole line, as if all of it were as this part is; where local has cut the line, its fid is
  /// the part's.
  FeatureRef feature;
};
/// By local fid, all of such a line's, in their order along it.
using Stretches = std::map<std::int64_t, std::vector<Stretch>>;

/// Why what one side alone has changed of an object is as much in dispute as what both have: it
/// does not go together with what the other side has made of other objects.
struct Contested {
  std::string reason;           ///< for people, in their language
  Side held = Side::reference;  ///< whose version merged holds meanwhile; of a deletion, the object
};
/// By a cluster's number and what of it, as the ledger names it: "geometry", "object", an
/// attribute.
using Contests = std::map<std::pair<std::int64_t, std::string>, Contested>;

class Conditions;
struct Grounds;

struct Context {
  std::string layer;            ///< as the local layer is called
  std::string reference_layer;  ///< as the reference calls it
  const rules::LayerRules* rules = nullptr;
  Layout layout;
  double tolerance = 0;          ///< in units of the CRS
  double distance = 0;           ///< how far one thing may be drawn from itself; likewise
  std::optional<Box> extent;     ///< what local and reference declare to cover; nullopt: everything
  std::vector<std::string> key;  ///< the key's columns, as local spells them (else the reference)
  bool key_is_fid = false;       ///< an insert then keeps its fid
  const Memory* memory = nullptr;
  const Stretches* stretches = nullptr;    ///< of local features; nullptr: there are none
  const Contests* contests = nullptr;      ///< nullptr: nothing is contested
  const Conditions* conditions = nullptr;  ///< of the theme; nullptr: it has none
  const Grounds* grounds = nullptr;        ///< on which the rules hang; nullptr likewise
};

/// One object (or several, where it was cut) in its three versions.
struct ClusterFeatures {
  std::int64_t number = 0;
  ThreeWay<std::vector<FeatureRef>> features;
  ThreeWay<std::vector<std::string>> ids;  ///< one a feature, sorted, in the order of `features`
  bool has_uid = false;  ///< a local feature is known by its bdf_uid, its key being no key
  std::string
      how_matched;  ///< the geometric links that joined it, for the ledger; "" where none did
  bool far_apart = false;  ///< local and reference have its key on objects far apart

  [[nodiscard]] bool single() const {
    return features.ancestor.size() <= 1 && features.local.size() <= 1 &&
           features.reference.size() <= 1;
  }
  [[nodiscard]] FeatureRef only(Side side) const {
    return features[side].empty() ? FeatureRef{} : features[side].front();
  }
  [[nodiscard]] std::string id_of(Side side) const;
  /// The name it is listed by: the smallest id of reference, local or ancestor, in that order.
  [[nodiscard]] std::string name() const;
};

/// A part of a line that merged holds, and where it says otherwise than the feature that it is to
/// be made from.
struct HeldStretch {
  geometry::Span on;
  FeatureRef feature;
  std::vector<ValueChange> values;  ///< in merged's columns
};

/// A feature that merged holds, and its stretches along that feature's own geometry.
struct HeldStretches {
  FeatureRef object;
  std::vector<HeldStretch> stretches;
};

/// What one cluster comes to. Changes are 0 or more a list; the ledger entry is exactly one.
struct ClusterResult {
  LedgerEntry entry;
  std::vector<Change> update;        ///< to the local layer
  std::vector<Change> contribution;  ///< to the reference
  std::vector<Conflict> conflicts;   ///< left open
  std::vector<Conflict> resolved;    ///< closed by a human's decision in this run
  std::vector<Conflict> proposals;   ///< not answered yet, and no longer held by merged
  std::vector<HeldStretches> stretches;
};

/// Appends what the source holds, and leaves it empty of meaning.
template <class T>
void move_into(std::vector<T>& target, std::vector<T>& source) {
  std::move(source.begin(), source.end(), std::back_inserter(target));
}

/// Flags of the ledger, the attribute's name behind the last two: damage that is no edit, a value
/// that is not sent since it is none of its attribute's type, a word of the producer's own.
inline constexpr std::string_view unusable_geometry_flag = "unusable_geometry";
inline constexpr std::string_view unusable_value_flag = "unusable_value ";
inline constexpr std::string_view own_word_flag = "own_word ";
/// Likewise, and the value behind that: one of the producer's, where another covers more.
inline constexpr std::string_view gave_way_flag = "gave_way ";

/// Enters what was decided of the cluster's existence as a whole.
void decide_existence(ClusterResult& result, Outcome outcome, Decision decision);

/// Leaves the conflict open, with the provisional side's value in merged.
void leave_open(ClusterResult& result, Conflict conflict);

/// Records that a human's decision closed the conflict.
void close(ClusterResult& result, Conflict conflict, const Resolution& resolution);

/// Every local feature of the cluster stays in merged.
void keep_local(ClusterResult& result, const ClusterFeatures& cluster);

/// The stretches of a local feature; none of one that is the same all along.
[[nodiscard]] const std::vector<Stretch>& stretches_of(const Context& context, FeatureRef local);

/// How the producer's word on existence goes out, by who answers for it.
[[nodiscard]] Status status_of_existence(const rules::LayerRules& rules);

/// Whether the producer's own value means nothing that the attribute could say: local then does not
/// carry the attribute, as far as this feature goes.
[[nodiscard]] bool says_nothing(FeatureRef local, const Attribute& attribute);

/// Whether the mapping knows the producer's own value, be it as one that means nothing.
[[nodiscard]] bool is_known_word(FeatureRef local, const Attribute& attribute);

/// The same as it stands in local's column, in the producer's own words where these are mapped.
[[nodiscard]] ValueView own_value_of(FeatureRef local, const Attribute& attribute);

/// The value of an attribute as a side carries it, in the attribute's words; Null where it does
/// not.
[[nodiscard]] ValueView value_of(FeatureRef feature, const Attribute& attribute, Side side);

}  // namespace bdf::merge
