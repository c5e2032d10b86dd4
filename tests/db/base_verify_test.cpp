// SPDX-License-Identifier: MIT
// What happens to a base behind its back does not go unseen.
#include <gmock/gmock.h>

#include <algorithm>

#include "base/error.h"
#include "support/base_trial.h"

namespace bdf {
namespace {

using testing::Contains;
using testing::IsEmpty;
using testing::Not;
using tests::spots;
using Names = std::vector<std::string>;

/// Spots a, b and c in five transactions: a is changed, b is removed and comes again.
class BaseVerify : public tests::BothBases {
 protected:
  void SetUp() override {
    import({spots({{"a", "A", 1}, {"b", "B", 2}, { "c", "C", 3 }})}, "first");
    import({spots({{"a", "A2", 1}, { "c", "C", 3 }})}, "second");
    import({spots({{"a", "A2", 1}, {"b", "B", 5}, { "c", "C", 3 }})});
    revert("head");
    EXPECT_THAT(codes(), IsEmpty());
  }
  Names codes() const {
    Names codes;
    const auto findings = jobs::verify_base(base);
    for (const auto& finding : findings) codes.push_back(finding.code);
    return codes;
  }
  /// What is found after that was done behind its back.
  Names after(const std::string& sql) {
    behind_its_back(sql);
    return codes();
  }
};
BDF_ON_BOTH_BASES(BaseVerify);

TEST_P(BaseVerify, AFeatureWithAnotherValue) {
  EXPECT_THAT(after("UPDATE spot SET name = 'X' WHERE id = 'a'"), Contains("feature_altered"));
}

TEST_P(BaseVerify, AFeatureWithoutAValue) {
  EXPECT_THAT(after("UPDATE spot SET number = NULL WHERE id = 'a'"), Contains("feature_altered"));
}

TEST_P(BaseVerify, AFeatureWithoutItsGeometry) {
  EXPECT_THAT(after("UPDATE spot SET geom = NULL WHERE id = 'a'"), Contains("feature_altered"));
}

TEST_P(BaseVerify, AFeatureWithAnotherKey) {
  EXPECT_THAT(after("UPDATE spot SET id = 'z' WHERE id = 'a'"),
              testing::IsSupersetOf({"feature_altered", "key_altered"}));
}

TEST_P(BaseVerify, AFeatureThatIsGone) {
  EXPECT_THAT(after("DELETE FROM spot WHERE id = 'a'"), Contains("feature_missing"));
}

TEST_P(BaseVerify, AFeatureThatCameFromElsewhere) {
  EXPECT_THAT(after("INSERT INTO spot (fid, id, name) VALUES (99, 'z', 'Z')"),
              Contains("feature_unknown"));
}

TEST_P(BaseVerify, AFeatureThatStandsTwice) {
  EXPECT_THAT(after("INSERT INTO spot (fid, id, name, number, geom) SELECT 98, id, name, number, "
                    "geom FROM spot WHERE id = 'a'"),
              Contains("feature_unknown"));
}

TEST_P(BaseVerify, AFeatureUnderAnotherFid) {
  EXPECT_THAT(after("UPDATE spot SET fid = 97 WHERE id = 'a'"),
              testing::IsSupersetOf({"feature_unknown", "feature_missing"}));
}

TEST_P(BaseVerify, AVersionWithAnotherValue) {
  EXPECT_THAT(after("UPDATE bdf_past_spot SET name = 'X' WHERE id = 'a'"),
              Contains("version_altered"));
}

TEST_P(BaseVerify, AVersionWithoutItsGeometry) {
  EXPECT_THAT(after("UPDATE bdf_past_spot SET geom = NULL WHERE id = 'b'"),
              Contains("version_altered"));
}

TEST_P(BaseVerify, AVersionThatIsGone) {
  EXPECT_THAT(after("DELETE FROM bdf_past_spot WHERE id = 'a'"), Contains("history_incomplete"));
}

TEST_P(BaseVerify, AVersionThatStandsTwice) {
  EXPECT_THAT(after("INSERT INTO bdf_past_spot SELECT * FROM bdf_past_spot WHERE id = 'a'"),
              testing::IsSupersetOf({"history_incomplete", "versions_overlap"}));
}

TEST_P(BaseVerify, AVersionOfAnotherTime) {
  EXPECT_THAT(after("UPDATE bdf_past_spot SET bdf_from = 3 WHERE id = 'b' AND bdf_from = 2"),
              Not(IsEmpty()));
}

TEST_P(BaseVerify, AVersionThatEndsLater) {
  EXPECT_THAT(after("UPDATE bdf_past_spot SET bdf_to = 4 WHERE id = 'a'"),
              Contains("versions_overlap"));
}

TEST_P(BaseVerify, AnObjectThatIsSaidToBeAnother) {
  EXPECT_THAT(after("UPDATE bdf_live_spot SET id = 'z' WHERE id = 'c'"), Contains("key_altered"));
}

TEST_P(BaseVerify, AVersionThatIsSaidToBeAnothers) {
  EXPECT_THAT(after("UPDATE bdf_past_spot SET bdf_id = 'z' WHERE id = 'a'"),
              Contains("key_altered"));
}

TEST_P(BaseVerify, AnObjectThatIsSaidToHaveBegunLater) {
  EXPECT_THAT(after("UPDATE bdf_live_spot SET since = 3 WHERE id = 'c'"),
              Contains("history_incomplete"));
}

TEST_P(BaseVerify, AnObjectWithAnotherPrint) {
  EXPECT_THAT(after("UPDATE bdf_live_spot SET print = 'f' WHERE id = 'c'"),
              Contains("feature_altered"));
}

TEST_P(BaseVerify, ATransactionOfAnotherOrganisation) {
  EXPECT_THAT(after("UPDATE bdf_transaction SET organisation = 'X' WHERE number = 3"),
              Contains("transaction_altered"));
}

TEST_P(BaseVerify, AnyColumnOfATransaction) {
  for (const std::string column : {"kind", "community", "theme", "theme_version", "theme_digest",
                                   "territory", "message", "input", "input_digest", "digest"}) {
    const auto where = " WHERE number = 3";
    behind_its_back("UPDATE bdf_transaction SET " + column + " = coalesce(" + column +
                    ", '') || 'x'" + where);
    EXPECT_THAT(codes(), Contains("transaction_altered")) << column;
    behind_its_back("UPDATE bdf_transaction SET " + column + " = substr(" + column +
                    ", 1, length(" + column + ") - 1)" + where);
    EXPECT_THAT(codes(), IsEmpty()) << column;
  }
}

TEST_P(BaseVerify, ATransactionOfAnotherTime) {
  const auto found = after(
      "UPDATE bdf_transaction SET time = '2019-01-01T00:00:00Z' WHERE "
      "number = 3");
  EXPECT_THAT(found, testing::IsSupersetOf({"transaction_altered", "transaction_too_early"}));
}

TEST_P(BaseVerify, ATransactionThatIsGone) {
  EXPECT_THAT(after("DELETE FROM bdf_transaction WHERE number = 3"),
              Contains("transaction_missing"));
}

TEST_P(BaseVerify, TheLastTransactionThatIsGone) {
  EXPECT_THAT(after("DELETE FROM bdf_transaction WHERE number = 5"),
              Contains("history_incomplete"));
}

TEST_P(BaseVerify, AllTransactionsThatAreGone) {
  behind_its_back("DELETE FROM bdf_transaction");
  EXPECT_THROW(static_cast<void>(jobs::verify_base(base)), StoreError);
}

TEST_P(BaseVerify, WhatATransactionSaysOfALayer) {
  EXPECT_THAT(after("UPDATE bdf_transaction_layer SET added = added + 1 WHERE number = 2"),
              testing::IsSupersetOf({"transaction_altered", "history_incomplete"}));
}

TEST_P(BaseVerify, WhatATransactionNoLongerSaysOfALayer) {
  EXPECT_THAT(after("DELETE FROM bdf_transaction_layer WHERE number = 4"),
              Contains("transaction_altered"));
}

TEST_P(BaseVerify, AnotherIdentityOfTheBase) {
  EXPECT_THAT(after("UPDATE bdf_base SET identity = 'another'"), Contains("transaction_altered"));
}

TEST_P(BaseVerify, ALayerThatIsGone) {
  EXPECT_THAT(after("DELETE FROM bdf_layer"), Contains("layer_altered"));
}

TEST_P(BaseVerify, ALayerOfAnotherTime) {
  EXPECT_THAT(after("UPDATE bdf_layer SET since = 1"), Contains("layer_altered"));
}

TEST_P(BaseVerify, AFidThatWouldBeGivenAgain) {
  EXPECT_THAT(after("UPDATE bdf_layer SET next_fid = 1"), Contains("next_fid_wrong"));
}

TEST_P(BaseVerify, ASuccessionThatNeverWas) {
  EXPECT_THAT(after("INSERT INTO bdf_succession VALUES ('spot', 3, 'a', 'c', 'none')"),
              Contains("succession_unknown"));
}

TEST_P(BaseVerify, ASpatialIndexThatLacksFeatures) {
  if (GetParam() == tests::BaseKind::postgres) return;  // which keeps its own
  EXPECT_THAT(after("DELETE FROM rtree_spot_geom"), Contains("index_incomplete"));
}

TEST_P(BaseVerify, AnEditionOfNoTransaction) {
  EXPECT_THAT(after("UPDATE bdf_edition SET number = 77 WHERE name = 'second'"),
              Contains("edition_unknown"));
}

TEST_P(BaseVerify, WhatChangesNothingIsNotFound) {
  EXPECT_THAT(after("UPDATE spot SET name = name"), IsEmpty());
  EXPECT_THAT(after("UPDATE bdf_past_spot SET number = number"), IsEmpty());
}

TEST_P(BaseVerify, EachFindingSaysWhereItIs) {
  behind_its_back("UPDATE spot SET name = 'X' WHERE id = 'a'");
  const auto findings = jobs::verify_base(base);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].level, Level::error);
  EXPECT_EQ(findings[0].layer, "spot");
  EXPECT_EQ(findings[0].feature, "a");
}

}  // namespace
}  // namespace bdf
