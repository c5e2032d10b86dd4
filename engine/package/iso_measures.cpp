// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "package/defined_measures.h"
#include "package/iso_sections.h"

namespace bdf::package {

namespace {

const char* unit_uri(rules::MeasureUnit unit) {
  return unit == rules::MeasureUnit::metre ? "http://www.opengis.net/def/uom/OGC/1.0/metre"
                                           : "http://www.opengis.net/def/uom/OGC/1.0/unity";
}

void write_scope(IsoWriter& iso, const std::string& layer) {
  iso.in({"scope", "DQ_Scope"}, [&] {
    iso.code("level", "MD_ScopeCode", "featureType");
    iso.in({"levelDescription", "MD_ScopeDescription"}, [&] { iso.text("other", layer); });
  });
}

void write_result(IsoWriter& iso, const DefinedMeasure& one) {
  iso.in({"result", "DQ_QuantitativeResult"}, [&] {
    iso.in({"valueUnit"}, [&] { iso.attribute("xlink:href", unit_uri(one.definition->unit)); });
    iso.typed("value", "gco:Record", fmt::format("{}", one.measure->value));
  });
}

void write_measure(IsoWriter& iso, const DefinedMeasure& one) {
  const auto& [measure, definition] = one;
  auto name = definition->name.fr;
  if (!measure->attribute.empty()) name += " : " + measure->attribute;
  iso.in({"report", definition->element.class_name.c_str()}, [&] {
    iso.text("nameOfMeasure", name);
    iso.in({"measureIdentification", "MD_Identifier"},
           [&] { iso.text("code", iso_number(*definition)); });
    iso.text("measureDescription",
             fmt::format("{} Population : {}.", definition->method.fr, measure->population));
    iso.code("evaluationMethodType", "DQ_EvaluationMethodTypeCode", "directInternal");
    write_result(iso, one);
  });
}

}  // namespace

void write_measures(IsoWriter& iso, const PackageFacts& facts,
                    const std::vector<rules::MeasureDefinition>& definitions) {
  for (const auto& layer : facts.layers) {
    const auto measures = measures_in(facts, layer.name, definitions);
    if (measures.empty()) continue;
    iso.in({"dataQualityInfo", "DQ_DataQuality"}, [&] {
      write_scope(iso, layer.name);
      for (const auto& measure : measures) write_measure(iso, measure);
    });
  }
}

}  // namespace bdf::package
