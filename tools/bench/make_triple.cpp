// SPDX-License-Identifier: MIT
// Writes ancestor.gpkg, local.gpkg and reference.gpkg for the benchmark; or the ancestor and files
// that each tell of a thousand changes to it, for a base. The same bytes every time.
#include <cstdint>
#include <exception>
#include <filesystem>
#include <iostream>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "line_file.h"
#include "reach.h"

namespace bdf::bench {
namespace {

/// Also the stream of a side's draws.
enum Side : std::uint64_t { ancestor = 0, local = 11, reference = 13, contributor = 14 };
enum class Fate { kept, attribute_edited, geometry_edited, deleted };

struct Options {
  std::uint64_t features = 52000;
  std::filesystem::path out;
  bool indexed = false;
  Form edition = Form::dozen;  ///< of ancestor and local
  Form reference = Form::dozen;
  std::optional<std::uint64_t> contributions;  ///< so many, instead of local and reference
};

constexpr const char* usage =
    "usage: bdf_make_triple --features N --out DIR [--rtree] [--bdtopo 3.5|3.3]\n"
    "                       [--contributions K]\n"
    "\n"
    "Writes ancestor.gpkg, local.gpkg and reference.gpkg: N lines, and what two sides made of\n"
    "them.\n"
    "\n"
    "  --rtree            the local file gets an R-tree\n"
    "  --bdtopo 3.5|3.3   all columns of BD TOPO, of that version in ancestor and local\n"
    "  --contributions K  instead of local and reference: contribution_1.gpkg to\n"
    "                     contribution_K.gpkg, each with 900 edited, 50 inserted and 50 destroyed\n"
    "                     lines (those have a true `detruit`), none of the ancestor's in two of\n"
    "                     them; 0: the ancestor alone";

/// What a contribution tells of. Of those edited it is an attribute or the geometry, in turn.
constexpr std::uint64_t edited = 900, inserted = 50, destroyed = 50;

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
    } else if (words[i] == "--contributions" && has_value) {
      options.contributions = std::stoull(words[++i]);
    } else {
      throw std::invalid_argument(usage);
    }
  }
  if (options.out.empty() || options.features > 0x7fffffffU) throw std::invalid_argument(usage);
  if (options.contributions.value_or(0) > options.features / (edited + destroyed))
    throw std::invalid_argument("there are not enough lines for so many contributions");
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

std::vector<Column> columns_of_contribution(const Options& options) {
  auto columns = columns_of(options.edition);
  columns.push_back({"detruit", "BOOLEAN",
                     [](const Reach& reach) { return std::to_string(int{reach.destroyed}); }});
  return columns;
}

/// Reaches from all over the ancestor: a prime factor permutes the numbers.
std::uint64_t touched(const Options& options, std::uint64_t index) {
  return index * 2654435761U % options.features;
}

void write_contribution(const Options& options, std::uint64_t which) {
  LineFile file(options.out / ("contribution_" + std::to_string(which + 1) + ".gpkg"),
                columns_of_contribution(options));
  std::int64_t row = 0;
  for (std::uint64_t i = 0; i < edited + destroyed; ++i) {
    Reach reach = reach_numbered(touched(options, which * (edited + destroyed) + i));
    reach.destroyed = i >= edited;
    if (!reach.destroyed && i % 2 == 0) edit_attribute(reach, contributor);
    if (!reach.destroyed && i % 2 == 1) edit_geometry(reach, contributor);
    file.add(++row, reach);
  }
  for (std::uint64_t i = 0; i < inserted; ++i)
    file.add(++row, reach_numbered(first_inserted(contributor) + which * inserted + i));
  file.finish(false);
}

void write_files(const Options& options) {
  std::filesystem::create_directories(options.out);
  write_side(options, ancestor, "ancestor.gpkg");
  if (options.contributions) {
    for (std::uint64_t i = 0; i < *options.contributions; ++i) write_contribution(options, i);
    return;
  }
  write_side(options, local, "local.gpkg");
  write_side(options, reference, "reference.gpkg");
}

}  // namespace
}  // namespace bdf::bench

int main(int count, char** words) {
  try {
    bdf::bench::write_files(bdf::bench::options_of({words + 1, words + count}));
    return 0;
  } catch (const std::exception& failure) {
    std::cerr << failure.what() << '\n';
    return 2;
  }
}
