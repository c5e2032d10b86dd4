// SPDX-License-Identifier: MIT
// Who may do what, as a theme says it.
#include <gmock/gmock.h>

#include <fstream>

#include "base/error.h"
#include "jobs/new_keys.h"
#include "rules/integration.h"
#include "rules/theme.h"
#include "support/temporary_folder.h"

namespace bdf::rules {
namespace {

using testing::HasSubstr;

class CommunityTest : public testing::Test {
 protected:
  Theme read(const std::string& communities) {
    const auto file = folder_.path() / "theme.yaml";
    std::ofstream(file) << "name: trial\nversion: \"1\"\nschema: bdtopo\nlayers: "
                           "{troncon_hydrographique: {}, noeud_hydrographique: {}}\n"
                        << communities;
    return load_theme(file.string());
  }
  std::string refused(const std::string& communities) {
    try {
      static_cast<void>(read(communities));
    } catch (const InputError& error) {
      return error.what();
    }
    ADD_FAILURE() << "it was read";
    return {};
  }
  tests::TemporaryFolder folder_;
};

TEST_F(CommunityTest, TheNearestWordHolds) {
  const auto theme = read(R"(
communities:
  ddt:
    rights: {attributes: read, geometry: none, by_attribute: {nature: decide}}
    layers: {troncon_hydrographique: {geometry: propose, by_attribute: {fosse: decide}}}
    organisations: [{name: DDT 38}]
)");
  const auto& ddt = theme.communities.at(0);
  EXPECT_EQ(ddt.right_to("troncon_hydrographique", "fosse"), Right::decide);
  EXPECT_EQ(ddt.right_to("troncon_hydrographique", "FOSSE"), Right::decide);
  EXPECT_EQ(ddt.right_to("troncon_hydrographique", "geometry"), Right::propose);
  EXPECT_EQ(ddt.right_to("noeud_hydrographique", "geometry"), Right::none);
  EXPECT_EQ(ddt.right_to("troncon_hydrographique", "nature"), Right::decide);
  EXPECT_EQ(ddt.right_to("troncon_hydrographique", "persistance"), Right::read);
  EXPECT_EQ(ddt.right_to("troncon_hydrographique", "object"), Right::propose);
}

TEST_F(CommunityTest, MembersAndOrganisationsStandForThemselves) {
  const auto theme = read(R"(
communities:
  ddt:
    organisations: [{name: DDT 38, members: [ddt38, ddt38_night]}, {name: DDT 73, members: [ddt73]}]
)");
  EXPECT_EQ(find_organisation(theme.communities, "ddt 38")->organisation->name, "DDT 38");
  EXPECT_EQ(organisation_of_member(theme.communities, "ddt38_night")->organisation->name, "DDT 38");
  EXPECT_FALSE(organisation_of_member(theme.communities, "DDT38"));
  EXPECT_FALSE(find_organisation(theme.communities, "DDT"));
  EXPECT_EQ(theme.others, Right::propose);
}

TEST_F(CommunityTest, WhatCannotBeMeantIsRefusedWhereItStands) {
  EXPECT_THAT(refused("communities: {ddt: {organisations: [{name: A}, {name: a}]}}\n"),
              HasSubstr("stands here twice"));
  EXPECT_THAT(refused("communities: {ddt: {organisations: [{name: A, members: [x]}]}, ofb: "
                      "{organisations: [{name: B, members: [x]}]}}\n"),
              HasSubstr("stands here twice"));
  EXPECT_THAT(refused("communities: {ddt: {layers: {troncon: {geometry: decide}}}}\n"),
              HasSubstr("troncon"));
  EXPECT_THAT(refused("communities: {ddt: {layers: {troncon_hydrographique: {by_attribute: {fose: "
                      "decide}}}}}\n"),
              HasSubstr("fosse"));
  EXPECT_THAT(refused("communities: {ddt: {rights: {geometry: write}}}\n"), HasSubstr("write"));
  EXPECT_THAT(refused("communities: {ddt: {organisations: [{name: A, members: ['x; DROP']}]}}\n"),
              HasSubstr("x; DROP"));
}

TEST_F(CommunityTest, AtTheReferenceNobodyHasTheLastWordByBeingOneSide) {
  std::ofstream(folder_.path() / "owned.yaml") << R"(
name: trial
version: "1"
schema: bdtopo
authority: {attributes: {owner: reference}, geometry: {owner: reference}, existence: {owner: reference}}
layers:
  troncon_hydrographique:
    authority:
      by_attribute:
        fosse: {owner: shared, rule: newest, by: date_de_confirmation}
        trace_connu: {owner: producer}
)";
  const auto theme = as_integrated(load_theme((folder_.path() / "owned.yaml").string()),
                                   {{"troncon_hydrographique", {"cleabs", "inventaire"}}});
  const auto rules = theme.rules_of(theme.find_layer("troncon_hydrographique"), {});
  EXPECT_EQ(rules.of_attribute("nature"), (Responsibility{}));
  EXPECT_EQ(rules.of_attribute("trace_connu"), (Responsibility{}));
  EXPECT_EQ(rules.of_attribute("inventaire"), (Responsibility{}));
  EXPECT_EQ(rules.of_attribute("fosse").rule, Rule::newest);
  EXPECT_EQ(rules.geometry, (Responsibility{}));
  EXPECT_EQ(rules.existence, (Responsibility{}));
  EXPECT_EQ(rules.provisional, Side::reference);
}

TEST(NewKeys, HaveTheFormThatTheSchemaSays) {
  const auto form = jobs::key_form_of("^TRON_EAU[0-9]{16}$");
  ASSERT_TRUE(form);
  EXPECT_EQ(form->prefix, "TRON_EAU");
  EXPECT_EQ(form->digits, 16U);
  EXPECT_FALSE(jobs::key_form_of("^(A|B)[0-9]{16}$"));
  EXPECT_FALSE(jobs::key_form_of("^A[0-9]{19}$"));
  EXPECT_FALSE(jobs::key_form_of(""));
}

}  // namespace
}  // namespace bdf::rules
