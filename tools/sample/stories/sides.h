// SPDX-License-Identifier: MIT
// The three sides of a synchronisation, row by row.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "stories/tale.h"

namespace bdf::sample {

/// A row of a layer; it points into the country or the tale.
struct Row {
  std::int64_t fid = 0;
  const Feature* feature = nullptr;
  const Version* version = nullptr;  ///< nullptr where nothing has happened to the feature
};

/// The fids of a story's versions on each side, in their order there.
struct StoryFids {
  std::vector<std::int64_t> ancestor, local, reference;
};

/// By layer. The ancestor's fids are the order of its features; local features keep them, and new
/// ones follow; the reference has an order and fids of its own.
struct Sides {
  std::vector<std::vector<Row>> ancestor, local, reference;
  std::vector<StoryFids> fids;  ///< by story
};

/// The sides when the reference has brought so many editions: as the producer sees them, without
/// what lies in no part of its domain; with nullopt those of the whole country, with no local side.
[[nodiscard]] Sides lay_out(const Country& country, const Tale& tale,
                            std::optional<std::size_t> producer, int edition);

/// A column that only the producer has.
struct PrivateColumn {
  std::string_view name, type;
};
[[nodiscard]] const std::vector<PrivateColumn>& private_columns(const std::string& layer);

/// Their values for a row: something for a fifth of the objects. Appends.
void add_private_values(const std::string& layer, std::uint64_t seed, const Row& row,
                        std::vector<Value>& values);

}  // namespace bdf::sample
