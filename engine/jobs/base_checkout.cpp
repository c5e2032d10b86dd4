// SPDX-License-Identifier: MIT
#include "jobs/base_checkout.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <unordered_set>

#include "base/clock.h"
#include "base/error.h"
#include "base/message.h"
#include "io/geopackage.h"
#include "io/output_folder.h"
#include "io/signalements.h"
#include "io/sql.h"
#include "io/sync_tables.h"
#include "jobs/territories.h"
#include "refbase/base.h"
#include "refbase/history.h"
#include "refbase/versions.h"

namespace bdf::jobs {

namespace {

using nlohmann::json;
using refbase::BaseLayer;

/// The columns of its key, always; of the others those that are wanted.
BaseLayer with_columns(BaseLayer layer, const std::vector<std::string>& wanted) {
  if (wanted.empty()) return layer;
  BaseLayer part = layer;
  part.schema.columns.clear();
  part.numbers.clear();
  part.physical.clear();
  for (std::size_t i = 0; i < layer.schema.columns.size(); ++i) {
    const auto& name = layer.schema.columns[i].name;
    const auto is = [&](const std::string& one) { return same_name(one, name); };
    if (std::none_of(layer.key.begin(), layer.key.end(), is) &&
        std::none_of(wanted.begin(), wanted.end(), is))
      continue;
    part.schema.columns.push_back(layer.schema.columns[i]);
    part.numbers.push_back(layer.numbers[i]);
    part.physical.push_back(layer.physical[i]);
  }
  return part;
}

/// Throws UsageError for a layer or a column that there is not.
void require_known(const std::vector<BaseLayer>& layers, const Extraction& extraction,
                   const std::string& base) {
  for (const auto& name : extraction.layers)
    if (refbase::find_layer(layers, name) == nullptr)
      throw UsageError(
          msg("{} has no layer “{}” then; it has: {}", base, name, refbase::names_of(layers)));
  for (const auto& column : extraction.columns)
    if (std::none_of(layers.begin(), layers.end(),
                     [&](const BaseLayer& layer) { return layer.schema.find(column); }))
      throw UsageError(msg("no layer has a column “{}” then", column));
  if (extraction.halo > 0 && extraction.territory.empty())
    throw UsageError(msg("--halo lies around a territory: say which with --territory"));
}

bool meets(const std::vector<geometry::Zone>& zones, const ValueView& geometry) {
  return std::any_of(zones.begin(), zones.end(),
                     [&](const geometry::Zone& zone) { return jobs::meets(zone, geometry); });
}

/// Around all of them.
Box box_of(const std::vector<geometry::Zone>& zones) {
  auto box = zones.front().box();
  for (const auto& zone : zones) box = united(box, zone.box());
  return box;
}

/// Writes the features of one layer.
class LayerFile {
 public:
  LayerFile(io::Database& database, const BaseLayer& layer)
      : layer_(layer),
        schema_(io::create_layer(database, as_in_file(layer.schema))),
        writer_(database, schema_, io::column_names(schema_)) {}

  void add(refbase::Row row) {
    const auto fid = std::get<std::int64_t>(row[0]);
    if (!fids_.insert(fid).second) return;
    const auto values = row.subspan(1, layer_.schema.columns.size());
    writer_.add(fid, values, has_geometry() ? row.back() : ValueView{Null{}});
  }

  [[nodiscard]] bool has_geometry() const { return !layer_.schema.geometry_column.empty(); }
  [[nodiscard]] const Schema& schema() const { return schema_; }
  [[nodiscard]] std::int64_t count() const { return std::ssize(fids_); }

 private:
  /// The number of a system in the base means nothing in the file.
  static Schema as_in_file(Schema schema) {
    schema.crs.srs_id = schema.crs.code;
    return schema;
  }

  const BaseLayer& layer_;
  Schema schema_;
  io::FeatureWriter writer_;
  std::unordered_set<std::int64_t> fids_;
};

}  // namespace

std::string Extraction::text() const {
  nlohmann::ordered_json all;
  if (!layers.empty()) all["layers"] = layers;
  if (!territory.empty()) all["territory"] = territory;
  if (halo > 0) all["halo"] = halo;
  if (!columns.empty()) all["columns"] = columns;
  return all.empty() ? std::string() : all.dump();
}

Extraction parse_extraction(const std::string& text) {
  if (text.empty()) return {};
  try {
    const auto all = json::parse(text);
    return {all.value("layers", std::vector<std::string>{}), all.value("territory", ""),
            all.value("halo", 0.0), all.value("columns", std::vector<std::string>{})};
  } catch (const json::exception&) {
    throw InputError(
        msg("the stamp says it is a part of a base in words that bdf does not know: {}", text));
  }
}

std::vector<BaseLayer> layers_in(const std::vector<BaseLayer>& layers,
                                 const Extraction& extraction) {
  std::vector<BaseLayer> wanted;
  for (const auto& layer : layers) {
    const auto is = [&](const std::string& name) { return same_name(name, layer.schema.layer); };
    const bool named = std::any_of(extraction.layers.begin(), extraction.layers.end(), is);
    if (named || (extraction.layers.empty() && !is(std::string(territory_layer))))
      wanted.push_back(with_columns(layer, extraction.columns));
  }
  return wanted;
}

namespace {

/// Writes what a part holds of one layer.
void write_layer(refbase::SqlSession& session, const refbase::Transaction& at, const BasePart& part,
                 const BaseLayer& layer, LayerFile& rows, std::set<std::string>* written) {
  const auto& name = layer.schema.layer;
  const auto add = [&](refbase::Row row) {
    rows.add(row);
    if (written != nullptr) written->insert(refbase::id_of(layer, row));
  };
  const bool by_place = !part.zones.empty() && rows.has_geometry();
  refbase::Selection selection;
  if (by_place) selection.box = box_of(part.zones);
  if (!part.only_named)
    refbase::show_features(session, layer, at.number, selection, [&](refbase::Row row) {
      if (!by_place || meets(part.zones, row.back())) add(row);
    });
  if (!by_place && !part.only_named) return;
  if (const auto more = part.also.find(name); more != part.also.end()) {
    const std::vector<std::string> ids(more->second.begin(), more->second.end());
    refbase::show_features(session, layer, at.number, ids, add);
  }
  if (const auto near = part.near.find(name); near != part.near.end())
    for (const auto& box : near->second) {
      refbase::Selection around;
      around.box = box;
      around.begun_after = part.near_since;
      refbase::show_features(session, layer, at.number, around, [&](refbase::Row row) {
        const auto place = io::box_of_geometry(row.back());
        if (place && meet(*place, box)) add(row);
      });
    }
}

/// What a producer wants to say and cannot draw as an edit is drawn there.
void add_signalement_layer(const std::vector<BaseLayer>& layers, const refbase::Transaction& at,
                           io::Database& file) {
  if (refbase::find_layer(layers, io::signalement_layer) != nullptr) return;
  const auto spatial = std::find_if(layers.begin(), layers.end(), [](const BaseLayer& layer) {
    return !layer.schema.geometry_column.empty();
  });
  if (spatial == layers.end()) return;
  auto crs = spatial->schema.crs;
  crs.srs_id = crs.code;
  io::write_signalements(file, {crs, {}}, at.time);
}

/// The extraction of a base that a user asks for.
CheckoutResult write_extraction(refbase::SqlSession& session, const refbase::Transaction& at,
                                const Extraction& extraction, io::Database& file) {
  const auto layers = refbase::layers_at(session, at.number);
  require_known(layers, extraction, session.name());
  BasePart part;
  part.layers = layers_in(layers, extraction);
  if (!extraction.territory.empty()) {
    part.zones.push_back(
        zone_of_territory(session, layers, at.number, extraction.territory, extraction.halo));
    for (const auto& layer : part.layers) require_crs_of_territories(layers, layer.schema);
  }
  CheckoutResult result{at, write_part(session, at, part, file, nullptr)};
  add_signalement_layer(part.layers, at, file);
  std::map<std::string, io::Origin> origins;
  for (const auto& layer : part.layers) origins[layer.schema.layer] = {name_of(at), at.digest};
  io::write_origins(file, origins);
  return result;
}

io::SyncStamp stamp_of(const refbase::Transaction& at, const Extraction& extraction,
                       const std::string& time) {
  io::SyncStamp stamp;
  stamp.reference_edition = name_of(at);
  stamp.reference_digest = at.digest;
  stamp.selection = extraction.text();
  stamp.theme = at.theme;
  stamp.theme_version = at.theme_version;
  stamp.theme_digest = at.theme_digest;
  stamp.time = time;
  return stamp;
}

}  // namespace

std::vector<CheckedOutLayer> write_part(refbase::SqlSession& session,
                                        const refbase::Transaction& at, const BasePart& part,
                                        io::Database& file, io::HeldIds* written) {
  std::vector<CheckedOutLayer> layers;
  for (const auto& layer : part.layers) {
    io::Transaction transaction(file);
    LayerFile rows(file, layer);
    write_layer(session, at, part, layer, rows,
                written != nullptr ? &(*written)[layer.schema.layer] : nullptr);
    io::create_spatial_index(file, rows.schema());
    io::finish_layer(file, rows.schema(), at.time);
    transaction.commit();
    layers.push_back({layer.schema.layer, rows.count()});
  }
  return layers;
}

CheckoutResult check_out(const BaseCheckoutJob& job) {
  io::OutputFile out(job.out, job.overwrite);
  const auto session = refbase::open_base(job.base);
  const auto time = time_of_run(job.now);
  const refbase::SqlTransaction reading(*session, refbase::Access::read);
  const auto at = refbase::transaction_named(*session, job.at);
  CheckoutResult result;
  {
    auto file = io::Database::open_output(out.path());
    io::create_geopackage(file);
    result = write_extraction(*session, at, job.extraction, file);
    io::write_stamp(file, stamp_of(at, job.extraction, time));
  }
  out.commit();
  return result;
}

}  // namespace bdf::jobs
