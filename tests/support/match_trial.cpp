// SPDX-License-Identifier: MIT
#include "support/match_trial.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <variant>

#include "geometry/wkb.h"

namespace bdf::support {

double f1_of_match(const Desk& desk, const TrueLinks& truth, std::vector<std::string> words,
                   const std::string& what) {
  const auto file = (desk / "truth.csv").string();
  {
    std::ofstream out(file);
    out << "a_id,b_id\n";
    for (const auto& [a, b] : truth) out << a << ',' << b << '\n';
  }
  words.insert(words.begin(), "match");
  words.insert(words.end(), {"--ignore-ids", "--evaluate", file, "--json"});
  const auto ran = bdf(words);
  EXPECT_EQ(ran.code, 0) << ran.err;
  if (ran.code != 0) return 0;
  const auto all = nlohmann::json::parse(ran.out).at("evaluation").at("relations").at("all");
  std::cout << what << ": " << all << '\n';
  return all.at("f1").get<double>();
}

tests::PlainLayer redrawn(tests::PlainLayer layer, const Hand& hand) {
  for (auto& row : layer.rows) {
    const auto* const wkb = std::get_if<Blob>(&row.geometry);
    if (wkb == nullptr) continue;
    auto drawn = geometry::decode_wkb(wkb->bytes).geometry.value();
    for (std::size_t i = 0; i < drawn.vertex_count(); ++i) {
      const double x = drawn.xy[2 * i];
      const double y = drawn.xy[2 * i + 1];
      drawn.xy[2 * i] += hand.east + hand.off * std::sin(x / 31 + y / 43);
      drawn.xy[2 * i + 1] += hand.north + hand.off * std::cos(x / 37 - y / 29);
    }
    row.geometry = Blob{geometry::encode_wkb(drawn)};
  }
  return layer;
}

}  // namespace bdf::support
