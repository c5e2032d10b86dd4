// SPDX-License-Identifier: MIT
#include "package/archive.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <chrono>
#include <clocale>
#include <cstdlib>
#include <ctime>
#include <initializer_list>
#include <string_view>

#include "base/error.h"
#include "base/hash.h"
#include "support/run.h"
#include "unit/archive_samples.h"

namespace bdf::package {
namespace {

namespace fs = std::filesystem;
using namespace tests;
using testing::ElementsAre;
using testing::HasSubstr;

const std::string packing_time = "2026-12-15T03:04:06Z";

/// By 7-Zip 16.02, of one file: 7z a -psecret, and with -mhe=on its names too.
constexpr std::string_view encrypted_7z =
    "377abcaf271c000455168e9f10000000000000005a0000000000000059c2940b515eb237d044ac1fcbd4"
    "87a34494df860104060001091000070b0100022406f1070112530f1d408bec43ea4b66fdc2efea1c7a63"
    "1f2121010001000c0b0700080a01a930c5fe0000050119010011050061000000140a01008a9237d0537e"
    "dd01150601002080a4810000";
constexpr std::string_view encrypted_names_7z =
    "377abcaf271c000408dd97d870000000000000002e00000000000000f849098627364c5d5430ea298069"
    "52df46d83611dedace56130f9d87c02bb7b6fd0d680976917c58ca0a8f2ab7ac851e836914430038809d"
    "4eb860764a946b986743525a52584852e8238027cc71d69a01c7f6e0154941d2fbda3c325a49c8a3680c"
    "36f8e681484ab062b6df05c3e80a4be95d1017061001096000070b0100012406f1070112530f0e13de9c"
    "fb8165eaad1e3fd3f3a024e40c5a0a01c34dcac50000";

std::string bytes_of_hex(std::string_view hex) {
  std::string bytes;
  for (std::size_t at = 0; at < hex.size(); at += 2)
    bytes += static_cast<char>(std::stoi(std::string(hex.substr(at, 2)), nullptr, 16));
  return bytes;
}

class Archive : public testing::Test {
 protected:
  Archive() { make_package(package_); }

  fs::path packed(Form form, Compression compression = Compression::light) {
    const auto target = file(form == Form::zip ? "package.zip" : "package.7z");
    write_archive(package_, target, {form, compression, packing_time, true});
    return target;
  }
  [[nodiscard]] fs::path file(const std::string& name) const { return folder_.path() / name; }

  /// Why it is not unpacked; "" where it is. Then, as before, there is nothing but what was there.
  std::string refusal(const fs::path& archive, const ArchiveLimits& limits = {}) {
    const auto before = names();
    try {
      unpack(archive, file("unpacked"), limits);
    } catch (const Error& error) {
      EXPECT_EQ(names(), before);
      return error.what();
    }
    return "";
  }
  std::string refusal_of_zip(const std::string& bytes) {
    write_bytes(file("hostile.zip"), bytes);
    return refusal(file("hostile.zip"));
  }

  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(folder_.path()))
      names.push_back(entry.path().string());
    std::sort(names.begin(), names.end());
    return names;
  }

  TemporaryFolder folder_;
  const fs::path package_ = folder_.path() / "package";
};

class ArchiveOfEachForm : public Archive, public testing::WithParamInterface<Form> {};
INSTANTIATE_TEST_SUITE_P(Forms, ArchiveOfEachForm, testing::Values(Form::zip, Form::seven_zip),
                         [](const auto& form) {
                           return form.param == Form::zip ? "Zip" : "SevenZip";
                         });

TEST_P(ArchiveOfEachForm, GivesBackWhatWasPacked) {
  write_bytes(package_ / "big", std::string((std::size_t{3} << 20) + 7, 'x'));
  for (const auto compression : {Compression::light, Compression::full}) {
    const auto archive = packed(GetParam(), compression);
    EXPECT_EQ(form_of(archive), GetParam());
    EXPECT_LT(fs::file_size(archive), std::size_t{1} << 20);
    unpack(archive, file("unpacked"));
    EXPECT_EQ(tree_in(file("unpacked")), tree_in(package_));
    fs::remove_all(file("unpacked"));
  }
}

TEST_P(ArchiveOfEachForm, HasTheSameBytesOnEveryMachine) {
  const auto first = sha256_of_file(packed(GetParam()));
  const auto* zone = std::getenv("TZ");
  const std::string former_zone = zone != nullptr ? zone : "";
  const std::string former_locale = std::setlocale(LC_ALL, nullptr);
  setenv("TZ", "Pacific/Noumea", 1);
  tzset();
  std::setlocale(LC_ALL, "C");
  const auto mask = umask(0077);
  for (const auto& entry : fs::recursive_directory_iterator(package_)) {
    fs::last_write_time(entry, fs::file_time_type::clock::now() - std::chrono::hours(1000));
    fs::permissions(entry, fs::perms::owner_all);
  }
  const auto second = sha256_of_file(packed(GetParam()));
  umask(mask);
  std::setlocale(LC_ALL, former_locale.c_str());
  former_zone.empty() ? unsetenv("TZ") : setenv("TZ", former_zone.c_str(), 1);
  tzset();
  EXPECT_EQ(first, second);
}

TEST_P(ArchiveOfEachForm, ListsWithoutUnpacking) {
  const auto entries = entries_of(packed(GetParam()));
  std::map<std::string, std::uint64_t> sizes;
  for (const auto& entry : entries) sizes[entry.path] = entry.size;
  EXPECT_EQ(sizes["2_METADONNEES/cours d’eau.xml"], 9U);
  EXPECT_EQ(sizes.size(), 7U);
  EXPECT_EQ(entries.size(), 7U);
}

TEST_P(ArchiveOfEachForm, ReadsOneFile) {
  const auto archive = packed(GetParam());
  EXPECT_EQ(read_entry(archive, "2_METADONNEES/cours d’eau.xml"), "<Isère/>");
  EXPECT_EQ(read_entry(archive, "empty"), "");
  EXPECT_THROW(static_cast<void>(read_entry(archive, "absent")), InputError);
  EXPECT_THROW(static_cast<void>(read_entry(archive, "3_SUPPLEMENTS")), InputError);
  EXPECT_THROW(static_cast<void>(read_entry(archive, "2_METADONNEES/cours d’eau.xml", 8)),
               InputError);
}

TEST_P(ArchiveOfEachForm, ReadsOneFileBehindOthersOfAnySize) {
  for (const std::size_t size : {0, 1, 65535, 65536, 65537, 131072, 1 << 20, 3 << 20}) {
    std::string table;
    for (std::size_t i = 0; table.size() < size; ++i) table += std::to_string(i * i);
    table.resize(size);
    write_bytes(package_ / "1_DONNEES" / "layer.gpkg", table);
    const auto archive = packed(GetParam());
    EXPECT_EQ(read_entry(archive, "manifest.json"), "{}") << size;
    EXPECT_EQ(read_entry(archive, "1_DONNEES/layer.gpkg"), table) << size;
  }
}

TEST_P(ArchiveOfEachForm, IsRefusedWhereverItIsCutOff) {
  const auto whole = bytes_of(packed(GetParam()));
  const auto archive = file("cut");
  for (std::size_t size = 0; size < whole.size(); size += 97) {
    write_bytes(archive, whole.substr(0, size));
    EXPECT_NE(refusal(archive), "") << size;
  }
  write_bytes(archive, whole.substr(0, whole.size() - 1));
  EXPECT_NE(refusal(archive), "");
  for (const auto* more : {"\n", "PK", "0123456789012345678901234567890123456789"}) {
    write_bytes(archive, whole + more);
    EXPECT_NE(refusal(archive), "");
  }
  write_bytes(archive, "\n" + whole);
  EXPECT_NE(refusal(archive), "");
}

TEST_P(ArchiveOfEachForm, IsTheSameTreeOrRefusedWhateverByteIsAnother) {
  const auto whole = bytes_of(packed(GetParam()));
  const auto tree = tree_in(package_);
  const auto archive = file("altered");
  std::size_t refused = 0;
  for (std::size_t i = 0; i < whole.size(); ++i)
    for (const int change : {0x01, 0x80, 0xFF}) {
      auto bytes = whole;
      bytes[i] = static_cast<char>(bytes[i] ^ change);
      write_bytes(archive, bytes);
      if (!refusal(archive).empty()) {
        ++refused;
        continue;
      }
      EXPECT_EQ(tree_in(file("unpacked")), tree) << "byte " << i;
      fs::remove_all(file("unpacked"));
    }
  EXPECT_GT(refused, whole.size());  // what is not: times, modes, versions
}

TEST_P(ArchiveOfEachForm, IsRefusedBeyondTheLimits) {
  const auto archive = packed(GetParam());
  EXPECT_THAT(refusal(archive, {.entries = 6}), HasSubstr("more than 6 entries"));
  EXPECT_EQ(refusal(archive, {.entries = 7}), "");
  fs::remove_all(file("unpacked"));
  EXPECT_THAT(refusal(archive, {.bytes = 2000}), HasSubstr("more than 2000 bytes"));
}

TEST_P(ArchiveOfEachForm, IsRefusedAsABomb) {
  write_bytes(package_ / "zeros", std::string(std::size_t{64} << 20, '\0'));
  const auto archive = packed(GetParam(), Compression::full);
  EXPECT_LT(fs::file_size(archive), 100'000U);
  EXPECT_THAT(refusal(archive), HasSubstr("200 times as large"));
  EXPECT_EQ(refusal(archive, {.ratio = 10'000}), "");
}

TEST_P(ArchiveOfEachForm, IsNotUnpackedOverAnythingThatIsThere) {
  const auto archive = packed(GetParam());
  for (const auto* name : {"unpacked", "unpacked.partial"}) {
    fs::create_directories(file(name));
    EXPECT_THROW(unpack(archive, file("unpacked")), UsageError);
    fs::remove(file(name));
    fs::create_symlink(folder_.path(), file(name));
    EXPECT_THROW(unpack(archive, file("unpacked")), UsageError);
    fs::remove(file(name));
  }
  EXPECT_THROW(unpack(archive, file("no/such/place")), StoreError);
}

TEST_F(Archive, IsAFolderToo) {
  EXPECT_EQ(form_of(package_), Form::folder);
  EXPECT_EQ(entries_of(package_).size(), 7U);
  EXPECT_EQ(read_entry(package_, "manifest.json"), "{}");
  unpack(package_, file("unpacked"));
  EXPECT_EQ(tree_in(file("unpacked")), tree_in(package_));
  fs::create_symlink("/etc/passwd", package_ / "link");
  EXPECT_THROW(static_cast<void>(entries_of(package_)), InputError);
  EXPECT_THROW(static_cast<void>(read_entry(package_, "link")), InputError);
}

TEST_F(Archive, IsNothingElse) {
  write_bytes(file("text"), "text");
  EXPECT_THROW(static_cast<void>(form_of(file("text"))), InputError);
  EXPECT_THROW(static_cast<void>(form_of(file("absent"))), InputError);
}

TEST_F(Archive, IsReadByOthersWithTheTimeAndModesItWasGiven) {
  const auto ran = run({"python3", "-c", R"(
import sys, zipfile
z = zipfile.ZipFile(sys.argv[1])
assert z.testzip() is None
for i in z.infolist():
    print(i.filename, i.date_time, oct(i.external_attr >> 16))
)",
                        packed(Form::zip).string()},
                       {{"PYTHONUTF8", "1"}});
  EXPECT_EQ(ran.err, "");
  const std::string time = " (2026, 12, 15, 3, 4, 6) ";
  EXPECT_EQ(ran.out, "1_DONNEES/" + time + "0o40755\n" +                          //
                         "1_DONNEES/layer.gpkg" + time + "0o100644\n" +           //
                         "2_METADONNEES/" + time + "0o40755\n" +                  //
                         "2_METADONNEES/cours d’eau.xml" + time + "0o100644\n" +  //
                         "3_SUPPLEMENTS/" + time + "0o40755\n" +                  //
                         "empty" + time + "0o100644\n" +                          //
                         "manifest.json" + time + "0o100644\n");
}

TEST_F(Archive, ReadsWhatOthersPack) {
  const auto ran = run({"python3", "-c", R"(
import os, sys, zipfile
os.chdir(sys.argv[2])
with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as z:
    for folder, _, files in os.walk("."):
        if folder != ".":
            z.write(folder)
        for name in files:
            with open(os.path.join(folder, name), "rb") as source, \
                 z.open(os.path.join(folder, name)[2:], "w", force_zip64=True) as entry:
                entry.write(source.read())
)",
                        file("other.zip").string(), package_.string()},
                       {{"PYTHONUTF8", "1"}});
  ASSERT_EQ(ran.err, "");
  EXPECT_EQ(refusal(file("other.zip")), "");
  EXPECT_EQ(tree_in(file("unpacked")), tree_in(package_));
}

TEST_F(Archive, HoldsMoreEntriesThanTheFirstZipCould) {
  constexpr int many = 0x10000 + 100;
  for (int i = 0; i < many; ++i) fs::create_directory(package_ / std::to_string(i));
  const auto archive = packed(Form::zip);
  EXPECT_EQ(entries_of(archive).size(), many + 7U);
  const auto ran = run({"python3", "-c",
                        "import sys, zipfile\n"
                        "print(len(zipfile.ZipFile(sys.argv[1]).namelist()))",
                        archive.string()});
  EXPECT_EQ(ran.out, std::to_string(many + 7) + "\n");
}

TEST_F(Archive, IsNotWrittenOfWhatAPackageCannotHold) {
  const auto refused = [&](const std::string& why) {
    try {
      packed(Form::zip);
    } catch (const InputError& error) {
      EXPECT_THAT(error.what(), HasSubstr(why));
      EXPECT_FALSE(fs::exists(file("package.zip")));
      return true;
    }
    return false;
  };
  EXPECT_FALSE(refused(""));
  fs::remove(file("package.zip"));
  for (const auto* name : {"a\\b", "CON.txt", "line\nbreak", "e\xCC\x81", "\xE9", "a.", "c:d"}) {
    write_bytes(package_ / name, "");
    EXPECT_TRUE(refused("cannot be in a package")) << name;
    fs::remove(package_ / name);
  }
  write_bytes(package_ / "EMPTY", "");
  EXPECT_TRUE(refused("do not heed case"));
  fs::remove(package_ / "EMPTY");
  fs::create_symlink("empty", package_ / "link");
  EXPECT_TRUE(refused("link"));
  fs::remove(package_ / "link");
  ASSERT_EQ(mkfifo((package_ / "pipe").c_str(), 0644), 0);
  EXPECT_TRUE(refused("pipe"));
}

TEST_F(Archive, IsNotWrittenWhereItShouldNot) {
  const Packing packing{Form::zip, Compression::light, packing_time, false};
  EXPECT_THROW(write_archive(package_, package_ / "a.zip", packing), UsageError);
  write_archive(package_, file("a.zip"), packing);
  EXPECT_THROW(write_archive(package_, file("a.zip"), packing), UsageError);
  EXPECT_THROW(write_archive(package_, file("b.zip"), {Form::zip, {}, "yesterday"}), InputError);
  EXPECT_THROW(write_archive(file("absent"), file("b.zip"), packing), InputError);
  EXPECT_FALSE(fs::exists(file("b.zip")));
}

TEST_F(Archive, OfHonestPartsIsUnpacked) {
  EXPECT_EQ(refusal_of_zip(zip_of({{"a/", ""}, {"a/b", "content"}, {"é", ""}})), "");
  EXPECT_EQ(tree_in(file("unpacked")), (Tree{{"a/", ""}, {"a/b", "content"}, {"é", ""}}));
}

TEST_F(Archive, WithANameThatLeadsElsewhereIsRefused) {
  for (const std::string name : {"../a",
                                 "a/../../b",
                                 "/etc/passwd",
                                 "C:/a",
                                 "c:a",
                                 "a\\b",
                                 "..\\a",
                                 "\\\\host\\a",
                                 "a//b",
                                 "./a",
                                 "a/.",
                                 "..",
                                 ".",
                                 "/",
                                 "",
                                 "a:b",
                                 "NUL",
                                 "aux.txt",
                                 "COM1.dat",
                                 "x.",
                                 "x /y",
                                 "tab\tin",
                                 "nul\0in",
                                 "\x1b[2J",
                                 "\xE9t\xE9",
                                 "e\xCC\x81",
                                 "\xED\xA0\x80",
                                 "exe\xE2\x80\xAEgpj.a"}) {
    EXPECT_THAT(refusal_of_zip(zip_of({{"good", "x"}, {name, "y"}})), HasSubstr("hostile.zip"))
        << name;
  }
  EXPECT_NE(refusal_of_zip(zip_of({{std::string("nul\0in", 6), ""}})), "");
  EXPECT_THAT(refusal_of_zip(zip_of({{std::string(256, 'a'), ""}})), HasSubstr("255"));
  std::string deep = "a";
  while (deep.size() <= 1000) deep += "/a";
  EXPECT_THAT(refusal_of_zip(zip_of({{deep, ""}})), HasSubstr("1000"));
  EXPECT_THAT(refusal_of_zip(zip_of({{"bad\x1bname", ""}})), HasSubstr("bad\\x1bname"));
}

TEST_F(Archive, WithTwoNamesThatAreOneIsRefused) {
  EXPECT_THAT(refusal_of_zip(zip_of({{"a", "1"}, {"a", "2"}})), HasSubstr("twice"));
  EXPECT_THAT(refusal_of_zip(zip_of({{"a/", ""}, {"a/", ""}})), HasSubstr("twice"));
  EXPECT_THAT(refusal_of_zip(zip_of({{"a", "1"}, {"A", "2"}})), HasSubstr("case"));
  EXPECT_THAT(refusal_of_zip(zip_of({{"Été", "1"}, {"éTÉ", "2"}})), HasSubstr("case"));
  EXPECT_THAT(refusal_of_zip(zip_of({{"a/b", "1"}, {"A/c", "2"}})), HasSubstr("case"));
  EXPECT_THAT(refusal_of_zip(zip_of({{"a", "1"}, {"a/b", "2"}})), HasSubstr("a file and a folder"));
  EXPECT_THAT(refusal_of_zip(zip_of({{"\xC3\xA9", "1"}, {"e\xCC\x81", "2"}})), HasSubstr("NFC"));
}

TEST_F(Archive, WithLinksDevicesOrOtherKindsIsRefused) {
  for (const std::uint32_t kind : {0120000, 0020000, 0060000, 0010000, 0140000})
    EXPECT_THAT(refusal_of_zip(zip_of({{"a", "/etc", kind << 16U | 0777U << 16U, 0x0314}})),
                HasSubstr("a link or a device"));
  EXPECT_NE(refusal_of_zip(zip_of({{"a", "", 0x10}})), "");
  EXPECT_NE(refusal_of_zip(zip_of({{"a/", "content"}})), "");
}

TEST_F(Archive, ThatIsEncryptedIsRefused) {
  for (const auto* how : {"zip:encryption=zipcrypt", "zip:encryption=aes256"}) {
    write_with_libarchive(file("secret.zip"), {{"a", "content"}}, how);
    EXPECT_THAT(refusal(file("secret.zip")), HasSubstr("encrypted")) << how;
  }
  for (const auto hex : {encrypted_7z, encrypted_names_7z}) {
    write_bytes(file("secret.7z"), bytes_of_hex(hex));
    EXPECT_THAT(refusal(file("secret.7z")), HasSubstr("encrypted"));
  }
}

TEST_F(Archive, ThatIsCompressedInAnUnusualWayIsRefused) {
  for (const auto method : std::initializer_list<std::uint16_t>{1, 9, 12, 14, 93, 95, 97})
    EXPECT_THAT(refusal_of_zip(zip_of({{"a", "content", 0, 20, 0, method}})),
                HasSubstr("compressed by method " + std::to_string(method)));
}

TEST_F(Archive, WhoseTwoAccountsOfAnEntryDifferIsRefused) {
  EXPECT_THAT(refusal_of_zip(zip_of({{"a", "x", 0, 20, 0x800, 0, -1, "", "b"}})),
              HasSubstr("other things"));
  auto bytes = zip_of({{"a", "content"}});
  bytes[14] ^= 1;  // the checksum in the entry's own header
  EXPECT_THAT(refusal_of_zip(bytes), HasSubstr("other things"));
  // Info-ZIP's field for a name in Unicode, with the checksum of the other one.
  const std::string unicode =
      "\x75\x70" + little(5 + 4, 2) + "\x01" + little(crc32_of("a"), 4) + "evil";
  EXPECT_THAT(refusal_of_zip(zip_of({{"a", "x", 0, 20, 0, 0, -1, unicode}})),
              HasSubstr("two names"));
}

TEST_F(Archive, WhoseEntriesLieOverOneAnotherIsRefused) {
  const ZipPart part{"a", "content"};
  const ZipPart other{"b", "content"};
  const auto entry = zip_header(part) + part.data;
  const auto directory = zip_listing(part, 0) + zip_listing(other, 0);
  EXPECT_THAT(refusal_of_zip(entry + directory + zip_end(2, directory.size(), entry.size())),
              HasSubstr("between or over"));
  const auto alone = zip_listing(part, 0);
  EXPECT_THAT(refusal_of_zip(entry + "hidden" + alone + zip_end(1, alone.size(), entry.size() + 6)),
              HasSubstr("belong to none"));
  EXPECT_THAT(refusal_of_zip(entry + alone + zip_end(2, alone.size(), entry.size())),
              HasSubstr("as many entries"));
}

TEST_F(Archive, ThatUnpacksToMoreThanItSaysIsRefused) {
  write_bytes(package_ / "zeros", std::string(std::size_t{4} << 20, '\0'));
  auto bytes = bytes_of(packed(Form::zip));
  // The size is in the entry's descriptor and in the directory.
  const auto truth = little(std::uint64_t{4} << 20, 4);
  for (auto at = bytes.find(truth); at != std::string::npos; at = bytes.find(truth))
    bytes.replace(at, 4, little(1000, 4));
  EXPECT_THAT(refusal_of_zip(bytes), HasSubstr("zeros"));
  EXPECT_THAT(refusal_of_zip(zip_of({{"a", "x", 0, 20, 0x800, 0, 1000}})), HasSubstr("“a”"));
}

TEST_F(Archive, IsJudgedByWhatItSaysBeforeAnythingIsUnpacked) {
  // Four terabytes, said and not there.
  std::vector<ZipPart> parts;
  for (int i = 0; i < 2000; ++i)
    parts.push_back({std::to_string(i), "x", 0, 20, 0x800, 8, 0x7FFFFFFF});
  const auto archive = file("large.zip");
  write_bytes(archive, zip_of(parts));
  EXPECT_THAT(refusal(archive), HasSubstr("200 times"));
  EXPECT_THAT(refusal(archive, {.bytes = 1000}), HasSubstr("1000 bytes"));
  const ArchiveLimits none{std::uint64_t{1} << 60, 100'000, std::uint64_t{1} << 40};
  EXPECT_THAT(refusal(archive, none), HasSubstr("make room"));
}

TEST_F(Archive, WhoseListOfEntriesIsABombIsRefused) {
  // Folders “a”, all in a list that is packed itself: some hundred bytes a million of them.
  constexpr auto* script = R"(
import lzma, struct, sys, zlib
def number(v):
    return b"\xff" + struct.pack("<Q", v)
n = int(sys.argv[2])
empty = b"\xff" * ((n + 7) // 8)
header = (b"\x01\x05" + number(n) + b"\x0e" + number(len(empty)) + empty +
          b"\x11" + number(1 + 4 * n) + b"\0" + b"a\0\0\0" * n + b"\0\0")
packed = lzma.compress(header, lzma.FORMAT_RAW,
                       filters=[{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 20}])
end = (b"\x17\x06" + number(0) + b"\x01\x09" + number(len(packed)) +
       b"\0\x07\x0b\x01\0\x01\x21\x21\x01\x10\x0c" + number(len(header)) + b"\0\0")
start = struct.pack("<QQI", len(packed), len(end), zlib.crc32(end))
with open(sys.argv[1], "wb") as out:
    out.write(b"7z\xbc\xaf\x27\x1c\0\x04" + struct.pack("<I", zlib.crc32(start)) + start +
              packed + end)
)";
  const auto refused = [&](const std::string& entries) {
    EXPECT_EQ(run({"python3", "-c", script, file("bomb.7z").string(), entries}).err, "");
    return refusal(file("bomb.7z"));
  };
  EXPECT_EQ(refused("1"), "");
  fs::remove_all(file("unpacked"));
  EXPECT_THAT(refused("2"), HasSubstr("twice"));
  EXPECT_THAT(refused("100001"), HasSubstr("more than 100000 entries"));
  EXPECT_THAT(refused("10000000"), HasSubstr("list of its entries is longer"));
  EXPECT_LT(fs::file_size(file("bomb.7z")), 20'000U);
}

TEST_F(Archive, OfSevenZipIsHeldToTheSameRules) {
  const auto archive = file("hostile.7z");
  const auto refused = [&](const std::vector<AnyPart>& parts) {
    write_with_libarchive(archive, parts);
    return refusal(archive);
  };
  for (const auto* name : {"../a", "/etc/passwd", "C:/a", "a\\b", "a//b", "NUL", "tab\tin", "x."})
    EXPECT_THAT(refused({{"good", "x"}, {name, "y"}}), HasSubstr("hostile.7z")) << name;
  EXPECT_THAT(refused({{"a", "1"}, {"a", "2"}}), HasSubstr("twice"));
  EXPECT_THAT(refused({{"a", "1"}, {"A", "2"}}), HasSubstr("case"));
  EXPECT_THAT(refused({{"a", "1"}, {"a/b", "2"}}), HasSubstr("a file and a folder"));
  EXPECT_THAT(refused({{"a", "", AE_IFLNK, "/etc/passwd"}}), HasSubstr("link"));
  EXPECT_EQ(refused({{"a", "1"}, {"b/c", "2"}}), "");
}

}  // namespace
}  // namespace bdf::package
