// SPDX-License-Identifier: MIT
// Three small GeoPackages to be spoilt: six rivers in EPSG:2154, the same on all sides.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "geometry/wkt.h"
#include "io/geometry_blob.h"
#include "support/desk.h"

namespace bdf::tests {

using Lines = std::vector<std::string>;

/// A geometry in EPSG:2154 as SQL writes a blob.
inline std::string blob_of_wkb(const std::string& wkb) {
  constexpr const char* digits = "0123456789abcdef";
  std::string hex;
  for (const char c : io::geometry_blob(wkb, 2154)) {
    const auto byte = static_cast<unsigned char>(c);
    hex += {digits[byte >> 4U], digits[byte & 15U]};
  }
  return "x'" + hex + "'";
}
inline std::string blob(const std::string& wkt) { return blob_of_wkb(geometry::wkb_from_wkt(wkt)); }

/// A run with the findings of its summary.
struct Synced {
  Ran ran;
  nlohmann::json summary;  ///< null where the run failed

  [[nodiscard]] long count(const std::string& code) const {
    long count = 0;
    if (summary.is_null()) return count;
    for (const auto& finding : summary.at("findings")) count += finding.at("code") == code ? 1 : 0;
    return count;
  }
};

class Rivers : public testing::Test {
 protected:
  void SetUp() override {
    make("ancestor", "LINESTRING", "EPSG:2154");
    for (const char* side : {"local", "reference"})
      std::filesystem::copy_file(file("ancestor"), file(side));
  }

  /// Layer `river`: id text, name text, width real, rank integer.
  void make(const std::string& name, const std::string& type, const std::string& crs) const {
    std::ofstream csv(desk_ / "rivers.csv");
    csv << "wkt,id,name,width,rank\n";
    for (int i = 1; i <= 6; ++i)
      csv << "\"" << (type == "POINT" ? wkt_of_point(i) : wkt_of(i)) << "\",R" << i << ",River "
          << i << ',' << i << ".5," << i << '\n';
    csv.close();
    support::ogr2ogr({file(name), desk_ / "rivers.csv", "-nln", "river", "-nlt", type, "-a_srs",
                      crs, "-oo", "GEOM_POSSIBLE_NAMES=wkt", "-oo", "KEEP_GEOM_COLUMNS=NO", "-oo",
                      "AUTODETECT_TYPE=YES"});
  }
  static std::string wkt_of(int i) {
    const auto x = std::to_string(700000 + 100 * i);
    return "LINESTRING (" + x + " 6600000, " + x + " 6600050)";
  }
  static std::string wkt_of_point(int i) {
    return "POINT (" + std::to_string(700000 + 100 * i) + " 6600000)";
  }

  [[nodiscard]] std::string file(const std::string& side) const { return desk_ / (side + ".gpkg"); }
  [[nodiscard]] std::string out() const { return desk_ / "out"; }
  [[nodiscard]] std::string merged() const { return out() + "/merged.gpkg"; }

  /// The command, with anything said after what it says itself.
  [[nodiscard]] Ran run_sync(const Lines& more = {}, const std::string& key = "id") const {
    Lines line{"sync",    "--theme",     "generic",     "--ancestor",      file("ancestor"),
               "--local", file("local"), "--reference", file("reference"), "--out",
               out(),     "--quiet",     "--json"};
    if (!key.empty()) line.insert(line.end(), {"--key", key});
    line.insert(line.end(), more.begin(), more.end());
    return support::bdf(line);
  }
  /// The same, where it must succeed, whatever is left for a human.
  [[nodiscard]] Synced sync(const Lines& more = {}, const std::string& key = "id") const {
    Synced synced{run_sync(more, key), {}};
    EXPECT_LE(synced.ran.code, 1) << synced.ran.err;
    if (synced.ran.code <= 1) synced.summary = nlohmann::json::parse(synced.ran.out);
    return synced;
  }

  void execute(const std::string& side, const std::string& sql) const {
    support::Sql(file(side)).execute(sql);
  }
  [[nodiscard]] std::string in_merged(const std::string& sql) const {
    return support::Sql(merged()).value(sql);
  }

  /// That the run failed with that code and said those words, and left nothing behind.
  void expect_refused(const Ran& ran, int code, const Lines& words) const {
    EXPECT_EQ(ran.code, code) << ran.err;
    for (const auto& word : words)
      EXPECT_NE(ran.err.find(word), std::string::npos) << word << " is missing in: " << ran.err;
    EXPECT_FALSE(std::filesystem::exists(out() + ".partial"));
    EXPECT_FALSE(std::filesystem::exists(merged()));
  }

  support::Desk desk_;
};

}  // namespace bdf::tests
