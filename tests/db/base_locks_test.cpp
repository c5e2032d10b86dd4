// SPDX-License-Identifier: MIT
// Who can keep whom waiting at a base on a server, and for how long.
#include <gmock/gmock.h>

#include <pqxx/pqxx>

#include "base/error.h"
#include "jobs/adopt.h"
#include "support/base_rights.h"

namespace bdf {
namespace {

using testing::HasSubstr;
using tests::refusal;

class BaseLocks : public tests::BaseRights {
 protected:
  /// An address whose sessions wait but that long for a lock.
  [[nodiscard]] std::string hasty(const std::string& account) const {
    return as(account) + "&options=-c%20lock_timeout%3D300ms";
  }
  void adopt_hastily(const std::string& theme) {
    base_ = hasty("keeper");
    adopt(theme);
  }
  std::string with_a_change() {
    std::string changed = tests::theme_of_two;
    return changed.replace(changed.find("members: [south]"), 16, "members: []");
  }
};

TEST_F(BaseLocks, AdvisoryLocksOfOthersKeepNobodyWaiting) {
  pqxx::connection connection(as("stranger"));
  pqxx::nontransaction work(connection);
  work.exec("SELECT pg_advisory_lock(7236834216), pg_advisory_lock(7236834217)");
  adopt_hastily(with_a_change());
  EXPECT_EQ(checkout_of("north").filename(), "north.gpkg");
}

TEST_F(BaseLocks, MembersCannotTakeTheWritersLock) {
  for (const auto* mode : {"EXCLUSIVE", "SHARE ROW EXCLUSIVE", "ROW EXCLUSIVE", "SHARE",
                           "ROW SHARE", "ACCESS EXCLUSIVE"})
    for (const auto* table : {"bdf_base", "bdf_layer"})
      EXPECT_THAT(attempt("north", std::string("BEGIN; LOCK TABLE bdfrance.") + table + " IN " +
                                       mode + " MODE"),
                  HasSubstr("permission denied"));
  EXPECT_THAT(attempt("north", "BEGIN; SELECT * FROM bdfrance.bdf_base FOR UPDATE"),
              HasSubstr("permission denied"));
}

TEST_F(BaseLocks, AWriterThatGoesOnAndOnIsNamed) {
  pqxx::connection connection(as("keeper"));
  pqxx::work other(connection);
  other.exec("LOCK TABLE bdfrance.bdf_base IN EXCLUSIVE MODE");
  // Readers are not kept out.
  static_cast<void>(checkout_of("north"));
  EXPECT_THAT(refusal<StoreError>([&] {
                adopt_hastily(with_a_change());
                return 0;
              }),
              testing::AllOf(HasSubstr("others are writing into the base"), HasSubstr("keeper (")));
}

TEST_F(BaseLocks, AReaderThatStaysOnIsNamedWhereItIsInTheWay) {
  pqxx::connection connection(as("north"));
  pqxx::work other(connection);
  other.exec("SELECT count(id) FROM bdfrance.spot");
  // A territory more is another policy of no table.
  adopt_hastily(with_a_change());
  auto more = tests::spots({{"a", "", 0, 50, 50}}, "more");
  import("more", {more}, {"id"});
  // A layer of another form has other columns.
  auto wider = tests::points("spot",
                             {{"id", ColumnType::text, "TEXT"},
                              {"name", ColumnType::text, "TEXT"},
                              {"secret", ColumnType::text, "TEXT"},
                              {"more", ColumnType::text, "TEXT"}},
                             {{std::string("n"), std::string("a"), std::string("x"), Null{}},
                              {std::string("s"), std::string("b"), std::string("x"), Null{}}});
  EXPECT_THAT(refusal<StoreError>([&] {
                import("wider", {wider}, {"id"});
                return 0;
              }),
              testing::AllOf(HasSubstr("have tables of the base in use"), HasSubstr("north (")));
  other.abort();
  import("wider", {wider}, {"id"});
  EXPECT_EQ(server().query(as("north"), "SELECT count(more) FROM bdfrance.spot"), "0");
}

TEST_F(BaseLocks, APolicyThatSomebodyHasChangedIsMadeAnew) {
  server().query(as("keeper"), "ALTER POLICY bdf_reading ON bdfrance.spot USING (true)");
  EXPECT_EQ(server().query(as("north"), "SELECT count(id) FROM bdfrance.spot"), "2");
  adopt(tests::theme_of_two);
  EXPECT_EQ(server().query(as("north"), "SELECT count(id) FROM bdfrance.spot"), "1");
  server().query(as("keeper"), "ALTER TABLE bdfrance.spot DISABLE ROW LEVEL SECURITY");
  adopt(tests::theme_of_two);
  EXPECT_EQ(server().query(as("north"), "SELECT count(id) FROM bdfrance.spot"), "1");
}

}  // namespace
}  // namespace bdf
