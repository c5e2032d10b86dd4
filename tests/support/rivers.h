// SPDX-License-Identifier: MIT
// Three small GeoPackages to be spoilt: six rivers in EPSG:2154, the same on all sides.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "model/finding.h"
#include "support/desk.h"

namespace bdf::tests {

using Lines = std::vector<std::string>;

/// A geometry in EPSG:2154 as SQL writes a blob.
[[nodiscard]] std::string blob_of_wkb(const std::string& wkb);
[[nodiscard]] std::string blob(const std::string& wkt);

/// A run with the findings of its summary: level, code, input, layer, feature and message.
struct Synced {
  Ran ran;
  std::vector<Finding> findings;

  [[nodiscard]] long count(const std::string& code) const {
    return std::count_if(findings.begin(), findings.end(),
                         [&](const Finding& finding) { return finding.code == code; });
  }
};

class Rivers : public testing::Test {
 protected:
  void SetUp() override;

  /// Layer `river`: id text, name text, width real, rank integer.
  void make(const std::string& name, const std::string& type, const std::string& crs) const;
  [[nodiscard]] static std::string wkt_of(int i);

  [[nodiscard]] std::string file(const std::string& side) const { return desk_ / (side + ".gpkg"); }
  [[nodiscard]] std::string out() const { return desk_ / "out"; }
  [[nodiscard]] std::string merged() const { return out() + "/merged.gpkg"; }

  /// The command, with anything said after what it says itself.
  [[nodiscard]] Ran run_sync(const Lines& more = {}, const std::string& key = "id") const;
  /// The same, where it must succeed, whatever is left for a human.
  [[nodiscard]] Synced sync(const Lines& more = {}, const std::string& key = "id") const;

  void execute(const std::string& side, const std::string& sql) const {
    support::Sql(file(side)).execute(sql);
  }
  [[nodiscard]] std::string in_merged(const std::string& sql) const {
    return support::Sql(merged()).value(sql);
  }

  /// That the run failed with that code and said those words, and left nothing behind.
  void expect_refused(const Ran& ran, int code, const Lines& words) const;

  support::Desk desk_;
};

}  // namespace bdf::tests
