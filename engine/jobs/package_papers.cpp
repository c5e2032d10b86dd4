// SPDX-License-Identifier: MIT
#include "jobs/package_papers.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "geometry/wkb.h"
#include "io/output_folder.h"
#include "io/row_stream.h"
#include "jobs/package_measures.h"
#include "package/cover_page.h"
#include "package/dcat_metadata.h"
#include "package/dictionary.h"
#include "package/iso_metadata.h"
#include "package/map_sketch.h"
#include "package/odrl_offer.h"
#include "package/quality_report.h"

namespace bdf::jobs {

namespace {

using nlohmann::ordered_json;

/// Organisations and no persons, and no free text: it is for everybody.
std::string lineage_json(const package::PackageFacts& facts) {
  auto steps = ordered_json::array();
  for (const auto& step : facts.lineage) {
    ordered_json one{{"number", step.number}, {"time", step.time}, {"kind", step.kind}};
    if (!step.organisation.empty()) one["organisation"] = step.organisation;
    if (!step.edition.empty()) one["edition"] = step.edition;
    if (!step.theme_version.empty()) one["theme_version"] = step.theme_version;
    steps.push_back(std::move(one));
  }
  const ordered_json all{{"edition", facts.manifest.edition},
                         {"base_digest", facts.manifest.base_digest},
                         {"transactions", std::move(steps)}};
  return all.dump(2) + "\n";
}

class Papers {
 public:
  Papers(const PapersRequest& request, package::PackageFacts& facts)
      : request_(request),
        facts_(facts),
        definitions_(rules::load_measures()),
        database_(io::Database::open_input(request.geopackage)) {}

  void write_all() {
    measure();
    const auto& layout = request_.layout;
    const auto files = distributions();
    std::filesystem::create_directories(request_.folder / layout.metadata);
    write(layout.lineage, lineage_json(facts_));
    write(layout.iso, package::iso_metadata(facts_, files, definitions_));
    write(layout.dcat, package::dcat_dataset(facts_, files, definitions_));
    write(layout.policy, package::odrl_offer(facts_));
    write(layout.dictionary_page, package::dictionary_html(facts_));
    write(layout.dictionary_table, package::dictionary_csv(facts_));
    write(layout.quality, package::quality_report_json(facts_));
    write(layout.cover,
          package::cover_page(facts_, map(),
                              {layout.data, layout.dictionary_page, layout.dictionary_table,
                               layout.iso, layout.quality, std::string(package::manifest_file)}));
  }

 private:
  void write(const std::string& path, const std::string& text) const {
    io::write_text(request_.folder / path, text);
  }

  /// Of the data themselves, as they are delivered.
  [[nodiscard]] std::vector<package::Distribution> distributions() const {
    std::vector<package::Distribution> files;
    for (const auto& described : *request_.files) {
      package::Distribution file;
      // Seen from the papers, which lie two folders deep.
      file.url = "../../" + described.path;
      file.title = std::filesystem::path(described.path).filename().string();
      file.format = facts_.manifest.name.format;
      file.bytes = described.size;
      file.sha256 = described.sha256;
      files.push_back(std::move(file));
    }
    return files;
  }

  void measure() {
    std::vector<MeasuredLayer> layers;
    for (std::size_t i = 0; i < facts_.layers.size(); ++i)
      layers.push_back({&(*request_.data)[i].schema, &facts_.layers[i]});
    facts_.measures =
        measure_package({request_.geopackage, request_.theme, request_.threads}, layers);
  }

  /// Areas lie under lines, and lines under points.
  std::vector<package::MapLayer> map() {
    std::vector<package::MapLayer> layers;
    for (const auto& data : *request_.data) add_to_map(data, layers);
    std::stable_sort(layers.begin(), layers.end(),
                     [](const auto& a, const auto& b) { return a.kind > b.kind; });
    return layers;
  }

  void add_to_map(const PackagedData& data, std::vector<package::MapLayer>& layers) {
    if (!data.facts.box) return;
    const auto grain = package::grain_of(*data.facts.box);
    std::map<GeometryKind, package::MapLayer> by_kind;
    io::stream_rows(database_, data.schema, {}, {}, [&](const io::StreamedRow& row) {
      const auto geometry = geometry::geometry_of(row.geometry);
      if (!geometry) return;
      auto& layer = by_kind[geometry->kind];
      layer.kind = geometry->kind;
      package::add_shape(layer, *geometry, grain);
    });
    for (auto& [kind, layer] : by_kind) {
      layer.name = data.facts.title.empty() ? data.facts.name : data.facts.title;
      layers.push_back(std::move(layer));
    }
  }

  const PapersRequest& request_;
  package::PackageFacts& facts_;
  std::vector<rules::MeasureDefinition> definitions_;
  io::Database database_;
};

}  // namespace

void write_package_papers(const PapersRequest& request, package::PackageFacts& facts) {
  Papers(request, facts).write_all();
}

}  // namespace bdf::jobs
