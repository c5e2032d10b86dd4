// SPDX-License-Identifier: MIT
#include "support/night_world.h"

#include <fstream>
#include <sstream>

#include "night/base.h"
#include "night/world.h"

namespace bdf::tests {

namespace fs = std::filesystem;

namespace {

std::vector<std::vector<std::string>> table(const fs::path& path) {
  std::vector<std::vector<std::string>> rows;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    auto& row = rows.emplace_back();
    std::istringstream cells(line);
    for (std::string cell; std::getline(cells, cell, '\t');) row.push_back(cell);
  }
  return rows;
}

}  // namespace

void make_night_world(const fs::path& world, const sample::NightStyle& style) {
  sample::make_night(world, style, sample::Command(BDF_COMMAND));
}

void make_night_base(const fs::path& world, const std::string& address) {
  sample::make_night_base(sample::Command(BDF_COMMAND), world, address);
}

std::vector<NightDeposit> night_deposits(const fs::path& world) {
  std::vector<NightDeposit> all;
  for (const auto& row : table(world / "deposits.tsv")) {
    NightDeposit deposit{world / "deposits" / row.at(0), row.at(1), row.at(2), row.at(3), {}, false,
                         std::stoul(row.at(5))};
    deposit.as_layers = row.at(4) == "layers";
    deposit.data = deposit.folder / (row.at(4) + ".gpkg");
    all.push_back(std::move(deposit));
  }
  return all;
}

std::map<std::string, std::string> hostile_deposits(const fs::path& world) {
  std::map<std::string, std::string> all;
  for (const auto& row : table(world / "hostile.txt")) all[row.at(0)] = row.at(1);
  return all;
}

}  // namespace bdf::tests
