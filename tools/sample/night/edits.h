// SPDX-License-Identifier: MIT
// What offices draw and write on their checkouts, by chance.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "files/side_file.h"
#include "night/offices.h"
#include "stories/families.h"

namespace bdf::sample {

/// One piece of an office's work: what a story tells of its local side.
struct Edit {
  std::size_t layer = 0;  ///< in Country::layers
  Story story;
};

/// Who edits what, and how much.
struct Work {
  std::size_t number = 0;  ///< of the deposit; another one is another chance
  std::size_t office = 0;
  std::string theme;
  std::size_t edits = 1;
};

/// The work of all offices. Its functions may be called by several threads at once.
class EditSource {
 public:
  /// Keeps a reference to the night. The same seed gives the same edits.
  EditSource(const NightCountry& night, std::uint64_t seed);

  /// The edits of one deposit, at least one and at most as many as are wanted: fewer where
  /// the territory has no room for more. No two of them are about one object. A quarter is about
  /// the few objects on the office's boundaries that its neighbours, and its own other
  /// deposits, are drawn to as well. Throws LawError where nothing at all can be edited.
  [[nodiscard]] std::vector<Edit> edits(const Work& work) const;

  /// That of one of the layers that can be edited.
  [[nodiscard]] const RowWriter& writer(std::size_t layer) const;

 private:
  /// A layer that can be edited.
  struct Table {
    std::size_t layer = 0;
    std::string theme;
    rules::LayerRules rules;
    Neighbours neighbours;
    RowWriter writer;
    /// By office: its features, those of them that cross a boundary, and the first of these.
    std::vector<std::vector<std::uint32_t>> at_home, crossing, contested;
  };
  class Session;
  void set_table(std::size_t index);  ///< of that layer

  const NightCountry& night_;
  std::uint64_t seed_;
  std::vector<Table> tables_;
};

}  // namespace bdf::sample
