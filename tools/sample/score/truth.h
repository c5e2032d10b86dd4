// SPDX-License-Identifier: MIT
// truth.gpkg read back: see truth.sql.
#pragma once

#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "files/layer_reader.h"

namespace bdf::score {

/// A feature of one side that a story is about.
struct Party {
  std::int64_t fid = 0;
  std::string key;                ///< its cleabs; "" for none
  std::set<std::string> changed;  ///< attributes and `geometry`
};

struct Question {
  std::string kind, attribute;
};

struct Story {
  std::int64_t number = 0;
  std::string family, layer;
  std::vector<Party> ancestor, local, reference;
  std::vector<Question> questions;

  /// The party whose fid it is; nullptr where there is none.
  [[nodiscard]] static const Party* find(const std::vector<Party>& side, std::int64_t fid);
  /// "local 12 TRON_EAU…; reference 7 TRON_EAU…"
  [[nodiscard]] std::string parties() const;
};

struct Truth {
  std::vector<Story> stories;
  sample::ReadLayers expected;  ///< with truth_story, truth_local_fid and truth_reference_fid
};

/// Throws InputError.
[[nodiscard]] Truth read_truth(const std::filesystem::path& path);

}  // namespace bdf::score
