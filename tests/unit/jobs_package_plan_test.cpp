// SPDX-License-Identifier: MIT
#include "jobs/package_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "base/error.h"

namespace bdf::jobs {
namespace {

using package::LeftOut;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// Reaches as an office keeps them, with a column that nobody else knows.
class PackagePlan : public testing::Test {
 protected:
  PackagePlan() {
    Schema reach;
    reach.layer = "troncon_hydrographique";
    reach.primary_key = "fid";
    reach.geometry_column = "geometrie";
    reach.geometry_type = "LINESTRING";
    for (const auto* name :
         {"NATURE", "cleabs", "validation_bcae", "inventaire_bcae", "relu_par"}) {
      Column column;
      column.name = name;
      reach.columns.push_back(column);
    }
    source_.layers.push_back(reach);
    pack_ = theme_.packages->socle;
  }
  [[nodiscard]] PackagedLayer plan() const {
    return plan_package(source_, {&theme_, &pack_, "FXX", ""}).front();
  }
  static std::vector<std::string> names(const PackagedLayer& layer) {
    std::vector<std::string> names;
    for (const auto& column : layer.columns) names.push_back(column.column.name);
    return names;
  }
  static std::vector<std::pair<std::string, LeftOut>> left_out(const PackagedLayer& layer) {
    std::vector<std::pair<std::string, LeftOut>> all;
    for (const auto& column : layer.left_out) all.emplace_back(column.name, column.why);
    return all;
  }
  void add(const std::string& attribute) {
    rules::PackLayer layer;
    layer.name = "troncon_hydrographique";
    layer.adds = {attribute};
    pack_.layers = {layer};
  }

  rules::Theme theme_ = rules::load_theme("hydro");
  rules::Pack pack_;
  io::Catalog source_;
};

TEST_F(PackagePlan, TheSocleHasWhatTheReferenceAnswersFor) {
  const auto layer = plan();
  EXPECT_THAT(names(layer), ElementsAre("cleabs", "nature")) << "as the schema has them";
  EXPECT_THAT(layer.key, ElementsAre("cleabs"));
  EXPECT_EQ(layer.columns[1].facts.in_base, "NATURE");
}

/// What somebody calls their own column is not for everybody.
TEST_F(PackagePlan, WhatIsLeftOutIsSaidAndWhy) {
  using Why = std::pair<std::string, LeftOut>;
  EXPECT_THAT(left_out(plan()), ElementsAre(Why("validation_bcae", LeftOut::restricted),
                                            Why("inventaire_bcae", LeftOut::of_producer),
                                            Why("…", LeftOut::unknown)));
  pack_.audience = rules::Audience::restricted;
  EXPECT_THAT(left_out(plan()), ElementsAre(Why("validation_bcae", LeftOut::restricted),
                                            Why("inventaire_bcae", LeftOut::of_producer),
                                            Why("relu_par", LeftOut::unknown)));
}

TEST_F(PackagePlan, APackAddsWhatItSays) {
  add("inventaire_bcae");
  EXPECT_THAT(names(plan()), ElementsAre("cleabs", "nature", "inventaire_bcae"));
}

/// Though no theme that is read from a file says so.
TEST_F(PackagePlan, WhatIsRestrictedIsNotAddedForEverybody) {
  add("Validation_BCAE");
  try {
    static_cast<void>(plan());
    ADD_FAILURE() << "it was not refused";
  } catch (const RightsError& refused) {
    EXPECT_THAT(refused.what(), HasSubstr("validation_bcae"));
    EXPECT_EQ(refused.code(), ExitCode::no_right);
  }
  pack_.audience = rules::Audience::restricted;
  EXPECT_THAT(names(plan()), ElementsAre("cleabs", "nature", "validation_bcae"));
}

TEST_F(PackagePlan, NorDoesAnObjectsBeingThereSayIt) {
  add("inventaire_bcae");
  rules::Clause clause;
  clause.attribute = "validation_bcae";
  clause.values = {"Oui"};
  pack_.layers[0].where = {clause};
  EXPECT_THROW(static_cast<void>(plan()), RightsError);
  pack_.audience = rules::Audience::restricted;
  EXPECT_EQ(plan().where, pack_.layers[0].where);
}

TEST_F(PackagePlan, OneColumnTwiceIsRefused) {
  auto twice = source_.layers[0].columns[0];
  twice.name = "nature";
  source_.layers[0].columns.push_back(twice);
  EXPECT_THROW(static_cast<void>(plan()), InputError);
}

TEST_F(PackagePlan, LayersOfNobodyAreNoPackage) {
  source_.layers[0].layer = "somewhere_else";
  EXPECT_THROW(static_cast<void>(plan()), InputError);
}

TEST_F(PackagePlan, ALayerWithoutItsKeyIsRefused) {
  std::erase_if(source_.layers[0].columns, [](const Column& one) { return one.name == "cleabs"; });
  try {
    static_cast<void>(plan());
    ADD_FAILURE() << "it was not refused";
  } catch (const InputError& refused) {
    EXPECT_THAT(refused.what(), HasSubstr("troncon_hydrographique"));
    EXPECT_THAT(refused.what(), HasSubstr("cleabs"));
  }
}

TEST_F(PackagePlan, CurvesAreRefused) {
  source_.layers[0].geometry_type = "MULTICURVE";
  EXPECT_THROW(static_cast<void>(plan()), InputError);
}

TEST_F(PackagePlan, LayersThatAreNotInItAreTold) {
  const auto add_layer = [&](const std::string& name) {
    Schema layer;
    layer.layer = name;
    source_.layers.push_back(layer);
  };
  for (const auto* name : {"plan_d_eau", "somebodys", "territory", "signalement"}) add_layer(name);
  const PackagePlanRequest request{&theme_, &pack_, "FXX", ""};
  auto left = layers_left_out(source_, request);
  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(left[0].name, "somebodys");
  EXPECT_FALSE(left[0].is_of_theme);
  // A socle that names its layers has no others.
  rules::PackLayer reach;
  reach.name = "troncon_hydrographique";
  theme_.packages->socle.layers = {reach};
  left = layers_left_out(source_, request);
  ASSERT_EQ(left.size(), 2U);
  EXPECT_EQ(left[0].name, "plan_d_eau");
  EXPECT_TRUE(left[0].is_of_theme);
}

}  // namespace
}  // namespace bdf::jobs
