// SPDX-License-Identifier: MIT
// A synchronisation as people write it into a file.
#include "rules/job_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "base/error.h"
#include "base/message.h"
#include "support/temporary_folder.h"

namespace bdf::rules {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class JobFile : public ::testing::Test {
 protected:
  JobFile() { set_language("en"); }

  [[nodiscard]] std::map<std::string, std::string> read(const std::string& text) const {
    const auto file = folder_.path() / "job.yaml";
    std::ofstream(file) << text;
    return read_job(file);
  }
  [[nodiscard]] std::string complaint(const std::string& text) const {
    try {
      static_cast<void>(read(text));
    } catch (const InputError& error) {
      return error.what();
    }
    return "";
  }

  tests::TemporaryFolder folder_;
};

TEST_F(JobFile, PathsAreSeenFromIt) {
  const auto job = read(
      "theme: hydro\nlocal: in/local.gpkg\nbase: PG:service=ign\nschema: own.yaml\nout: out\n");
  EXPECT_EQ(job.at("theme"), "hydro");
  EXPECT_EQ(job.at("local"), folder_.path() / "in/local.gpkg");
  EXPECT_EQ(job.at("base"), "PG:service=ign");
  EXPECT_EQ(job.at("schema"), folder_.path() / "own.yaml");
  EXPECT_EQ(job.at("out"), folder_.path() / "out");
}

/// As people write them, quoted or not.
TEST_F(JobFile, WordsNumbersAndListsAreTexts) {
  const auto job =
      read("territory: 038\nproducer: 38\nkey: [a, b]\nextent: [1.5, 2, 3, 4]\nlayer: one\n");
  EXPECT_EQ(job.at("territory"), "038");
  EXPECT_EQ(job.at("producer"), "38");
  EXPECT_EQ(job.at("key"), "a,b");
  EXPECT_EQ(job.at("extent"), "1.5,2,3,4");
  EXPECT_EQ(job.at("layer"), "one");
}

TEST_F(JobFile, AllThatIsWrongIsToldWithItsLine) {
  EXPECT_THAT(complaint("theme: hydro\nreferense: r.gpkg\nlocal: {file: l.gpkg}\n"),
              AllOf(HasSubstr("job.yaml:2:1"), HasSubstr("Did you mean “reference”?"),
                    HasSubstr("job.yaml:3:8")));
  EXPECT_THAT(complaint("layer: []\n"), HasSubstr("job.yaml:1:8"));
}

}  // namespace
}  // namespace bdf::rules
