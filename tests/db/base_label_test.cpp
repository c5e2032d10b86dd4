// SPDX-License-Identifier: MIT
// A label of a base on a server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "support/label_desk.h"
#include "support/postgres_server.h"

namespace bdf::tests {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

/// The desk's data in a database: reaches as troncons, their keys as id_ign.
class BaseLabel : public testing::Test {
 protected:
  void SetUp() override {
    support::ogr2ogr(
        {"-f", "PostgreSQL", address_, desk_ / "data.gpkg", "-lco", "GEOMETRY_NAME=geometrie"});
    query("ALTER TABLE troncon_hydrographique RENAME TO troncons");
    query("ALTER TABLE troncons RENAME COLUMN cleabs TO id_ign");
  }
  void query(const std::string& sql) const {
    static_cast<void>(PostgresServer::instance().query(address_, sql));
  }
  [[nodiscard]] fs::path declare(const std::string& source) const {
    return desk_.declare(
        {{"source: data.gpkg", "source: '" + source + "'"},
         {"{layer: troncon_hydrographique, class: troncon_hydrographique}",
          "{layer: troncons, class: troncon_hydrographique, columns: {id_ign: cleabs}}"}});
  }

  LabelDesk desk_{"hydro"};
  std::string address_ = PostgresServer::instance().new_database();
};

TEST_F(BaseLabel, IsReadFromTheServer) {
  const auto declaration = declare(address_);
  const auto ran = desk_.check(declaration);
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(missed(said_by_label("check", ran)), ElementsAre());
  const auto label = desk_.issue(declaration);
  const auto good = desk_.verify(declaration, {"--label", label});
  EXPECT_EQ(good.code, 0) << good.out << good.err;

  query("UPDATE troncons SET nature = 'Canal' WHERE fid = 1");
  const auto changed = desk_.verify(declaration, {"--label", label});
  EXPECT_EQ(changed.code, 1);
  const auto said = said_by_label("verification", changed);
  EXPECT_THAT(altered(said), ElementsAre("content_differs"));
  EXPECT_THAT(said["altered"][0]["message"].get<std::string>(),
              HasSubstr("troncon_hydrographique"));
}

/// The same data are the same, wherever they are kept.
TEST_F(BaseLabel, IsThatOfTheFileWithTheSameData) {
  const auto in_file = desk_.check(desk_.declare());
  const auto on_server = desk_.check(declare(address_));
  auto a = said_by_label("check", in_file);
  auto b = said_by_label("check", on_server);
  EXPECT_EQ(a["criteria"], b["criteria"]);
}

TEST_F(BaseLabel, APasswordIsNotTold) {
  const auto ran = desk_.check(declare("PG:host=/nowhere user=me password=geheim dbname=x"));
  EXPECT_EQ(ran.code, 3) << ran.err;
  EXPECT_THAT(ran.err + ran.out, Not(HasSubstr("geheim")));
  const auto layer =
      desk_.check(desk_.declare({{"source: data.gpkg", "source: '" + address_ + "'"}}));
  EXPECT_EQ(layer.code, 3);
  EXPECT_THAT(layer.err, HasSubstr("base.yaml:12:13"));
}

}  // namespace
}  // namespace bdf::tests
