// SPDX-License-Identifier: MIT
#include "package/odrl_offer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "unit/metadata_samples.h"
#include "unit/triples.h"

namespace bdf::package {
namespace {

using Json = nlohmann::json;
using testing::ElementsAre;
using testing::IsEmpty;
using Words = std::vector<std::string>;

/// The actions of a policy's rules of one kind.
Words actions_in(const Json& policy, const char* kind) {
  Words words;
  if (policy.contains(kind))
    for (const auto& rule : policy[kind]) words.push_back(rule["odrl:action"]["@id"]);
  return words;
}

/// Of a policy in general (ODRL 2.2, 2.1): a rule at least, each with an action; an Offer has an
/// assigner.
void expect_policy(const PackageFacts& facts) {
  const auto triples = tests::triples_of(odrl_offer(facts));
  const auto uri = "<" + policy_uri(facts) + ">";
  std::size_t rules = 0;
  for (const auto* kind : {"odrl:permission", "odrl:prohibition", "odrl:obligation"})
    for (const auto& rule : triples.objects(uri, kind)) {
      EXPECT_EQ(triples.objects(rule, "odrl:action").size(), 1U) << kind;
      ++rules;
    }
  EXPECT_GT(rules, 0U);
  EXPECT_EQ(triples.objects(uri, "odrl:assigner").size(), 1U);
  EXPECT_EQ(triples.objects(uri, "rdf:type").size(), 1U);
}

TEST(OdrlOffer, IsAPolicyWhateverTheTerms) {
  auto facts = tests::described_package();
  expect_policy(facts);
  expect_policy(tests::described_restricted_package());
  expect_policy(tests::described_by_an_enemy());
  for (const bool permitted : {false, true})
    for (const bool forbidden : {false, true})
      for (const bool owed : {false, true}) {
        facts.pack.terms.permissions = permitted ? Words{"use"} : Words{};
        facts.pack.terms.prohibitions = forbidden ? Words{"sell"} : Words{};
        facts.pack.terms.duties = owed ? Words{"attribute"} : Words{};
        expect_policy(facts);
      }
}

TEST(OdrlOffer, SaysOfOpenDataWhatTheirLicencePermits) {
  const auto policy = odrl_policy(tests::described_package());
  EXPECT_EQ(policy["@type"], "odrl:Set");
  EXPECT_THAT(actions_in(policy, "odrl:permission"),
              ElementsAre("odrl:use", "odrl:reproduce", "odrl:distribute", "odrl:derive"));
  for (const auto& permission : policy["odrl:permission"]) {
    EXPECT_THAT(actions_in(permission, "odrl:duty"), ElementsAre("odrl:attribute"));
    EXPECT_FALSE(permission.contains("odrl:constraint"));
  }
  EXPECT_FALSE(policy.contains("odrl:prohibition"));
  EXPECT_EQ(policy["odrl:target"]["@id"],
            "https://www.ign.fr/BDFRANCETOPO_1-0_RIVERS_GPKG_LAMB93_D038_2026-12-15");
}

TEST(OdrlOffer, OffersRestrictedDataToThoseWhomTheyAreFor) {
  const auto policy = odrl_policy(tests::described_restricted_package());
  EXPECT_EQ(policy["@type"], "odrl:Offer");
  EXPECT_EQ(policy["@id"],
            "https://www.ign.fr/BDFRANCETOPO_1-0_RIVERS-PLUS_GPKG_LAMB93_D038_2026-12-15#offer");
  EXPECT_FALSE(policy.contains("odrl:target"));
  EXPECT_FALSE(policy.contains("odrl:assignee"));
  EXPECT_THAT(actions_in(policy, "odrl:permission"), ElementsAre("odrl:use"));
  EXPECT_THAT(actions_in(policy, "odrl:prohibition"), ElementsAre("odrl:distribute", "odrl:sell"));
  const auto constraint = policy["odrl:permission"][0]["odrl:constraint"];
  EXPECT_EQ(constraint["odrl:leftOperand"]["@id"], "odrl:recipient");
  EXPECT_EQ(constraint["odrl:rightOperand"]["@value"], "Usage réservé aux services instructeurs");
}

TEST(OdrlOffer, DemandsNothingThatTheTermsDoNot) {
  auto facts = tests::described_package();
  facts.pack.terms.permissions.clear();
  facts.pack.terms.duties.clear();
  EXPECT_THAT(actions_in(odrl_policy(facts), "odrl:obligation"), ElementsAre("odrl:reviewPolicy"));
  facts.pack.terms.prohibitions = {"sell"};
  EXPECT_THAT(actions_in(odrl_policy(facts), "odrl:obligation"), IsEmpty());
  facts.pack.terms.duties = {"attribute"};
  EXPECT_THAT(actions_in(odrl_policy(facts), "odrl:obligation"), ElementsAre("odrl:attribute"));
}

TEST(OdrlOffer, BelongsToOneDataset) {
  auto next = tests::described_restricted_package();
  next.manifest.name.date += std::chrono::months(3);
  EXPECT_NE(policy_uri(next), policy_uri(tests::described_restricted_package()));
  EXPECT_EQ(odrl_offer(next), odrl_offer(next));
}

}  // namespace
}  // namespace bdf::package
