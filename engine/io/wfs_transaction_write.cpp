// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>

#include "base/error.h"
#include "base/message.h"
#include "io/gml.h"
#include "io/output_folder.h"
#include "io/sent_change.h"
#include "io/srs_name.h"
#include "io/wfs_transaction.h"
#include "io/xml_name.h"
#include "io/xml_output.h"

namespace bdf::io {

namespace {

constexpr std::array<const char*, 4> own_prefixes{"wfs", "fes", "gml", "xsi"};

class TransactionWriter {
 public:
  explicit TransactionWriter(const FeatureSpace& space) : space_(space) {
    xml_.open("wfs:Transaction")
        .attribute("xmlns:wfs", "http://www.opengis.net/wfs/2.0")
        .attribute("xmlns:fes", "http://www.opengis.net/fes/2.0")
        .attribute("xmlns:gml", gml_space)
        .attribute("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
        .attribute("xmlns:" + space.prefix, space.uri)
        .attribute("xsi:schemaLocation",
                   "http://www.opengis.net/wfs/2.0 http://schemas.opengis.net/wfs/2.0/wfs.xsd")
        .attribute("service", "WFS")
        .attribute("version", "2.0.0");
  }

  void add(const LayerChanges& changes) {
    SentLayer layer(changes);
    layer_ = &layer;
    gml_.srs_name = srs_urn(changes.target.crs);
    gml_.swapped = begins_northwards(changes.target.crs.code);
    for (const auto* change : layer.in_order()) action(layer.sent(*change));
  }

  [[nodiscard]] std::string finish() { return xml_.finish(); }

 private:
  [[nodiscard]] std::string qualified(const std::string& name) const {
    return space_.prefix + ':' + xml_name(name);
  }
  [[nodiscard]] const Schema& target() const { return layer_->layer().target; }

  void action(const SentChange& sent) {
    xml_.open(sent.op == Op::insert   ? "wfs:Insert"
              : sent.op == Op::update ? "wfs:Update"
                                      : "wfs:Delete");
    const auto note = layer_->lineage().find(sent.change->lineage_group);
    if (note != layer_->lineage().end()) xml_.attribute("handle", note->second);
    if (sent.op == Op::insert) {
      feature(sent);
    } else {
      xml_.attribute("typeName", qualified(target().layer));
      for (const auto& value : sent.values) property(value);
      if (sent.geometry) geometry_property(*sent.geometry);
      filter(sent);
    }
    xml_.close();
  }

  void feature(const SentChange& sent) {
    xml_.open(qualified(target().layer));
    xml_.attribute("gml:id", xml_name(name_of_new(sent)));
    for (const auto& value : sent.values) {
      xml_.open(qualified(value.column->name));
      if (is_null(value.value))
        xml_.attribute("xsi:nil", "true");
      else
        xml_.text(text_of_value(value));
      xml_.close();
    }
    if (sent.geometry && !is_null(*sent.geometry)) {
      xml_.open(qualified(target().geometry_column));
      geometry(*sent.geometry);
      xml_.close();
    }
    xml_.close();
  }

  /// Services call an object "layer.fid": so is called only what asks for that fid.
  [[nodiscard]] std::string name_of_new(const SentChange& sent) const {
    const auto& layer = target().layer;
    if (!layer_->layer().key.empty()) return layer + '.' + sent.change->id;
    if (!sent.key.empty()) return layer + '.' + to_text(sent.key.front().value);
    return new_beginning + layer + '.' + sent.change->id;
  }

  void property(const SentValue& value) {
    xml_.open("wfs:Property").element("wfs:ValueReference", qualified(value.column->name));
    if (!is_null(value.value)) xml_.element("wfs:Value", text_of_value(value));
    xml_.close();
  }

  void geometry_property(const ValueView& value) {
    xml_.open("wfs:Property").element("wfs:ValueReference", qualified(target().geometry_column));
    if (!is_null(value)) {
      xml_.open("wfs:Value");
      geometry(value);
      xml_.close();
    }
    xml_.close();
  }

  void geometry(const ValueView& value) { write_gml(xml_, std::get<BlobView>(value).bytes, gml_); }

  void filter(const SentChange& sent) {
    xml_.open("fes:Filter");
    if (layer_->layer().key.empty()) {
      xml_.open("fes:ResourceId")
          .attribute("rid", target().layer + '.' + to_text(sent.key.front().value))
          .close();
    } else {
      if (sent.key.size() > 1) xml_.open("fes:And");
      for (const auto& part : sent.key)
        xml_.open("fes:PropertyIsEqualTo")
            .element("fes:ValueReference", qualified(part.column->name))
            .element("fes:Literal", text_of_value(part))
            .close();
      if (sent.key.size() > 1) xml_.close();
    }
    xml_.close();
  }

  /// XML Schema has its own words for what is no finite number.
  static std::string text_of_value(const SentValue& value) {
    auto text = text_of(value);
    if (!std::holds_alternative<double>(value.value)) return text;
    return text == "inf" ? "INF" : text == "-inf" ? "-INF" : text.ends_with("nan") ? "NaN" : text;
  }

  const FeatureSpace& space_;
  XmlOutput xml_;
  GmlForm gml_;
  const SentLayer* layer_ = nullptr;  ///< the one whose actions are being written
};

std::optional<std::string> against_layer(const Schema& target) {
  if (target.geometry_column.empty() || !srs_urn(target.crs).empty()) return std::nullopt;
  return msg(
      "the layer's coordinate system has no code of EPSG's, and wfs-t no other name for it: bring "
      "the layer into one that has a code");
}

}  // namespace

FeatureSpace parse_feature_space(const std::string& text) {
  const auto sign = text.find('=');
  const auto prefix = text.substr(0, sign);
  const bool own = std::any_of(own_prefixes.begin(), own_prefixes.end(),
                               [&](const char* one) { return prefix == one; });
  if (sign == std::string::npos || sign + 1 == text.size() || !is_ncname(prefix) || own ||
      folded(prefix).starts_with("xml") || !is_xml_text(text))
    throw UsageError(msg("“{}” is no PREFIX=URI of feature types", text));
  return {prefix, text.substr(sign + 1)};
}

Sayable sayable_in_wfs_transactions() {
  return {"wfs-t", true, true, false, "", why_not_gml, against_layer};
}

void write_wfs_transaction(const std::filesystem::path& path, const Changeset& changeset,
                           const FeatureSpace& space) {
  check_sayable(changeset, sayable_in_wfs_transactions());
  TransactionWriter writer(space);
  for (const auto& layer : changeset.layers) writer.add(layer);
  write_text(path, writer.finish());
}

}  // namespace bdf::io
