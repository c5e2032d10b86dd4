// SPDX-License-Identifier: MIT
// bdf-sample make: a country, what happened to it on both sides, and the truth about that.
#include <CLI/CLI.hpp>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/error.h"
#include "commands.h"
#include "files/picture.h"
#include "files/side_file.h"
#include "files/truth_file.h"
#include "io/text_output.h"

namespace bdf::sample {
namespace {

namespace fs = std::filesystem;

struct Options {
  CountryStyle country;
  Rates rates;
  int editions = 1;
  Carrier local;
  fs::path out;
  bool departement = false;
  bool commune = false;
  double scale = 1;
  std::vector<std::string> rates_given;
  std::size_t each = 0;
};

constexpr double commune_km2 = 15;
constexpr double departement_km2 = 6850;

void add_options(CLI::App& app, Options& options) {
  app.add_option("OUT", options.out, "the folder to make")->required();
  app.add_option("--seed", options.country.seed, "the same seed gives the same bytes");
  app.add_flag("--commune", options.commune, "15 km2 (the default)");
  app.add_flag("--departement", options.departement,
               "a coast and 6 400 km2 of land: 52 000 reaches, 270 000 areas, 550 000 hedges");
  app.add_option("--scale", options.scale, "times as much ground");
  app.add_option("--territory", options.country.territory, "FXX, GLP, MTQ, GUF, REU, MYT, SPM …");
  app.add_flag("--coast", options.country.coast, "with the sea on the west");
  app.add_option("--producers", options.country.producers, "who share the ground")
      ->check(CLI::Range(1, 99));
  app.add_option("--editions", options.editions, "of the reference, one after the other")
      ->check(CLI::Range(1, 20));
  app.add_option("--rate", options.rates_given, "FAMILY=SHARE of the features of a layer");
  app.add_option("--rates", options.rates.factor, "times the rate of every family");
  app.add_option("--each", options.each, "so many stories of each family and layer instead");
  app.add_flag("--local-without-z{false}", options.local.z,
               "the local layer has lost its altitudes");
  app.add_option("--local-without", options.local.without, "attributes that it has lost");
}

void settle_options(Options& options) {
  const double base = options.departement ? departement_km2 : commune_km2;
  options.country.square_kilometres = base * options.scale;
  options.country.coast = options.country.coast || options.departement;
  options.local.private_columns = true;
  options.local.spatial_index = !options.departement;
  if (options.each > 0) options.rates.each = options.each;
  for (const std::string& given : options.rates_given) {
    const auto equals = given.find('=');
    if (equals == std::string::npos) throw UsageError("--rate takes FAMILY=SHARE, not " + given);
    options.rates.of_family[given.substr(0, equals)] = std::stod(given.substr(equals + 1));
  }
}

std::string producer_name(const Country& country, std::size_t producer) {
  return "DDT " + country.setting.zone +
         (country.domains.size() > 1 ? "-" + country.domains[producer].code : "");
}

/// "" for the only producer, "_2" for the second.
std::string suffix(const Country& country, std::size_t producer) {
  return country.domains.size() > 1 ? "_" + country.domains[producer].code : "";
}

void write_job(const fs::path& folder, const Country& country, const std::string& theme,
               std::size_t producer, const std::string& reference) {
  const std::string name = "job" + suffix(country, producer) + ".yaml";
  io::TextOutput job(folder / name);
  job << "# SPDX-License-Identifier: MIT\n# bdf sync " << name << " --out FOLDER\n"
      << "theme: " << theme << "\nproducer: " << producer_name(country, producer)
      << "\nterritory: \"" << country.setting.zone << "\"\nancestor: ancestor.gpkg\nlocal: local"
      << suffix(country, producer) << ".gpkg\nreference: " << reference << "\n";
  job.close();
}

std::string edition_name(int edition, int editions) {
  return edition == editions ? "reference.gpkg" : "edition_" + std::to_string(edition) + ".gpkg";
}

/// The folder of one theme: the ancestor, each edition, each producer's layer with its job and
/// truth.
void write_theme(const fs::path& folder, const Country& country, const Tale& tale,
                 const rules::Theme& theme, const Options& options) {
  fs::create_directories(folder);
  const Carrier delivered;
  for (int edition = 1; edition <= options.editions; ++edition) {
    const Sides sides = lay_out(country, tale, 0, edition);
    if (edition == 1)
      write_side(folder / "ancestor.gpkg", country, sides.ancestor, theme, delivered);
    write_side(folder / edition_name(edition, options.editions), country, sides.reference, theme,
               delivered);
  }
  for (std::size_t producer = 0; producer < country.domains.size(); ++producer) {
    const Sides sides = lay_out(country, tale, producer, options.editions);
    const std::string end = suffix(country, producer) + ".gpkg";
    write_side(folder / ("local" + end), country, sides.local, theme, options.local);
    write_truth(folder / ("truth" + end), country, tale, sides, theme, producer, options.local);
    write_job(folder, country, theme.name, producer, "reference.gpkg");
  }
}

void make(Options& options) {
  settle_options(options);
  const Country country = make_country(options.country);
  const Themes themes;
  const Tale tale = tell(country, themes, options.rates, options.editions);
  fs::create_directories(options.out);
  for (const rules::Theme& theme : themes.all())
    write_theme(options.out / theme.name, country, tale, theme, options);
  write_domains(options.out / "territories.gpkg", country);
  draw_map(options.out / "map.svg", country, 6000, 1000);
}

}  // namespace

void add_make(CLI::App& app) {
  auto* command = app.add_subcommand("make", "makes a country to test on, with the truth about it");
  auto options = std::make_shared<Options>();
  add_options(*command, *options);
  command->callback([options] { make(*options); });
}

}  // namespace bdf::sample
