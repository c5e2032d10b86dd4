// SPDX-License-Identifier: MIT
#include "io/ign_transaction.h"

#include <gmock/gmock.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "exchange_samples.h"
#include "io/json_value.h"

namespace bdf::io {
namespace {

using testing::HasSubstr;

class IgnTransactionTest : public ExchangeTest {
 protected:
  [[nodiscard]] Json written(const TableIds& tables = {}) const {
    write_ign_transaction(file("t.json"), changeset_, tables);
    return Json::parse(text_in("t.json"));
  }
  [[nodiscard]] std::vector<ForeignAction> read(const std::string& text) const {
    write("t.json", text);
    return read_ign_transaction(file("t.json"), {{"troncon", "2241"}});
  }
  [[nodiscard]] std::string refusal(const std::string& text) const {
    return message_of<InputError>([&] { static_cast<void>(read(text)); });
  }
  [[nodiscard]] std::string refusal_to_write() const {
    return message_of<InputError>([&] { static_cast<void>(written()); });
  }
};

TEST_F(IgnTransactionTest, SaysEachActionAsTheApiTakesIt) {
  const auto json = written({{"TRONCON", "2241"}});
  const auto& actions = json["actions"];
  ASSERT_EQ(actions.size(), 6U);
  EXPECT_EQ(
      actions[0].dump(),
      R"({"table":2241,"state":"Delete","data":{"cleabs":"T1","gcms_fingerprint":"print1"}})");
  EXPECT_EQ(actions[1]["data"]["cleabs"], "T3");
  EXPECT_EQ(actions[2].dump(), R"({"table":2241,"state":"Update","data":{"cleabs":"T2",)"
                               R"("gcms_fingerprint":"print2","largeur":null,"fictif":true,)"
                               R"j("geom":"LINESTRING (0 20, 0.1 21)"}})j");
  EXPECT_EQ(actions[5].dump(), R"({"table":2241,"state":"Insert","data":{)"
                               R"("_client_feature_id":"a-new-one","largeur":2.5,"rang":null,)"
                               R"j("fictif":true,"geom":"LINESTRING (5 6, 7 8)"}})j");
  EXPECT_THAT(
      json["comment"].get<std::string>(),
      HasSubstr("contribution of DDT 38 to base.gpkg; troncon: split: T1 → part-1, part-2"));
}

TEST_F(IgnTransactionTest, TablesGoByNameOrNumber) {
  EXPECT_EQ(written()["actions"][0]["table"], "troncon");
  EXPECT_EQ(written({{"troncon", "hydro_7"}})["actions"][0]["table"], "hydro_7");
  EXPECT_EQ(written({{"troncon", "007"}})["actions"][0]["table"], "007");
}

TEST_F(IgnTransactionTest, NoneThatChangesNothingAndNoForeignPrintIsSent) {
  auto& update = changeset_.layers[0].changes[3];
  ASSERT_EQ(update.op, Op::update);
  update.values = {{4, "print2", "another", Status::offered}};
  update.geometry.reset();
  EXPECT_EQ(written()["actions"].size(), 5U);
}

TEST_F(IgnTransactionTest, WhatCannotBeSaidIsRefusedByName) {
  auto& update = changeset_.layers[0].changes[3];
  update.values = {{1, 1.0, std::numeric_limits<double>::quiet_NaN(), Status::offered}};
  EXPECT_THAT(refusal_to_write(), HasSubstr("layer “troncon”, object T2: “largeur”"));
  update.values = {{0, "T2", "\xff", Status::offered}};
  EXPECT_THAT(refusal_to_write(), HasSubstr("“cleabs”: it is the key"));
  update.values = {{2, std::int64_t{2}, "two", Status::offered}};
  EXPECT_THAT(refusal_to_write(), HasSubstr("“two” is none of the type INTEGER"));
  update.values.clear();
  update.geometry->after = Blob{"none"};
  EXPECT_THAT(refusal_to_write(), HasSubstr("is none"));
  update.geometry->after = wkb("LINESTRING (nan 1, 2 3)");
  EXPECT_THAT(refusal_to_write(), HasSubstr("no number"));
  update.id = "2f9d6c3a";
  EXPECT_THAT(refusal_to_write(), HasSubstr("does not name it alone"));
}

TEST_F(IgnTransactionTest, ReadsActionsWithTheirLines) {
  const auto actions = read(R"({"id": 9, "comment": "x", "conflicts": [{}], "actions": [
    {"table": 2241, "state": "Update",
     "data": {"cleabs": "T2", "n": -9223372036854775808, "r": 1.5, "b": true, "v": null, "s": ""}},
    {"id": 3, "table": "troncon", "state": "Delete", "data": {"cleabs": "T3"}},
    {"table": 5, "state": "Insert", "data": {"_client_feature_id": 7, "big": 18446744073709551615}}
  ]})");
  ASSERT_EQ(actions.size(), 3U);
  EXPECT_EQ(actions[0].table, "troncon");
  EXPECT_EQ(actions[0].line, 2U);
  EXPECT_EQ(actions[0].op, Op::update);
  std::vector<Value> values;
  for (const auto& said : actions[0].values) values.push_back(said.value);
  EXPECT_EQ(values, (std::vector<Value>{"T2", std::numeric_limits<std::int64_t>::min(), 1.5, "true",
                                        Null{}, ""}));
  EXPECT_EQ(actions[1].line, 4U);
  EXPECT_EQ(actions[1].op, Op::remove);
  EXPECT_EQ(actions[2].table, "5");
  EXPECT_EQ(actions[2].sender_id, "7");
  EXPECT_EQ(actions[2].values.at(0).value, Value("18446744073709551615"));
}

TEST_F(IgnTransactionTest, WhatIsNoTransactionIsRefusedWithItsLine) {
  const auto one = [](const std::string& action) { return "{\"actions\":\n[" + action + "]}"; };
  EXPECT_THAT(refusal("{\"actions\":\n[\n"), HasSubstr("line 3"));
  EXPECT_THAT(refusal("[]"), HasSubstr("“actions” is missing"));
  EXPECT_THAT(refusal("{\"format\": \"bdf-changeset\"}"), HasSubstr("“actions” is missing"));
  EXPECT_THAT(refusal(one(R"({"state":"Insert","data":{}})")),
              HasSubstr("line 2: the action has no “table”"));
  EXPECT_THAT(refusal(one(R"({"table":1,"state":"Upsert","data":{}})")), HasSubstr("“Upsert”"));
  EXPECT_THAT(refusal(one(R"({"table":1.5,"state":"Insert","data":{}})")),
              HasSubstr("number or a name"));
  EXPECT_THAT(refusal(one(R"({"table":1,"state":"Insert","data":[]})")), HasSubstr("“data”"));
  EXPECT_THAT(refusal(one("7")), HasSubstr("an object"));
  EXPECT_THAT(refusal(one(R"({"table":1,"state":"Insert","data":{"a":[1]}})")), HasSubstr("“a”"));
  EXPECT_THAT(refusal(one(R"({"table":1,"state":"Insert","data":{"a":1,"a":1}})")),
              HasSubstr("line 2: “a” is said twice"));
  EXPECT_THAT(refusal(one(R"({"table":1,"state":"Insert","data":{"a":1e999}})")),
              HasSubstr("line 2: this is no JSON"));
  EXPECT_THAT(refusal("{\"actions\": [\"\xff\"]}"), HasSubstr("no JSON"));
  EXPECT_THAT(refusal(std::string(100'000, '[')), HasSubstr("nested deeper"));
}

TEST_F(IgnTransactionTest, NumbersOfTablesAreReadFromATable) {
  write("t.csv", "layer,table\ntroncon,2241\n\"a, b\",7\n");
  EXPECT_EQ(read_table_ids(file("t.csv")), (TableIds{{"troncon", "2241"}, {"a, b", "7"}}));
  for (const char* text : {"", "a,b\n", "layer,table\nx\n", "layer,table\nx,\n",
                           "layer,table\nx,1\nx,2\n", "layer,table\nx,1\ny,1\n"}) {
    write("t.csv", text);
    EXPECT_THROW(static_cast<void>(read_table_ids(file("t.csv"))), InputError) << text;
  }
}

}  // namespace
}  // namespace bdf::io
