// SPDX-License-Identifier: MIT
#include "support/rivers.h"

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "geometry/wkt.h"
#include "io/geometry_blob.h"

namespace bdf::tests {

namespace {

namespace fs = std::filesystem;

std::string wkt_of_point(int i) {
  return "POINT (" + std::to_string(700000 + 100 * i) + " 6600000)";
}

std::vector<Finding> findings_in(const std::string& summary) {
  const auto json = nlohmann::json::parse(summary);
  std::vector<Finding> findings;
  for (const auto& one : json.at("findings"))
    findings.push_back({one.at("level") == "warning" ? Level::warning : Level::information,
                        one.at("code"), one.at("input"), one.at("layer"), one.at("feature"),
                        one.at("message")});
  return findings;
}

}  // namespace

std::string blob_of_wkb(const std::string& wkb) {
  constexpr const char* digits = "0123456789abcdef";
  std::string hex;
  for (const char c : io::geometry_blob(wkb, 2154)) {
    const auto byte = static_cast<unsigned char>(c);
    hex += {digits[byte >> 4U], digits[byte & 15U]};
  }
  return "x'" + hex + "'";
}

std::string blob(const std::string& wkt) { return blob_of_wkb(geometry::wkb_from_wkt(wkt)); }

void Rivers::SetUp() {
  make("ancestor", "LINESTRING", "EPSG:2154");
  for (const char* side : {"local", "reference"}) fs::copy_file(file("ancestor"), file(side));
}

void Rivers::make(const std::string& name, const std::string& type, const std::string& crs) const {
  std::ofstream csv(desk_ / "rivers.csv");
  csv << "wkt,id,name,width,rank\n";
  for (int i = 1; i <= 6; ++i)
    csv << "\"" << (type == "POINT" ? wkt_of_point(i) : wkt_of(i)) << "\",R" << i << ",River " << i
        << ',' << i << ".5," << i << '\n';
  csv.close();
  support::ogr2ogr({file(name), desk_ / "rivers.csv", "-nln", "river", "-nlt", type, "-a_srs", crs,
                    "-oo", "GEOM_POSSIBLE_NAMES=wkt", "-oo", "KEEP_GEOM_COLUMNS=NO", "-oo",
                    "AUTODETECT_TYPE=YES"});
}

std::string Rivers::wkt_of(int i) {
  const auto x = std::to_string(700000 + 100 * i);
  return "LINESTRING (" + x + " 6600000, " + x + " 6600050)";
}

Ran Rivers::run_sync(const Lines& more, const std::string& key) const {
  Lines line{"sync",    "--theme",     "generic",     "--ancestor",      file("ancestor"),
             "--local", file("local"), "--reference", file("reference"), "--out",
             out(),     "--quiet",     "--json"};
  if (!key.empty()) line.insert(line.end(), {"--key", key});
  line.insert(line.end(), more.begin(), more.end());
  return support::bdf(line);
}

Synced Rivers::sync(const Lines& more, const std::string& key) const {
  Synced synced{run_sync(more, key), {}};
  EXPECT_LE(synced.ran.code, 1) << synced.ran.err;
  if (synced.ran.code <= 1) synced.findings = findings_in(synced.ran.out);
  return synced;
}

void Rivers::expect_refused(const Ran& ran, int code, const Lines& words) const {
  EXPECT_EQ(ran.code, code) << ran.err;
  for (const auto& word : words)
    EXPECT_NE(ran.err.find(word), std::string::npos) << word << " is missing in: " << ran.err;
  EXPECT_FALSE(fs::exists(out() + ".partial"));
  EXPECT_FALSE(fs::exists(merged()));
}

}  // namespace bdf::tests
