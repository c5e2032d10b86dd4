// SPDX-License-Identifier: MIT
// Two files matched: which features of one are the same objects as which of the other.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "io/source.h"
#include "jobs/pairing.h"
#include "jobs/scratch.h"
#include "jobs/side_reader.h"
#include "model/layer_links.h"

namespace bdf::jobs {

struct MatchJob {
  std::string theme = "generic";
  std::string a;
  std::string b;
  std::filesystem::path out;  ///< links.csv; "" writes nothing
  bool overwrite = false;
  std::string doubles;  ///< a file that is looked at alone, for what it holds twice
  std::string layer;    ///< this layer only; "" for all that are versions of one another
  std::vector<std::string> key;
  std::string territory;
  bool allow_ballpark = false;
  bool ignore_ids = false;
  io::SourceOptions source;
  int threads = 0;
  std::string now;
};

/// The files as they were read, and what was found; layers in the order of a's.
struct Match {
  std::unique_ptr<Scratch> scratch;  ///< where inputs that are no GeoPackages have been copied
  ThreeWay<std::optional<Input>> inputs;
  std::vector<LayerVersions> versions;
  std::vector<LayerLinks> layers;  ///< as many as versions

  [[nodiscard]] SideReader reader(std::size_t layer, Side side) const {
    return {*inputs[side], versions[layer], side};
  }
};

/// Reads and links both files. Throws UsageError where both are the same layer of the same file,
/// InputError where a layer has nothing to be matched by.
[[nodiscard]] Match match(const MatchJob& job);

/// Of one file, `job.doubles`, the links from the objects of each layer that doubles another one by
/// the theme (match/doubles.h) to the objects of that; both sides are the same input. Told as alone
/// are the objects that could be linked, and those alone stand in the links. Throws UsageError
/// where the theme says of no layer that it doubles another, InputError where the file has no such
/// two layers.
[[nodiscard]] Match match_doubles(const MatchJob& job);

}  // namespace bdf::jobs
