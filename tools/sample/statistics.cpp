// SPDX-License-Identifier: MIT
// bdf-sample statistics: what layers look like in numbers.
#include "files/statistics.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "commands.h"

namespace bdf::sample {
namespace {

struct Options {
  std::vector<std::string> files, layers, attributes;
};

void print_line(const LayerStatistics& layer, const std::string& what, const Spread& spread) {
  fmt::print("| {} | {} | {} | {} |\n", layer.name, layer.features, what, as_cells(spread));
}

std::string degrees_of(const LayerStatistics& layer) {
  std::string text;
  std::size_t all = 0;
  for (const auto& [degree, places] : layer.degrees) all += places;
  for (const auto& [degree, places] : layer.degrees) {
    if (degree <= 4)
      text += fmt::format("{}{}: {:.0f} %", text.empty() ? "" : ", ", degree,
                          100 * static_cast<double>(places) / static_cast<double>(all));
  }
  return text;
}

std::string shares_of(const std::map<std::string, double>& shares) {
  std::vector<std::pair<double, std::string>> sorted;
  for (const auto& [value, share] : shares) sorted.emplace_back(share, value);
  std::sort(sorted.rbegin(), sorted.rend());
  std::string text;
  for (std::size_t i = 0; i < std::min<std::size_t>(6, sorted.size()); ++i)
    text +=
        fmt::format("{}{} {:.0f} %", i == 0 ? "" : ", ",
                    sorted[i].second.empty() ? "(none)" : sorted[i].second, 100 * sorted[i].first);
  return text;
}

void print_layer(const LayerStatistics& layer, const std::vector<std::string>& attributes) {
  print_line(layer, "length, m", layer.length);
  if (layer.area.mean > 0) print_line(layer, "area, m2", layer.area);
  print_line(layer, "vertices", layer.vertices);
  print_line(layer, "spacing, m", layer.spacing);
  if (!layer.degrees.empty())
    fmt::print("| {} | {} | ends at a place | {} |||||\n", layer.name, layer.features,
               degrees_of(layer));
  for (const auto& [name, shares] : layer.shares) {
    if (std::find(attributes.begin(), attributes.end(), name) != attributes.end())
      fmt::print("| {} | {} | {} | {} |||||\n", layer.name, layer.features, name,
                 shares_of(shares));
  }
}

void print(const Options& options) {
  for (const std::string& file : options.files) {
    for (const LayerStatistics& layer : statistics_of(file)) {
      if (options.layers.empty() || std::find(options.layers.begin(), options.layers.end(),
                                              layer.name) != options.layers.end())
        print_layer(layer, options.attributes);
    }
  }
}

}  // namespace

void add_statistics(CLI::App& app) {
  auto* command = app.add_subcommand("statistics", "prints what layers look like in numbers");
  auto options = std::make_shared<Options>();
  command->add_option("FILE", options->files, "anything that GDAL opens, in metres")->required();
  command->add_option("--layer", options->layers, "only these");
  command->add_option("--attribute", options->attributes, "whose values' shares to print");
  command->callback([options] {
    fmt::print(
        "| layer | features | what | 5 % | 25 % | 50 % | 75 % | 95 % | mean |\n"
        "|---|---:|---|---:|---:|---:|---:|---:|---:|\n");
    print(*options);
  });
}

}  // namespace bdf::sample
