// SPDX-License-Identifier: MIT
#include "jobs/held_twice.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/message.h"
#include "index/box_grid.h"
#include "jobs/derive_doubles.h"
#include "jobs/doubled_layer.h"
#include "jobs/geometric_options.h"
#include "match/doubles.h"

namespace bdf::jobs {

namespace {

constexpr Side merged = Side::ancestor;

/// By item of the layer that doubles, the items of the other one.
using Items = std::map<std::uint32_t, std::set<std::uint32_t>>;

/// In one version.
struct DoublesNow {
  Items sure;
  Items perhaps;  ///< these, and doubtful ones

  [[nodiscard]] bool may_be(std::uint32_t item, std::uint32_t other) const {
    const auto found = perhaps.find(item);
    return found != perhaps.end() && found->second.contains(other);
  }
};

std::vector<Box> boxes_of(const DoubledLayer& layer) {
  std::vector<Box> boxes;
  for (const auto version : all_sides) {
    const auto& more = layer.shapes(version).boxes;
    boxes.insert(boxes.end(), more.begin(), more.end());
  }
  return boxes;
}

/// Two layers of a run: the one whose objects double, and the one that holds.
class TwoLayers {
 public:
  TwoLayers(LayerRun& run, DoubledLayer doubling, DoubledLayer holding, std::string holder)
      : run_(run),
        doubling_(std::move(doubling)),
        holding_(std::move(holding)),
        holder_(std::move(holder)) {}

  void tell(const match::DoublesOptions& options) {
    const index::BoxGrid local(boxes_unlike(Side::local));
    const index::BoxGrid reference(boxes_unlike(Side::reference));
    // What neither side has takes a change of either; what should have gone along, of one.
    doubling_.look_at(
        [&](const Box& box) {
          const bool by_local = !local.meeting(box).empty();
          const bool by_reference = !reference.meeting(box).empty();
          return is_derived(run_.rules) ? by_local || by_reference : by_local && by_reference;
        },
        true);
    const index::BoxGrid near(boxes_of(doubling_));
    holding_.look_at([&](const Box& box) { return !near.meeting(box).empty(); }, false);
    now_[merged] = found_in(doubling_.shapes(merged), merged, options);
    const bool reported = run_.rules.doubles->as == rules::Doubling::reported;
    const auto suspects = reported ? newly_double() : alone();
    for (const auto side : {Side::local, Side::reference})
      now_[side] = found_in(shapes_of(suspects, side), side, options);
    if (reported) return tell_new(suspects);
    tell_left_behind(suspects);
    flag();
  }

 private:
  [[nodiscard]] std::vector<Box> boxes_unlike(Side side) const {
    auto boxes = doubling_.boxes_unlike(side);
    const auto more = holding_.boxes_unlike(side);
    boxes.insert(boxes.end(), more.begin(), more.end());
    return boxes;
  }

  using Suspects = std::set<std::uint32_t>;  ///< items of the layer that doubles

  [[nodiscard]] DoublesNow found_in(const match::Shapes& doubling, Side version,
                                    const match::DoublesOptions& options) const {
    DoublesNow now;
    for (const auto& found : match::find_doubles(doubling, holding_.shapes(version), options).links)
      for (const auto& pair : found.link.pairs) {
        now.perhaps[pair.a].insert(pair.b);
        if (!found.doubtful) now.sure[pair.a].insert(pair.b);
      }
    return now;
  }

  [[nodiscard]] match::Shapes shapes_of(const Suspects& items, Side version) const {
    const auto& all = doubling_.shapes(version);
    std::vector<bool> others;
    for (const auto item : all.rows) others.push_back(!items.contains(item));
    return match::rest_of(all, others);
  }

  /// What doubles something in merged; if neither has changed, it does so on both sides, too.
  [[nodiscard]] Suspects newly_double() const {
    Suspects found;
    for (const auto& [item, others] : now_[merged].sure)
      for (const auto other : others)
        if (doubling_.has_changed(doubling_.items()[item]) ||
            holding_.has_changed(holding_.items()[other]))
          found.insert(item);
    return found;
  }

  /// What doubles nothing in merged.
  [[nodiscard]] Suspects alone() const {
    Suspects found;
    for (const auto item : doubling_.shapes(merged).rows)
      if (!now_[merged].perhaps.contains(item)) found.insert(item);
    return found;
  }

  [[nodiscard]] bool is_in(Side version, std::uint32_t item) const {
    const auto& rows = doubling_.shapes(version).rows;
    return std::binary_search(rows.begin(), rows.end(), item);
  }

  [[nodiscard]] std::string names_of(const std::set<std::uint32_t>& items) const {
    std::string names;
    for (const auto item : items) names += (names.empty() ? "" : "/") + holding_.items()[item].name;
    return names;
  }

  void add(std::string code, std::uint32_t item, std::string message) {
    run_.findings.push_back({Level::warning, std::move(code), "", run_.name,
                             doubling_.items()[item].name, std::move(message)});
  }

  void tell_new(const Suspects& suspects) {
    for (const auto item : suspects)
      for (const auto other : now_[merged].sure.at(item))
        if (!now_.local.may_be(item, other) && !now_.reference.may_be(item, other))
          add("held_twice", item,
              msg("it is now held twice: {} of “{}” runs along with it, and neither side has both; "
                  "delete one of them",
                  holding_.items()[other].name, holder_));
  }

  /// What it doubles on the sides that have it; none where it doubles nothing on one of them,
  /// unless it were to go with what it doubles on any.
  [[nodiscard]] std::set<std::uint32_t> doubled_before(std::uint32_t item) const {
    std::set<std::uint32_t> doubled;
    for (const auto side : {Side::local, Side::reference}) {
      if (!is_in(side, item)) continue;
      const auto found = now_[side].sure.find(item);
      if (found == now_[side].sure.end() && is_derived(run_.rules)) continue;
      if (found == now_[side].sure.end()) return {};
      doubled.insert(found->second.begin(), found->second.end());
    }
    return doubled;
  }

  void tell_left_behind(const Suspects& suspects) {
    for (const auto item : suspects) {
      const auto doubled = doubled_before(item);
      if (!doubled.empty())
        add("double_left_behind", item,
            msg("it doubled {} of “{}”, which is there no longer, or elsewhere: delete it or draw "
                "it there, too",
                names_of(doubled), holder_));
    }
  }

  void flag() {
    for (const auto& [item, others] : now_[merged].sure) {
      const auto& one = doubling_.items()[item];
      if (doubling_.has_changed(one))
        run_.result.ledger[*one.cluster].flags.push_back(std::string(doubles_flag) +
                                                         names_of(others));
    }
  }

  LayerRun& run_;
  DoubledLayer doubling_, holding_;
  std::string holder_;
  ThreeWay<DoublesNow> now_;  ///< merged's as the ancestor's
};

}  // namespace

void tell_doubles(const std::vector<topology::MergedLayer>& layers, int threads,
                  SyncOutputs& outputs) {
  for (std::size_t i = 0; i < layers.size(); ++i) {
    auto& run = *outputs.layers[i];
    const auto& doubles = run.rules.doubles;
    for (std::size_t k = 0; doubles && k < layers.size(); ++k) {
      auto& holder = *outputs.layers[k];
      if (holder.rules.name != doubles->layer || layers[i].crs != layers[k].crs) continue;
      TwoLayers(run, {run, layers[i], doubles->when}, {holder, layers[k], doubles->that},
                holder.name)
          .tell(doubles_options(run.rules, run.crs.crs, threads));
    }
  }
}

}  // namespace bdf::jobs
