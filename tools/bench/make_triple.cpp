// SPDX-License-Identifier: MIT
// Writes ancestor.gpkg, local.gpkg and reference.gpkg for the benchmark. The same bytes every time.
#include <cstdint>
#include <exception>
#include <filesystem>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

#include "line_file.h"
#include "reach.h"

namespace bdf::bench {
namespace {

/// Also the stream of a side's draws.
enum Side : std::uint64_t { ancestor = 0, local = 11, reference = 13 };
enum class Fate { kept, attribute_edited, geometry_edited, deleted };

struct Options {
  std::uint64_t features = 52000;
  std::filesystem::path out;
  bool indexed = false;
  Form edition = Form::dozen;  ///< of ancestor and local
  Form reference = Form::dozen;
};

constexpr const char* usage =
    "usage: bdf_make_triple --features N --out DIR [--rtree] [--bdtopo 3.5|3.3]";

Options options_of(const std::vector<std::string>& words) {
  Options options;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool has_value = i + 1 < words.size();
    if (words[i] == "--rtree") {
      options.indexed = true;
    } else if (words[i] == "--bdtopo" && has_value) {
      options.edition = words[++i] == "3.3" ? Form::bdtopo_3_3 : Form::bdtopo_3_5;
      options.reference = Form::bdtopo_3_5;
    } else if (words[i] == "--features" && has_value) {
      options.features = std::stoull(words[++i]);
    } else if (words[i] == "--out" && has_value) {
      options.out = words[++i];
    } else {
      throw std::invalid_argument(usage);
    }
  }
  if (options.out.empty() || options.features > 0x7fffffffU) throw std::invalid_argument(usage);
  return options;
}

/// A side edits 1 % of the attributes and 1 % of the geometries, and deletes 0.5 %.
Fate fate_of(Side side, std::uint64_t number) {
  if (side == ancestor) return Fate::kept;
  const std::uint64_t permille = draw(side, number) % 1000;
  if (permille < 10) return Fate::attribute_edited;
  if (permille < 20) return Fate::geometry_edited;
  return permille < 25 ? Fate::deleted : Fate::kept;
}

/// Inserted reaches take numbers that no other side has.
std::uint64_t first_inserted(Side side) { return std::uint64_t{side} << 28U; }

/// A local layer keeps the fids of its ancestor; a new edition counts anew.
void write_kept(LineFile& file, Side side, std::uint64_t features) {
  std::int64_t row = 0;
  for (std::uint64_t number = 0; number < features; ++number) {
    const Fate fate = fate_of(side, number);
    if (side == local || fate != Fate::deleted) ++row;
    if (fate == Fate::deleted) continue;
    Reach reach = reach_numbered(number);
    if (fate == Fate::attribute_edited) edit_attribute(reach, side);
    if (fate == Fate::geometry_edited) edit_geometry(reach, side);
    file.add(row, reach);
  }
}

void write_inserted(LineFile& file, Side side, std::uint64_t features) {
  if (side == ancestor) return;
  for (std::uint64_t i = 0; i < features / 200; ++i)
    file.add(static_cast<std::int64_t>(features + 1 + i), reach_numbered(first_inserted(side) + i));
}

void write_side(const Options& options, Side side, const std::string& name) {
  LineFile file(options.out / name,
                columns_of(side == reference ? options.reference : options.edition));
  write_kept(file, side, options.features);
  write_inserted(file, side, options.features);
  file.finish(side == local && options.indexed);
}

void make_triple(const Options& options) {
  std::filesystem::create_directories(options.out);
  write_side(options, ancestor, "ancestor.gpkg");
  write_side(options, local, "local.gpkg");
  write_side(options, reference, "reference.gpkg");
}

}  // namespace
}  // namespace bdf::bench

int main(int count, char** words) {
  try {
    bdf::bench::make_triple(bdf::bench::options_of({words + 1, words + count}));
    return 0;
  } catch (const std::exception& failure) {
    std::cerr << failure.what() << '\n';
    return 2;
  }
}
