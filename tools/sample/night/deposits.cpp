// SPDX-License-Identifier: MIT
#include "night/deposits.h"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "base/parallel.h"
#include "io/text_output.h"
#include "night/base.h"
#include "night/checkout.h"

namespace bdf::sample {
namespace {

namespace fs = std::filesystem;

constexpr const char* halo = "200";
constexpr int most_edits = 40;

std::string layers_of(const rules::Theme& theme, const Country& country) {
  std::string names;
  for (const Layer& layer : country.layers) {
    if (theme.find_layer(layer.name) != nullptr) names += (names.empty() ? "" : ",") + layer.name;
  }
  return names;
}

/// "ddt-38" for "DDT 38".
std::string slug_of(const Office& office) { return "ddt-" + office.name.substr(4); }

/// Small ones most of the time.
std::size_t drawn_edits(Random& random) {
  const double drawn = random.uniform();
  return 1 + static_cast<std::size_t>(std::floor(drawn * drawn * most_edits));
}

std::string line_of(const Deposit& deposit, const NightCountry& night,
                    const std::vector<Edit>& edits) {
  const Office& office = night.offices[deposit.work.office];
  std::string line =
      fmt::format("{}\t{}\t{}\t{}\t{}\t{}\t", deposit.name, office.name, deposit.work.theme,
                  office.code, deposit.as_layers ? "layers" : "contribution", edits.size());
  for (const Edit& edit : edits) {
    line += edit.story.family + ":" + night.country.layers[edit.layer].name;
    for (const Version& version : edit.story.ancestor)
      line += fmt::format(":{}", version.feature.number);
    line += " ";
  }
  line.back() = '\n';
  return line;
}

}  // namespace

fs::path NightPlace::checkout(const Office& office, const std::string& theme) const {
  return work / (office.code + "_" + theme + ".gpkg");
}

std::vector<Deposit> plan_deposits(const NightStyle& style, const std::vector<Office>& offices) {
  const std::vector<std::string> themes{"hydro", "vegetation"};
  std::vector<Deposit> plan;
  for (std::size_t i = 0; i < style.deposits; ++i) {
    Random random(style.seed, "plan", i);
    Deposit deposit;
    const bool is_first = i < style.territories * themes.size();
    deposit.work.number = i + 1;
    deposit.work.office = is_first ? i % style.territories : random.below(style.territories);
    deposit.work.theme = is_first ? themes[i / style.territories] : random.pick(themes);
    deposit.work.edits = drawn_edits(random);
    deposit.as_layers = random.chance(style.layers_share);
    deposit.name = fmt::format("{:04}_{}_{}", i + 1, slug_of(offices[deposit.work.office]),
                               deposit.work.theme);
    plan.push_back(std::move(deposit));
  }
  return plan;
}

void check_out_all(const NightPlace& place, const NightCountry& night, int threads) {
  const auto& themes = night.themes.all();
  parallel_for_each(night.offices.size() * themes.size(), threads, [&](std::size_t i) {
    const Office& office = night.offices[i / themes.size()];
    const rules::Theme& theme = themes[i % themes.size()];
    place.bdf->run({"base", "checkout", "--base", place.base(), "--territory", office.code,
                    "--halo", halo, "--layer", layers_of(theme, night.country), "--out",
                    place.checkout(office, theme.name), "--now", night_time, "--quiet"});
  });
}

void write_contribution(const NightPlace& place, const Sending& sending, const fs::path& out) {
  const fs::path synced = sending.local.string() + ".sync";
  std::vector<std::string> words{"sync",
                                 "--theme",
                                 theme_of_base(place.world, sending.theme),
                                 "--base",
                                 sending.base,
                                 "--local",
                                 sending.local,
                                 "--producer",
                                 sending.producer,
                                 "--territory",
                                 sending.territory,
                                 "--out",
                                 synced,
                                 "--now",
                                 night_time,
                                 "--threads",
                                 "1",
                                 "--quiet"};
  if (sending.confirms_deletions) words.emplace_back("--confirm-deletions");
  place.bdf->run(words);
  fs::rename(synced / "contribution.gpkg", out);
  fs::remove_all(synced);
}

void write_manifest(const fs::path& folder, const Sending& sending, const std::string& data) {
  io::TextOutput manifest(folder / "deposit.yaml");
  manifest << fmt::format("producer: {}\ntheme: {}\nterritory: \"{}\"\ndata: {}\n",
                          sending.producer, sending.theme, sending.territory, data);
  manifest.close();
}

std::string write_deposit(const NightPlace& place, const NightCountry& night,
                          const EditSource& source, const Deposit& deposit) {
  const Office& office = night.offices[deposit.work.office];
  const fs::path folder = place.deposit(deposit.name);
  fs::create_directories(folder);
  const auto edits = source.edits(deposit.work);
  const Sending sending{
      deposit.as_layers ? folder / "layers.gpkg" : place.work / (deposit.name + ".gpkg"),
      office.name, deposit.work.theme, office.code, place.base()};
  fs::copy_file(place.checkout(office, deposit.work.theme), sending.local);
  {
    Checkout checkout(sending.local);
    for (const Edit& edit : edits) checkout.apply(edit, source.writer(edit.layer));
  }
  if (!deposit.as_layers) {
    write_contribution(place, sending, folder / "contribution.gpkg");
    fs::remove(sending.local);
  }
  write_manifest(folder, sending, deposit.as_layers ? "layers.gpkg" : "contribution.gpkg");
  return line_of(deposit, night, edits);
}

}  // namespace bdf::sample
