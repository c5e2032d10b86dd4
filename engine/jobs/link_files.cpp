// SPDX-License-Identifier: MIT
#include "jobs/link_files.h"

#include <array>

#include "base/clock.h"
#include "base/error.h"
#include "base/message.h"
#include "base/parallel.h"
#include "io/crs.h"
#include "io/links_csv.h"
#include "io/links_geopackage.h"
#include "jobs/link_places.h"
#include "jobs/styles.h"

namespace bdf::jobs {

namespace {

/// The table's path, once it is known to be one.
const std::filesystem::path& checked(const MatchJob& job) {
  if (folded(job.out.extension().string()) != ".csv")
    throw UsageError(
        msg("{}: links are written as .csv, and beside it as .gpkg", job.out.string()));
  for (const auto* ending : {".csv", ".gpkg"}) {
    auto path = job.out;
    for (const auto& input : {job.a, job.b, job.doubles})
      if (!input.empty()) refuse_output_over_input(path.replace_extension(ending), {input});
  }
  return job.out;
}

std::filesystem::path map_beside(std::filesystem::path table) {
  return table.replace_extension(".gpkg");
}

/// Brings lines of a layer into the system of the map.
class ToMap {
 public:
  ToMap(const Crs& layer, const Crs& map) {
    if (layer.srs_id == map.srs_id || io::same_crs(layer, map)) return;
    crs::Operation operation;
    operation.from = io::name_of(layer);
    operation.to = io::name_of(map);
    transform_.emplace(operation);
  }

  [[nodiscard]] io::LinkLine line(const PairPlaces& places) {
    std::array<double, 4> xy{places.a->point.x, places.a->point.y, places.b->point.x,
                             places.b->point.y};
    if (transform_) transform_->apply(xy);
    return {{xy[0], xy[1]}, {xy[2], xy[3]}};
  }

 private:
  std::optional<crs::Transform> transform_;
};

/// Where a layer's pairs lie, and how they get onto the map.
struct MapPlaces {
  std::vector<PairPlaces> places;
  ToMap* to_map;
};

bool are_lines(const PairPlaces& places) {
  return places.a->kind == GeometryKind::line && places.b->kind == GeometryKind::line;
}

/// Adds the links of a layer, numbered from `number` on.
void add_layer(io::LinkWriter& writer, const LayerLinks& layer, const MapPlaces& map,
               std::int64_t& number) {
  std::size_t at = 0;
  for (const auto& found : layer.links) {
    for_each_pair(found.link, [&](const LinkedPair& pair) {
      const auto& ends = map.places[at++];
      const bool placed = ends.a && ends.b;
      writer.add({layer, found, pair, number,
                  placed ? std::optional(map.to_map->line(ends)) : std::nullopt,
                  placed && are_lines(ends)});
    });
    ++number;
  }
}

/// The first system in which a layer was compared.
Crs crs_of_map(const Match& match) {
  for (const auto& versions : match.versions)
    if (io::is_defined(versions.crs.crs)) return versions.crs.crs;
  return {};
}

void write_map(const std::filesystem::path& path, const Match& match, const MatchJob& job) {
  const auto crs = crs_of_map(match);
  const auto time = time_of_run(job.now);
  io::LinkWriter writer(path, crs);
  std::int64_t number = 1;
  for (std::size_t i = 0; i < match.layers.size(); ++i) {
    ToMap to_map(match.versions[i].crs.crs, crs);
    const MapPlaces map{places_of(match.layers[i], match.reader(i, Side::local),
                                  match.reader(i, Side::reference), job.threads),
                        &to_map};
    add_layer(writer, match.layers[i], map, number);
  }
  style_links(writer.database(), writer.finish(time), time);
}

}  // namespace

LinkFiles::LinkFiles(const MatchJob& job)
    : job_(job), table_(checked(job), job.overwrite), map_(map_beside(job.out), job.overwrite) {}

void LinkFiles::write(const Match& match) {
  parallel_for_each(2, job_.threads, [&](std::size_t i) {
    if (i == 0)
      io::write_text(table_.path(), io::links_as_csv(match.layers));
    else
      write_map(map_.path(), match, job_);
  });
  table_.commit();
  map_.commit();
}

}  // namespace bdf::jobs
