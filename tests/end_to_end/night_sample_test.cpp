// SPDX-License-Identifier: MIT
// bdf-sample night: deposits that a base of their world takes one by one, whichever it is, the same
// from the same seed; and those that nobody should rely on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "support/desk.h"
#include "support/night_world.h"

namespace bdf::tests {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::HasSubstr;

sample::NightStyle small_night() {
  sample::NightStyle style;
  style.seed = 5;
  style.territories = 3;
  style.deposits = 12;
  return style;
}

constexpr const char* morning = "2026-01-13T06:00:00Z";

/// What goes into the base: of layers, what a sync with it makes of them.
fs::path contribution_of(const NightDeposit& deposit, const fs::path& world,
                         const std::string& base) {
  if (!deposit.as_layers) return deposit.data;
  const fs::path out = world / (deposit.folder.filename().string() + ".sync");
  const auto ran =
      support::bdf({"sync", "--theme", world / "base" / (deposit.theme + ".yaml"), "--base", base,
                    "--local", deposit.data, "--producer", deposit.producer, "--territory",
                    deposit.territory, "--out", out, "--now", morning, "--quiet"});
  EXPECT_LE(ran.code, 1) << deposit.data << ran.err;
  return out / "contribution.gpkg";
}

/// How many things of the deposits a base took, by what became of them.
std::map<std::string, std::size_t> integrate_all(const fs::path& world, const std::string& base) {
  std::map<std::string, std::size_t> fates;
  for (const NightDeposit& deposit : night_deposits(world)) {
    const auto ran = support::bdf({"base", "integrate", contribution_of(deposit, world, base),
                                   "--base", base, "--now", morning, "--json", "--quiet"});
    EXPECT_LE(ran.code, 1) << deposit.data << ran.err;
    if (ran.code > 1) continue;
    const auto entries = json::parse(ran.out).at("entries");
    EXPECT_GE(entries.size(), 1U) << deposit.data;
    EXPECT_GE(deposit.edits, 1U);
    EXPECT_LE(deposit.edits, 40U);
    for (const auto& entry : entries) ++fates[entry.at("status").get<std::string>()];
  }
  return fates;
}

TEST(NightSample, GoesIntoABaseOfItsWorldDepositByDeposit) {
  const support::Desk desk;
  const fs::path world = desk / "world";
  make_night_world(world, small_night());
  const auto deposits = night_deposits(world);
  ASSERT_EQ(deposits.size(), 12U);
  std::set<std::string> senders;
  for (const auto& deposit : deposits) senders.insert(deposit.producer + " " + deposit.theme);
  EXPECT_EQ(senders.size(), 6U) << "each office, in both themes";
  EXPECT_TRUE(std::any_of(deposits.begin(), deposits.end(),
                          [](const auto& deposit) { return deposit.as_layers; }));

  const std::string base = desk / "base.gpkg";
  make_night_base(world, base);
  auto fates = integrate_all(world, base);
  EXPECT_GT(fates["admitted"], fates["waiting"]);
  EXPECT_GT(fates["waiting"], 0U);
  const auto whole = support::bdf({"base", "verify", "--base", base});
  EXPECT_EQ(whole.code, 0) << whole.out << whole.err;
  for (const std::string theme : {"hydro", "vegetation"}) {
    const auto built =
        support::bdf({"package", "build", "--base", base, "--theme", theme, "--territory", "038",
                      "--out", desk / theme, "--now", morning, "--quiet"});
    EXPECT_EQ(built.code, 0) << built.err;
  }
}

/// The digests of transactions tell which base a contribution is for. On a server:
/// tests/db/base_night_test.cpp.
TEST(NightSample, IsTheSameFromTheSameSeedAndFitsTheBasesOfItsWorldOnly) {
  const support::Desk desk;
  sample::NightStyle style = small_night();
  style.territories = 1;
  style.deposits = 3;
  style.layers_share = 0.5;
  style.threads = 1;
  make_night_world(desk / "one", style);
  style.threads = 2;
  make_night_world(desk / "same", style);
  auto bytes = support::bytes_below(desk / "one");
  EXPECT_EQ(bytes, support::bytes_below(desk / "same"));
  style.seed += 1;
  style.deposits = 0;
  make_night_world(desk / "other", style);
  EXPECT_NE(bytes["base/hydro.gpkg"], support::bytes_below(desk / "other")["base/hydro.gpkg"]);

  make_night_base(desk / "other", desk / "other.gpkg");
  const auto deposits = night_deposits(desk / "one");
  const auto sent = std::find_if(deposits.begin(), deposits.end(),
                                 [](const auto& deposit) { return !deposit.as_layers; });
  ASSERT_NE(sent, deposits.end());
  const auto refused = support::bdf(
      {"base", "integrate", sent->data, "--base", desk / "other.gpkg", "--now", morning});
  EXPECT_EQ(refused.code, 3);
  EXPECT_THAT(refused.err, HasSubstr("another base"));
}

Ran sample_command(std::vector<std::string> words) {
  words.insert(words.begin(), (fs::path(BDF_COMMAND).parent_path() / "bdf-sample").string());
  return run(words);
}

TEST(NightSample, IsMadeByTheCommandAndReplacedOnlyWhereAsked) {
  const support::Desk desk;
  const std::string world = desk / "world";
  const std::vector<std::string> night{"night",      world, "--territories", "1",
                                       "--deposits", "1",   "--seed",        "5"};
  const auto made = sample_command(night);
  ASSERT_EQ(made.code, 0) << made.err;
  EXPECT_EQ(made.err + made.out, "");
  EXPECT_EQ(night_deposits(world).size(), 1U);
  EXPECT_FALSE(fs::exists(desk / "world/work"));
  const auto again = sample_command(night);
  EXPECT_EQ(again.code, 2);
  EXPECT_THAT(again.err, HasSubstr("--overwrite"));

  ASSERT_EQ(sample_command({"night-base", world, desk / "base.gpkg"}).code, 0);
  EXPECT_EQ(support::bdf({"base", "verify", "--base", desk / "base.gpkg"}).code, 0);
  const auto twice = sample_command({"night-base", world, desk / "base.gpkg"});
  EXPECT_EQ(twice.code, 4);
  EXPECT_THAT(twice.err, HasSubstr("there is a base already"));
  const auto without = sample_command({"night-base", world, desk / "no.gpkg", "--bdf", "/no/bdf"});
  EXPECT_EQ(without.code, 4);
  EXPECT_THAT(without.err, HasSubstr("--bdf"));
}

struct NightRefusal {
  std::vector<std::string> words;
  std::string says;
};

TEST(NightSample, RefusesWhatMakesNoNight) {
  const support::Desk desk;
  for (const auto& [words, says] :
       {NightRefusal{{"--territories", "31"}, "--territories"},
        NightRefusal{{"--territories", "0"}, "--territories"},
        NightRefusal{{"--deposits", "-1"}, "--deposits"},
        NightRefusal{{"--layers-share", "1.5"}, "--layers-share"},
        NightRefusal{{"--scale", "0"}, "another scale"},
        NightRefusal{{"--scale", "nan"}, "another scale"},
        NightRefusal{{"--territories", "12", "--scale", "0.05"}, "--scale it"}}) {
    std::vector<std::string> all{"night", desk / "world", "--overwrite"};
    all.insert(all.end(), words.begin(), words.end());
    const auto ran = sample_command(all);
    EXPECT_EQ(ran.code, 2) << words.front() << ran.err;
    EXPECT_THAT(ran.err, HasSubstr(says));
  }
}

fs::path hostile_folder(const fs::path& world, const std::string& kind) {
  for (const auto& [name, wrong] : hostile_deposits(world))
    if (name.ends_with("_x_" + kind)) return world / "deposits" / name;
  ADD_FAILURE() << "there is no " << kind;
  return {};
}

/// A world with all hostile deposits, and its base.
class HostileNight : public testing::Test {
 protected:
  HostileNight() {
    sample::NightStyle style = small_night();
    style.territories = 1;
    style.deposits = 2;
    style.hostile = true;
    make_night_world(world_, style);
    make_night_base(world_, base_);
  }
  void TearDown() override {
    fs::permissions(hostile_folder(world_, "closed"), fs::perms::owner_all);
  }

  [[nodiscard]] fs::path data_of(const std::string& kind) const {
    return hostile_folder(world_, kind) / "contribution.gpkg";
  }
  /// As a batch without any care would.
  [[nodiscard]] Ran integrated(const std::string& kind) const {
    return support::bdf({"base", "integrate", data_of(kind), "--base", base_, "--now", morning});
  }

  support::Desk desk_;
  fs::path world_ = desk_ / "world";
  std::string base_ = desk_ / "base.gpkg";
};

TEST_F(HostileNight, IsAsItSays) {
  const auto all = hostile_deposits(world_);
  EXPECT_EQ(all.size(), 21U);
  for (const auto& [name, wrong] : all) {
    EXPECT_TRUE(fs::is_directory(world_ / "deposits" / name)) << name;
    EXPECT_NE(wrong, "") << name;
  }
  EXPECT_EQ(integrated("truncated").code, 3);
  EXPECT_EQ(integrated("plain-text").code, 3);
  EXPECT_EQ(integrated("another-base").code, 3);
  EXPECT_THAT(integrated("deletes-all").err, HasSubstr("--confirm-deletions"));
  EXPECT_THAT(integrated("stranger").out, HasSubstr("Bureau inconnu"));
  // Only its manifest is wrong.
  EXPECT_LE(integrated("no-yaml").code, 1);
  EXPECT_EQ(support::Sql(data_of("very-large"))
                .number("SELECT count(*) FROM haie WHERE bdf_op = 'insert'"),
            20000);
  EXPECT_TRUE(fs::is_fifo(data_of("fifo")));
  EXPECT_TRUE(fs::is_fifo(hostile_folder(world_, "fifo-manifest") / "deposit.yaml"));
  EXPECT_EQ(fs::read_symlink(data_of("symbolic-link")), "/etc/passwd");
  EXPECT_EQ(fs::read_symlink(hostile_folder(world_, "endless-manifest") / "deposit.yaml"),
            "/dev/zero");
  EXPECT_TRUE(fs::is_directory(data_of("folder-as-data")));
  EXPECT_TRUE(fs::exists(world_ / "outside.gpkg"));
  EXPECT_EQ(fs::status(hostile_folder(world_, "closed")).permissions(), fs::perms::none);
}

}  // namespace
}  // namespace bdf::tests
