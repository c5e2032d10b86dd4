// SPDX-License-Identifier: MIT
#include "jobs/label_figures.h"

#include <algorithm>

#include "base/error.h"
#include "base/message.h"
#include "io/geopackage.h"
#include "io/sql.h"
#include "jobs/label_metadata.h"
#include "jobs/package_measures.h"
#include "jobs/socle_comparison.h"
#include "package/measures.h"
#include "package/utc_time.h"
#include "rules/json_schema.h"

namespace bdf::jobs {

namespace {

using label::FigureValue;
using label::Unmeasured;
using rules::Criterion;
using rules::Figure;

constexpr std::int64_t seconds_a_day = 86'400;

/// A figure of one layer, or why there is none.
struct LayerFigure {
  std::optional<double> value;
  std::uint64_t population = 0;
};

class Figures {
 public:
  explicit Figures(const FigureRequest& request)
      : request_(request),
        data_(*request.data),
        database_(io::Database::open_input(data_.geopackage)) {}

  std::vector<FigureValue> measure() {
    std::vector<FigureValue> figures;
    for (const auto* criterion : data_.theme.label->of_pack(data_.pack.code))
      figures.push_back(figure_of(*criterion));
    return figures;
  }

 private:
  FigureValue figure_of(const Criterion& criterion) {
    switch (criterion.figure) {
      case Figure::age:
        return of_whole(criterion, days_until(request_.time));
      case Figure::metadata:
        return metadata_figure(criterion);
      case Figure::licence:
        return licence_figure(criterion);
      case Figure::stated:
        return stated_figure(criterion);
      case Figure::linked:
      case Figure::position:
      case Figure::covered:
        if (request_.socle == nullptr) return without(criterion, Unmeasured::no_socle);
        break;
      default:
        break;
    }
    return worst_layer(criterion);
  }

  static FigureValue of_whole(const Criterion& criterion, double value) {
    return {criterion.code, label::rounded(value), 1, "", Unmeasured::nothing};
  }
  static FigureValue without(const Criterion& criterion, Unmeasured why) {
    return {criterion.code, std::nullopt, 0, "", why};
  }

  [[nodiscard]] double days_until(const std::string& time) const {
    const auto from = package::utc_time_of(data_.edition_date + "T00:00:00Z").since_1970;
    const auto to = package::utc_time_of(time.substr(0, 10) + "T00:00:00Z").since_1970;
    return static_cast<double>((to - from) / seconds_a_day);
  }

  [[nodiscard]] FigureValue metadata_figure(const Criterion& criterion) const {
    const auto missing = missing_metadata(data_.metadata);
    return missing ? of_whole(criterion, static_cast<double>(missing->size()))
                   : without(criterion, Unmeasured::no_paper);
  }

  [[nodiscard]] FigureValue licence_figure(const Criterion& criterion) const {
    const auto& known = criterion.licences;
    const bool is_among = std::any_of(known.begin(), known.end(), [&](const std::string& one) {
      return same_name(one, data_.licence);
    });
    return of_whole(criterion, is_among ? 1 : 0);
  }

  [[nodiscard]] FigureValue stated_figure(const Criterion& criterion) const {
    if (request_.attestation == nullptr) return without(criterion, Unmeasured::not_stated);
    const auto& statements = request_.attestation->statements;
    const auto found = statements.find(criterion.code);
    return found == statements.end() ? without(criterion, Unmeasured::not_stated)
                                     : of_whole(criterion, found->second);
  }

  [[nodiscard]] static bool is_asked(const Criterion& criterion, const LabelledLayer& layer) {
    const auto& layers = criterion.layers;
    return layers.empty() || std::any_of(layers.begin(), layers.end(), [&](const auto& one) {
             return same_name(one, layer.facts.name);
           });
  }

  /// Every layer that is asked for must have the figure; of all layers those that can.
  FigureValue worst_layer(const Criterion& criterion) {
    FigureValue worst = without(criterion, Unmeasured::no_layer);
    std::size_t asked = 0;
    for (const auto& layer : data_.layers) {
      if (!is_asked(criterion, layer)) continue;
      const auto figure = layer_figure(criterion, layer);
      if (!figure) continue;
      ++asked;
      if (!figure->value) {
        if (!worst.value) worst.why = Unmeasured::no_features;
        continue;
      }
      const auto value = label::rounded(*figure->value);
      const bool is_worse =
          !worst.value || (criterion.bound.limit == rules::Limit::at_least ? value < *worst.value
                                                                           : value > *worst.value);
      if (is_worse)
        worst = {criterion.code, value, figure->population, layer.facts.name, Unmeasured::nothing};
    }
    if (asked < criterion.layers.size()) return without(criterion, Unmeasured::no_layer);
    return worst;
  }

  /// Nothing where the layer has no such figure; one without a value where it has no features.
  std::optional<LayerFigure> layer_figure(const Criterion& criterion, const LabelledLayer& layer) {
    switch (criterion.figure) {
      case Figure::quality:
        return quality_figure(criterion, layer);
      case Figure::filled:
        return filled_figure(criterion, layer);
      case Figure::recent:
        return recent_figure(criterion, layer);
      default:
        return socle_figure(criterion, layer);
    }
  }

  std::optional<LayerFigure> quality_figure(const Criterion& criterion,
                                            const LabelledLayer& layer) {
    const package::Measure* whole = nullptr;
    const package::Measure* part = nullptr;
    for (const auto& measure : measures()) {
      if (measure.code != criterion.measure || !same_name(measure.layer, layer.facts.name))
        continue;
      if (measure.attribute.empty()) whole = &measure;
      if (same_name(measure.attribute, criterion.attribute)) part = &measure;
    }
    if (criterion.attribute.empty()) return scaled(criterion, whole != nullptr ? whole : part);
    // What findings tell nothing of is measured, and without a flaw.
    if (part == nullptr && whole != nullptr && column_of(criterion, layer) != nullptr)
      return LayerFigure{0, whole->population};
    return scaled(criterion, part);
  }

  static std::optional<LayerFigure> scaled(const Criterion& criterion,
                                           const package::Measure* measure) {
    if (measure == nullptr) return std::nullopt;
    if (!criterion.relative) return LayerFigure{measure->value, measure->population};
    if (measure->population == 0) return LayerFigure{};
    return LayerFigure{measure->value / static_cast<double>(measure->population),
                       measure->population};
  }

  static const package::ColumnFacts* column_of(const Criterion& criterion,
                                               const LabelledLayer& layer) {
    for (const auto& column : layer.facts.columns)
      if (same_name(column.name, criterion.attribute)) return &column;
    return nullptr;
  }

  static LayerFigure share(std::uint64_t part, std::uint64_t whole) {
    if (whole == 0) return {};
    return {static_cast<double>(part) / static_cast<double>(whole), whole};
  }

  static std::optional<LayerFigure> filled_figure(const Criterion& criterion,
                                                  const LabelledLayer& layer) {
    const auto* column = column_of(criterion, layer);
    if (column == nullptr) return std::nullopt;
    return share(column->filled, layer.facts.features);
  }

  std::optional<LayerFigure> recent_figure(const Criterion& criterion, const LabelledLayer& layer) {
    const auto* column = column_of(criterion, layer);
    if (column == nullptr) return std::nullopt;
    auto count = database_.prepare("SELECT count(*) FROM " + io::sql_name(layer.schema.layer) +
                                   " WHERE julianday(" + io::sql_name(column->name) +
                                   ") >= julianday(?1) - ?2");
    count.bind(1, std::string_view(data_.edition_date)).bind(2, criterion.within).step();
    return share(static_cast<std::uint64_t>(count.integer(0)), layer.facts.features);
  }

  std::optional<LayerFigure> socle_figure(const Criterion& criterion, const LabelledLayer& layer) {
    const auto* comparison = compared(layer);
    if (comparison == nullptr) return std::nullopt;
    if (criterion.figure == Figure::linked) return share(comparison->linked, comparison->features);
    if (criterion.figure == Figure::covered)
      return share(comparison->linked, comparison->socle_features);
    const auto within = distance_of_share(*comparison, criterion.share);
    return LayerFigure{within, comparison->distances.size()};
  }

  /// Once for each layer; null where the socle has none of that name.
  const SocleComparison* compared(const LabelledLayer& layer) {
    const auto found = comparisons_.find(layer.facts.name);
    if (found != comparisons_.end()) return &found->second;
    const auto& others = request_.socle->layers;
    const auto other = std::find_if(others.begin(), others.end(), [&](const LabelledLayer& one) {
      return same_name(one.facts.name, layer.facts.name);
    });
    if (other == others.end() || layer.key.empty() || other->key.empty()) return nullptr;
    const auto comparison = compare_with_socle(
        {data_.geopackage, &layer}, {request_.socle->geopackage, &*other}, request_.threads);
    return &comparisons_.emplace(layer.facts.name, comparison).first->second;
  }

  const std::vector<package::Measure>& measures() {
    if (!measures_) {
      std::vector<MeasuredLayer> layers;
      for (const auto& layer : data_.layers) layers.push_back({&layer.schema, &layer.facts});
      measures_ = measure_package({data_.geopackage, &data_.theme, request_.threads}, layers);
    }
    return *measures_;
  }

  const FigureRequest& request_;
  const LabelledData& data_;
  io::Database database_;
  std::optional<std::vector<package::Measure>> measures_;
  std::map<std::string, SocleComparison> comparisons_;
};

void require_comparable(const LabelledData& data, const LabelledData& socle) {
  if (socle.theme.name != data.theme.name)
    throw InputError(
        msg("{} is of the theme “{}”, not of “{}”", socle.name, socle.theme.name, data.theme.name));
  const auto& of_all = socle.theme.packages->socle.code;
  if (!socle.manifest || socle.pack.code != of_all)
    throw InputError(
        msg("{} is no package of the socle, whose names say {}: what everybody shares is what "
            "data are held against",
            socle.name, of_all));
  if (socle.crs != data.crs || socle.territory != data.territory)
    throw InputError(
        msg("{} is of {} in {}, and {} of {} in {}: give the socle of the same "
            "territory",
            socle.name, socle.territory, socle.crs, data.name, data.territory, data.crs));
}

}  // namespace

Attestation read_attestation(const std::filesystem::path& file, const rules::LabelRules& rules) {
  const auto document = rules::load_checked_yaml(file, "attestation");
  Attestation attestation{document["steward"].text(), day_in(document["date"]), {}};
  for (const auto& [code, node] : document["statements"].entries()) {
    const auto is_asked = std::any_of(rules.criteria.begin(), rules.criteria.end(),
                                      [&, asked = code](const Criterion& one) {
                                        return one.code == asked && one.figure == Figure::stated;
                                      });
    if (!is_asked) node.key().fail(msg("The label asks for no such statement."));
    const auto text = node.text();
    attestation.statements[code] = text == "true" ? 1 : text == "false" ? 0 : node.number(0, 1e9);
  }
  return attestation;
}

std::vector<FigureValue> measure_figures(const FigureRequest& request) {
  if (request.socle != nullptr) require_comparable(*request.data, *request.socle);
  return Figures(request).measure();
}

}  // namespace bdf::jobs
