// SPDX-License-Identifier: MIT
#include "score/sheet.h"

#include <algorithm>

namespace bdf::score {
namespace {

std::int64_t number_of(const ReadLayer& layer, const ReadFeature& feature, const char* column) {
  const std::string text = layer.text(feature, column);
  return text.empty() ? 0 : std::stoll(text);
}

/// Hands out the features of merged.
class Claims {
 public:
  explicit Claims(const Sheet& sheet) : sheet_(sheet) {
    std::set<std::int64_t> told;
    for (const Story& story : sheet.stories) {
      for (const Party& party : story.local) told.insert(party.fid);
    }
    for (const ReadFeature& feature : sheet.local.features) {
      if (!told.contains(feature.fid)) taken_.insert(feature.fid);
    }
    for (const ReadFeature& feature : sheet.merged.features)
      by_key_[sheet.merged.text(feature, "cleabs")].push_back(&feature);
  }

  std::vector<Claim> all() {
    std::vector<Claim> claims(sheet_.stories.size());
    for (const auto how :
         {&Claims::by_fid, &Claims::by_key, &Claims::by_reference, &Claims::by_shape}) {
      for (std::size_t i = 0; i < claims.size(); ++i) pair_up(sheet_.stories[i], claims[i], how);
    }
    for (std::size_t i = 0; i < claims.size(); ++i) add_others(sheet_.stories[i], claims[i]);
    return claims;
  }

 private:
  using How = const ReadFeature* (Claims::*)(const ReadFeature&) const;

  [[nodiscard]] bool is_free(const ReadFeature* feature) const {
    return feature != nullptr && !taken_.contains(feature->fid);
  }
  [[nodiscard]] const ReadFeature* with_key(const std::string& key) const {
    const auto known = by_key_.find(key);
    if (key.empty() || known == by_key_.end()) return nullptr;
    for (const ReadFeature* feature : known->second) {
      if (is_free(feature)) return feature;
    }
    return nullptr;
  }
  [[nodiscard]] const ReadFeature* by_fid(const ReadFeature& expected) const {
    const auto* found = sheet_.merged.find(number_of(sheet_.expected, expected, "truth_local_fid"));
    return is_free(found) ? found : nullptr;
  }
  [[nodiscard]] const ReadFeature* by_key(const ReadFeature& expected) const {
    return with_key(sheet_.expected.text(expected, "cleabs"));
  }
  [[nodiscard]] const ReadFeature* by_reference(const ReadFeature& expected) const {
    const auto* source =
        sheet_.reference.find(number_of(sheet_.expected, expected, "truth_reference_fid"));
    return source != nullptr ? with_key(sheet_.reference.text(*source, "cleabs")) : nullptr;
  }
  [[nodiscard]] const ReadFeature* by_shape(const ReadFeature& expected) const {
    for (const ReadFeature& feature : sheet_.merged.features) {
      if (is_free(&feature) && same_shape(feature.drawn, expected.drawn)) return &feature;
    }
    return nullptr;
  }

  void pair_up(const Story& story, Claim& claim, How how) {
    if (claim.pairs.empty()) {
      for (const ReadFeature& feature : sheet_.expected.features) {
        if (number_of(sheet_.expected, feature, "truth_story") == story.number)
          claim.pairs.push_back({&feature, nullptr});
      }
    }
    for (Pair& pair : claim.pairs) {
      if (pair.merged != nullptr) continue;
      pair.merged = (this->*how)(*pair.expected);
      if (pair.merged != nullptr) taken_.insert(pair.merged->fid);
    }
  }

  void take(const ReadFeature* feature, Claim& claim) {
    if (!is_free(feature)) return;
    taken_.insert(feature->fid);
    claim.others.push_back(feature);
  }

  void add_others(const Story& story, Claim& claim) {
    for (const Party& party : story.local) take(sheet_.merged.find(party.fid), claim);
    for (const auto* side : {&story.ancestor, &story.local, &story.reference}) {
      for (const Party& party : *side) {
        while (const ReadFeature* feature = with_key(party.key)) take(feature, claim);
      }
    }
    for (const Party& party : story.reference) {
      const ReadFeature* source = sheet_.reference.find(party.fid);
      for (const ReadFeature& feature : sheet_.merged.features) {
        if (source != nullptr && source->drawn && same_shape(feature.drawn, source->drawn))
          take(&feature, claim);
      }
    }
  }

  const Sheet& sheet_;
  std::set<std::int64_t> taken_;  ///< fids of merged, and of what is untouched
  std::map<std::string, std::vector<const ReadFeature*>> by_key_;
};

}  // namespace

bool Sheet::is_private(const std::string& column) const {
  return local.column(column).has_value() && !reference.column(column).has_value();
}

std::vector<Claim> claim_features(const Sheet& sheet) { return Claims(sheet).all(); }

}  // namespace bdf::score
