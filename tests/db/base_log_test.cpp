// SPDX-License-Identifier: MIT
// What a base tells of its past.
#include <gmock/gmock.h>

#include "base/error.h"
#include "support/base_trial.h"

namespace bdf {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using tests::refusal;
using tests::spots;
using Names = std::vector<std::string>;

class BaseLog : public tests::BothBases {
 protected:
  void SetUp() override {
    import({spots({{"a", "A", 1},
                   { "b",
                     "B",
                     2 }}),
            spots({{"a", "way A"},
                   { "w" }},
                  "way")},
           "first");
    import({spots({{ "a", "A2", 1, 5, 5 }})});
    import({spots({{ "v" }}, "way")});
    import({spots({{"a", "A2", 7, 5, 5}, { "b", "B again", 2 }})}, "last");
  }
  /// "3 spot/a changed name geometry".
  Names steps_of(const std::string& object, std::optional<std::size_t> count = {}) {
    Names lines;
    const auto log = jobs::log_of_base({base, object, count});
    EXPECT_TRUE(log.of_object);
    for (const auto& step : log.steps) {
      auto line = std::to_string(step.transaction.number) + " " + step.layer + "/" + step.id + " " +
                  step.what;
      for (const auto& value : step.values) line += " " + value.attribute;
      lines.push_back(line);
    }
    return lines;
  }
  std::vector<std::int64_t> transactions_of(const std::string& layer,
                                            std::optional<std::size_t> count = {}) {
    std::vector<std::int64_t> numbers;
    const auto log = jobs::log_of_base({base, layer, count});
    EXPECT_FALSE(log.of_object);
    for (const auto& transaction : log.transactions) numbers.push_back(transaction.number);
    return numbers;
  }
};
BDF_ON_BOTH_BASES(BaseLog);

TEST_P(BaseLog, OfTheBaseTheLatestComesFirst) {
  EXPECT_THAT(transactions_of(""), ElementsAre(5, 4, 3, 2, 1));
  EXPECT_THAT(transactions_of("", 2), ElementsAre(5, 4));
  EXPECT_THAT(transactions_of("", 99), ElementsAre(5, 4, 3, 2, 1));
}

TEST_P(BaseLog, ATransactionTellsWhatItDid) {
  const auto log = jobs::log_of_base({base, "", {}});
  const auto& second = log.transactions[2];
  EXPECT_EQ(second.kind, "import");
  EXPECT_EQ(second.theme, "generic");
  EXPECT_EQ(second.input, "input_2.gpkg");
  EXPECT_EQ(second.input_digest.size(), 64U);
  ASSERT_EQ(second.layers.size(), 1U);
  EXPECT_EQ(second.layers[0].layer, "spot");
  EXPECT_EQ(second.layers[0].changed, 1);
  EXPECT_EQ(second.layers[0].removed, 1);
}

TEST_P(BaseLog, EditionsComeWithIt) {
  const auto log = jobs::log_of_base({base, "", {}});
  ASSERT_EQ(log.editions.size(), 2U);
  EXPECT_EQ(log.editions[0].name, "first");
  EXPECT_EQ(log.editions[1].name, "last");
  EXPECT_EQ(log.editions[1].number, 5);
}

TEST_P(BaseLog, OfALayerOnlyWhatTouchedItComes) {
  EXPECT_THAT(transactions_of("spot"), ElementsAre(5, 3, 2));
  EXPECT_THAT(transactions_of("WAY"), ElementsAre(4, 2));
  EXPECT_THAT(transactions_of("spot", 1), ElementsAre(5));
  for (const auto& transaction : jobs::log_of_base({base, "way", {}}).transactions)
    EXPECT_EQ(transaction.layers.size(), 1U);
}

TEST_P(BaseLog, OfAnObjectEveryStepComes) {
  EXPECT_THAT(steps_of("b"), ElementsAre("5 spot/b added", "3 spot/b removed", "2 spot/b added"));
  EXPECT_THAT(steps_of("v"), ElementsAre("4 way/v added"));
}

TEST_P(BaseLog, AnIdentifierMayBeKnownInSeveralLayers) {
  EXPECT_THAT(steps_of("a"),
              ElementsAre("5 spot/a changed number", "4 way/a removed",
                          "3 spot/a changed name geometry", "2 spot/a added", "2 way/a added"));
}

TEST_P(BaseLog, ALayerMayBeNamedBeforeTheIdentifier) {
  EXPECT_THAT(steps_of("way/a"), ElementsAre("4 way/a removed", "2 way/a added"));
  EXPECT_THAT(steps_of("SPOT/a", 1), ElementsAre("5 spot/a changed number"));
}

TEST_P(BaseLog, AStepTellsTheValues) {
  const auto steps = jobs::log_of_base({base, "spot/a", {}}).steps;
  const auto& name = steps[1].values[0];
  EXPECT_EQ(name.attribute, "name");
  EXPECT_EQ(name.before, "A");
  EXPECT_EQ(name.after, "A2");
  EXPECT_EQ(steps[1].values[1].before, std::nullopt);
  EXPECT_EQ(steps[0].values[0].before, "1");
  EXPECT_EQ(steps[0].values[0].after, "7");
}

TEST_P(BaseLog, NoValueIsTold) {
  import({spots({{"a", "", 7, 5, 5}, { "b", "B again", 2 }})});
  const auto steps = jobs::log_of_base({base, "spot/a", 1}).steps;
  EXPECT_EQ(steps[0].values[0].before, "A2");
  EXPECT_EQ(steps[0].values[0].after, std::nullopt);
}

TEST_P(BaseLog, AnUnknownObjectTellsTheLayersThatThereAre) {
  for (const auto* name : {"nobody", "spot/nobody", "path/a"})
    EXPECT_THAT(refusal<UsageError>([&] {
                  return jobs::log_of_base({base, name, {}});
                }),
                AllOf(HasSubstr(name), HasSubstr("spot"), HasSubstr("way")));
}

TEST_P(BaseLog, AnObjectThatWasUndoneHasBeenThere) {
  revert("@5");
  EXPECT_THAT(steps_of("b"), ElementsAre("6 spot/b removed", "5 spot/b added", "3 spot/b removed",
                                         "2 spot/b added"));
  EXPECT_EQ(jobs::log_of_base({base, "", 1}).transactions[0].kind, "revert");
}

TEST_P(BaseLog, AStateTellsItsLayersAndTheirFeatures) {
  const auto state = jobs::show_base(base, "@3");
  ASSERT_EQ(state.layers.size(), 2U);
  EXPECT_EQ(state.layers[0].schema.layer, "spot");
  EXPECT_THAT(state.features, ElementsAre(1, 2));
  EXPECT_THAT(jobs::show_base(base, "").features, ElementsAre(2, 1));
  EXPECT_EQ(jobs::show_base(base, "first").editions.front().name, "first");
}

}  // namespace
}  // namespace bdf
