// SPDX-License-Identifier: MIT
// Bases are made and opened, and what is in them is named.
#include <gmock/gmock.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "base/error.h"
#include "refbase/base.h"
#include "support/base_trial.h"
#include "support/postgres_server.h"

namespace bdf {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using tests::refusal;
using tests::spots;
using tests::spots_in;
using tests::text_of;

class BaseMaking : public tests::BothBases {
 protected:
  static refbase::Transaction first() {
    refbase::Transaction transaction;
    transaction.time = "2020-01-01T00:00:00Z";
    return transaction;
  }
};
BDF_ON_BOTH_BASES(BaseMaking);

TEST_P(BaseMaking, AnEmptyBaseHasOneTransactionAndNothingWrong) {
  const auto state = jobs::show_base(base, "");
  EXPECT_EQ(state.transaction.number, 1);
  EXPECT_EQ(state.transaction.kind, "init");
  EXPECT_EQ(state.transaction.organisation, "IGN");
  EXPECT_TRUE(state.layers.empty());
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseMaking, ABaseIsNotMadeTwice) {
  import({spots({{ "a" }})});
  EXPECT_THAT(refusal<StoreError>([&] { refbase::create_base(base, first()); }),
              HasSubstr("there is a base already"));
  EXPECT_EQ(spots_in(checked_out("spot")).size(), 1U);
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseMaking, NoTwoBasesAreOne) {
  const auto digest = jobs::show_base(base, "").transaction.digest;
  begin_anew();
  EXPECT_NE(jobs::show_base(base, "").transaction.digest, digest);
}

TEST_P(BaseMaking, ABaseOfANewerFormIsRefused) {
  behind_its_back("UPDATE bdf_base SET format_version = 99");
  EXPECT_THAT(refusal<StoreError>([&] {
                import({spots({{ "a" }})});
              }),
              AllOf(HasSubstr("newer version"), HasSubstr("99")));
}

TEST_P(BaseMaking, ADatabaseWithoutABaseIsNone) {
  const auto other = GetParam() == tests::BaseKind::postgres
                         ? tests::PostgresServer::instance().new_database()
                         : file("plain.gpkg").string();
  if (GetParam() == tests::BaseKind::geopackage) tests::write_geopackage(other, {spots({{"a"}})});
  EXPECT_THAT(refusal<StoreError>([&] { return jobs::show_base(other, ""); }),
              AllOf(HasSubstr("this is no base"), HasSubstr("bdf base init")));
}

TEST_P(BaseMaking, ADatabaseThatIsNotThereIsNone) {
  const auto other = GetParam() == tests::BaseKind::postgres
                         ? tests::PostgresServer::instance().address_of("nowhere")
                         : file("nowhere.gpkg").string();
  EXPECT_THAT(refusal<StoreError>([&] { return jobs::show_base(other, ""); }),
              HasSubstr("nowhere"));
  EXPECT_FALSE(std::filesystem::exists(file("nowhere.gpkg")));
}

TEST(BaseMakingInFiles, AFileWithLayersDoesNotBecomeABase) {
  const tests::TemporaryFolder folder;
  const auto path = folder.path() / "layers.gpkg";
  tests::write_geopackage(path, {spots({{"a"}, {"b"}})});
  EXPECT_THAT(refusal<StoreError>([&] { refbase::create_base(path.string(), {}); }),
              HasSubstr("choose a new file"));
  EXPECT_EQ(tests::read_layer(path, "spot").rows.size(), 2U);
}

TEST(BaseMakingInFiles, AFileThatIsNoDatabaseIsRefusedAndKept) {
  const tests::TemporaryFolder folder;
  const auto path = folder.path() / "letter.gpkg";
  std::ofstream(path) << "Dear reader, this is a letter and no database, as long as it may be.\n";
  const auto size = std::filesystem::file_size(path);
  EXPECT_THROW(refbase::create_base(path.string(), {}), Error);
  EXPECT_THROW(static_cast<void>(refbase::open_base(path.string())), Error);
  EXPECT_EQ(std::filesystem::file_size(path), size);
}

TEST(BaseMakingOnServers, ADatabaseWithoutPostGisIsRefused) {
  const auto address = tests::PostgresServer::instance().new_database(false);
  EXPECT_THAT(refusal<StoreError>([&] { refbase::create_base(address, {}); }),
              HasSubstr("CREATE EXTENSION postgis"));
}

TEST(BaseMakingOnServers, OfSeveralWhoMakeABaseAtOnceOneDoes) {
  const auto address = tests::PostgresServer::instance().new_database();
  std::atomic<int> made = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      refbase::Transaction first;
      first.time = "2020-01-01T00:00:00Z";
      try {
        static_cast<void>(refbase::create_base(address, first));
        ++made;
      } catch (const StoreError& error) {
        EXPECT_THAT(error.what(), HasSubstr("there is a base already"));
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(made, 1);
  EXPECT_TRUE(jobs::verify_base(address).empty());
}

class BaseNaming : public tests::BothBases {
 protected:
  void SetUp() override {
    import({spots({{ "a", "one" }})}, "2024-03");
    import({spots({{ "a", "two" }})}, "été 2024");
    import({spots({{ "a", "three" }})});
  }
  std::string at(const std::string& when) {
    return spots_in(checked_out("spot", when)).front().name;
  }
  std::string refused(const std::string& when) {
    return refusal<UsageError>([&] { return jobs::show_base(base, when); });
  }
};
BDF_ON_BOTH_BASES(BaseNaming);

TEST_P(BaseNaming, ATransactionIsNamedByItsNumber) {
  EXPECT_EQ(at("@2"), "one");
  EXPECT_EQ(at("3"), "two");
  EXPECT_EQ(at("@4"), "three");
}

TEST_P(BaseNaming, ATransactionIsNamedByItsEdition) {
  EXPECT_EQ(at("2024-03"), "one");
  EXPECT_EQ(at("@2024-03"), "one");
  EXPECT_EQ(at("été 2024"), "two");
}

TEST_P(BaseNaming, TheLastOneIsTheHead) {
  for (const auto* name : {"", "@", "head", "@head"}) EXPECT_EQ(at(name), "three") << name;
}

TEST_P(BaseNaming, AnInstantNamesTheLastOneUntilThen) {
  const auto third = jobs::show_base(base, "@3").transaction.time;
  EXPECT_EQ(at(third), "two");
  EXPECT_EQ(at("@" + third.substr(0, 10) + "T12:30:00Z"), "two");
  EXPECT_EQ(at(third.substr(0, 10) + "T01:00:00+01:00"), "two");
  EXPECT_EQ(at("2999-12-31"), "three");
}

TEST_P(BaseNaming, AnInstantBeforeTheBaseNamesNone) {
  EXPECT_THAT(refused("1999-12-31"), HasSubstr("1999-12-31"));
}

TEST_P(BaseNaming, AnUnknownNameTellsTheEditionsThatThereAre) {
  EXPECT_THAT(refused("2024-13"),
              AllOf(HasSubstr("2024-13"), HasSubstr("2024-03"), HasSubstr("été 2024")));
  EXPECT_THAT(refused("@zenith"), HasSubstr("1 to 4"));
}

TEST_P(BaseNaming, ANumberThatIsNoneOfTheBaseNamesNone) {
  for (const auto* name : {"@0", "@5", "-1", "@99999999999", "@99999999999999999999"})
    EXPECT_THAT(refused(name), HasSubstr("1 to 4")) << name;
}

TEST_P(BaseNaming, AnEditionNamesOneTransactionForGood) {
  EXPECT_THAT(refusal<UsageError>([&] {
                import({spots({{ "a", "four" }})}, "2024-03");
              }),
              AllOf(HasSubstr("2024-03"), HasSubstr("transaction 2")));
  EXPECT_EQ(at(""), "three");
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseNaming, AnEditionIsNotCalledAsATransactionIs) {
  for (const auto* name : {"head", "12", "@5", "-3"})
    EXPECT_THROW(import({spots({{"a", "four"}})}, name), UsageError) << name;
  EXPECT_EQ(at(""), "three");
}

TEST_P(BaseNaming, ATransactionMayHaveSeveralEditions) {
  import({spots({{ "a", "three" }})}, "b");
  import({spots({{ "a", "three" }})}, "a");
  const auto state = jobs::show_base(base, "b");
  ASSERT_EQ(state.editions.size(), 2U);
  EXPECT_EQ(state.editions[0].name, "a");
  EXPECT_EQ(state.editions[1].name, "b");
}

TEST_P(BaseNaming, ATimeBeforeTheLastTransactionStopsTheImport) {
  jobs::BaseImportJob job;
  job.base = base;
  job.key = {"id"};
  job.now = "2019-06-01T00:00:00Z";
  job.input = file("late.gpkg").string();
  tests::write_geopackage(job.input, {spots({{"a", "four"}})});
  EXPECT_THAT(refusal<StoreError>([&] { return jobs::import_into_base(job); }),
              AllOf(HasSubstr("2019-06-01"), HasSubstr("--now")));
  EXPECT_EQ(at(""), "three");
  EXPECT_EQ(wrong(), "");
}

}  // namespace
}  // namespace bdf
