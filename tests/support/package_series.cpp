// SPDX-License-Identifier: MIT
#include "support/package_series.h"

#include <fmt/format.h>

#include <fstream>

#include "base/hash.h"
#include "geometry/wkt.h"
#include "io/output_folder.h"
#include "jobs/apply.h"
#include "package/archive.h"
#include "package/file_check.h"
#include "package/file_tree.h"
#include "package/layer_content.h"
#include "package/layout.h"
#include "support/plain_layer.h"

namespace bdf::tests {

namespace {

namespace fs = std::filesystem;
using package::Manifest;

constexpr const char* data_file = "1_DONNEES/data.gpkg";
constexpr const char* changeset_file = "1_DONNEES/changes.gpkg";
constexpr int features = 1500;

fs::path made(const fs::path& path) {
  fs::create_directories(path.parent_path());
  return path;
}

/// Feature i of an edition; names are long and of no pattern, so that packages have some size.
PlainRow row_of(int i, int edition) {
  const bool is_changed = i % 100 == edition;
  const auto name =
      sha256(fmt::format("{} {}", i, is_changed ? edition : 0)) + sha256(fmt::format("{}", i));
  const double y = 6'450'000 + 10 * i + (is_changed ? edition : 0);
  const auto wkt = fmt::format("LINESTRING(910000 {0}, 910050 {0})", y);
  return {i, Blob{geometry::wkb_from_wkt(wkt)}, {fmt::format("TRON{:08}", i), name}};
}

void write_edition(const fs::path& path, int edition) {
  PlainLayer layer{plain_schema("troncon_hydrographique", "LINESTRING"), {}};
  layer.schema.columns = {{"cleabs", ColumnType::text, "TEXT"}, {"nom", ColumnType::text, "TEXT"}};
  // Each edition has the first few no more, and a few more at the end.
  for (int i = 1 + 3 * edition; i <= features + 3 * edition; ++i)
    layer.rows.push_back(row_of(i, edition));
  write_geopackage(made(path), {layer});
}

package::ManifestLayer layer_of(const fs::path& geopackage, const std::string& file) {
  package::ManifestLayer layer{"troncon_hydrographique",
                               file,
                               "troncon_hydrographique",
                               "LINESTRING",
                               features,
                               "",
                               {{"cleabs", ColumnType::text, true}, {"nom", ColumnType::text}}};
  layer.digest = package::digest_of_layer(geopackage, layer);
  return layer;
}

std::string role_of(const std::string& path) {
  return path.starts_with("1_") ? "data" : "metadata";
}

}  // namespace

Manifest series_manifest(int edition, const std::string& pack) {
  Manifest manifest;
  auto& name = manifest.name;
  name = package::package_name_of("BDFRANCETOPO_1-0_" + pack + "_GPKG_LAMB93_D038_2026-03-15");
  name.date = name.date + std::chrono::months(3 * edition);
  manifest.pack = pack;
  manifest.audience =
      pack == "HYDRO-BCAE" ? package::Audience::restricted : package::Audience::open;
  manifest.territory = "038";
  manifest.crs = "EPSG:2154";
  manifest.edition = fmt::format("edition {}", edition);
  manifest.base_digest = sha256(manifest.edition);
  manifest.recipe_digest = sha256("recipe");
  manifest.theme = {"hydro", "1.0", sha256("theme")};
  manifest.generator = "bdf 0.1.0";
  manifest.time = fmt::format("2026-{:02}-15T03:00:00Z", 3 + 3 * edition);
  return manifest;
}

SeriesPackage pack(const fs::path& folder, Manifest manifest, const fs::path& out,
                   const std::string& extension) {
  manifest.files.clear();
  for (const auto& entry : package::package_tree_of(folder))
    if (!entry.is_folder && entry.path != package::manifest_file)
      manifest.files.push_back(package::describe_file(folder, entry.path, role_of(entry.path)));
  io::write_text(folder / package::manifest_file, manifest_as_json(manifest));
  const auto name = to_text(manifest.name) + extension;
  const auto archive = out / name;
  package::write_archive(folder, archive,
                         {extension == ".7z" ? package::Form::seven_zip : package::Form::zip,
                          package::Compression::light, manifest.time, true});
  const auto digests = digests_of_file(archive);
  io::write_text(archive.string() + ".sha256", digests.sha256 + "  " + name + "\n");
  io::write_text(archive.string() + ".md5", digests.md5 + "  " + name + "\n");
  return {archive, manifest};
}

std::vector<Edition> make_series(const fs::path& out, int count, const std::string& pack_name) {
  std::vector<Edition> editions;
  const auto work = out / "work";
  fs::create_directories(work);
  for (int edition = 0; edition < count; ++edition) {
    auto manifest = series_manifest(edition, pack_name);
    const auto folder = work / fmt::format("full_{}", edition);
    const auto data = folder / data_file;
    write_edition(data, edition);
    io::write_text(made(folder / package::layout_of(manifest.name).iso),
                   fmt::format("<metadata edition='{}'/>\n", edition));
    manifest.layers = {layer_of(data, data_file)};
    Edition made_edition{pack(folder, manifest, out), {}};
    if (edition > 0) {
      const auto changes = work / fmt::format("differential_{}", edition);
      jobs::DiffJob diff;
      diff.old_file = work / fmt::format("full_{}", edition - 1) / data_file;
      diff.new_file = data;
      diff.out = made(changes / changeset_file);
      diff.layer = "troncon_hydrographique";
      diff.key = {"cleabs"};
      diff.now = manifest.time;
      jobs::diff(diff);
      const auto& before = editions.back().full.manifest;
      manifest.kind = package::PackageKind::differential;
      manifest.name.is_differential = true;
      manifest.previous = package::PreviousPackage{before.name, digest_of_manifest(before)};
      manifest.layers[0].file = changeset_file;
      made_edition.differential.push_back(pack(changes, manifest, out));
    }
    editions.push_back(std::move(made_edition));
  }
  fs::remove_all(work);
  return editions;
}

}  // namespace bdf::tests
