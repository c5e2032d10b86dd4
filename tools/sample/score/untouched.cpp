// SPDX-License-Identifier: MIT
#include "score/untouched.h"

#include <fmt/format.h>

#include <algorithm>

#include "score/evidence.h"

namespace bdf::score {
namespace {

bool has_no_key(const ReadLayer& layer) {
  return std::all_of(layer.features.begin(), layer.features.end(), [&](const ReadFeature& feature) {
    return layer.text(feature, "cleabs").empty();
  });
}

class Search {
 public:
  Search(const Sheet& sheet, const std::vector<Claim>& claims)
      : sheet_(sheet), without_keys_(has_no_key(sheet.local)) {
    for (const Claim& claim : claims) {
      for (const Pair& pair : claim.pairs) {
        if (pair.merged != nullptr) known_.insert(pair.merged->fid);
      }
      for (const ReadFeature* other : claim.others) known_.insert(other->fid);
    }
    for (const Story& story : sheet.stories) {
      for (const Party& party : story.local) told_.insert(party.fid);
    }
    for (std::size_t i = 0; i < claims.size(); ++i) {
      const Evidence evidence(sheet, sheet.stories[i], claims[i]);
      asked_.insert(evidence.conflicts().begin(), evidence.conflicts().end());
      sent_.insert(evidence.sent().begin(), evidence.sent().end());
    }
  }

  Untouched run() {
    for (const ReadFeature& feature : sheet_.local.features) {
      if (!told_.contains(feature.fid)) look_at(feature);
    }
    find_stray_conflicts();
    find_extras();
    find_private_columns();
    return std::move(result_);
  }

 private:
  void look_at(const ReadFeature& feature) {
    ++result_.count;
    known_.insert(feature.fid);
    const ReadFeature* merged = sheet_.merged.find(feature.fid);
    const std::string key = sheet_.local.text(feature, "cleabs");
    const std::string about = fmt::format("local {} {}", feature.fid, key);
    if (merged == nullptr) return add(Verdict::lost, about, "missing");
    const std::string changed = difference(feature, *merged);
    if (!changed.empty()) return add(Verdict::wrong, about, changed);
    const std::string asked = asked_about(
        {key, sheet_.merged.text(*merged, "cleabs"), sheet_.merged.text(*merged, "bdf_uid")});
    if (!asked.empty()) add(Verdict::asked, about, "asked: " + asked);
  }

  /// Byte by byte but for how a geometry is packed.
  [[nodiscard]] std::string difference(const ReadFeature& local, const ReadFeature& merged) const {
    for (std::size_t i = 0; i < sheet_.local.columns.size(); ++i) {
      const std::string& name = sheet_.local.columns[i].name;
      const auto at = sheet_.merged.column(name);
      if (merged.values[*at] != local.values[i] &&
          !(without_keys_ && name == "cleabs" && has_key_of_ancestor(merged)))
        return fmt::format("{} is “{}”, was “{}”", name, to_text(view_of(merged.values[*at])),
                           to_text(view_of(local.values[i])));
    }
    if (local.drawn.has_value() != merged.drawn.has_value()) return "the geometry is another";
    if (local.drawn &&
        (local.drawn->shape != merged.drawn->shape || local.drawn->z != merged.drawn->z))
      return same_shape(local.drawn, merged.drawn) ? "the geometry is written otherwise"
                                                   : "the geometry is another";
    return "";
  }

  /// A layer that lost all its keys has them back as the ancestor had them.
  [[nodiscard]] bool has_key_of_ancestor(const ReadFeature& merged) const {
    const ReadFeature* ancestor = sheet_.ancestor.find(merged.fid);
    return ancestor != nullptr &&
           sheet_.ancestor.text(*ancestor, "cleabs") == sheet_.merged.text(merged, "cleabs");
  }

  /// What is asked about a feature that has these names.
  std::string asked_about(const std::set<std::string>& names) {
    std::string asked;
    for (const Waiting& waiting : sheet_.conflicts) {
      if (asked_.contains(&waiting) ||
          std::none_of(waiting.ids.begin(), waiting.ids.end(),
                       [&](const std::string& id) { return names.contains(id); }))
        continue;
      placed_.insert(&waiting);
      asked += waiting.kind + " " + waiting.attribute + " ";
    }
    return asked;
  }

  void find_stray_conflicts() {
    for (const Waiting& waiting : sheet_.conflicts) {
      if (asked_.contains(&waiting) || placed_.contains(&waiting)) continue;
      add(Verdict::wrong, waiting.ids.empty() ? "no id" : *waiting.ids.begin(),
          "asked about what there is none of: " + waiting.kind + " " + waiting.attribute);
    }
  }

  void find_extras() {
    for (const ReadFeature& feature : sheet_.merged.features) {
      if (!known_.contains(feature.fid))
        add(Verdict::wrong,
            fmt::format("merged {} {}", feature.fid, sheet_.merged.text(feature, "cleabs")),
            "should not be there");
    }
    for (const Sent& row : sheet_.sent) {
      if (!sent_.contains(&row))
        add(Verdict::wrong, row.id, "leaves (" + row.op + "), and nobody changed it");
    }
  }

  void find_private_columns() {
    for (const ReadColumn& column : sheet_.contribution.columns) {
      if (sheet_.is_private(column.name))
        add(Verdict::wrong, column.name, "a private column is in the contribution");
    }
    for (const Sent& row : sheet_.sent) {
      for (const auto& [what, status] : row.changed) {
        if (sheet_.is_private(what)) add(Verdict::wrong, row.id, "leaves with the private " + what);
      }
    }
  }

  void add(Verdict verdict, std::string about, std::string reason) {
    result_.faults.push_back({verdict, std::move(about), std::move(reason)});
  }

  const Sheet& sheet_;
  const bool without_keys_;
  std::set<std::int64_t> known_, told_;      ///< fids of merged with a reason; of local in a story
  std::set<const Waiting*> asked_, placed_;  ///< about stories; about what is untouched
  std::set<const Sent*> sent_;               ///< about stories
  Untouched result_;
};

}  // namespace

Untouched judge_untouched(const Sheet& sheet, const std::vector<Claim>& claims) {
  return Search(sheet, claims).run();
}

}  // namespace bdf::score
