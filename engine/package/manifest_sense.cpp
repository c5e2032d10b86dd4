// SPDX-License-Identifier: MIT
#include "package/manifest_sense.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/error.h"
#include "base/message.h"
#include "io/crs.h"
#include "package/safe_path.h"
#include "package/utc_time.h"

namespace bdf::package {

namespace {

using Flaws = std::vector<ManifestFlaw>;

std::string day_of(const PackageName& name) {
  const auto text = to_text(name);
  return text.substr(text.rfind('_') + 1);
}

void add_contradiction(Flaws& flaws, const std::string& code, const std::string& what,
                       const std::string& said) {
  flaws.push_back({code, msg("its {} is “{}”, and its name says another", what, printable(said))});
}

bool is_territory_of(const PackageName& name, const std::string& territory) {
  try {
    return territory_in_names(territory) == name.territory;
  } catch (const InputError&) {
    return false;
  }
}

/// Endings of the files that hold a format's layers. A layer without geometries is a table alone.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> endings{
    {{"GPKG", ".gpkg"},
     {"FLATGEOBUF", ".fgb"},
     {"FGB", ".fgb"},
     {"SHP", ".shp"},
     {"SHP", ".dbf"},
     {"GEOJSON", ".geojson"}}};

/// A differential holds a changeset, which is a GeoPackage.
bool is_of_format(const Manifest& manifest, const std::string& file) {
  const auto format = manifest.kind == PackageKind::full ? manifest.name.format : "GPKG";
  bool is_known = false;
  for (const auto& [word, ending] : endings) {
    if (word != format) continue;
    if (file.ends_with(ending)) return true;
    is_known = true;
  }
  return !is_known;
}

bool is_known_crs(const std::string& crs) {
  try {
    return io::is_defined(io::crs_named(crs));
  } catch (const UsageError&) {
    return false;
  }
}

}  // namespace

bool is_day(const std::string& text) {
  if (text.size() != std::string_view("2026-12-15").size()) return false;
  try {
    static_cast<void>(utc_time_of(text + "T00:00:00Z"));
    return true;
  } catch (const InputError&) {
    return false;
  }
}

Flaws flaws_of(const Manifest& manifest) {
  Flaws flaws;
  const auto& name = manifest.name;
  if (!name.pack.empty() && !same_name(name.pack, manifest.pack))
    add_contradiction(flaws, "pack_contradicts", msg("pack"), manifest.pack);
  if (!is_territory_of(name, manifest.territory))
    add_contradiction(flaws, "territory_contradicts", msg("territory"), manifest.territory);
  if (is_day(manifest.edition) && manifest.edition != day_of(name))
    add_contradiction(flaws, "edition_contradicts", msg("edition"), manifest.edition);
  for (const auto& layer : manifest.layers)
    if (!is_of_format(manifest, layer.file))
      flaws.push_back({"format_contradicts",
                       msg("layer {}: it is in {}, which is no file of the format that the "
                           "package's name says",
                           printable(layer.name), printable(layer.file))});
  if (manifest.layers.empty())
    flaws.push_back({"no_layers", msg("it says that it holds no layer at all")});
  if (!is_known_crs(manifest.crs))
    flaws.push_back(
        {std::string(crs_unknown),
         msg("nobody knows the coordinate system “{}” that it says", printable(manifest.crs))});
  return flaws;
}

}  // namespace bdf::package
