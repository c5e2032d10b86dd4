// SPDX-License-Identifier: MIT
// Offices that contribute and the reference that takes it come to one layer, in whatever order, and
// each keeps what is its own.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
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

/// What is decided may give rise to another question: of a cut, what its parts are to say.
constexpr int most_rounds = 3;

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
  /// The office takes what is new, and decides all that it is asked for one side; then the
  /// reference takes what it offers.
  Outcomes decide_and_contribute(Office& office, Side side) {
    auto run = sync(office);
    for (int round = 0; round < most_rounds && !run.conflicts.empty(); ++round) {
      run_sql(run.folder / "conflicts.gpkg", "UPDATE conflict SET resolution = ?",
              {std::string(name_of(side))});
      run = sync(office);
    }
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

/// The rows that one has and the other has not.
std::vector<std::string> differences(const std::vector<Content>& one,
                                     const std::vector<Content>& other) {
  std::vector<std::string> found;
  const auto tell = [&](const char* sign, const std::vector<Content>& rows,
                        const std::vector<Content>& without) {
    std::vector<Content> only;
    std::set_difference(rows.begin(), rows.end(), without.begin(), without.end(),
                        std::back_inserter(only));
    for (const auto& row : only) {
      auto& text = found.emplace_back(sign);
      for (const auto& [column, value] : row) text += ' ' + column + '=' + value;
    }
  };
  tell("<", one, other);
  tell(">", other, one);
  return found;
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

/// Whoever comes first, where both decide for what the same one of them has done.
TEST(Convergence, OfTwoOfficesThatDecideAlike) {
  int with_conflict = 0;
  for (std::uint32_t seed = 0; seed < histories; ++seed) {
    SCOPED_TRACE(seed);
    const auto triple = random_triple(
        seed, {.private_columns = false, .broken_keys = false, .other_columns = false});
    std::vector<std::vector<Content>> ends;
    for (const bool winner_first : {true, false}) {
      History history(triple.ancestor);
      auto winner = history.office("winner", triple.local);
      auto loser = history.office("loser", triple.reference);
      auto& first = winner_first ? winner : loser;
      auto& second = winner_first ? loser : winner;
      const auto of_first = winner_first ? Side::local : Side::reference;
      const auto of_second = winner_first ? Side::reference : Side::local;
      history.decide_and_contribute(first, of_first);
      const auto last_of_second = history.decide_and_contribute(second, of_second);
      // The first one is asked about what the second one has decided otherwise.
      const auto last_of_first = history.decide_and_contribute(first, of_first);
      EXPECT_EQ(last_of_first.conflicts.size() + last_of_second.conflicts.size(), 0u);
      if (history.conflicts() > 0) ++with_conflict;
      const auto reference = history.reference();
      const auto columns =
          common_columns({&last_of_first.merged, &last_of_second.merged, &reference});
      ends.push_back(contents_of(reference, columns));
      ends.push_back(contents_of(history.sync(winner).merged, columns));
      ends.push_back(contents_of(history.sync(loser).merged, columns));
    }
    for (std::size_t i = 1; i < ends.size(); ++i)
      EXPECT_THAT(differences(ends[i], ends.front()), testing::IsEmpty()) << i;
    if (HasFailure()) return;
  }
  EXPECT_GT(with_conflict, static_cast<int>(histories / 10));
}

}  // namespace
}  // namespace bdf::tests
