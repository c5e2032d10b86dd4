// SPDX-License-Identifier: MIT
#include "package/manifest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <random>

#include "base/error.h"
#include "base/hash.h"
#include "crypto/canonical_json.h"
#include "package/archive.h"
#include "package/file_check.h"
#include "package/manifest_sense.h"
#include "support/json_schema.h"
#include "unit/archive_samples.h"

namespace bdf::package {
namespace {

using Json = nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Violations = std::vector<std::string>;

Manifest sample() {
  Manifest manifest;
  manifest.name = package_name_of("BDFRANCETOPO_1-0_RIVERS_GPKG_LAMB93_D038_2026-12-15");
  manifest.pack = "rivers";
  manifest.audience = Audience::open;
  manifest.territory = "038";
  manifest.crs = "EPSG:2154";
  manifest.edition = "2026-12-15";
  manifest.base_digest = std::string(64, 'a');
  manifest.recipe_digest = std::string(64, 'b');
  manifest.theme = {"rivers", "1.2", std::string(64, 'c')};
  manifest.generator = "bdf 0.1.0";
  manifest.time = "2026-12-15T03:00:00Z";
  manifest.layers = {
      {"reach",
       "1_DONNEES/data.gpkg",
       "reach",
       "LINESTRING",
       52'000,
       std::string(64, 'd'),
       {{"cleabs", ColumnType::text, true}, {"date_creation", ColumnType::datetime, false}}},
      {"agency", "1_DONNEES/data.gpkg", "agency", "", 0, std::string(64, 'e'), {}}};
  manifest.files = {
      {"1_DONNEES/data.gpkg", 5'000'000'000, std::string(64, 'f'), std::string(32, '0'), "data"},
      {"2_MÉTADONNÉES/iso.xml", 0, std::string(64, '1'), std::string(32, '2'), "metadata"}};
  return manifest;
}

Manifest differential() {
  auto manifest = sample();
  manifest.previous = PreviousPackage{manifest.name, digest_of_manifest(manifest)};
  manifest.name.is_differential = true;
  manifest.name.date = std::chrono::year(2027) / 3 / 15;
  manifest.edition = "2027-03-15";
  manifest.kind = PackageKind::differential;
  return manifest;
}

/// Why the sample's JSON is refused once `change` was made to it; "" where it is not.
std::string refusal(const std::function<void(Json&)>& change, const Manifest& of = sample()) {
  auto json = Json::parse(manifest_as_json(of));
  change(json);
  try {
    static_cast<void>(manifest_from_json(json.dump()));
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

std::string refusal_of(std::string_view text) {
  try {
    static_cast<void>(manifest_from_json(text));
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

TEST(Manifest, ComesBackAsItWas) {
  for (const auto& manifest : {sample(), differential()}) {
    const auto text = manifest_as_json(manifest);
    EXPECT_EQ(manifest_from_json(text), manifest);
    EXPECT_EQ(manifest_as_json(manifest_from_json(text)), text);
    EXPECT_EQ(manifest_from_json(Json::parse(text).dump(4)), manifest);  // in another layout
  }
}

TEST(Manifest, IsCanonicalJsonOfItsSchema) {
  for (const auto& manifest : {sample(), differential()}) {
    const auto text = manifest_as_json(manifest);
    const auto json = Json::parse(text);
    EXPECT_EQ(text, crypto::canonical_json(json) + "\n");
    EXPECT_EQ(digest_of_manifest(manifest), sha256(text.substr(0, text.size() - 1)));
    EXPECT_EQ(support::violations(json, support::schema_of("package")), Violations{});
  }
}

TEST(Manifest, StandsForEveryThingItSays) {
  const auto digest = digest_of_manifest(sample());
  auto other = sample();
  other.files[0].size += 1;
  EXPECT_NE(digest_of_manifest(other), digest);
  EXPECT_EQ(digest_of_manifest(sample()), digest);
}

TEST(Manifest, MustHaveEachMemberAndNoOther) {
  const auto whole = Json::parse(manifest_as_json(differential()));
  const auto schema = support::schema_of("package");
  const auto check_objects_at = [&](const std::string& pointer) {
    const Json::json_pointer place(pointer);
    for (const auto& [name, member] : whole[place].items()) {
      SCOPED_TRACE(pointer + "/" + name);
      auto json = whole;
      json[place].erase(name);
      EXPECT_THAT(refusal_of(json.dump()), HasSubstr(name));
      // The schema cannot say that a differential names what it is applied to.
      EXPECT_EQ(support::violations(json, schema).size(), name == "previous" ? 0U : 1U);
    }
    auto json = whole;
    json[place]["surprise"] = 1;
    EXPECT_THAT(refusal_of(json.dump()), HasSubstr("surprise"));
    EXPECT_EQ(support::violations(json, schema).size(), 1U);
  };
  for (const auto* pointer :
       {"", "/theme", "/previous", "/layers/0", "/layers/0/columns/1", "/files/1"})
    check_objects_at(pointer);
}

/// Whether both the reader and the schema refuse a value at a place.
void expect_refused(const std::string& pointer, const Json& value) {
  SCOPED_TRACE(pointer + " " + value.dump(-1, ' ', true));
  auto json = Json::parse(manifest_as_json(differential()));
  json[Json::json_pointer(pointer)] = value;
  EXPECT_NE(refusal_of(json.dump()), "");
  EXPECT_NE(support::violations(json, support::schema_of("package")), Violations{});
}

TEST(Manifest, HasMembersOfTheirTypes) {
  const auto leaves = Json::parse(manifest_as_json(differential())).flatten();
  for (const auto& [pointer, value] : leaves.items())
    for (const Json& other : {Json(nullptr), Json(true), Json(-1), Json(1.5), Json::array({1}),
                              Json::object({{"a", 1}})})
      if (value.type() != other.type()) expect_refused(pointer, other);
  for (const auto* pointer : {"/name", "/previous/digest", "/base_digest", "/theme/digest",
                              "/files/0/sha256", "/files/0/md5", "/files/0/role", "/time", "/kind",
                              "/audience", "/layers/0/geometry", "/layers/0/columns/0/type"})
    for (const auto* value : {"x/", "ABC", "0"}) expect_refused(pointer, value);
  for (const auto* pointer : {"/pack", "/territory", "/crs", "/edition", "/generator",
                              "/theme/name", "/layers/0/name", "/layers/0/table", "/layers/0/file",
                              "/layers/0/columns/0/name", "/files/0/path", "/files/0/role"})
    expect_refused(pointer, "");
  expect_refused("/version", 2);
  expect_refused("/base_digest", std::string(64, 'A'));
  expect_refused("/base_digest", std::string(65, 'a'));
}

TEST(Manifest, OfAnotherVersionSaysSo) {
  EXPECT_THAT(refusal([](Json& json) { json["version"] = 2; }), HasSubstr("newer bdf"));
  EXPECT_THAT(refusal([](Json& json) { json["version"] = 0; }), HasSubstr("version"));
}

TEST(Manifest, NamesThePlaceThatIsWrong) {
  EXPECT_THAT(refusal([](Json& json) { json["files"][1]["size"] = -1; }),
              HasSubstr("files[1].size"));
  EXPECT_THAT(refusal([](Json& json) { json["layers"][0]["columns"][1]["type"] = "json"; }),
              HasSubstr("layers[0].columns[1].type"));
  EXPECT_THAT(refusal([](Json& json) { json["theme"]["digest"] = ""; }), HasSubstr("theme.digest"));
  for (const auto* file : {"../../x", "/etc/rivers", "rivers.yaml", "rivers.yml"})
    EXPECT_THAT(refusal([&](Json& json) { json["theme"]["name"] = file; }),
                HasSubstr("theme.name"));
}

TEST(Manifest, IsReadInOneWayOnly) {
  auto text = manifest_as_json(sample());
  const auto with = [&](const std::string& from, const std::string& to) {
    auto other = text;
    return refusal_of(other.replace(other.find(from), from.size(), to));
  };
  EXPECT_THAT(with("\"pack\":", "\"pack\":\"a\",\"pack\":"), HasSubstr("two members"));
  EXPECT_THAT(with("5000000000", "9007199254740993"), HasSubstr("2^53"));
  EXPECT_THAT(with("5000000000", "1e400"), HasSubstr("finite"));
  EXPECT_THAT(with("5000000000", "5e9"), HasSubstr("size"));
  EXPECT_NE(with("5000000000", "05"), "");
  EXPECT_NE(refusal_of(text + "x"), "");
  EXPECT_NE(refusal_of(text.substr(0, text.size() - 2)), "");
  EXPECT_NE(refusal_of(""), "");
  EXPECT_NE(refusal_of("[]"), "");
  EXPECT_NE(refusal_of(std::string(100'000, '[')), "");
}

TEST(Manifest, ListsOnlyPathsInsideThePackage) {
  for (const auto* path :
       {"../a", "/etc/passwd", "a/../../b", "C:/a", "a\\b", "a//b", "a/", ".", "NUL", "a.",
        "line\nbreak", "e\xCC\x81", "manifest.json", "manifest.json.sig"})
    EXPECT_THAT(refusal([&](Json& json) { json["files"][1]["path"] = path; }),
                HasSubstr("files[1].path"))
        << path;
  EXPECT_THAT(refusal([](Json& json) { json["files"][1]["path"] = "1_données/DATA.gpkg"; }), "");
  EXPECT_THAT(refusal([](Json& json) { json["files"][1]["path"] = "1_DONNEES/DATA.gpkg"; }),
              HasSubstr("case"));
  EXPECT_THAT(refusal([](Json& json) { json["files"][1]["path"] = "1_DONNEES"; }),
              HasSubstr("a file and a folder"));
  EXPECT_THAT(refusal([](Json& json) { json["files"][1] = json["files"][0]; }), HasSubstr("twice"));
}

TEST(Manifest, AgreesWithItself) {
  EXPECT_THAT(refusal([](Json& json) { json["layers"][1]["name"] = "reach"; }),
              HasSubstr("two layers"));
  EXPECT_THAT(refusal([](Json& json) { json["layers"][1]["file"] = "absent.gpkg"; }),
              HasSubstr("not among the files"));
  EXPECT_THAT(refusal([](Json& json) { json["layers"][0]["columns"][1]["name"] = "cleabs"; }),
              HasSubstr("two columns"));
  EXPECT_THAT(refusal([](Json& json) { json["kind"] = "differential"; }), HasSubstr("kind"));
  EXPECT_THAT(refusal([](Json& json) { json.erase("previous"); }, differential()),
              HasSubstr("previous"));
  const auto previous = Json::parse(manifest_as_json(differential()))["previous"];
  EXPECT_THAT(refusal([&](Json& json) { json["previous"] = previous; }), HasSubstr("previous"));
}

TEST(Manifest, IsNotWrittenWhereItWouldNotBeRead) {
  const auto throws = [](const std::function<void(Manifest&)>& change) {
    auto manifest = sample();
    change(manifest);
    EXPECT_THROW(static_cast<void>(manifest_as_json(manifest)), InputError);
  };
  throws([](Manifest& manifest) { manifest.base_digest = ""; });
  throws([](Manifest& manifest) { manifest.files[0].path = "../x"; });
  throws([](Manifest& manifest) { manifest.files[0].size = std::uint64_t{1} << 60; });
  throws([](Manifest& manifest) { manifest.pack = "\xFF"; });
  throws([](Manifest& manifest) { manifest.kind = PackageKind::differential; });
  throws([](Manifest& manifest) { manifest.time = "now"; });
}

TEST(Manifest, ComesBackWhateverItHolds) {
  std::mt19937 random(11);
  const auto below = [&](unsigned n) { return static_cast<unsigned>(random() % n); };
  const auto text = [&] {
    std::string letters;
    for (unsigned i = 0, n = 1 + below(8); i < n; ++i)
      letters += std::vector<std::string>{"a", "É", "\"", "\\", "\n", "\u2028", "𝄞", " "}[below(8)];
    return letters;
  };
  const auto hexadecimal = [&](unsigned n) {
    std::string digits;
    for (unsigned i = 0; i < n; ++i) digits += "0123456789abcdef"[below(16)];
    return digits;
  };
  for (int i = 0; i < 500; ++i) {
    auto manifest = below(2) == 0 ? sample() : differential();
    manifest.pack = text();
    manifest.edition = text();
    manifest.theme = {text(), below(2) == 0 ? "" : text(), hexadecimal(64)};
    manifest.audience = below(2) == 0 ? Audience::open : Audience::restricted;
    manifest.files.clear();
    manifest.layers.clear();
    for (unsigned file = 0, n = below(5); file < n; ++file) {
      const auto path = "f" + std::to_string(file) + "/é" + hexadecimal(4);
      manifest.files.push_back(
          {path, random() * std::uint64_t{1'000'000}, hexadecimal(64), hexadecimal(32), "data"});
      ManifestLayer layer{
          text() + std::to_string(file), path, text(), "POINT", random(), hexadecimal(64), {}};
      for (unsigned column = 0, m = below(4); column < m; ++column)
        layer.columns.push_back(
            {text() + std::to_string(column), ColumnType(below(7)), below(2) == 0});
      manifest.layers.push_back(layer);
    }
    EXPECT_EQ(manifest_from_json(manifest_as_json(manifest)), manifest);
  }
}

class PackageFiles : public testing::Test {
 protected:
  PackageFiles() {
    tests::make_package(package());
    std::filesystem::remove(package() / "3_SUPPLEMENTS");  // which has nothing in it
    manifest_ = sample();
    manifest_.layers.clear();
    manifest_.files.clear();
    for (const auto* path : {"1_DONNEES/layer.gpkg", "2_METADONNEES/cours d’eau.xml", "empty"})
      manifest_.files.push_back(describe_file(package(), path, "data"));
    tests::write_bytes(package() / manifest_file, manifest_as_json(manifest_));
  }

  [[nodiscard]] std::filesystem::path package() const { return folder_.path() / "package"; }
  /// Each as FLAW PATH.
  [[nodiscard]] std::vector<std::string> findings() const {
    std::vector<std::string> found;
    for (const auto& finding : check_files(package(), manifest_)) {
      EXPECT_NE(finding.detail, "");
      found.push_back(std::string(name_of(finding.flaw)) + " " + finding.path);
    }
    EXPECT_EQ(check_files(package(), manifest_, {}, 1), check_files(package(), manifest_, {}, 4));
    return found;
  }

  tests::TemporaryFolder folder_;
  Manifest manifest_;
};

TEST_F(PackageFiles, AreAsTheManifestSays) { EXPECT_THAT(findings(), IsEmpty()); }

TEST_F(PackageFiles, AreFoundWhereTheyAreNot) {
  auto layer = tests::bytes_of(package() / "1_DONNEES/layer.gpkg");
  layer[100] = static_cast<char>(layer[100] ^ 1);
  tests::write_bytes(package() / "1_DONNEES/layer.gpkg", layer);
  tests::write_bytes(package() / "empty", "no more");
  std::filesystem::remove(package() / "2_METADONNEES/cours d’eau.xml");
  tests::write_bytes(package() / "2_METADONNEES/Cours d’eau.xml", "<Isère/>");
  EXPECT_THAT(findings(), ElementsAre("other_content 1_DONNEES/layer.gpkg",
                                      "extra 2_METADONNEES/Cours d’eau.xml",
                                      "missing 2_METADONNEES/cours d’eau.xml", "other_size empty"));
}

TEST_F(PackageFiles, AreNoLinksAndNoFolders) {
  namespace fs = std::filesystem;
  fs::rename(package() / "empty", package() / "elsewhere");
  fs::create_symlink("elsewhere", package() / "empty");
  fs::create_symlink("/etc/passwd", package() / "link");
  EXPECT_THAT(findings(), ElementsAre("extra elsewhere", "other_kind empty", "other_kind link"));
  fs::remove(package() / "empty");
  fs::create_directory(package() / "empty");
  fs::remove(package() / "link");
  EXPECT_THAT(findings(), ElementsAre("extra elsewhere", "other_kind empty"));
}

TEST_F(PackageFiles, HaveBothDigests) {
  manifest_.files[0].md5[0] = manifest_.files[0].md5[0] == '0' ? '1' : '0';
  EXPECT_THAT(findings(), ElementsAre("other_content 1_DONNEES/layer.gpkg"));
}

std::vector<std::string> flaws_after(const std::function<void(Manifest&)>& change) {
  auto manifest = sample();
  change(manifest);
  std::vector<std::string> codes;
  for (const auto& flaw : flaws_of(manifest)) {
    EXPECT_NE(flaw.detail, "");
    codes.push_back(flaw.code);
  }
  return codes;
}

TEST(ManifestSense, IsThatOfItsName) {
  EXPECT_THAT(flaws_after([](auto&) {}), IsEmpty());
  EXPECT_THAT(flaws_after([](auto& m) { m.pack = "ROADS"; }), ElementsAre("pack_contradicts"));
  EXPECT_THAT(flaws_after([](auto& m) { m.territory = "073"; }),
              ElementsAre("territory_contradicts"));
  EXPECT_THAT(flaws_after([](auto& m) { m.territory = "here"; }),
              ElementsAre("territory_contradicts"));
  EXPECT_THAT(flaws_after([](auto& m) { m.edition = "2026-12-16"; }),
              ElementsAre("edition_contradicts"));
  EXPECT_THAT(flaws_after([](auto& m) { m.name.format = "SHP"; }),
              ElementsAre("format_contradicts", "format_contradicts"));
  EXPECT_THAT(flaws_after([](auto& m) { m.layers.clear(); }), ElementsAre("no_layers"));
  EXPECT_THAT(flaws_after([](auto& m) { m.crs = "EPSG:999999"; }), ElementsAre("crs_unknown"));
}

TEST(ManifestSense, KnowsWhatIsSaidInOtherWords) {
  EXPECT_THAT(flaws_after([](auto& m) { m.territory = "38"; }), IsEmpty());
  EXPECT_THAT(flaws_after([](auto& m) { m.edition = "spring"; }), IsEmpty());
  EXPECT_THAT(flaws_after([](auto& m) { m.name.format = "SOMETHING"; }), IsEmpty());
  EXPECT_THAT(flaws_after([](auto& m) { m.name.pack = ""; }), IsEmpty());
  EXPECT_THAT(flaws_of(differential()), IsEmpty());
}

TEST_F(PackageFiles, MayHaveOthersBesides) {
  tests::write_bytes(package() / "note.txt", "note");
  EXPECT_THAT(findings(), ElementsAre("extra note.txt"));
  EXPECT_THAT(check_files(package(), manifest_, {"note.txt"}), IsEmpty());
}

/// Nobody can check it, so it says nothing, and must not look as if it did.
TEST_F(PackageFiles, HaveNoSignatureThatNobodyKnows) {
  tests::write_bytes(package() / "manifest.json.sig", "signature");
  EXPECT_THAT(findings(), ElementsAre("extra manifest.json.sig"));
}

TEST_F(PackageFiles, HaveNoEmptyFolders) {
  namespace fs = std::filesystem;
  fs::create_directories(package() / "1_DONNEES/more/and more");
  fs::create_directories(package() / "1_DONNEES.old");
  EXPECT_THAT(findings(), ElementsAre("extra 1_DONNEES.old", "extra 1_DONNEES/more/and more"));
  // A file in it is told once, and so is one that has gone from where it was alone.
  tests::write_bytes(package() / "1_DONNEES/more/and more/note.txt", "note");
  fs::remove(package() / "1_DONNEES.old");
  fs::remove(package() / "1_DONNEES/layer.gpkg");
  EXPECT_THAT(findings(), ElementsAre("missing 1_DONNEES/layer.gpkg",
                                      "extra 1_DONNEES/more/and more/note.txt"));
}

TEST_F(PackageFiles, AreThoseOfAnArchiveOnceUnpacked) {
  for (const auto form : {Form::zip, Form::seven_zip}) {
    const auto archive = folder_.path() / "archive";
    write_archive(package(), archive, {form, Compression::light, manifest_.time, true});
    EXPECT_EQ(read_manifest(archive), manifest_);
    unpack(archive, folder_.path() / "unpacked");
    EXPECT_THAT(check_files(folder_.path() / "unpacked", manifest_), IsEmpty());
    std::filesystem::remove_all(folder_.path() / "unpacked");
  }
  EXPECT_EQ(read_manifest(package()), manifest_);
  tests::write_bytes(package() / manifest_file, "{}");
  EXPECT_THROW(static_cast<void>(read_manifest(package())), InputError);
}

}  // namespace
}  // namespace bdf::package
