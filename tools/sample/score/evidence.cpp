// SPDX-License-Identifier: MIT
#include "score/evidence.h"

#include <algorithm>

namespace bdf::score {
namespace {

constexpr const char* geometry = "geometry";

/// The side's features that the story is about.
std::vector<const ReadFeature*> features_of(const ReadLayer& layer,
                                            const std::vector<Party>& parties) {
  std::vector<const ReadFeature*> found;
  for (const Party& party : parties) {
    const ReadFeature* feature = layer.find(party.fid);
    if (feature != nullptr) found.push_back(feature);
  }
  return found;
}

}  // namespace

std::vector<std::string> private_facts(const Sheet& sheet, const ReadFeature& feature) {
  std::vector<std::string> found;
  for (std::size_t i = 0; i < sheet.local.columns.size(); ++i) {
    const ReadColumn& column = sheet.local.columns[i];
    if (sheet.is_private(column.name) && !said(feature.values[i], column).empty())
      found.push_back(column.name);
  }
  return found;
}

bool same_fact(const ReadLayer& layer, const ReadFeature& feature, const ReadLayer& other_layer,
               const ReadFeature& other, const std::string& what) {
  if (what == geometry) return same_shape(feature.drawn, other.drawn);
  const auto at = layer.column(what);
  const auto other_at = other_layer.column(what);
  if (!at || !other_at) return true;
  return said(feature.values[*at], layer.columns[*at]) ==
         said(other.values[*other_at], other_layer.columns[*other_at]);
}

Evidence::Evidence(const Sheet& sheet, const Story& story, const Claim& claim) : sheet_(sheet) {
  for (const Pair& pair : claim.pairs) {
    if (pair.merged != nullptr) merged_.push_back(pair.merged);
  }
  merged_.insert(merged_.end(), claim.others.begin(), claim.others.end());
  gather_ids(story);
  gather_conflicts(story);
  gather_sent(story);
}

const ReadLayer& Evidence::layer_of(Side side) const {
  return side == Side::local ? sheet_.local : sheet_.reference;
}

void Evidence::gather_ids(const Story& story) {
  for (const auto* side : {&story.ancestor, &story.local, &story.reference}) {
    for (const Party& party : *side) ids_.insert(party.key);
  }
  for (const ReadFeature* feature : merged_) {
    ids_.insert(sheet_.merged.text(*feature, "cleabs"));
    ids_.insert(sheet_.merged.text(*feature, "bdf_uid"));
  }
  ids_.erase("");
}

bool Evidence::knows(const std::set<std::string>& ids) const {
  return std::any_of(ids.begin(), ids.end(),
                     [this](const std::string& id) { return ids_.contains(id); });
}

/// An object without a key is known by what it looks like.
bool Evidence::shows(const Waiting& waiting, const Story& story) const {
  const auto at = waiting.drawn.find(Side::local);
  if (at == waiting.drawn.end()) return false;
  for (const ReadFeature* feature : features_of(sheet_.local, story.local)) {
    for (const Drawn& drawn : at->second) {
      if (feature->drawn && holds_parts(drawn, *feature->drawn)) return true;
    }
  }
  return false;
}

void Evidence::gather_conflicts(const Story& story) {
  for (const Waiting& waiting : sheet_.conflicts) {
    if (knows(waiting.ids) || shows(waiting, story)) conflicts_.push_back(&waiting);
  }
  for (const Waiting& waiting : sheet_.pending) {
    if (knows(waiting.ids) || shows(waiting, story)) pending_.push_back(&waiting);
  }
}

void Evidence::gather_sent(const Story& story) {
  std::set<std::string> groups;
  const auto locals = features_of(sheet_.local, story.local);
  const auto is_about = [&](const Sent& row) {
    if (ids_.contains(row.id) || Story::find(story.reference, row.target) != nullptr) return true;
    return row.op != "update" && row.op != "delete" &&
           std::any_of(locals.begin(), locals.end(), [&](const ReadFeature* feature) {
             return same_shape(feature->drawn, row.feature->drawn);
           });
  };
  for (const Sent& row : sheet_.sent) {
    if (!row.group.empty() && is_about(row)) groups.insert(row.group);
  }
  for (const Sent& row : sheet_.sent) {
    if (is_about(row) || groups.contains(row.group)) sent_.push_back(&row);
  }
}

bool Evidence::in_merged(const Fact& fact) const {
  return std::any_of(merged_.begin(), merged_.end(), [&](const ReadFeature* feature) {
    if (same_fact(layer_of(fact.side), *fact.feature, sheet_.merged, *feature, fact.what))
      return true;
    return fact.what == geometry && fact.before != nullptr && fact.before->drawn &&
           feature->drawn && fact.feature->drawn &&
           holds_edit(*feature->drawn, *fact.before->drawn, *fact.feature->drawn);
  });
}

bool Evidence::in_contribution(const Fact& fact) const {
  return std::any_of(sent_.begin(), sent_.end(), [&](const Sent* row) {
    return row->says(fact.what) && same_fact(layer_of(fact.side), *fact.feature,
                                             sheet_.contribution, *row->feature, fact.what);
  });
}

bool Evidence::is_proposed(const ReadFeature& merged, const std::string& what) const {
  const auto is_it = [&](const std::string& id) {
    return !id.empty() && (id == sheet_.merged.text(merged, "cleabs") ||
                           id == sheet_.merged.text(merged, "bdf_uid"));
  };
  return std::any_of(sent_.begin(), sent_.end(),
                     [&](const Sent* row) { return is_it(row->id) && row->says(what); }) ||
         std::any_of(pending_.begin(), pending_.end(), [&](const Waiting* waiting) {
           return waiting->kind == "proposal" &&
                  waiting->attribute == (what == geometry ? "" : what) &&
                  std::any_of(waiting->ids.begin(), waiting->ids.end(), is_it);
         });
}

bool Evidence::tells(const Waiting& waiting, const Fact& fact) const {
  if (fact.what == geometry) {
    const auto drawn = waiting.drawn.find(fact.side);
    return drawn != waiting.drawn.end() && fact.feature->drawn &&
           std::any_of(drawn->second.begin(), drawn->second.end(),
                       [&](const Drawn& one) { return holds_parts(one, *fact.feature->drawn); });
  }
  const ReadLayer& layer = layer_of(fact.side);
  const auto column = layer.column(fact.what);
  if (!column) return false;
  const std::size_t at = *column;
  const std::string wanted = said(fact.feature->values[at], layer.columns[at]);
  if (waiting.attribute == fact.what)
    return said(waiting.value.at(fact.side), layer.columns[at]) == wanted;
  const auto told = waiting.told(fact.side, fact.what);
  return std::any_of(told.begin(), told.end(), [&](const bdf::Value& value) {
    return said(value, layer.columns[at]) == wanted;
  });
}

bool Evidence::is_ruled(const std::string& what) const {
  return std::any_of(sheet_.ruled.begin(), sheet_.ruled.end(), [&](const Ruled& ruled) {
    return ruled.what.contains(what) && knows(ruled.ids);
  });
}

bool Evidence::waits(const Fact& fact) const {
  for (const auto* all : {&conflicts_, &pending_}) {
    for (const Waiting* waiting : *all) {
      if (tells(*waiting, fact)) return true;
    }
  }
  return false;
}

}  // namespace bdf::score
