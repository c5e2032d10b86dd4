// SPDX-License-Identifier: MIT
// Labels between bdf and a second implementation: tests/support/credential.mjs.
#include <gtest/gtest.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "crypto/base64url.h"
#include "support/label_desk.h"
#include "unit/archive_samples.h"

namespace bdf::tests {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

class LabelNode : public testing::Test {
 protected:
  LabelNode() : package_(desk_.issue(desk_.build())) {}

  [[nodiscard]] json node(const json& request) const {
    write_bytes(desk_ / "request.json", request.dump());
    const auto ran = run({"node", std::string(BDF_REPOSITORY) + "/tests/support/credential.mjs",
                          desk_ / "request.json"});
    EXPECT_EQ(ran.code, 0) << ran.err;
    return json::parse(ran.out);
  }
  [[nodiscard]] std::vector<bool> verified_by_node(const Words& documents) const {
    auto encoded = json::array();
    for (const auto& one : documents)
      encoded.push_back(
          crypto::base64url_of({reinterpret_cast<const unsigned char*>(one.data()), one.size()}));
    return node({{"do", "verify"}, {"documents", encoded}}).get<std::vector<bool>>();
  }
  /// The document without its proof, signed there by the key that bdf has signed it with.
  [[nodiscard]] json signed_by_node(json document) const {
    const auto proof = document.at("proof");
    document.erase("proof");
    return node({{"do", "sign"},
                 {"seed", "0101010101010101010101010101010101010101010101010101010101010101"},
                 {"document", document},
                 {"options",
                  {{"verificationMethod", proof.at("verificationMethod")},
                   {"created", proof.at("created")}}}});
  }
  [[nodiscard]] json verified_here(const std::string& text) const {
    write_bytes(package_ / "label.json", text);
    return said_by_label("verification", desk_.verify(package_));
  }

  LabelDesk desk_{"vegetation"};
  fs::path package_;
};

TEST_F(LabelNode, OursAreVerifiedThereAndTheirsHere) {
  const auto ours = bytes_of(package_ / "label.json");
  EXPECT_EQ(verified_by_node({ours}), std::vector<bool>{true});
  const auto theirs = signed_by_node(json::parse(ours));
  EXPECT_TRUE(verified_here(theirs.dump(2))["good"]);
  EXPECT_EQ(theirs, json::parse(ours)) << "Ed25519 signs the same bytes in one way";
}

TEST_F(LabelNode, NeitherTakesAlteredBytes) {
  const auto ours = bytes_of(package_ / "label.json");
  Words others;
  for (std::size_t i = 0; i + 1 < ours.size(); i += 1 + ours.size() / 40) {
    auto other = ours;
    other[i] = static_cast<char>(other[i] ^ 1);
    others.push_back(other);
  }
  EXPECT_EQ(verified_by_node(others), std::vector<bool>(others.size(), false));
  for (const auto& other : others) EXPECT_NE(verified_here(other)["verdict"], "good") << other;
}

/// What Node signs for a trusted key is judged as ours is.
TEST_F(LabelNode, TheirFiguresAreMeasuredAgain) {
  auto document = json::parse(bytes_of(package_ / "label.json"));
  document["credentialSubject"]["level"] = "socle";
  const auto said = verified_here(signed_by_node(document).dump());
  EXPECT_EQ(said["verdict"], "good");
  EXPECT_FALSE(said["good"]);
  EXPECT_EQ(figures(said, "differs"), std::set<std::string>{"level"});
}

}  // namespace
}  // namespace bdf::tests
