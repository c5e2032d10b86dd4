// SPDX-License-Identifier: MIT
// bdf-sample make: countries that bdf finds nothing wrong with and synchronises.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <ostream>
#include <string>
#include <vector>

#include "support/desk.h"

namespace bdf {
namespace {

namespace fs = std::filesystem;

tests::Ran sample(std::vector<std::string> words) {
  words.insert(words.begin(), (fs::path(BDF_COMMAND).parent_path() / "bdf-sample").string());
  return tests::run(words);
}

class SampleTerritory : public testing::TestWithParam<const char*> {};

TEST_P(SampleTerritory, IsValidAndCanBeSynchronised) {
  const support::Desk desk;
  const auto made = sample({"make", (desk / "country").string(), "--territory", GetParam(),
                            "--scale", "0.4", "--each", "1"});
  ASSERT_EQ(made.code, 0) << made.err;
  EXPECT_EQ(made.err, "");
  for (const std::string theme : {"hydro", "vegetation"}) {
    const fs::path folder = desk / ("country/" + theme);
    const auto found =
        support::bdf({"validate", "--theme", theme, (folder / "ancestor.gpkg").string()});
    EXPECT_EQ(found.code, 0) << found.out;
    EXPECT_NE(found.out.find("0 errors, 0 warnings"), std::string::npos) << found.out;
    const auto ran = support::bdf({"sync", (folder / "job.yaml").string(), "--out",
                                   (desk / theme).string(), "--confirm-deletions", "--quiet"});
    EXPECT_TRUE(ran.code == 0 || ran.code == 1) << ran.code << ' ' << ran.err;
    EXPECT_TRUE(fs::exists(desk / (theme + "/merged.gpkg")));
  }
}

INSTANTIATE_TEST_SUITE_P(All, SampleTerritory,
                         testing::Values("FXX", "GLP", "MTQ", "BLM", "MAF", "GUF", "REU", "SPM",
                                         "MYT"));

TEST(SampleCountry, WithoutStoriesThereIsNothingToAsk) {
  const support::Desk desk;
  const auto made = sample({"make", (desk / "country").string(), "--scale", "0.3", "--rates", "0"});
  ASSERT_EQ(made.code, 0) << made.err;
  for (const std::string theme : {"hydro", "vegetation"}) {
    const auto ran = support::bdf({"sync", (desk / ("country/" + theme + "/job.yaml")).string(),
                                   "--out", (desk / theme).string(), "--quiet"});
    EXPECT_EQ(ran.code, 0) << ran.err;
  }
}

struct Refusal {
  std::vector<std::string> words;
  int code;
  std::string says;
  friend std::ostream& operator<<(std::ostream& out, const Refusal& refusal) {
    for (const std::string& word : refusal.words) out << word << ' ';
    return out;
  }
};

class SampleRefusal : public testing::TestWithParam<Refusal> {};

TEST_P(SampleRefusal, EndsWithACodeAndSaysWhy) {
  const support::Desk desk;
  std::ofstream(desk / "file") << "in the way";
  std::vector<std::string> words{"make"};
  for (const auto& word : GetParam().words)
    words.push_back(word == "FILE"    ? (desk / "file").string()
                    : word == "BELOW" ? (desk / "file/out").string()
                                      : word);
  if (words[1].substr(0, 2) == "--") words.push_back((desk / "out").string());
  const auto ran = sample(words);
  EXPECT_EQ(ran.code, GetParam().code) << ran.err;
  EXPECT_NE(ran.err.find(GetParam().says), std::string::npos) << ran.err;
}

INSTANTIATE_TEST_SUITE_P(
    Options, SampleRefusal,
    testing::Values(Refusal{{"--territory", "XYZ"}, 2, "no territory XYZ"},
                    Refusal{{"--rate", "nonsense=0.1"}, 2, "no family nonsense"},
                    Refusal{{"--rate", "attribute_local=2"}, 2, "not from 0 to 1"},
                    Refusal{{"--rate", "attribute_local"}, 2, "NAME=VALUE"},
                    Refusal{{"--rate", "vertex_local=much"}, 2, "a number is expected"},
                    Refusal{{"--each", "-1"}, 2, "--each"},
                    Refusal{{"--reference-only", "haie"}, 2, "--reference-only takes"},
                    Refusal{{"--rates", "-1"}, 2, "0 to 1000"},
                    Refusal{{"--scale", "-1"}, 2, "another scale"},
                    Refusal{{"--scale", "0"}, 2, "another scale"},
                    Refusal{{"--scale", "nan"}, 2, "another scale"},
                    Refusal{{"--scale", "1e12"}, 2, "another scale"},
                    Refusal{{"--producers", "0"}, 2, "--producers"},
                    Refusal{{"--producers", "30", "--scale", "0.02"}, 2, "too small"},
                    Refusal{{"--local-crs", "nonsense"}, 2, "no such reference system"},
                    Refusal{{"--local-only", "haie"}, 2, "NAME=VALUE"},
                    Refusal{{"--local-only", "haie.sources=a"}, 2, "no feature of haie"},
                    Refusal{{"--local-without", "nonsense"}, 2, "no layer has"},
                    Refusal{{"--local-generalised", "-1"}, 2, "metres"},
                    Refusal{{"--reference-noise", "nan"}, 2, "metres"},
                    Refusal{{"FILE"}, 4, "name a folder"}, Refusal{{"BELOW"}, 4, "name a folder"}));

TEST(SampleCountry, ReplacesAFolderOnlyWhereAsked) {
  const support::Desk desk;
  const std::string made = (desk / "country").string();
  ASSERT_EQ(sample({"make", made, "--scale", "0.1"}).code, 0);
  const auto refused = sample({"make", made, "--scale", "0.1"});
  EXPECT_EQ(refused.code, 2);
  EXPECT_NE(refused.err.find("--overwrite"), std::string::npos) << refused.err;
  std::ofstream(fs::path(made) / "hydro" / "stale.gpkg") << "of before";
  EXPECT_EQ(sample({"make", made, "--scale", "0.1", "--overwrite"}).code, 0);
  EXPECT_FALSE(fs::exists(fs::path(made) / "hydro" / "stale.gpkg"));
}

std::string bytes_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(SampleCountry, InSampleDataIsWhatItsCommandMakes) {
  const support::Desk desk;
  const fs::path made = desk / "commune";
  ASSERT_EQ(sample({"make", made.string(), "--seed", "7", "--scale", "0.5", "--each", "1"}).code,
            0);
  std::size_t files = 0;
  const fs::path kept = fs::path(BDF_REPOSITORY) / "sample_data/commune";
  for (const auto& entry : fs::recursive_directory_iterator(kept)) {
    if (!entry.is_regular_file()) continue;
    ++files;
    EXPECT_TRUE(bytes_of(entry.path()) == bytes_of(made / fs::relative(entry.path(), kept)))
        << entry.path();
  }
  EXPECT_EQ(files, 12U);
}

}  // namespace
}  // namespace bdf
