// SPDX-License-Identifier: MIT
#include "merge/proposals.h"

#include <algorithm>

#include "base/message.h"
#include "geometry/adapt.h"
#include "geometry/alike.h"
#include "geometry/wkb.h"
#include "geometry/wkt.h"
#include "io/change_rows.h"
#include "merge/compare.h"
#include "merge/conflicts.h"
#include "merge/settle.h"

namespace bdf::merge {

namespace {

constexpr std::string_view geometry_name = "geometry";
constexpr std::string_view object_name = "object";

/// What a contribution calls the attribute.
std::string sent_name(const Attribute* attribute) {
  return attribute == nullptr ? std::string(geometry_name) : attribute->rule_name();
}

bool is_about(const Answer& answer, const Attribute* attribute) {
  if (attribute == nullptr) return answer.attribute == geometry_name;
  return same_name(answer.attribute, attribute->rule_name()) ||
         same_name(answer.attribute, attribute->name) ||
         (attribute->definition != nullptr &&
          std::find(attribute->definition->names.begin(), attribute->definition->names.end(),
                    folded(answer.attribute)) != attribute->definition->names.end());
}

/// Answers are about what was sent: the line may run the other way than local's.
bool is_answered_geometry(const Context& context, const Answer& answer, const BlobView& sent) {
  const auto value = view_of(answer.geometry);
  const auto* answered = std::get_if<BlobView>(&value);
  if (answered == nullptr) return false;
  if (geometry::alike_wkb(answered->bytes, sent.bytes, context.tolerance)) return true;
  auto line = geometry::decode_wkb(answered->bytes).geometry;
  return line && geometry::alike_wkb(geometry::encode_wkb(geometry::reversed(std::move(*line))),
                                     sent.bytes, context.tolerance);
}

bool answers_value(const Context& context, const Answer& answer, const SentValue& sent) {
  if (!is_about(answer, sent.attribute)) return false;
  const auto* wkb = std::get_if<BlobView>(&sent.value);
  if (sent.attribute != nullptr || wkb == nullptr || !answer.value) {
    const ValueKind text(ColumnType::text);
    const auto& kind = sent.attribute != nullptr ? sent.attribute->kind : text;
    const ValueView value = answer.value ? ValueView(std::string_view(*answer.value)) : Null{};
    return same_value(kind, value, sent.value);
  }
  return is_answered_geometry(context, answer, *wkb);
}

Resolution answered(Side side, std::string by) {
  Resolution resolution;
  resolution.side = side;
  resolution.by = std::move(by);
  return resolution;
}

/// The value that was proposed.
Value proposed_value(const Conflict& proposal, const Attribute* attribute) {
  if (attribute == nullptr) return proposal.geometries.local;
  return value_from_text(attribute->kind.type, proposal.values.local);
}

/// What merged has held since: the reference's value of then, or what the engine has made of it.
Value held_meanwhile(const Conflict& proposal, const Attribute* attribute) {
  const auto held = held_version(proposal);
  if (attribute == nullptr) return held.geometry;
  return value_from_text(attribute->kind.type, held.value);
}

/// The attribute that it is about; nullptr for the geometry, and for what the layer has no more.
const Attribute* attribute_of(const Context& context, const Conflict& proposal) {
  const auto& attributes = context.layout.attributes;
  const auto found = std::find_if(attributes.begin(), attributes.end(), [&](const auto& one) {
    return same_name(one.name, proposal.attribute);
  });
  return proposal.attribute.empty() || found == attributes.end() ? nullptr : &*found;
}

/// Whether merged gains the object again.
bool brings_back(const ClusterResult& result) {
  return std::any_of(result.update.begin(), result.update.end(), io::adds_feature);
}

/// What is proposed of the whole goes out with each part of it.
void lay_over_parts(const Context& context, const Conflict& proposal, ClusterResult& result) {
  const auto* attribute = attribute_of(context, proposal);
  if (attribute == nullptr || !attribute->carried_by(Side::reference)) return;
  for (auto& change : result.contribution)
    if (io::adds_feature(change))
      change.values.push_back({*attribute->column.reference, Null{},
                               proposed_value(proposal, attribute), Status::proposed});
}

bool same_as(const Context& context, const Attribute* attribute, const ValueView& a,
             const Held& b) {
  if (attribute == nullptr) return same_geometry(a, b.value, context.tolerance);
  return alike(*attribute, {Side::local, a}, b);
}

struct Answers {
  const std::multimap<std::string, Answer>* by_id;
  bool declined;
};

/// Whether one of the answers is that, about that very value of the object.
bool is_answered(const Context& context, const ClusterFeatures& cluster, const Answers& answers,
                 const SentValue& sent) {
  if (answers.by_id->empty()) return false;
  const auto is_that = [&](const auto& entry) {
    const auto& answer = entry.second;
    return answer.declined == answers.declined &&
           same_name(answer.layer, context.reference_layer) && answers_value(context, answer, sent);
  };
  // By every name that it goes by: the reference may have identified it anew since.
  return std::any_of(all_sides.begin(), all_sides.end(), [&](Side side) {
    return std::any_of(cluster.ids[side].begin(), cluster.ids[side].end(), [&](const auto& id) {
      const auto [first, last] = answers.by_id->equal_range(id);
      return std::any_of(first, last, is_that);
    });
  });
}

}  // namespace

bool is_declined(const Context& context, const ClusterFeatures& cluster, const SentValue& sent) {
  return is_answered(context, cluster, {&context.memory->answers, true}, sent);
}

bool was_taken(const Context& context, const ClusterFeatures& cluster, const SentValue& sent) {
  return is_answered(context, cluster, {&context.memory->taken, false}, sent);
}

bool is_declined(const Context& context, const std::string& id, Op op) {
  const auto [first, last] = context.memory->answers.equal_range(id);
  return std::any_of(first, last, [&](const auto& entry) {
    const auto& answer = entry.second;
    return answer.declined && same_name(answer.layer, context.reference_layer) &&
           answer.attribute == object_name && answer.value == std::string(name_of(op));
  });
}

const Conflict* pending_proposal(const Context& context, const ClusterFeatures& cluster,
                                 const Attribute* attribute) {
  for (const auto* pending : pending_of(context, cluster))
    if (pending->kind == ConflictKind::proposal &&
        (attribute == nullptr ? pending->attribute.empty()
                              : same_name(pending->attribute, attribute->name)))
      return pending;
  return nullptr;
}

Conflict new_proposal(const Context& context, const ClusterFeatures& cluster, const Sent& sent) {
  auto proposal = new_conflict(context, cluster, ConflictKind::proposal);
  proposal.provisional = Side::reference;
  proposal.geometries = {};
  if (sent.attribute != nullptr) proposal.attribute = sent.attribute->name;
  for (const auto side : all_sides) {
    const auto& value = sent.values[side];
    if (is_null(value)) continue;
    const auto* wkb = std::get_if<BlobView>(&value);
    const bool geometry = sent.attribute == nullptr && wkb != nullptr;
    if (geometry) proposal.geometries[side] = to_value(value);
    proposal.values[side] = geometry ? geometry::to_wkt(wkb->bytes) : to_text(value);
  }
  proposal.reason = sent.attribute == nullptr
                        ? msg("the reference answers for the geometry: yours is proposed to it")
                        : msg("the reference answers for “{}”: your value is proposed to it",
                              sent_name(sent.attribute));
  name_conflict(context, proposal);
  return proposal;
}

void follow_proposal(const Context& context, const ClusterFeatures& cluster,
                     const PendingProposal& pending, Settlement& settlement) {
  const auto& proposal = pending.proposal;
  const auto& sent = pending.sent;
  const auto close_with = [&](Side side, std::string by) {
    settlement.resolved.push_back(proposal);
    settlement.resolved.back().resolution = answered(side, std::move(by));
  };
  const auto value = proposed_value(proposal, sent.attribute);
  const auto held = held_meanwhile(proposal, sent.attribute);
  const bool is_as_held =
      same_as(context, sent.attribute, view_of(held), {Side::local, sent.values.local});
  const bool differs =
      sent.divergence != Divergence::none && sent.divergence != Divergence::reference_only;
  const bool edited_since = differs && !(is_as_held && (proposal.held || !sent.ancestor_known));
  if (edited_since) {
    close_with(Side::local, "edit");
    if (settlement.verdict.leaves && settlement.verdict.taken == Side::reference)
      settlement.proposal = new_proposal(context, cluster, sent);
  } else if (same_as(context, sent.attribute, view_of(value),
                     {Side::reference, sent.values.reference})) {
    close_with(Side::local, "reference");
  } else if (is_declined(context, cluster, {sent.attribute, view_of(value)})) {
    close_with(Side::reference, "reference");
  } else {
    settlement.verdict.leaves = Status::proposed;
    settlement.leaves = value;
    settlement.proposal = proposal;
    settlement.proposal->cluster = cluster.number;
    follow_key(cluster, *settlement.proposal);
  }
}

bool has_waiting_proposal(const Context& context, const ClusterFeatures& cluster) {
  const auto pending = pending_of(context, cluster);
  return std::any_of(pending.begin(), pending.end(), [&](const Conflict* one) {
    if (one->kind != ConflictKind::proposal) return false;
    const auto* attribute = attribute_of(context, *one);
    const auto value = proposed_value(*one, attribute);
    return !is_declined(context, cluster, {attribute, view_of(value)});
  });
}

void keep_proposals(const Context& context, const ClusterFeatures& cluster, ClusterResult& result) {
  for (const auto* pending : pending_of(context, cluster)) {
    if (pending->kind != ConflictKind::proposal) continue;
    const bool stays = !result.entry.out_fids.empty() || brings_back(result);
    auto kept = *pending;
    kept.cluster = cluster.number;
    const auto* attribute = attribute_of(context, kept);
    const auto value = proposed_value(kept, attribute);
    const bool declined = is_declined(context, cluster, {attribute, view_of(value)});
    if (stays && !declined)
      lay_over_parts(context, kept, result);
    else
      kept.resolution = answered(Side::reference, declined ? "reference" : "deletion");
    (kept.resolution ? result.resolved : result.proposals).push_back(std::move(kept));
  }
}

}  // namespace bdf::merge
