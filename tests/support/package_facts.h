// SPDX-License-Identifier: MIT
// A package as its papers see it, for tests.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "package/facts.h"
#include "package/map_sketch.h"

namespace bdf::tests {

/// Keeps what the facts borrow.
struct SampleFacts {
  package::PackageFacts facts;
  std::shared_ptr<std::vector<rules::AttributeDefinition>> definitions;
};

/// Two layers, lines and agencies without geometry, with something of each thing that facts can
/// say: conditions, other names, columns left out, measures, changes.
[[nodiscard]] SampleFacts sample_facts();

/// The same with what means something in HTML, CSV or to the eye wherever a text may stand.
[[nodiscard]] SampleFacts hostile_facts();
inline constexpr const char* hostile_text =
    "<script>window.ran=true</script>\"'&\u202Egnirts;<img src=x onerror=window.ran=true>\r\nx";

/// Lines, areas and points in Lambert-93, `count` of each.
[[nodiscard]] std::vector<package::MapLayer> sample_map(std::size_t count);

}  // namespace bdf::tests
