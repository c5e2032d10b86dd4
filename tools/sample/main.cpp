// SPDX-License-Identifier: MIT
// bdf-sample: makes a country to test on, with the truth about it.
#include <CLI/CLI.hpp>

#include <chrono>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "base/error.h"
#include "files/picture.h"
#include "files/side_file.h"
#include "files/truth_file.h"

namespace {

using namespace bdf::sample;
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
constexpr double departement_km2 = 6250;

void add_options(CLI::App& app, Options& options) {
  app.add_option("OUT", options.out, "the folder to make")->required();
  app.add_option("--seed", options.country.seed, "the same seed gives the same bytes");
  app.add_flag("--commune", options.commune, "15 km2 (the default)");
  app.add_flag("--departement", options.departement, "6 250 km2 with a coast");
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
  app.add_flag("--local-without-z{false}", options.local.z, "the local layer has lost its altitudes");
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
    if (equals == std::string::npos) throw bdf::UsageError("--rate takes FAMILY=SHARE, not " + given);
    options.rates.of_family[given.substr(0, equals)] = std::stod(given.substr(equals + 1));
  }
}

std::string producer_name(const Country& country, std::size_t producer) {
  return "DDT " + country.setting.zone +
         (country.domains.size() > 1 ? "-" + country.domains[producer].code : "");
}

void write_job(const fs::path& path, const Country& country, const rules_theme& theme,
               std::size_t producer, const std::string& local, int editions) {
  std::ofstream job(path, std::ios::binary);
  job << "# The synchronisation of this folder: bdf sync " << path.filename().string()
      << " --out FOLDER\n"
      << "theme: " << theme.name << "\n"
      << "producer: " << producer_name(country, producer) << "\n"
      << "territory: \"" << country.setting.zone << "\"\n"
      << "ancestor: ancestor.gpkg\n"
      << "local: " << local << "\n"
      << "reference: edition_" << editions << ".gpkg\n";
}

}  // namespace

int main(int argc, char** argv) {
  (void)argc; (void)argv;
  return 0;
}
