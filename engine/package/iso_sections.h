// SPDX-License-Identifier: MIT
// The sections of a record, in the order in which ISO/TS 19139 has them.
#pragma once

#include <vector>

#include "package/facts.h"
#include "package/iso_writer.h"
#include "rules/measures.h"

namespace bdf::package {

void write_identification(IsoWriter& iso, const PackageFacts& facts);
void write_keywords(IsoWriter& iso, const PackageFacts& facts);
void write_constraints(IsoWriter& iso, const PackageFacts& facts);
void write_distribution(IsoWriter& iso, const PackageFacts& facts,
                        const std::vector<Distribution>& distributions);
/// Longitude and latitude, rounded outwards.
void write_box(IsoWriter& iso, const Box& box);
/// INSPIRE asks for the specification, and lets one say that nobody has looked.
void write_conformity(IsoWriter& iso, const Citation& specification);
void write_quality(IsoWriter& iso, const PackageFacts& facts);
/// The layers' own, after the dataset's.
void write_measures(IsoWriter& iso, const PackageFacts& facts,
                    const std::vector<rules::MeasureDefinition>& definitions);

}  // namespace bdf::package
