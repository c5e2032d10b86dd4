// SPDX-License-Identifier: MIT
#include "jobs/domains.h"

#include <fmt/format.h>

#include <cmath>
#include <optional>
#include <string>

#include "base/error.h"
#include "crs/transform.h"
#include "io/crs.h"

namespace bdf::jobs {

namespace {

std::string name_for_proj(const Crs& crs) {
  const bool coded = same_name(crs.organization, "EPSG") || crs.definition.empty();
  return coded ? fmt::format("{}:{}", crs.organization, crs.code) : crs.definition;
}

/// The domain in another system; nullopt where that cannot show it, as a zone of UTM cannot show
/// the other side of the earth. Some hundred metres of a ballpark do not count beside the sea
/// around a territory.
std::optional<Box> domain_in(const Crs& crs, const rules::Territory& territory) {
  try {
    crs::Transform transform(
        {territory.crs, name_for_proj(crs), "", "", -1, territory.degrees, true});
    const auto box = transform.around(territory.domain);
    const bool finite =
        std::isfinite(box.max_x - box.min_x) && std::isfinite(box.max_y - box.min_y);
    return finite ? std::optional(box) : std::nullopt;
  } catch (const InputError&) {
    return std::nullopt;
  }
}

}  // namespace

std::vector<Box> domains_in(const Crs& crs, const std::vector<rules::Territory>& territories) {
  std::vector<Box> domains;
  if (!io::is_defined(crs)) return domains;
  for (const auto& territory : territories)
    if (io::same_crs(crs, io::crs_named(territory.crs))) domains.push_back(territory.domain);
  if (!domains.empty()) return domains;
  for (const auto& territory : territories)
    if (const auto domain = domain_in(crs, territory)) domains.push_back(*domain);
  return domains;
}

}  // namespace bdf::jobs
