// SPDX-License-Identifier: MIT
#include "jobs/base_inputs.h"

#include <algorithm>
#include <map>

#include "base/error.h"
#include "base/message.h"
#include "io/crs.h"
#include "io/key.h"
#include "io/row_stream.h"
#include "jobs/base_checkout.h"
#include "jobs/geometric_options.h"
#include "jobs/layer_class.h"
#include "jobs/queue.h"
#include "jobs/territories.h"
#include "refbase/base.h"
#include "refbase/history.h"

namespace bdf::jobs {

namespace {

/// A layer of local's, and the base's that it is a version of.
struct PairedLayer {
  const Schema* local = nullptr;
  const rules::ThemeLayer* theme_layer = nullptr;
  std::string name;                            ///< as the base calls it
  std::vector<std::string> key;                ///< columns of local's; empty: it carries none
  std::optional<refbase::Transaction> origin;  ///< where local's comes from
};

io::Database new_geopackage(const std::filesystem::path& path) {
  auto file = io::Database::open_output(path);
  io::create_geopackage(file);
  return file;
}

class Taking {
 public:
  Taking(refbase::SqlSession& session, const BaseRequest& request,
         const std::filesystem::path& staging, std::vector<Finding>& findings)
      : session_(session),
        request_(request),
        staging_(staging),
        findings_(findings),
        now_(refbase::transaction_named(session, request.at)),
        layers_(refbase::layers_at(session, now_.number)) {}

  BaseInputs take() {
    read_local();
    pair();
    if (request_.ancestor == nullptr) taken_.ancestor = take_ancestor();
    taken_.reference = take_reference();
    taken_.selection = extraction_.text();
    if (!request_.producer.empty()) taken_.answers = answers_to(session_, request_.producer);
    return std::move(taken_);
  }

 private:
  /// What the local file says of where it comes from.
  void read_local() {
    auto database = io::Database::open_input(request_.local->path);
    stamp_ = io::read_stamp(database);
    origins_ = io::read_origins(database);
    known_ = io::read_held(database);
    if (!stamp_ && request_.ancestor != nullptr) {
      auto ancestor = io::Database::open_input(request_.ancestor->path);
      stamp_ = io::read_stamp(ancestor);
    }
    if (stamp_) extraction_ = parse_extraction(stamp_->selection);
  }

  void pair() {
    for (const auto& schema : request_.local->catalog.layers) {
      PairedLayer layer{&schema, class_of(schema, *request_.theme), schema.layer, {}, {}};
      if (layer.theme_layer != nullptr) layer.name = layer.theme_layer->name;
      const bool of_theme = layer.theme_layer != nullptr || request_.theme->layers.empty();
      const auto* base = refbase::find_layer(layers_, layer.name);
      if (!of_theme || base == nullptr || !is_taken(layer)) continue;
      layer.name = base->schema.layer;
      layer.key = key_in(layer, *base);
      if (request_.ancestor == nullptr) layer.origin = origin_of(schema.layer);
      add_ids(layer);
      paired_.push_back(std::move(layer));
    }
    find_key();
  }

  /// A layer that the file has beside what it took from the base does not come from there.
  [[nodiscard]] bool is_taken(const PairedLayer& layer) const {
    return origins_.empty() || origins_.contains(layer.local->layer);
  }

  [[nodiscard]] static std::vector<std::string> key_in(const PairedLayer& layer,
                                                       const refbase::BaseLayer& base) {
    auto key = layer.theme_layer != nullptr && layer.theme_layer->schema
                   ? key_of_class(*layer.local, *layer.theme_layer->schema)
                   : base.key;
    const bool carried = std::all_of(key.begin(), key.end(), [&](const std::string& column) {
      return layer.local->find(column).has_value();
    });
    return carried ? key : std::vector<std::string>{};
  }

  /// Of layers of no class the base alone says what they are known by.
  void find_key() {
    if (!request_.theme->layers.empty() || paired_.empty()) return;
    taken_.key = paired_.front().key;
    for (const auto& layer : paired_)
      if (layer.key != taken_.key) taken_.key.clear();
  }

  refbase::Transaction origin_of(const std::string& layer) {
    const auto own = origins_.find(layer);
    const auto digest = own != origins_.end() ? own->second.digest
                        : stamp_              ? stamp_->reference_digest
                                              : std::string();
    if (digest.empty())
      throw InputError(
          msg("{} does not say from which state of the base it comes, so that your edits "
              "cannot be told from the base's: give that state, a checkout, as --ancestor",
              request_.local->name));
    if (auto found = refbase::find_transaction(session_, digest)) return *found;
    throw InputError(
        msg("{} does not know the state from which {} comes ({}): is it another base? "
            "Give that state as --ancestor",
            session_.name(), request_.local->name,
            own != origins_.end() ? own->second.edition : stamp_->reference_edition));
  }

  [[nodiscard]] bool is_part() const { return !extraction_.territory.empty(); }

  /// The identifiers that the local layer holds.
  void add_ids(const PairedLayer& layer) {
    if (!is_part() || layer.key.empty()) return;
    Schema keys_only = *layer.local;
    keys_only.geometry_column.clear();
    auto database = io::Database::open_input(request_.local->path);
    io::stream_rows(database, keys_only, layer.key, {}, [&](const io::StreamedRow& row) {
      if (auto id = io::text_of_key(row.values)) known_[layer.name].insert(std::move(*id));
    });
  }

  /// That part of the base, as it is after a transaction, in some of its layers.
  BasePart part_at(const refbase::Transaction& at, const std::vector<const PairedLayer*>& wanted) {
    const auto layers = refbase::layers_at(session_, at.number);
    BasePart part;
    for (const auto* paired : wanted)
      if (const auto* layer = refbase::find_layer(layers, paired->name))
        part.layers.push_back(with_wanted_columns(*layer));
    if (!is_part()) return part;
    for (const auto& layer : part.layers) require_crs_of_territories(layers, layer.schema);
    auto last = last_zone_of_territory(session_, layers, at.number, extraction_.territory,
                                       extraction_.halo);
    if (last.is_gone && at.number == now_.number)
      findings_.push_back(
          {Level::warning, "territory_gone", "reference", "", "",
           msg("the base has no territory “{}” any more: it is taken as it was last",
               extraction_.territory)});
    part.zones.push_back(std::move(last.zone));
    part.also = known_;
    return part;
  }

  /// Under whatever name a column was asked for.
  refbase::BaseLayer with_wanted_columns(const refbase::BaseLayer& layer) {
    if (extraction_.columns.empty()) return layer;
    const auto numbers = refbase::columns_ever_named(session_, layer, extraction_.columns);
    Extraction named;
    named.layers = {layer.schema.layer};
    named.columns = layer.key;
    for (std::size_t i = 0; i < layer.numbers.size(); ++i)
      if (numbers.contains(layer.numbers[i])) named.columns.push_back(layer.schema.columns[i].name);
    return layers_in({layer}, named).front();
  }

  Input take_ancestor() {
    std::map<std::int64_t, std::vector<const PairedLayer*>> by_origin;
    std::map<std::int64_t, refbase::Transaction> origins;
    for (const auto& layer : paired_) {
      by_origin[layer.origin->number].push_back(&layer);
      origins[layer.origin->number] = *layer.origin;
    }
    const auto path = staging_ / "ancestor.gpkg";
    Input input;
    {
      auto file = new_geopackage(path);
      for (const auto& [number, layers] : by_origin) {
        io::HeldIds written;
        write_part(session_, origins[number], part_at(origins[number], layers), file,
                   is_part() ? &written : nullptr);
        for (auto& [layer, ids] : written) known_[layer].merge(ids);
        add_successors(number, layers);
        input.edition += (input.edition.empty() ? "" : ", ") + name_of(origins[number]);
        input.digest = origins[number].digest;
      }
    }
    finish(input, path);
    return input;
  }

  /// What is known goes on under these identifiers.
  void add_successors(std::int64_t since, const std::vector<const PairedLayer*>& layers) {
    for (const auto* paired : layers) {
      const auto* layer = refbase::find_layer(layers_, paired->name);
      auto& ids = known_[paired->name];
      for (const auto& one : refbase::successions_between(session_, *layer, since, now_.number))
        if (ids.contains(one.predecessor)) ids.insert(one.successor);
    }
  }

  Input take_reference() {
    std::vector<const PairedLayer*> all;
    for (const auto& layer : paired_) all.push_back(&layer);
    auto part = part_at(now_, all);
    if (is_part()) add_near(part);
    const auto path = staging_ / "reference.gpkg";
    {
      auto file = new_geopackage(path);
      write_part(session_, now_, part, file, is_part() ? &taken_.held : nullptr);
    }
    Input input;
    input.edition = name_of(now_);
    input.digest = now_.digest;
    finish(input, path);
    return input;
  }

  void finish(Input& input, const std::filesystem::path& file) const {
    input.name = session_.name() + (input.edition.starts_with('@') ? "" : "@") + input.edition;
    input.source = {file, "", false, {}};
    input.path = file;
    auto database = io::Database::open_input(file);
    input.catalog = io::read_catalog(database);
  }

  /// What local has drawn may be in the base meanwhile, under an identifier that local does not
  /// know.
  void add_near(BasePart& part) {
    part.near_since = now_.number;
    for (const auto& layer : paired_) {
      if (!layer.origin) continue;
      part.near_since = std::min(part.near_since, layer.origin->number);
      const auto* base = refbase::find_layer(layers_, layer.name);
      if (io::same_crs(layer.local->crs, base->schema.crs))
        part.near[layer.name] = boxes_of_unknown(layer);
    }
  }

  /// Around the features of local's that nothing else brings a counterpart for.
  std::vector<Box> boxes_of_unknown(const PairedLayer& layer) {
    const auto options =
        geometric_options(request_.theme->rules_of(layer.theme_layer, {}), layer.local->crs);
    const double reach = std::max(options.distance, options.most);
    std::vector<Box> boxes;
    if (reach <= 0 || layer.local->geometry_column.empty()) return boxes;
    const auto ids = refbase::live_ids(session_, *refbase::find_layer(layers_, layer.name),
                                       as_list(known_[layer.name]));
    auto database = io::Database::open_input(request_.local->path);
    io::stream_rows(database, *layer.local, layer.key, {}, [&](const io::StreamedRow& row) {
      const auto id = layer.key.empty() ? std::nullopt : io::text_of_key(row.values);
      const auto box = io::box_of_geometry(row.geometry);
      if (box && (!id || !ids.contains(*id))) boxes.push_back(wider(*box, reach));
    });
    return few(std::move(boxes));
  }

  [[nodiscard]] static std::vector<std::string> as_list(const std::set<std::string>& ids) {
    return {ids.begin(), ids.end()};
  }

  /// Where they are many, one question about all of them.
  [[nodiscard]] static std::vector<Box> few(std::vector<Box> boxes) {
    constexpr std::size_t most = 300;
    if (boxes.size() <= most) return boxes;
    Box all = boxes.front();
    for (const auto& box : boxes) all = united(all, box);
    return {all};
  }

  refbase::SqlSession& session_;
  const BaseRequest& request_;
  const std::filesystem::path& staging_;
  std::vector<Finding>& findings_;
  refbase::Transaction now_;
  std::vector<refbase::BaseLayer> layers_;  ///< of now
  std::optional<io::SyncStamp> stamp_;
  std::map<std::string, io::Origin> origins_;
  Extraction extraction_;
  io::HeldIds known_;  ///< objects that belong to the part wherever they lie
  std::vector<PairedLayer> paired_;
  BaseInputs taken_;
};

}  // namespace

BaseInputs inputs_from_base(const BaseRequest& request, const std::filesystem::path& staging,
                            std::vector<Finding>& findings) {
  std::error_code none;
  if (std::filesystem::equivalent(request.local->path, request.base, none))
    throw UsageError(msg("{} is the base itself: work on a checkout of it", request.local->name));
  const auto session = refbase::open_base(request.base);
  const refbase::SqlTransaction reading(*session, refbase::Access::read);
  return Taking(*session, request, staging, findings).take();
}

}  // namespace bdf::jobs
