// SPDX-License-Identifier: MIT
#include "night/base.h"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "files/side_file.h"
#include "io/text_output.h"
#include "refbase/base.h"
#include "refbase/transaction.h"

namespace bdf::sample {
namespace {

namespace fs = std::filesystem;

/// All features as the first edition has them, numbered from 1 in each layer.
std::vector<std::vector<Row>> first_edition(const Country& country) {
  std::vector<std::vector<Row>> side;
  for (const Layer& layer : country.layers) {
    auto& rows = side.emplace_back();
    for (const Feature& feature : layer.features)
      rows.push_back({static_cast<std::int64_t>(rows.size()) + 1, &feature, nullptr});
  }
  return side;
}

void write_territories(const fs::path& path, const NightCountry& night) {
  GeoPackageFile file(path, night.country.crs);
  file.begin_layer({"territory", "MULTIPOLYGON", false, {{"code", "TEXT(3)"}, {"nom", "TEXT"}}});
  for (std::size_t i = 0; i < night.offices.size(); ++i) {
    const Domain& domain = night.country.domains[i];
    file.add(static_cast<std::int64_t>(i) + 1, &domain.outline,
             {night.offices[i].code, domain.name});
  }
  file.end_layer();
  file.finish();
}

/// A base's identity is drawn by chance, and its transactions' digests follow from it. Those of all
/// nights have one: what is made from one base of a world fits the others.
void give_identity(const std::string& address) {
  const auto session = refbase::open_base(address, refbase::Access::write);
  refbase::SqlTransaction writing(*session, refbase::Access::write);
  const std::string identity = uuid_v5("bdf-sample night");
  const std::string digest = refbase::digest_of(refbase::head_of(*session), identity);
  session->run("UPDATE bdf_base SET identity = $1", {identity});
  session->run("UPDATE bdf_transaction SET digest = $1 WHERE number = 1", {digest});
  writing.commit({"SELECT 1 FROM bdf_base WHERE identity = $1", {identity}});
}

std::string text_of_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

fs::path base_folder(const fs::path& world) { return world / "base"; }

fs::path theme_of_base(const fs::path& world, const std::string& theme) {
  return base_folder(world) / (theme + ".yaml");
}

void write_base_files(const fs::path& world, const NightCountry& night) {
  fs::create_directories(base_folder(world));
  const auto side = first_edition(night.country);
  for (const rules::Theme& theme : night.themes.all()) {
    write_side(base_folder(world) / (theme.name + ".gpkg"), night.country, side, theme, {});
    io::TextOutput file(theme_of_base(world, theme.name));
    file << text_of_file(rules::theme_file(theme.name))
         << communities_of(theme.name, night.offices);
    file.close();
  }
  write_territories(base_folder(world) / "territories.gpkg", night);
}

void make_night_base(const Command& bdf, const fs::path& world, const std::string& address,
                     bool earlier) {
  int hour = 6;
  const auto base = [&](std::vector<std::string> words) {
    words.insert(words.begin(), "base");
    const std::string now = fmt::format("2026-01-{:02}T{:02}:00:00Z", earlier ? 4 : 5, hour++);
    for (const std::string& word :
         {std::string("--base"), address, std::string("--organisation"), std::string("IGN"),
          std::string("--now"), now, std::string("--quiet")})
      words.push_back(word);
    bdf.run(words);
  };
  const fs::path files = base_folder(world);
  const std::vector<std::string> themes{"hydro", "vegetation"};
  base({"init"});
  give_identity(address);
  for (const std::string& theme : themes)
    base({"import", files / (theme + ".gpkg"), "--theme", theme, "--edition",
          theme + "-2025-12-15"});
  base({"import", (files / "territories.gpkg").string() + "::territory", "--theme", "generic",
        "--key", "code"});
  for (const std::string& theme : themes) base({"adopt", theme_of_base(world, theme)});
}

}  // namespace bdf::sample
