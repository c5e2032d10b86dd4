// SPDX-License-Identifier: MIT
// bdf-sample make: a country, what happened to it on both sides, and the truth about that.
#include <CLI/CLI.hpp>

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/error.h"
#include "commands.h"
#include "files/delivery.h"
#include "new_folder.h"

namespace bdf::sample {
namespace {

namespace fs = std::filesystem;

struct Options {
  CountryStyle country;
  Rates rates;
  int editions = 1;
  Carriers carriers;
  double local_share = 1;
  fs::path out;
  bool overwrite = false;
  bool departement = false;
  bool commune = false;
  double scale = 1;
  std::vector<std::string> rates_given;
  std::size_t each = 0;
};

constexpr double commune_km2 = 15;
constexpr double departement_km2 = 6850;

/// What may befall a whole side.
void add_carrier(CLI::App& app, const std::string& side, Carrier& carrier) {
  const std::string option = "--" + side + "-";
  Distortion& distortion = carrier.distortion;
  app.add_flag(option + "without-z{false}", carrier.z, "altitudes got lost");
  app.add_flag(option + "without-keys{false}", carrier.keys, "every cleabs got lost");
  app.add_option(option + "without", carrier.without, "attributes that got lost");
  app.add_option(option + "only", carrier.only, "LAYER.ATTRIBUTE=VALUE: a filtered export");
  app.add_option(option + "crs", carrier.crs, "another coordinate system, as EPSG:27572");
  app.add_flag(option + "shapefile", carrier.shapefile, "as Shapefiles");
  app.add_option(option + "generalised", distortion.generalised, "metres");
  app.add_flag(option + "densified", distortion.densified, "a vertex more on each edge");
  app.add_option(option + "shift-x", distortion.shift_x, "metres, of everything");
  app.add_option(option + "shift-y", distortion.shift_y, "metres, of everything");
  app.add_option(option + "drift", distortion.drift, "metres at most, slowly varying");
  app.add_option(option + "noise", distortion.noise, "metres at most, of each vertex");
}

void add_options(CLI::App& app, Options& options) {
  app.add_option("OUT", options.out, "the folder to make")->required();
  app.add_flag("--overwrite", options.overwrite, "replace OUT where it is there");
  app.add_option("--seed", options.country.seed, "the same seed gives the same bytes")
      ->check(CLI::NonNegativeNumber);
  app.add_flag("--commune", options.commune, "15 km2 (the default)");
  app.add_flag("--departement", options.departement,
               "a coast and 6 400 km2 of land: 52 000 reaches, 270 000 areas, 550 000 hedges");
  app.add_option("--scale", options.scale, "times as much ground");
  app.add_option("--territory", options.country.territory, "FXX, GLP, MTQ, GUF, REU, MYT, SPM …");
  app.add_flag("--coast", options.country.coast, "with the sea on the west");
  app.add_option("--producers", options.country.producers, "who share the ground")
      ->check(CLI::Range(1, 30));
  app.add_option("--editions", options.editions, "of the reference, one after the other")
      ->check(CLI::Range(1, 20));
  app.add_option("--rate", options.rates_given, "FAMILY=SHARE of the features of a layer");
  app.add_option("--rates", options.rates.factor, "times the rate of every family");
  app.add_option("--each", options.each, "so many stories of each family and layer instead")
      ->check(CLI::Range(0, 100000));
  add_carrier(app, "local", options.carriers.local);
  add_carrier(app, "reference", options.carriers.reference);
  app.add_option("--local-extent", options.local_share, "only the western share of the ground")
      ->check(CLI::Range(0.05, 1.0));
}

/// What follows the first `=`, which is taken off; "" where there is none.
std::string take_value(std::string& text, const char* option) {
  const auto equals = text.find('=');
  if (equals == std::string::npos)
    throw UsageError(std::string(option) + " takes NAME=VALUE, not " + text);
  std::string value = text.substr(equals + 1);
  text.resize(equals);
  return value;
}

void split_filter(Carrier& carrier, const char* option) {
  if (carrier.only.empty()) return;
  carrier.only_value = take_value(carrier.only, option);
  const auto dot = carrier.only.find('.');
  if (dot == std::string::npos)
    throw UsageError(std::string(option) + " takes LAYER.ATTRIBUTE=VALUE");
  carrier.only_layer = carrier.only.substr(0, dot);
  carrier.only.erase(0, dot + 1);
}

/// Attributes that a side does not carry: no story can be about them.
std::vector<std::string> lost_attributes(const Carriers& carriers) {
  std::vector<std::string> lost;
  for (const Carrier* carrier : {&carriers.local, &carriers.reference}) {
    lost.insert(lost.end(), carrier->without.begin(), carrier->without.end());
    if (!carrier->keys) lost.emplace_back("cleabs");
  }
  return lost;
}

double number_of(const std::string& text) {
  std::size_t read = 0;
  double number = 0;
  try {
    number = std::stod(text, &read);
  } catch (const std::logic_error&) {
    read = 0;
  }
  if (read == 0 || read != text.size()) throw UsageError("a number is expected, not " + text);
  return number;
}

void settle_options(Options& options) {
  const double base = options.departement ? departement_km2 : commune_km2;
  options.country.square_kilometres = base * options.scale;
  options.country.coast = options.country.coast || options.departement;
  Carrier& local = options.carriers.local;
  local.private_columns = true;
  local.spatial_index = !options.departement;
  split_filter(local, "--local-only");
  split_filter(options.carriers.reference, "--reference-only");
  if (options.each > 0) options.rates.each = options.each;
  options.rates.frozen = lost_attributes(options.carriers);
  for (std::string given : options.rates_given) {
    const std::string share = take_value(given, "--rate");
    options.rates.of_family[given] = number_of(share);
  }
}

Rectangle western(const Ground& ground, double share) {
  return {ground.min_x, ground.min_y, ground.min_x + ground.width * share,
          ground.min_y + ground.height};
}

void make(Options& options) {
  settle_options(options);
  clear_folder(options.out, options.overwrite);
  const Country country = make_country(options.country);
  if (options.local_share < 1)
    options.carriers.local.within = western(country.ground, options.local_share);
  const Themes themes;
  const Tale tale = tell(country, themes, options.rates, options.editions);
  write_delivery(options.out, country, themes, tale, options.editions, options.carriers);
}

}  // namespace

void add_make(CLI::App& app) {
  auto* command = app.add_subcommand("make", "makes a country to test on, with the truth about it");
  auto options = std::make_shared<Options>();
  add_options(*command, *options);
  command->callback([options] { make(*options); });
}

}  // namespace bdf::sample
