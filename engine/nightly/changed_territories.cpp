// SPDX-License-Identifier: MIT
#include "nightly/changed_territories.h"

#include <algorithm>
#include <map>
#include <memory>
#include <tuple>

#include "base/error.h"
#include "base/message.h"
#include "geometry/zone.h"
#include "jobs/territories.h"
#include "nightly/plan_of_base.h"
#include "refbase/history.h"
#include "refbase/layers.h"
#include "refbase/night.h"
#include "refbase/transaction.h"
#include "refbase/versions.h"

namespace bdf::nightly {

namespace {

using refbase::BaseLayer;
using refbase::SqlSession;

class Looking {
 public:
  Looking(const rules::NightPlan& plan, SqlSession& session, std::int64_t state)
      : plan_(plan), session_(session), state_(state), layers_(refbase::layers_at(session, state)) {
    read_territories();
    for (const auto& made : refbase::night_packages(session, plan_.name))
      made_[{made.theme, made.pack, made.territory}] = made.number;
  }

  std::vector<WantedPackage> wanted() {
    std::vector<WantedPackage> all;
    for (const auto& [name, theme] : themes_of(plan_, session_)) {
      if (!theme.packages) continue;
      for (const auto& code : codes_)
        for (const auto* pack : packs_of(theme))
          if (is_out_of_date(theme, {name, pack->code, code}))
            all.push_back({name, pack->code, code});
    }
    return all;
  }

 private:
  void read_territories() {
    const auto* layer = refbase::find_layer(layers_, jobs::territory_layer);
    if (layer == nullptr) {
      codes_.emplace_back();
      return;
    }
    const auto areas = refbase::features_of(session_, *layer, state_, {});
    for (const auto& code : refbase::ids_of(*layer, areas))
      if (plan_.territories.empty() || std::find(plan_.territories.begin(), plan_.territories.end(),
                                                 code) != plan_.territories.end())
        codes_.push_back(code);
    std::sort(codes_.begin(), codes_.end());
  }

  [[nodiscard]] std::vector<const rules::Pack*> packs_of(const rules::Theme& theme) const {
    std::vector<const rules::Pack*> packs{&theme.packages->socle};
    for (const auto& pack : theme.packages->packs)
      if (plan_.packages && std::find(plan_.packages->packs.begin(), plan_.packages->packs.end(),
                                      pack.code) != plan_.packages->packs.end())
        packs.push_back(&pack);
    return packs;
  }

  bool is_out_of_date(const rules::Theme& theme,
                      const std::tuple<std::string, std::string, std::string>& key) {
    const auto made = made_.find(key);
    if (made == made_.end()) return true;
    const auto since = made->second;
    if (since >= state_) return false;
    const auto [known, is_new] = changed_.try_emplace({theme.name, std::get<2>(key), since}, false);
    if (is_new) known->second = has_changed(theme, std::get<2>(key), since);
    return known->second;
  }

  bool has_changed(const rules::Theme& theme, const std::string& code, std::int64_t since) {
    const auto ago = static_cast<std::size_t>(refbase::head_of(session_).number - since);
    for (const auto& transaction : refbase::transactions_of(session_, ago))
      if (transaction.number <= state_ && transaction.kind == "adopt" &&
          transaction.theme == theme.name)
        return true;
    if (boundary_changed(code, since)) return true;
    return std::any_of(layers_.begin(), layers_.end(), [&](const BaseLayer& layer) {
      return theme.find_layer(layer.schema.layer) != nullptr && layer_changed(layer, code, since);
    });
  }

  bool boundary_changed(const std::string& code, std::int64_t since) {
    const auto* layer = refbase::find_layer(layers_, jobs::territory_layer);
    if (layer == nullptr) return false;
    bool changed = false;
    refbase::show_features(
        session_, *layer, state_, refbase::Selection{{}, since, {}},
        [&](refbase::Row row) { changed = changed || refbase::id_of(*layer, row) == code; });
    return changed;
  }

  bool layer_changed(const BaseLayer& layer, const std::string& code, std::int64_t since) {
    const auto* zone = code.empty() ? nullptr : &zone_of(code);
    bool changed = false;
    const auto look = [&](refbase::Row row) {
      changed = changed || zone == nullptr || layer.schema.geometry_column.empty() ||
                jobs::meets(*zone, row.back());
    };
    refbase::Selection begun{
        zone == nullptr ? std::nullopt : std::optional(zone->box()), since, {}};
    refbase::show_features(session_, layer, state_, begun, look);
    if (changed) return true;
    refbase::Selection ended{begun.box, {}, state_};
    refbase::show_features(session_, layer, since, ended, look);
    return changed;
  }

  const geometry::Zone& zone_of(const std::string& code) {
    auto& zone = zones_[code];
    if (!zone)
      zone = std::make_unique<geometry::Zone>(
          jobs::zone_of_territory(session_, layers_, state_, code, 0));
    return *zone;
  }

  const rules::NightPlan& plan_;
  SqlSession& session_;
  std::int64_t state_;
  std::vector<BaseLayer> layers_;
  std::vector<std::string> codes_;
  std::map<std::tuple<std::string, std::string, std::string>, std::int64_t> made_;
  std::map<std::tuple<std::string, std::string, std::int64_t>, bool> changed_;
  std::map<std::string, std::unique_ptr<geometry::Zone>> zones_;
};

}  // namespace

std::vector<WantedPackage> changed_packages(const rules::NightPlan& plan, SqlSession& session,
                                            std::int64_t state) {
  return Looking(plan, session, state).wanted();
}

}  // namespace bdf::nightly
