// SPDX-License-Identifier: MIT
// Files of several layers: each is merged by itself, and none speaks for another.
#include <gmock/gmock.h>

#include <algorithm>
#include <functional>

#include "geometry/wkt.h"
#include "io/sync_tables.h"
#include "jobs/sync.h"
#include "support/plain_layer.h"
#include "support/temporary_folder.h"

namespace bdf::tests {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

/// One object K1 with a name in each of two layers, `lake` and `stream`.
class TwoLayers : public testing::Test {
 protected:
  static PlainLayer layer(const std::string& name, const std::string& value) {
    PlainLayer layer{plain_schema(name, "POINT"), {}};
    layer.schema.columns = {{"key", ColumnType::text, "TEXT"}, {"name", ColumnType::text, "TEXT"}};
    layer.rows.push_back({1, Blob{geometry::wkb_from_wkt("POINT (0 0)")}, {"K1", value}});
    return layer;
  }

  std::string file(const std::string& name, const std::vector<PlainLayer>& layers) {
    const auto path = folder_.path() / (name + ".gpkg");
    write_geopackage(path, layers);
    return path.string();
  }

  report::Summary sync(const std::string& ancestor, const std::string& local,
                       const std::string& reference) {
    job_.theme = "generic";
    job_.ancestor = ancestor;
    job_.local = local;
    job_.reference = reference;
    job_.key = {"key"};
    job_.now = "2026-01-01T00:00:00Z";
    job_.threads = 1;
    job_.out = folder_.path() / ("out" + std::to_string(++syncs_));
    return jobs::sync(job_);
  }

  [[nodiscard]] std::string merged() const { return (job_.out / "merged.gpkg").string(); }
  [[nodiscard]] std::string name_in(const std::string& layer) const {
    return to_text(view_of(read_layer(merged(), layer).rows.at(0).values.at(1)));
  }
  /// "layer id" of each, sorted.
  [[nodiscard]] std::vector<std::string> open_conflicts() const {
    auto database = io::Database::open_input(merged());
    std::vector<std::string> open;
    for (const auto& conflict : io::read_pending(database))
      open.push_back(conflict.layer + ' ' + conflict.id);
    std::sort(open.begin(), open.end());
    return open;
  }

  jobs::SyncJob job_;

 private:
  TemporaryFolder folder_;
  int syncs_ = 0;
};

TEST_F(TwoLayers, EachIsMergedByItself) {
  const auto old = file("ancestor", {layer("lake", "a"), layer("stream", "a")});
  const auto mine = file("local", {layer("lake", "b"), layer("stream", "a")});
  const auto theirs = file("reference", {layer("lake", "a"), layer("stream", "c")});
  const auto summary = sync(old, mine, theirs);
  EXPECT_THAT(summary.layers, SizeIs(2));
  EXPECT_EQ(name_in("lake"), "b");
  EXPECT_EQ(name_in("stream"), "c");
}

TEST_F(TwoLayers, AConflictInOneDoesNotTouchTheSameKeyInTheOther) {
  const auto old = file("ancestor", {layer("lake", "a"), layer("stream", "a")});
  const auto mine = file("local", {layer("lake", "b"), layer("stream", "a")});
  const auto theirs = file("reference", {layer("lake", "c"), layer("stream", "a")});
  sync(old, mine, theirs);
  const auto open = open_conflicts();
  ASSERT_THAT(open, SizeIs(1));

  const auto renamed = file("renamed", {layer("lake", "c"), layer("stream", "d")});
  sync(theirs, merged(), renamed);
  EXPECT_EQ(name_in("stream"), "d");
  EXPECT_EQ(open_conflicts(), open);
}

TEST_F(TwoLayers, ConflictsInBothSurvive) {
  const auto old = file("ancestor", {layer("lake", "a"), layer("stream", "a")});
  const auto mine = file("local", {layer("lake", "b"), layer("stream", "b")});
  const auto theirs = file("reference", {layer("lake", "c"), layer("stream", "c")});
  sync(old, mine, theirs);
  const auto open = open_conflicts();
  ASSERT_THAT(open, SizeIs(2));
  sync(theirs, merged(), theirs);
  EXPECT_EQ(open_conflicts(), open);
  sync(theirs, merged(), theirs);
  EXPECT_EQ(open_conflicts(), open);
}

TEST_F(TwoLayers, AConflictOfALayerThatIsLeftOutStaysOpen) {
  const auto old = file("ancestor", {layer("lake", "a"), layer("stream", "a")});
  const auto mine = file("local", {layer("lake", "b"), layer("stream", "a")});
  const auto theirs = file("reference", {layer("lake", "c"), layer("stream", "a")});
  sync(old, mine, theirs);
  const auto open = open_conflicts();
  job_.layer = "stream";
  sync(theirs, merged(), theirs);
  EXPECT_EQ(open_conflicts(), open);
}

TEST_F(TwoLayers, ALayerWithoutPartnerIsCarriedOver) {
  const auto old = file("ancestor", {layer("stream", "a")});
  const auto mine = file("local", {layer("lake", "b"), layer("stream", "a")});
  const auto theirs = file("reference", {layer("stream", "c")});
  const auto summary = sync(old, mine, theirs);
  EXPECT_EQ(name_in("lake"), "b");
  EXPECT_EQ(name_in("stream"), "c");
  EXPECT_EQ(summary.findings.at(0).code, "layer_without_partner");
}

}  // namespace
}  // namespace bdf::tests
