// SPDX-License-Identifier: MIT
#include "merge/open_deletion.h"

#include <algorithm>

#include "io/json_text.h"
#include "merge/compare.h"
#include "merge/conflicts.h"
#include "merge/said_objects.h"

namespace bdf::merge {

namespace {

/// A conflict's version of the object, and the feature that is held against it.
struct Comparison {
  FeatureRef feature;
  Side side;  ///< whose feature it is
  Side then;  ///< whose version of the conflict
};

bool same_attributes(const Context& context, const Comparison& compared,
                     const io::NamedValues& held) {
  const auto& attributes = context.layout.attributes;
  return std::all_of(attributes.begin(), attributes.end(), [&](const Attribute& one) {
    if (!one.carried_by(compared.side) || !one.carried_by(compared.then)) return true;
    if (one.housekeeping || same_name(one.name, uid_column)) return true;
    const auto found = std::find_if(held.begin(), held.end(), [&](const auto& named) {
      return same_name(named.first, one.name);
    });
    const ValueView value = found == held.end() ? ValueView{Null{}} : view_of(found->second);
    return same_value(one.kind, value_of(compared.feature, one, compared.side), value);
  });
}

/// Whether the feature that a side has today is that version of the conflict's.
bool as_then(const Context& context, const HeldVersion& version, const Comparison& compared) {
  const auto& text = version.value;
  if (!compared.feature || !text) return !compared.feature && !text;
  if (!same_geometry(compared.feature.geometry(), view_of(version.geometry), context.tolerance))
    return false;
  if (!text->starts_with('['))
    return same_attributes(context, compared, io::parse_json_object(*text));
  return say_the_same(context,
                      {objects_as_json(context, {compared.feature}, compared.side), compared.side},
                      {text, compared.then});
}

/// Whether the reference has changed the object since its deletion was decided.
bool overtaken(const Context& context, const ClusterFeatures& cluster, const Conflict& pending,
               const Resolution& resolution) {
  const auto reference = cluster.only(Side::reference);
  return resolution.side == Side::local && !pending.values.local && reference &&
         !as_then(context, {pending.values.reference, pending.geometries.reference},
                  {reference, Side::reference, Side::reference});
}

std::optional<Resolution> entered_or_done(const Context& context, const ClusterFeatures& cluster,
                                          const Conflict& pending) {
  const auto* entered = resolution_of(context, pending.id);
  if (entered != nullptr && settles_deletion(*entered)) return *entered;
  if (is_as_held(context, cluster, pending)) return std::nullopt;
  const auto local = cluster.only(Side::local);
  const bool gone_locally = !pending.values.local;
  Resolution resolution;
  resolution.side = static_cast<bool>(local) == gone_locally ? Side::reference : Side::local;
  resolution.by = "edit";
  return resolution;
}

}  // namespace

const Conflict* pending_deletion(const Context& context, const ClusterFeatures& cluster) {
  for (const auto* conflict : pending_of(context, cluster))
    if (conflict->kind == ConflictKind::delete_edit) return conflict;
  return nullptr;
}

bool is_answered(const Conflict& pending, const ClusterFeatures& cluster) {
  const bool local = !cluster.features.local.empty();
  const bool reference = !cluster.features.reference.empty();
  const bool brought_back = !pending.values.reference && local && reference;
  const bool deleted_too = !pending.values.local && !reference;
  return brought_back || deleted_too;
}

bool is_as_held(const Context& context, const ClusterFeatures& cluster, const Conflict& pending) {
  return as_then(context, held_version(pending),
                 {cluster.only(Side::local), Side::local, pending.provisional});
}

bool settles_deletion(const Resolution& resolution) {
  return resolution.side.has_value() && *resolution.side != Side::ancestor;
}

std::optional<Resolution> decision_on(const Context& context, const ClusterFeatures& cluster,
                                      const Conflict& pending) {
  const auto decision = entered_or_done(context, cluster, pending);
  const bool stands = decision && !overtaken(context, cluster, pending, *decision);
  return stands ? decision : std::nullopt;
}

}  // namespace bdf::merge
