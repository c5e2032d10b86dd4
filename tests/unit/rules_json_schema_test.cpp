// SPDX-License-Identifier: MIT
#include "rules/json_schema.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/message.h"
#include "rules/layer_file.h"
#include "support/temporary_folder.h"

namespace bdf::rules {
namespace {

class JsonSchemaTest : public ::testing::Test {
 protected:
  JsonSchemaTest() { set_language("en"); }

  /// "LINE:COLUMN PATH MESSAGE", a line each.
  static std::string problems(const std::string& schema, const std::string& document) {
    std::string lines;
    for (const auto& problem :
         problems_of(parse_yaml("d.yaml", document), parse_json_schema("s.json", schema)))
      lines +=
          fmt::format("{}:{} {} {}\n", problem.line, problem.column, problem.path, problem.message);
    return lines;
  }
};

TEST_F(JsonSchemaTest, TypesAreThoseOfYamlsCoreSchema) {
  const std::string text = R"({"type": "string"})";
  EXPECT_EQ(problems(text, "\"3.5\""), "");
  EXPECT_EQ(problems(text, "3.5.1"), "");
  EXPECT_EQ(problems(text, "yes"), "");
  EXPECT_EQ(problems(text, "3.5"),
            "1:1  Expected here: a text. “3.5” is a number: put it in quotes to make it a text.\n");
  EXPECT_EQ(problems(text, "true"),
            "1:1  Expected here: a text. “true” is true or false: put it in quotes to make it a "
            "text.\n");
  EXPECT_EQ(problems(text, "~"), "1:1  Expected here: a text. This is nothing.\n");
  EXPECT_EQ(problems(text, "[a]"), "1:1  Expected here: a text. This is a list.\n");
  EXPECT_EQ(problems(R"({"type": "number"})", "-2e3"), "");
  EXPECT_EQ(problems(R"({"type": "number"})", "7"), "");
  EXPECT_EQ(problems(R"({"type": "integer"})", "+7"), "");
  EXPECT_EQ(problems(R"({"type": "integer"})", "7.5"),
            "1:1  “7.5” is no whole number that can be used here.\n");
  for (const std::string beyond : {".inf", "-.INF", ".nan", "1e400"})
    EXPECT_EQ(problems(R"({"type": "number"})", beyond),
              "1:1  “" + beyond + "” is no number that can be used here.\n");
  EXPECT_EQ(problems(R"({"type": "number"})", "'1e400'"),
            "1:1  Expected here: a number. This is a text.\n");
  EXPECT_NE(problems(R"({"type": "number"})", std::string(200'000, '9')), "");
  EXPECT_NE(problems(R"({"pattern": "^(a|b)*$"})", std::string(200'000, 'a')), "");
  EXPECT_NE(problems(R"({"type": "number"})", "nan"), "");
  EXPECT_NE(problems(R"({"type": "boolean"})", "'true'"), "");
  EXPECT_EQ(problems(R"({"type": ["object", "null"]})", ""), "");
}

TEST_F(JsonSchemaTest, NumbersTextsAndWords) {
  EXPECT_EQ(problems(R"({"minimum": 1, "maximum": 2})", "1.5"), "");
  EXPECT_EQ(problems(R"({"minimum": 1})", "0.5"), "1:1  0.5 is less than 1.\n");
  EXPECT_EQ(problems(R"({"maximum": 2})", "3"), "1:1  3 is more than 2.\n");
  EXPECT_EQ(problems(R"({"minLength": 1})", "\"\""), "1:1  A text is missing here.\n");
  EXPECT_EQ(problems(R"({"pattern": "^a+$"})", "ab"), "1:1  “ab” does not match ^a+$.\n");
  EXPECT_EQ(problems(R"({"enum": ["local", "reference"]})", "locl"),
            "1:1  “locl” is not known here. Did you mean “local”?\n");
  EXPECT_EQ(problems(R"({"const": 1})", "1"), "");
  EXPECT_NE(problems(R"({"const": 1})", "'1'"), "");
}

TEST_F(JsonSchemaTest, Maps) {
  const std::string schema = R"({"type": "object", "required": ["name"],
      "properties": {"name": {"type": "string"}}, "additionalProperties": false,
      "patternProperties": {"^x-": {"type": "integer"}}})";
  EXPECT_EQ(problems(schema, "name: a\nx-1: 1\n"), "");
  EXPECT_EQ(problems(schema, "nmae: a\n"),
            "1:1  “nmae” is not known here. Did you mean “name”?\n1:1  “name” is missing here.\n");
  EXPECT_EQ(problems(schema, "name: a\nname: b\n"), "2:1  “name” stands here twice.\n");
  EXPECT_EQ(problems(schema, "name: a\nx-1: b\n"),
            "2:6 /x-1 Expected here: a whole number. This is a text.\n");
  EXPECT_EQ(problems(R"({"additionalProperties": {"type": "integer"}})", "a/b: c\n"),
            "1:6 /a~1b Expected here: a whole number. This is a text.\n");
}

TEST_F(JsonSchemaTest, AnEmptyValueIsWhereItsNameIs) {
  const std::string schema = R"({"properties": {"a": {"type": "integer"}}})";
  EXPECT_EQ(problems(schema, "a:\n\nb: 1\n"),
            "1:1 /a Expected here: a whole number. This is nothing.\n");
  EXPECT_EQ(problems(schema, "b: 1\na: ~\n"),
            "2:4 /a Expected here: a whole number. This is nothing.\n");
  EXPECT_EQ(problems(R"({"type": "object"})", ""),
            "1:1  Expected here: entries “name: value”. This is nothing.\n");
}

TEST_F(JsonSchemaTest, Lists) {
  const std::string schema =
      R"({"items": {"type": "integer"}, "minItems": 2, "uniqueItems": true})";
  EXPECT_EQ(problems(schema, "[1, 2]"), "");
  EXPECT_EQ(problems(schema, "[1]"), "1:1  At least 2 items are expected here.\n");
  EXPECT_EQ(problems(schema, "[1, 1]"), "1:5  “1” stands here twice.\n");
  EXPECT_EQ(problems(schema, "[1, 2, x]"),
            "1:8 /2 Expected here: a whole number. This is a text.\n");
}

TEST_F(JsonSchemaTest, ReferencesAndBranches) {
  const std::string schema = R"({"$ref": "#/$defs/one", "$defs": {"one": {"anyOf": [
      {"type": "integer"}, {"type": "object", "required": ["a", "b"]}]}}})";
  EXPECT_EQ(problems(schema, "1"), "");
  EXPECT_EQ(problems(schema, "{a: 1, b: 2}"), "");
  EXPECT_NE(problems(schema, "{a: 1}"), "");
  const std::string one = R"({"oneOf": [{"type": "integer"}, {"type": "number"}]})";
  EXPECT_EQ(problems(one, "1.5"), "");
  EXPECT_EQ(problems(one, "1"), "1:1  This can be read in more than one way.\n");
}

TEST_F(JsonSchemaTest, ProblemsComeInOrderOfPosition) {
  EXPECT_EQ(problems(R"({"required": ["z"], "properties": {"a": {"type": "integer"}},
                         "additionalProperties": false})",
                     "b: 1\na: x\nz: 0\nc: 1\n"),
            "1:1  “b” is not known here. Did you mean “a”?\n"
            "2:4 /a Expected here: a whole number. This is a text.\n"
            "3:1  “z” is not known here. Did you mean “a”?\n"
            "4:1  “c” is not known here. Did you mean “a”?\n");
}

TEST_F(JsonSchemaTest, ASchemaMustNotAskForWhatNobodyChecks) {
  EXPECT_THROW(static_cast<void>(parse_json_schema("s", R"({"items": {"multipleOf": 2}})")),
               InputError);
  EXPECT_THROW(static_cast<void>(parse_json_schema("s", "{")), InputError);
  EXPECT_THROW(static_cast<void>(load_json_schema("nothing")), InputError);
}

TEST_F(JsonSchemaTest, ShippedFilesFitTheirSchemas) {
  namespace fs = std::filesystem;
  const fs::path schemas = fs::path(BDF_REPOSITORY) / "schemas";
  require_schema(load_yaml(schemas / "bdtopo/enumerations.yaml"), "enumerations");
  require_schema(load_yaml(schemas / "bdtopo/territories.yaml"), "territories");
  for (const std::string version : {"bdtopo/3.3", "bdtopo/3.5"})
    for (const auto& name : yaml_files_in(schemas / version))
      require_schema(load_yaml(schemas / version / (name + ".yaml")), "layer_schema");
  for (const auto& name : yaml_files_in(schemas / "producers"))
    require_schema(load_yaml(schemas / "producers" / (name + ".yaml")), "producer_schema");
}

TEST_F(JsonSchemaTest, AFileThatHasChangedIsCheckedAnew) {
  const tests::TemporaryFolder folder;
  const auto path = folder.path() / "enumerations.yaml";
  const auto read = [&](const std::string& text) {
    std::ofstream(path) << text;
    return load_checked_yaml(path, "enumerations");
  };
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(read("colours: [red]\n")["colours"].texts(), std::vector<std::string>{"red"});
    EXPECT_EQ(read("colours: [tan]\n")["colours"].texts(), std::vector<std::string>{"tan"});
    EXPECT_THROW(read("colours: tan\n"), InputError);
    EXPECT_THROW(read("colours: tan\n"), InputError);
    EXPECT_THROW(static_cast<void>(load_checked_yaml(path, "territories")), InputError);
  }
  std::filesystem::remove(path);
  EXPECT_THROW(static_cast<void>(load_checked_yaml(path, "enumerations")), InputError);
}

}  // namespace
}  // namespace bdf::rules
