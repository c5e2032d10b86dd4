// SPDX-License-Identifier: MIT
#include "jobs/package_measures.h"

#include "io/row_stream.h"
#include "io/sqlite.h"
#include "jobs/validate.h"

namespace bdf::jobs {

namespace {

package::NumericColumn numbers_of(io::Database& database, const Schema& layer,
                                  const std::string& name) {
  package::NumericColumn column{name, {}};
  io::stream_rows(database, layer, std::vector{name}, {}, [&](const io::StreamedRow& row) {
    if (const auto* real = std::get_if<double>(&row.values[0])) column.values.push_back(*real);
    if (const auto* whole = std::get_if<std::int64_t>(&row.values[0]))
      column.values.push_back(static_cast<double>(*whole));
  });
  return column;
}

}  // namespace

std::vector<package::Measure> measure_package(const MeasureRequest& request,
                                              const std::vector<MeasuredLayer>& layers) {
  const auto definitions = rules::load_measures();
  auto database = io::Database::open_input(request.geopackage);
  ValidationJob job;
  job.schema = request.theme->schema;
  job.file = request.geopackage.string();
  job.threads = request.threads;
  const auto validation = validate(job, *request.theme);
  std::vector<package::LayerFacts> all;
  for (const auto& layer : layers) all.push_back(*layer.facts);
  std::vector<package::Measure> measures;
  for (const auto& layer : layers) {
    package::LayerEvidence evidence;
    evidence.holds = package::requirements_met(*layer.facts, all, *request.theme);
    evidence.findings = validation.findings;
    for (const auto& name : package::columns_to_read(*layer.facts, definitions))
      evidence.columns.push_back(numbers_of(database, *layer.schema, name));
    const auto some = package::measures_of(*layer.facts, all, evidence, definitions);
    measures.insert(measures.end(), some.begin(), some.end());
  }
  return measures;
}

}  // namespace bdf::jobs
