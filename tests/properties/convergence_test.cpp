// SPDX-License-Identifier: MIT
// Offices that contribute and the reference that takes it come to one layer, in whatever order, and
// each keeps what is its own.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "support/random_triple.h"
#include "support/trial.h"

namespace bdf::tests {
namespace {

namespace fs = std::filesystem;

/// Each history is some six syncs: a sixth of what other laws are held against.
const std::uint32_t histories = seed_count() / 6;

constexpr TripleOptions keyed{.broken_keys = false, .other_columns = false};

/// What an office holds, and the edition that it was last synchronised with.
struct Office {
  fs::path layer;
  fs::path edition;
};

/// A reference that takes all that is offered, and the offices that synchronise with it.
class History {
 public:
  explicit History(const PlainLayer& edition) : reference_(trial_.write("edition", edition)) {}

  Office office(const std::string& name, const PlainLayer& layer) {
    return {trial_.write(name, layer), reference_};
  }
  /// The office takes what is new.
  Outcomes sync(Office& office) {
    auto run = trial_.sync_files({office.edition, office.layer, reference_});
    office = {run.folder / "merged.gpkg", reference_};
    conflicts_ += run.conflicts.size();
    return run;
  }
  /// … and the reference what it offers.
  Outcomes contribute(Office& office) {
    auto run = sync(office);
    reference_ = trial_.apply(run.folder / "contribution.gpkg", reference_,
                              "edition_" + std::to_string(++editions_));
    return run;
  }
  [[nodiscard]] PlainLayer reference() const { return read_layer(reference_, "stream"); }
  [[nodiscard]] std::size_t conflicts() const { return conflicts_; }

 private:
  Trial trial_;
  fs::path reference_;
  int editions_ = 0;
  std::size_t conflicts_ = 0;
};

/// The values of the office's own columns, by the rest of the row.
std::vector<Content> own_of(const PlainLayer& layer, const std::set<std::string>& common) {
  std::set<std::string> own;
  for (const auto& column : layer.schema.columns)
    if (const auto name = folded(column.name); !common.contains(name) && name != "bdf_uid")
      own.insert(name);
  own.insert("key");
  std::vector<Content> rows;
  for (const auto& row : layer.rows)
    if (auto content = content_of(layer, row, own); content.size() > 1)
      rows.push_back(std::move(content));
  std::sort(rows.begin(), rows.end());
  return rows;
}

TEST(Convergence, OfAnOfficeAndTheReferenceThatTakesWhatItOffers) {
  int without_conflict = 0;
  for (std::uint32_t seed = 0; seed < histories; ++seed) {
    SCOPED_TRACE(seed);
    const auto triple = random_triple(seed, keyed);
    History history(triple.ancestor);
    auto one = history.office("one", triple.local);
    auto two = history.office("two", triple.reference);
    history.contribute(two);
    history.contribute(one);
    const auto last = history.sync(one);
    if (history.conflicts() > 0) continue;
    ++without_conflict;
    const auto reference = history.reference();
    const auto columns = common_columns({&last.merged, &reference});
    EXPECT_EQ(contents_of(last.merged, columns), contents_of(reference, columns));
    EXPECT_EQ(described(last.contribution), std::vector<std::string>());
    const auto again = history.sync(one);
    EXPECT_EQ(contents_of(again.merged, columns), contents_of(reference, columns));
    EXPECT_EQ(own_of(again.merged, columns), own_of(last.merged, columns));
    if (HasFailure()) return;
  }
  EXPECT_GT(without_conflict, static_cast<int>(histories / 10));
}

/// Whoever comes first: all have the same layer at the end, where nothing had to be asked.
TEST(Convergence, OfTwoOfficesInAnyOrder) {
  int without_conflict = 0;
  for (std::uint32_t seed = 0; seed < histories; ++seed) {
    SCOPED_TRACE(seed);
    const auto triple = random_triple(
        seed, {.private_columns = false, .broken_keys = false, .other_columns = false});
    std::vector<std::vector<Content>> ends;
    std::size_t conflicts = 0;
    for (const bool first : {true, false}) {
      History history(triple.ancestor);
      auto one = history.office("one", first ? triple.local : triple.reference);
      auto two = history.office("two", first ? triple.reference : triple.local);
      history.contribute(one);
      history.contribute(two);
      const auto of_one = history.contribute(one);
      const auto of_two = history.contribute(two);
      conflicts += history.conflicts();
      const auto reference = history.reference();
      const auto columns = common_columns({&of_one.merged, &of_two.merged, &reference});
      ends.push_back(contents_of(reference, columns));
      ends.push_back(contents_of(history.sync(one).merged, columns));
      ends.push_back(contents_of(history.sync(two).merged, columns));
    }
    if (conflicts > 0) continue;
    ++without_conflict;
    for (const auto& end : ends) EXPECT_EQ(end, ends.front());
    if (HasFailure()) return;
  }
  EXPECT_GT(without_conflict, static_cast<int>(histories / 10));
}

}  // namespace
}  // namespace bdf::tests
