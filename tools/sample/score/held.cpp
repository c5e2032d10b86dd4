// SPDX-License-Identifier: MIT
#include "score/held.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <sstream>
#include <string>

#include "score/evidence.h"

namespace bdf::score {
namespace {

using Features = std::vector<const ReadFeature*>;

class Holding {
 public:
  Holding(const Sheet& sheet, const Story& story, const Features& merged)
      : sheet_(sheet), story_(story), merged_(merged) {}

  [[nodiscard]] Finding while_asked() const {
    if (merged_.empty() && (!story_.local.empty() || !story_.reference.empty()))
      return {Verdict::lost, "the object that is asked about is not in merged"};
    for (const Party& party : story_.local) {
      const ReadFeature* local = sheet_.local.find(party.fid);
      if (local == nullptr) continue;
      const auto at = std::find_if(merged_.begin(), merged_.end(), [&](const ReadFeature* feature) {
        return feature->fid == party.fid;
      });
      if (at == merged_.end())
        return {is_alike_somewhere(*local) ? Verdict::wrong : Verdict::lost,
                fmt::format("local {} is not in merged under its fid", party.fid)};
      if (auto fault = what_nobody_changed(*local, **at); !fault.empty())
        return {Verdict::wrong, std::move(fault)};
    }
    return as_finding(strange());
  }

  [[nodiscard]] Finding while_proposed(const Claim& claim) const {
    if (merged_.empty() && !claim.pairs.empty())
      return {Verdict::lost, "what is proposed is not in merged"};
    const bool missing = std::any_of(claim.pairs.begin(), claim.pairs.end(),
                                     [](const Pair& pair) { return pair.merged == nullptr; });
    if (missing && !is_drawn_by_others())
      return {Verdict::lost, "a part of what is proposed is not in merged"};
    return as_finding(strange());
  }

 private:
  struct Voice {
    const ReadLayer& layer;
    const std::vector<Party>& parties;
  };

  [[nodiscard]] std::vector<Voice> voices() const {
    return {{sheet_.local, story_.local},
            {sheet_.reference, story_.reference},
            {sheet_.ancestor, story_.ancestor}};
  }

  static Finding as_finding(std::string fault) {
    if (fault.empty()) return {};
    return {Verdict::wrong, std::move(fault)};
  }

  template <class Says>
  static bool any_of(const Voice& voice, Says&& says) {
    return std::any_of(voice.parties.begin(), voice.parties.end(), [&](const Party& party) {
      const ReadFeature* feature = voice.layer.find(party.fid);
      return feature != nullptr && says(*feature);
    });
  }

  /// Two of the same key or shape are one too many, unless local has them both.
  [[nodiscard]] std::string held_twice() const {
    for (std::size_t i = 0; i < merged_.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        const ReadFeature& one = *merged_[j];
        const ReadFeature& other = *merged_[i];
        const std::string key = sheet_.merged.text(one, "cleabs");
        const bool alike = (!key.empty() && key == sheet_.merged.text(other, "cleabs")) ||
                           (one.drawn && same_shape(one.drawn, other.drawn));
        if (alike && (Story::find(story_.local, one.fid) == nullptr ||
                      Story::find(story_.local, other.fid) == nullptr))
          return fmt::format("twice in merged: fids {} and {}", one.fid, other.fid);
      }
    }
    return "";
  }

  /// What merged says that no side does; and what it says twice.
  [[nodiscard]] std::string strange() const {
    if (auto twice = held_twice(); !twice.empty()) return twice;
    for (const ReadFeature* feature : merged_) {
      for (const ReadColumn& column : sheet_.local.columns) {
        if (!is_said(*feature, column.name))
          return fmt::format("fid {}: no side says {} “{}”", feature->fid, column.name,
                             sheet_.merged.text(*feature, column.name));
      }
      if (!is_drawn(*feature)) return fmt::format("fid {}: no side has its geometry", feature->fid);
    }
    return "";
  }

  [[nodiscard]] bool is_said(const ReadFeature& merged, const std::string& what) const {
    const auto all = voices();
    if (sheet_.is_private(what) && story_.local.empty()) return true;
    return std::any_of(all.begin(), all.end(), [&](const Voice& voice) {
      return voice.layer.column(what) && any_of(voice, [&](const ReadFeature& feature) {
               return same_fact(voice.layer, feature, sheet_.merged, merged, what) ||
                      only_links_to_gone_changed(voice.layer, feature, merged, what);
             });
    });
  }

  /// As a side has it, or with what a side did to the ancestor's.
  [[nodiscard]] bool is_drawn(const ReadFeature& merged) const {
    const auto all = voices();
    return std::any_of(all.begin(), all.end(), [&](const Voice& voice) {
      return any_of(voice, [&](const ReadFeature& feature) {
        return same_shape(merged.drawn, feature.drawn) || holds_edit_of(merged, feature);
      });
    });
  }

  [[nodiscard]] bool holds_edit_of(const ReadFeature& merged, const ReadFeature& after) const {
    return merged.drawn && after.drawn &&
           any_of({sheet_.ancestor, story_.ancestor}, [&](const ReadFeature& before) {
             return before.drawn && holds_edit(*merged.drawn, *before.drawn, *after.drawn);
           });
  }

  /// Whether some of merged stands as the ancestor or the reference drew it.
  [[nodiscard]] bool is_drawn_by_others() const {
    const auto all = voices();
    return std::any_of(merged_.begin(), merged_.end(), [&](const ReadFeature* merged) {
      return std::any_of(all.begin() + 1, all.end(), [&](const Voice& voice) {
        return any_of(voice, [&](const ReadFeature& feature) {
          return same_shape(merged->drawn, feature.drawn);
        });
      });
    });
  }

  [[nodiscard]] bool is_alike_somewhere(const ReadFeature& local) const {
    const std::string key = sheet_.local.text(local, "cleabs");
    return std::any_of(merged_.begin(), merged_.end(), [&](const ReadFeature* feature) {
      return (!key.empty() && sheet_.merged.text(*feature, "cleabs") == key) ||
             same_shape(feature->drawn, local.drawn);
    });
  }

  /// As the truth tells; and as the files do, since it tells nothing of dates that an edit brought.
  [[nodiscard]] bool is_changed(const std::string& what) const {
    const Voice ancestor{sheet_.ancestor, story_.ancestor};
    const auto all = voices();
    return std::any_of(all.begin(), all.begin() + 2, [&](const Voice& voice) {
      return any_of(voice, [&](const ReadFeature& after) {
        return Story::find(voice.parties, after.fid)->changed.contains(what) ||
               !any_of(ancestor, [&](const ReadFeature& before) {
                 return same_fact(voice.layer, after, sheet_.ancestor, before, what);
               });
      });
    });
  }

  /// Whether it is a list of links, of which only those have changed that lead to what is there no
  /// longer.
  [[nodiscard]] bool only_links_to_gone_changed(const ReadLayer& layer, const ReadFeature& feature,
                                                const ReadFeature& merged,
                                                const std::string& what) const {
    if (!what.starts_with("lien")) return false;
    const auto before = links_in(layer.text(feature, what));
    const auto after = links_in(sheet_.merged.text(merged, what));
    return std::all_of(
               before.begin(), before.end(),
               [&](const auto& key) { return after.contains(key) || sheet_.gone.contains(key); }) &&
           std::all_of(after.begin(), after.end(), [&](const auto& key) {
             return before.contains(key) || sheet_.came.contains(key);
           });
  }

  static std::set<std::string> links_in(const std::string& text) {
    std::set<std::string> links;
    std::istringstream members(text);
    for (std::string member; std::getline(members, member, '/');) links.insert(member);
    return links;
  }

  [[nodiscard]] std::string what_nobody_changed(const ReadFeature& local,
                                                const ReadFeature& merged) const {
    if (story_.ancestor.empty()) return "";
    std::vector<std::string> things{"geometry"};
    for (const ReadColumn& column : sheet_.local.columns) things.push_back(column.name);
    for (const std::string& what : things) {
      const bool regained = what == "cleabs" && sheet_.local.text(local, "cleabs").empty();
      if (!is_changed(what) && !regained &&
          !same_fact(sheet_.merged, merged, sheet_.local, local, what) &&
          !only_links_to_gone_changed(sheet_.local, local, merged, what))
        return fmt::format("fid {}: {}, which nobody changed, is another", local.fid, what);
    }
    return "";
  }

  const Sheet& sheet_;
  const Story& story_;
  const Features& merged_;
};

}  // namespace

Finding held_while_asked(const Sheet& sheet, const Story& story, const Features& merged) {
  return Holding(sheet, story, merged).while_asked();
}

Finding held_while_proposed(const Sheet& sheet, const Story& story, const Claim& claim) {
  Features merged = claim.others;
  for (const Pair& pair : claim.pairs) {
    if (pair.merged != nullptr) merged.push_back(pair.merged);
  }
  return Holding(sheet, story, merged).while_proposed(claim);
}

}  // namespace bdf::score
