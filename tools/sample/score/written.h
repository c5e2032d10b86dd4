// SPDX-License-Identifier: MIT
// What a synchronisation wrote, beside its merged layers: conflicts, what is pending, what leaves.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "files/layer_reader.h"

namespace bdf::score {

enum class Side { local, reference };

/// An open conflict, or a proposal that waits for its answer.
struct Waiting {
  std::string layer, kind, attribute;
  std::set<std::string> ids;  ///< keys and bdf_uids, of all sides
  std::string ancestor_value;
  std::map<Side, std::string> value;
  std::map<Side, std::vector<sample::Drawn>> drawn;

  /// Of a conflict about whole objects: the attribute's value in each of them on that side.
  [[nodiscard]] std::vector<bdf::Value> told(Side side, const std::string& wanted) const;
};

/// A row of the contribution.
struct Sent {
  std::string op, id, group;
  std::map<std::string, std::string> changed;  ///< what -> offered, proposed …
  std::int64_t target = 0;                     ///< the fid in the reference; 0 for none
  const sample::ReadFeature* feature = nullptr;

  /// Whether the row says what becomes of an attribute or of the `geometry`.
  [[nodiscard]] bool says(const std::string& what) const;
};

/// A row of the ledger, where a rule for shared things took the reference's say.
struct Ruled {
  std::string layer;
  std::set<std::string> ids;   ///< of all sides
  std::set<std::string> what;  ///< attributes, `geometry`
};

struct Written {
  sample::ReadLayers merged, contribution;
  std::vector<Waiting> conflicts, pending;
  std::vector<Ruled> ruled;
  std::vector<std::string> tables;  ///< of contribution.gpkg, beside what every GeoPackage has
  std::map<std::string, std::vector<Sent>> sent;  ///< by layer; they point into `contribution`
};

/// Reads merged.gpkg, contribution.gpkg and conflicts.gpkg. Throws InputError.
[[nodiscard]] Written read_written(const std::filesystem::path& folder);

}  // namespace bdf::score
