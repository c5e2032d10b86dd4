// SPDX-License-Identifier: MIT
#include "files/delivery.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "base/error.h"
#include "files/picture.h"
#include "files/shapefile_side.h"
#include "files/truth_file.h"
#include "io/text_output.h"

namespace bdf::sample {
namespace {

namespace fs = std::filesystem;

/// A file, or a folder of Shapefiles.
std::string side_name(const std::string& side, const Carrier& carrier) {
  return carrier.shapefile ? side : side + ".gpkg";
}

/// Writes what concerns one theme and, where there are several, one producer.
class Folder {
 public:
  Folder(fs::path path, const Country& country, const rules::Theme& theme, const Tale& tale,
         int editions, const Carriers& carriers)
      : path_(std::move(path)),
        country_(country),
        theme_(theme),
        tale_(tale),
        editions_(editions),
        carriers_(carriers) {
    std::error_code failed;
    fs::create_directories(path_, failed);
    if (failed)
      throw StoreError(path_.string() + " cannot be made (" + failed.message() +
                       "): name a folder that may be written");
  }

  /// The ancestor and each edition, of the whole or as the producer sees them; and of a producer
  /// what it made of the ancestor meanwhile.
  void write(std::optional<std::size_t> producer) const {
    for (int edition = 1; edition <= editions_; ++edition) {
      Sides sides = lay_out(country_, tale_, producer, edition);
      if (edition == 1) write_side(path_ / "ancestor.gpkg", country_, sides.ancestor, theme_, {});
      const bool last = edition == editions_;
      const std::string name = last ? "reference" : fmt::format("edition_{}", edition);
      write_side(path_ / side_name(name, carriers_.reference), country_, sides.reference, theme_,
                 carriers_.reference);
      if (last && producer) write_producer(*producer, std::move(sides));
    }
  }

 private:
  void write_producer(std::size_t producer, Sides sides) const {
    if (carriers_.local.shapefile)
      number_as_read(country_, tale_, carriers_.local, sides.local, sides.fids, &StoryFids::local);
    if (carriers_.reference.shapefile)
      number_as_read(country_, tale_, carriers_.reference, sides.reference, sides.fids,
                     &StoryFids::reference);
    write_side(path_ / side_name("local", carriers_.local), country_, sides.local, theme_,
               carriers_.local);
    write_truth(path_ / "truth.gpkg", country_, tale_, sides, theme_, producer, carriers_);
    write_jobs(producer);
  }

  /// One job for GeoPackages. A Shapefile is one layer: then one job each.
  void write_jobs(std::size_t producer) const {
    if (!carriers_.local.shapefile && !carriers_.reference.shapefile)
      return write_job("job.yaml", "", producer);
    for (const Layer& layer : country_.layers) {
      if (theme_.find_layer(layer.name))
        write_job("job_" + layer.name + ".yaml", layer.name, producer);
    }
  }

  void write_job(const std::string& name, const std::string& layer, std::size_t producer) const {
    const auto place = [&](const std::string& side, const Carrier& carrier) {
      if (carrier.shapefile) return side + "/" + shapefile_name(layer) + ".shp";
      return side + ".gpkg" + (layer.empty() ? "" : "::" + layer);
    };
    io::TextOutput job(path_ / name);
    job << "# SPDX-License-Identifier: MIT\n# bdf sync " << name << " --out FOLDER\n"
        << "theme: " << theme_.name << "\nproducer: " << producer_name(producer)
        << "\nterritory: \"" << country_.setting.zone << "\"\nancestor: " << place("ancestor", {})
        << "\nlocal: " << place("local", carriers_.local)
        << "\nreference: " << place("reference", carriers_.reference) << "\n";
    if (const auto& box = carriers_.local.within)
      job << fmt::format("extent: \"{},{},{},{}\"\n", box->min_x, box->min_y, box->max_x,
                         box->max_y);
    job.close();
  }

  [[nodiscard]] std::string producer_name(std::size_t producer) const {
    const bool alone = country_.domains.size() == 1;
    return "DDT " + country_.setting.zone + (alone ? "" : "-" + country_.domains[producer].code);
  }

  fs::path path_;
  const Country& country_;
  const rules::Theme& theme_;
  const Tale& tale_;
  int editions_;
  const Carriers& carriers_;
};

void check_distortion(const Distortion& how) {
  for (const double metres : {how.generalised, how.drift, how.noise}) {
    if (!(metres >= 0 && metres <= 10'000))
      throw UsageError("generalised, drift and noise are from 0 to 10 000 metres");
  }
  if (!(std::abs(how.shift_x) <= 1e6 && std::abs(how.shift_y) <= 1e6))
    throw UsageError("shifts are at most 1 000 000 metres either way");
}

void check_attributes(const Country& country, const Carrier& carrier) {
  for (const std::string& name : carrier.without) {
    const bool known =
        std::any_of(country.layers.begin(), country.layers.end(), [&](const Layer& layer) {
          const auto columns = RowWriter(country, layer.name, {}).layer().columns;
          return std::any_of(columns.begin(), columns.end(),
                             [&](const FileColumn& column) { return column.name == name; });
        });
    if (!known)
      throw UsageError("no layer has an attribute " + name +
                       " that could get lost: name one of the schema's, as persistance");
  }
}

void check_filter(const Country& country, const Carrier& carrier) {
  if (carrier.only_layer.empty()) return;
  for (const Layer& layer : country.layers) {
    if (layer.name != carrier.only_layer) continue;
    for (const Feature& feature : layer.features) {
      if (carries(carrier, layer.name, feature)) return;
    }
  }
  throw UsageError("no feature of " + carrier.only_layer + " has " + carrier.only + " = " +
                   carrier.only_value +
                   ": filter by a value that the terrain gives, as "
                   "troncon_hydrographique.persistance=Permanent");
}

}  // namespace

void write_delivery(const fs::path& out, const Country& country, const Themes& themes,
                    const Tale& tale, int editions, const Carriers& carriers) {
  for (const Carrier* carrier : {&carriers.local, &carriers.reference}) {
    check_distortion(carrier->distortion);
    check_attributes(country, *carrier);
    check_filter(country, *carrier);
  }
  const bool alone = country.domains.size() == 1;
  for (const rules::Theme& theme : themes.all()) {
    if (!alone)
      Folder(out / "whole" / theme.name, country, theme, tale, editions, carriers)
          .write(std::nullopt);
    for (std::size_t producer = 0; producer < country.domains.size(); ++producer) {
      const fs::path own = alone ? out : out / ("producer_" + country.domains[producer].code);
      Folder(own / theme.name, country, theme, tale, editions, carriers).write(producer);
    }
  }
  write_domains(out / "territories.gpkg", country);
  draw_map(out / "map.svg", country, 6000, 1000);
}

}  // namespace bdf::sample
