// SPDX-License-Identifier: MIT
#include "night/world.h"

#include <gdal_priv.h>

#include <string>
#include <vector>

#include "base/parallel.h"
#include "io/text_output.h"
#include "night/base.h"
#include "night/deposits.h"
#include "night/hostile.h"

namespace bdf::sample {

namespace fs = std::filesystem;

void make_night(const fs::path& world, const NightStyle& style, const Command& bdf) {
  GDALAllRegister();
  const NightPlace place{world, world / "work", &bdf};
  const NightCountry night = night_country(style);
  write_base_files(world, night);
  fs::create_directories(place.work);
  make_night_base(bdf, world, place.base());
  check_out_all(place, night, style.threads);

  const EditSource source(night, style.seed);
  const auto plan = plan_deposits(style, night.offices);
  std::vector<std::string> lines(plan.size());
  parallel_for_each(plan.size(), style.threads, [&](std::size_t i) {
    lines[i] = write_deposit(place, night, source, plan[i]);
  });
  io::TextOutput table(world / "deposits.tsv");
  for (const std::string& line : lines) table << line;
  table.close();
  if (style.hostile) write_hostile_deposits(place, night, source, plan.size());
  fs::remove_all(place.work);
}

}  // namespace bdf::sample
