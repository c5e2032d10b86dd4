// SPDX-License-Identifier: MIT
#include "jobs/contribution_sides.h"

#include <algorithm>
#include <set>

#include "base/error.h"
#include "base/message.h"
#include "io/change_rows.h"
#include "io/crs.h"
#include "io/geometry_blob.h"
#include "io/key.h"
#include "jobs/apply.h"
#include "jobs/base_checkout.h"
#include "jobs/geometric_options.h"
#include "merge/context.h"
#include "refbase/contributions.h"
#include "refbase/history.h"

namespace bdf::jobs {

namespace {

using refbase::BaseLayer;

/// The key that a feature which is added carries itself; nullopt where it carries none.
std::optional<std::string> own_key(const LayerChanges& layer, const std::vector<ValueView>& row) {
  std::vector<ValueView> key;
  for (const auto& name : layer.key) {
    const auto column = layer.target.find(name);
    key.push_back(column ? row[*column] : ValueView{Null{}});
  }
  return key.empty() ? std::nullopt : io::text_of_key(key);
}

class Sides {
 public:
  Sides(refbase::SqlSession& session, const IntegrationRequest& request,
        const std::filesystem::path& scratch)
      : session_(session),
        request_(request),
        scratch_(scratch),
        before_(of_theme(refbase::layers_at(session, request.from.number))),
        after_(of_theme(refbase::layers_at(session, request.now.number))) {}

  ContributionSides take() {
    require_known();
    look_at_changes();
    look_around();
    taken_.inputs.ancestor = written("ancestor", request_.from, before_);
    taken_.inputs.reference = written("reference", request_.now, after_);
    taken_.inputs.local = changed();
    find_key();
    return std::move(taken_);
  }

 private:
  [[nodiscard]] const std::vector<LayerChanges>& contributed() const {
    return request_.contribution->layers;
  }

  /// Those that the theme is about; of a theme for any layer, those of the contribution.
  [[nodiscard]] std::vector<BaseLayer> of_theme(std::vector<BaseLayer> layers) const {
    const auto& theme = *request_.theme;
    std::erase_if(layers, [&](const BaseLayer& layer) {
      const auto& name = layer.schema.layer;
      if (!theme.layers.empty()) return theme.find_layer(name) == nullptr;
      return std::none_of(contributed().begin(), contributed().end(),
                          [&](const auto& one) { return same_name(one.target.layer, name); });
    });
    return layers;
  }

  void require_known() const {
    for (const auto& layer : contributed()) {
      const auto& name = layer.target.layer;
      const auto* known = refbase::find_layer(before_, name);
      if (known == nullptr || refbase::find_layer(after_, name) == nullptr)
        throw InputError(
            msg("the contribution is about a layer “{}”, which the base has not for "
                "the theme “{}”; it has: {}",
                name, request_.theme->name, refbase::names_of(after_)));
      if (!layer.target.geometry_column.empty() &&
          !io::same_crs(layer.target.crs, known->schema.crs))
        throw InputError(
            msg("the contribution, layer “{}”: its reference system is not the base's", name));
      require_ids(layer);
      for (const auto& column : layer.target.columns)
        if (!known->schema.find(column.name))
          throw InputError(msg("the contribution, layer “{}”: there is no column “{}” in the base",
                               name, column.name));
    }
  }

  static void require_ids(const LayerChanges& layer) {
    std::set<std::pair<std::string, bool>> ids;
    for (const auto& change : layer.changes)
      if (change.id.empty() || !ids.emplace(change.id, io::adds_feature(change)).second)
        throw InputError(
            change.id.empty()
                ? msg("the contribution, layer “{}”: a change does not say of which object it is",
                      layer.target.layer)
                : msg("the contribution, layer “{}”: object {} stands there twice",
                      layer.target.layer, change.id));
  }

  void look_at_changes() {
    for (const auto& layer : contributed()) {
      const auto& name = refbase::find_layer(before_, layer.target.layer)->schema.layer;
      auto& ids = taken_.looked_at.ids[name];
      io::TargetRow row(layer.target);
      for (const auto& change : layer.changes) {
        if (!io::adds_feature(change)) ids.insert(change.id);
        if (const auto key = own_key(layer, row.values_after(change))) ids.insert(*key);
        for (const auto& geometry :
             {change.feature.geometry(), io::TargetRow::geometry_after(change)})
          if (const auto box = io::box_of_geometry(geometry)) look_near(layer.target.crs, *box);
      }
    }
  }

  /// What lies there, in every layer of the same reference system.
  void look_near(const Crs& crs, const Box& box) {
    for (const auto& layer : after_) {
      if (layer.schema.geometry_column.empty() || !io::same_crs(crs, layer.schema.crs)) continue;
      const auto options = geometric_options(
          request_.theme->rules_of(request_.theme->find_layer(layer.schema.layer), {}),
          layer.schema.crs);
      constexpr double at_least = 1e-6;
      const double reach = std::max({options.distance, options.most, at_least});
      taken_.looked_at.boxes[layer.schema.layer].push_back(wider(box, reach));
    }
  }

  /// All objects that are or were there, and what those go on as that are known.
  void look_around() {
    for (auto& [layer, boxes] : taken_.looked_at.boxes) boxes = few(std::move(boxes));
    for (const auto& [at, layers] :
         {std::pair(&request_.from, &before_), std::pair(&request_.now, &after_)})
      for (const auto& layer : *layers) look_at_places(layer, at->number);
    for (const auto& layer : after_) {
      auto& ids = taken_.looked_at.ids[layer.schema.layer];
      for (const auto& one :
           refbase::successions_between(session_, layer, request_.from.number, request_.now.number))
        if (ids.contains(one.predecessor)) ids.insert(one.successor);
    }
  }

  void look_at_places(const BaseLayer& layer, std::int64_t at) {
    const auto boxes = taken_.looked_at.boxes.find(layer.schema.layer);
    if (boxes == taken_.looked_at.boxes.end()) return;
    auto& ids = taken_.looked_at.ids[layer.schema.layer];
    for (const auto& box : boxes->second) {
      refbase::Selection there;
      there.box = box;
      refbase::show_features(session_, layer, at, there, [&](refbase::Row row) {
        const auto place = io::box_of_geometry(row.back());
        if (place && meet(*place, box)) ids.insert(refbase::id_of(layer, row));
      });
    }
  }

  /// Where they are many, one question about all of them.
  [[nodiscard]] static std::vector<Box> few(std::vector<Box> boxes) {
    constexpr std::size_t most = 300;
    if (boxes.size() <= most) return boxes;
    Box all = boxes.front();
    for (const auto& box : boxes) all = united(all, box);
    return {all};
  }

  Input written(const std::string& name, const refbase::Transaction& at,
                const std::vector<BaseLayer>& layers) {
    BasePart part;
    part.only_named = true;
    part.layers = layers;
    part.also = taken_.looked_at.ids;
    const auto path = scratch_ / (name + ".gpkg");
    {
      auto file = io::Database::open_output(path);
      io::create_geopackage(file);
      write_part(session_, at, part, file, nullptr);
    }
    auto input = opened(path, refbase::name_of(at));
    input.edition = refbase::name_of(at);
    input.digest = at.digest;
    return input;
  }

  static Input opened(const std::filesystem::path& path, const std::string& name) {
    Input input;
    input.name = name;
    input.source = {path, "", false, {}};
    input.path = path;
    auto database = io::Database::open_input(path);
    input.catalog = io::read_catalog(database);
    return input;
  }

  /// The base as it was, with what the producer sends.
  Input changed() {
    io::Changeset changeset;
    changeset.head = request_.contribution->head;
    for (const auto& layer : contributed()) changeset.layers.push_back(named(layer));
    const auto path = scratch_ / "local.gpkg";
    auto ancestor = *taken_.inputs.ancestor;
    ancestor.name = msg("the base at {}", ancestor.edition);
    apply_to_file(changeset, ancestor, path, request_.now.time);
    return opened(path, changeset.head.producer);
  }

  /// What is added, by the name that it goes by: the base's where it has one.
  LayerChanges named(const LayerChanges& layer) {
    auto named = layer;
    keep_what_is_not_carried(named);
    const auto uid = named.target.columns.size();
    named.target.columns.push_back({std::string(merge::uid_column), ColumnType::text, "TEXT"});
    std::vector<std::string> uids;
    for (const auto& change : layer.changes)
      if (io::adds_feature(change)) uids.push_back(change.id);
    const auto& base = *refbase::find_layer(after_, layer.target.layer);
    const auto given =
        refbase::given_ids(session_, {request_.organisation, base.schema.layer}, uids);
    for (auto& change : named.changes) {
      if (!io::adds_feature(change)) continue;
      const auto known = given.find(change.id);
      const auto key = layer.key.size() == 1 ? layer.target.find(layer.key.front()) : std::nullopt;
      if (known != given.end() && key) {
        change.values.push_back({*key, Null{}, known->second, Status::taken});
        taken_.looked_at.ids[base.schema.layer].insert(known->second);
      } else {
        change.values.push_back({uid, Null{}, change.id, Status::taken});
      }
    }
    return named;
  }

  /// A part of what was cut has, of columns that the contribution does not carry, what the whole
  /// has.
  void keep_what_is_not_carried(LayerChanges& layer) {
    const auto& base = *refbase::find_layer(before_, layer.target.layer);
    std::vector<std::size_t> missing;
    for (std::size_t i = 0; i < base.schema.columns.size(); ++i)
      if (!layer.target.find(base.schema.columns[i].name)) missing.push_back(i);
    std::map<std::string, std::string> wholes;  // by lineage
    std::vector<std::string> ids;
    for (const auto& change : layer.changes)
      if (change.op == Op::remove && !change.lineage_group.empty() &&
          wholes.emplace(change.lineage_group, change.id).second)
        ids.push_back(change.id);
    if (missing.empty() || ids.empty()) return;
    std::map<std::string, std::vector<Value>> rows;
    refbase::show_features(session_, base, request_.from.number, ids, [&](refbase::Row row) {
      auto& values = rows[refbase::id_of(base, row)];
      for (const auto column : missing) values.push_back(to_value(row[1 + column]));
    });
    const auto first = layer.target.columns.size();
    for (const auto column : missing) layer.target.columns.push_back(base.schema.columns[column]);
    for (auto& change : layer.changes) {
      const auto whole = wholes.find(change.lineage_group);
      if (!io::adds_feature(change) || whole == wholes.end()) continue;
      const auto& values = rows[whole->second];
      for (std::size_t i = 0; i < values.size(); ++i)
        change.values.push_back({first + i, Null{}, values[i], Status::taken});
    }
  }

  /// Of layers of no class the base alone says what they are known by.
  void find_key() {
    if (!request_.theme->layers.empty() || after_.empty()) return;
    taken_.key = after_.front().key;
    for (const auto& layer : after_)
      if (layer.key != taken_.key)
        throw InputError(
            msg("the layers of the contribution are known by other columns each: integrate them "
                "under a theme that names them"));
  }

  refbase::SqlSession& session_;
  const IntegrationRequest& request_;
  const std::filesystem::path& scratch_;
  std::vector<BaseLayer> before_, after_;
  ContributionSides taken_;
};

}  // namespace

ContributionSides sides_of_contribution(refbase::SqlSession& session,
                                        const IntegrationRequest& request,
                                        const std::filesystem::path& scratch) {
  return Sides(session, request, scratch).take();
}

bool was_touched(refbase::SqlSession& session, const LookedAt& looked_at,
                 const refbase::Transaction& after, const refbase::Transaction& until) {
  for (const auto& layer : refbase::layers_at(session, until.number)) {
    const auto& name = layer.schema.layer;
    const auto ids = looked_at.ids.find(name);
    const auto boxes = looked_at.boxes.find(name);
    if (ids == looked_at.ids.end() && boxes == looked_at.boxes.end()) continue;
    bool touched = false;
    const auto look = [&](refbase::Row row) {
      touched = touched ||
                (ids != looked_at.ids.end() && ids->second.contains(refbase::id_of(layer, row)));
      if (touched || boxes == looked_at.boxes.end()) return;
      const auto place = io::box_of_geometry(row.back());
      touched = place && std::any_of(boxes->second.begin(), boxes->second.end(),
                                     [&](const Box& box) { return meet(*place, box); });
    };
    refbase::Selection begun, ended;
    begun.begun_after = after.number;
    refbase::show_features(session, layer, until.number, begun, look);
    ended.ended_until = until.number;
    refbase::show_features(session, layer, after.number, ended, look);
    if (touched) return true;
  }
  return false;
}

}  // namespace bdf::jobs
