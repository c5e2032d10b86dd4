// SPDX-License-Identifier: MIT
#include "jobs/base_inputs.h"

#include <algorithm>

#include "base/error.h"
#include "base/message.h"
#include "io/key.h"
#include "io/row_stream.h"
#include "jobs/base_checkout.h"
#include "jobs/layer_class.h"
#include "refbase/base.h"
#include "refbase/layers.h"

namespace bdf::jobs {

namespace {

/// A layer of local's, and the base's that it is a version of.
struct PairedLayer {
  const Schema* local;
  const refbase::BaseLayer* base;
};

std::vector<PairedLayer> pair_with_base(const BaseRequest& request,
                                        const std::vector<refbase::BaseLayer>& layers) {
  std::vector<PairedLayer> paired;
  for (const auto& schema : request.local->catalog.layers) {
    const auto* theme_layer = class_of(schema, *request.theme);
    const auto& name = theme_layer != nullptr ? theme_layer->name : schema.layer;
    if (const auto* found = refbase::find_layer(layers, name)) paired.push_back({&schema, found});
  }
  return paired;
}

std::vector<std::string> key_in(const Schema& schema, const refbase::BaseLayer& layer,
                                const rules::Theme& theme) {
  const auto* theme_layer = class_of(schema, theme);
  return theme_layer != nullptr && theme_layer->schema ? key_of_class(schema, *theme_layer->schema)
                                                       : layer.key;
}

/// The identifiers that the local layers hold.
ObjectIds ids_in_local(const BaseRequest& request, const std::vector<PairedLayer>& paired) {
  ObjectIds ids;
  auto database = io::Database::open_input(request.local->path);
  for (const auto& [schema, layer] : paired) {
    const auto key = key_in(*schema, *layer, *request.theme);
    const bool carried = std::all_of(key.begin(), key.end(), [&](const std::string& column) {
      return schema->find(column).has_value();
    });
    if (key.empty() || !carried) continue;
    Schema keys_only = *schema;
    keys_only.geometry_column.clear();
    io::stream_rows(database, keys_only, key, {}, [&](const io::StreamedRow& row) {
      if (auto id = io::text_of_key(row.values)) ids[layer->schema.layer].insert(std::move(*id));
    });
  }
  return ids;
}

/// The part of the base that the local layer is about: at least its layers.
Extraction extraction_for(const BaseRequest& request, const std::vector<PairedLayer>& paired) {
  Extraction extraction;
  if (request.stamp) extraction = parse_extraction(request.stamp->selection);
  if (extraction.layers.empty())
    for (const auto& [schema, layer] : paired) extraction.layers.push_back(layer->schema.layer);
  return extraction;
}

/// The transaction from which the local layer was taken.
std::optional<refbase::Transaction> ancestor_of(refbase::SqlSession& session,
                                                const BaseRequest& request,
                                                std::vector<Finding>& findings) {
  if (!request.needs_ancestor) return std::nullopt;
  if (!request.stamp || request.stamp->reference_digest.empty()) {
    findings.push_back(
        {Level::warning, "ancestor_not_known", "local", "", "",
         msg("the local layer does not say from which state of the base it comes: your "
             "edits cannot be told from the base's. Give that state as --ancestor")});
    return std::nullopt;
  }
  auto found = refbase::find_transaction(session, request.stamp->reference_digest);
  if (!found)
    throw StoreError(
        msg("{} does not know the state from which {} comes ({}): is it another base? "
            "Give that state as --ancestor",
            session.name(), request.local->name, request.stamp->reference_edition));
  return found;
}

Input input_of(const refbase::SqlSession& session, const refbase::Transaction& transaction,
               const std::filesystem::path& file) {
  Input input;
  input.edition = "@" + std::to_string(transaction.number);
  input.digest = transaction.digest;
  input.name = session.name() + input.edition;
  input.source = {file, "", true, {}};
  input.path = file;
  auto database = io::Database::open_input(file);
  input.catalog = io::read_catalog(database);
  return input;
}

}  // namespace

BaseInputs inputs_from_base(const BaseRequest& request, const std::filesystem::path& staging,
                            std::vector<Finding>& findings) {
  const auto session = refbase::open_base(request.base);
  const refbase::SqlTransaction reading(*session, refbase::Access::read);
  const auto now = refbase::transaction_named(*session, request.at);
  const auto then = ancestor_of(*session, request, findings);
  const auto layers = refbase::layers_at(*session, now.number);
  const auto paired = pair_with_base(request, layers);
  const auto extraction = extraction_for(request, paired);
  auto known = ids_in_local(request, paired);
  BaseInputs inputs;
  if (then) {
    ObjectIds written;
    const auto file = staging / "ancestor.gpkg";
    static_cast<void>(write_checkout(*session, *then, extraction, known, file, &written));
    inputs.ancestor = input_of(*session, *then, file);
    for (auto& [layer, ids] : written) known[layer].merge(ids);
  }
  const auto file = staging / "reference.gpkg";
  static_cast<void>(write_checkout(*session, now, extraction, known, file));
  inputs.reference = input_of(*session, now, file);
  return inputs;
}

}  // namespace bdf::jobs
