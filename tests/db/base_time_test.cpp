// SPDX-License-Identifier: MIT
// When transactions are made: times never fall, whoever writes beside whom.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <chrono>
#include <thread>

#include "base/clock.h"
#include "base/error.h"
#include "refbase/base.h"
#include "support/integrate_trial.h"
#include "support/run.h"

namespace bdf {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using tests::refusal;
using tests::spots;

class BaseTime : public tests::IntegrateTrial {
 protected:
  using Words = std::vector<std::string>;

  /// As somebody at a terminal does, without --now.
  [[nodiscard]] tests::Ran bdf(Words words) const {
    words.insert(words.begin(), {BDF_COMMAND, "base"});
    words.insert(words.end(), {"--base", base, "--lang", "en"});
    return tests::run(words, {{"LC_ALL", "C.UTF-8"}, {"SOURCE_DATE_EPOCH", ""}});
  }
  [[nodiscard]] std::string edition(const std::string& name, const std::string& id) const {
    const auto path = file(name);
    tests::write_geopackage(path, {spots({{id, name}})});
    return path.string();
  }
  /// A question that waits; the transaction that a revert would undo is the last one.
  std::int64_t question() {
    import({spots({{"a", "Alpha"}, { "b", "Beta" }})});
    const auto sent =
        contribution("asking", "South", {"UPDATE spot SET name = 'asked' WHERE id = 'b'"});
    import({spots({{"a", "Alpha"}, { "b", "theirs" }})});
    integrate(sent);
    const auto waiting = jobs::queue_of(base, {});
    EXPECT_EQ(waiting.size(), 1U);
    return waiting.at(0).entry.entry;
  }
  [[nodiscard]] std::vector<refbase::Transaction> history() const {
    const auto session = refbase::open_base(base);
    const refbase::SqlTransaction reading(*session, refbase::Access::read);
    return refbase::transactions_of(*session);
  }
};
BDF_ON_BOTH_BASES(BaseTime);

TEST_P(BaseTime, WhoeverHasWaitedForOthersIsNotBehindThem) {
  const auto entry = question();
  const auto undone = import({spots({{"a", "Alpha"}, {"b", "theirs"}, {"z", "too much"}})});
  const auto sent = contribution("mine", "North", {"UPDATE spot SET name = 'mine' WHERE id = 'a'"});
  const std::vector<Words> waiting{
      {"import", edition("new.gpkg", "n"), "--key", "id", "--differential"},
      {"integrate", sent.string(), "--threads", "1"},
      {"accept", std::to_string(entry), "--threads", "1"},
      {"revert", refbase::name_of(undone.transaction)},
      {"adopt", "generic"}};
  std::vector<tests::Ran> ran(waiting.size());
  std::vector<std::thread> people;
  refbase::Transaction theirs;
  {
    const auto session = refbase::open_base(base, refbase::Access::write);
    refbase::SqlTransaction all(*session, refbase::Access::write);
    for (std::size_t i = 0; i < waiting.size(); ++i)
      people.emplace_back([&, i] { ran[i] = bdf(waiting[i]); });
    std::this_thread::sleep_for(std::chrono::milliseconds(2500));
    theirs.kind = "import";
    refbase::number_next(*session, theirs, "");
    refbase::record(*session, theirs);
    all.commit(refbase::was_recorded(theirs));
  }
  for (auto& one : people) one.join();
  for (std::size_t i = 0; i < waiting.size(); ++i)
    EXPECT_LE(ran[i].code, 1) << waiting[i][0] << ": " << ran[i].err;
  const auto all = history();
  EXPECT_EQ(all.size(), static_cast<std::size_t>(theirs.number) + waiting.size());
  EXPECT_EQ(wrong(), "");
}

/// Each writes again and again while the others do.
TEST_P(BaseTime, ManyWhoWriteAtOnceAllComeIn) {
  constexpr int people = 4, times = 4;
  import({spots({{ "a", "Alpha" }})});
  std::vector<std::string> failures(people);
  std::vector<std::thread> all;
  for (int who = 0; who < people; ++who)
    all.emplace_back([&, who] {
      for (int i = 0; i < times; ++i) {
        const auto id = fmt::format("{}_{}", who, i);
        const auto ran =
            bdf({"import", edition(id + ".gpkg", id), "--key", "id", "--differential"});
        if (ran.code != 0) failures[static_cast<std::size_t>(who)] += ran.err;
      }
    });
  for (auto& one : all) one.join();
  for (const auto& failure : failures) EXPECT_EQ(failure, "");
  EXPECT_EQ(history().size(), 2U + people * times);
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseTime, AClockThatIsBehindTheBaseGetsItsTimeAndSaysSo) {
  constexpr const char* later = "2100-01-01T00:00:00Z";
  const auto first = bdf({"import", edition("a.gpkg", "a"), "--key", "id", "--now", later});
  EXPECT_EQ(first.code, 0) << first.err;
  const auto second = bdf({"import", edition("b.gpkg", "b"), "--key", "id", "--differential"});
  EXPECT_EQ(second.code, 0) << second.err;
  EXPECT_THAT(second.err, AllOf(HasSubstr(later), HasSubstr("the clock says")));
  EXPECT_EQ(history().front().time, later);
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseTime, ATimeThatWasSaidIsKeptOrRefused) {
  const auto first = bdf({"import", edition("a.gpkg", "a"), "--key", "id"});
  EXPECT_EQ(first.code, 0) << first.err;
  constexpr const char* said = "2100-01-01T00:00:00Z";
  EXPECT_EQ(
      bdf({"import", edition("b.gpkg", "b"), "--key", "id", "--differential", "--now", said}).code,
      0);
  EXPECT_EQ(history().front().time, said);
  const auto before = bdf({"import", edition("c.gpkg", "c"), "--key", "id", "--differential",
                           "--now", "2099-12-31T23:59:59Z"});
  EXPECT_EQ(before.code, 4);
  EXPECT_THAT(before.err, AllOf(HasSubstr("2099-12-31T23:59:59Z"), HasSubstr(said)));
  setenv("SOURCE_DATE_EPOCH", "86400", 1);
  refbase::Transaction next;
  EXPECT_THAT(refusal<StoreError>([&] {
                const auto session = refbase::open_base(base, refbase::Access::write);
                refbase::SqlTransaction all(*session, refbase::Access::write);
                refbase::number_next(*session, next, "");
                return 0;
              }),
              AllOf(HasSubstr("1970-01-02"), HasSubstr("SOURCE_DATE_EPOCH")));
  unsetenv("SOURCE_DATE_EPOCH");
}

}  // namespace
}  // namespace bdf
