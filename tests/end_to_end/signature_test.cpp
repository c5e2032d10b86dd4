// SPDX-License-Identifier: MIT
// Keys, signed contributions and signed themes, as people handle them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "io/changeset_layout.h"
#include "io/output_folder.h"
#include "support/json_schema.h"
#include "support/run.h"
#include "support/temporary_folder.h"

namespace bdf::tests {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

using Words = std::vector<std::string>;

Ran bdf(Words words, std::map<std::string, std::string> environment = {}) {
  words.insert(words.begin(), BDF_COMMAND);
  environment.emplace("LANGUAGE", "");
  environment.emplace("LC_ALL", "C");
  return run(words, environment);
}

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

unsigned mode_of(const fs::path& path) {
  struct stat status {};
  EXPECT_EQ(stat(path.c_str(), &status), 0);
  return status.st_mode & 07777U;
}

/// What a command says with --json, held against its definition.
json said_as(const std::string& definition, const Ran& ran) {
  const auto document = json::parse(ran.out);
  auto schema = support::schema_of("signature");
  schema["$ref"] = "#/$defs/" + definition;
  EXPECT_THAT(support::violations(document, schema), IsEmpty()) << ran.out;
  return document;
}

class Signatures : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    made_ = new TemporaryFolder;
    const auto ran = bdf({"sync", BDF_REPOSITORY "/sample_data/hydro/job.yaml", "--out",
                          (made_->path() / "sync").string(), "--now", "2026-11-24T00:00:00Z"});
    ASSERT_LE(ran.code, 1) << ran.err;
  }
  static void TearDownTestSuite() { delete made_; }

  Signatures() {
    fs::copy_file(made_->path() / "sync" / "contribution.gpkg", file("c.gpkg"));
    for (const auto* name : {"a", "b"}) make_key(name, std::string("Office ") + name);
  }

  [[nodiscard]] std::string file(const std::string& name) const { return folder_.path() / name; }
  void make_key(const std::string& name, const std::string& organisation) const {
    const auto ran = bdf({"key", "new", "--organisation", organisation, "--out", file(name)});
    ASSERT_EQ(ran.code, 0) << ran.err;
  }
  [[nodiscard]] Ran sign(const std::string& key) const {
    return bdf({"sign", file("c.gpkg"), "--key", file(key), "--now", "2026-11-24T01:09:08Z"});
  }
  /// The exit code, and the verdicts.
  [[nodiscard]] std::pair<int, Words> verify(const std::string& keys) const {
    const auto ran = bdf({"key", "verify", file("c.gpkg"), "--trust", file(keys), "--json"});
    if (ran.out.empty()) return {ran.code, {}};
    Words verdicts;
    const auto said = said_as("verify", ran);
    for (const auto& one : said["signatures"]) verdicts.push_back(one["verdict"]);
    return {ran.code, verdicts};
  }
  std::string sql(const std::string& statement) const {
    const auto ran = run({"sqlite3", file("c.gpkg"), statement});
    EXPECT_EQ(ran.code, 0) << statement << ": " << ran.err;
    return ran.out;
  }

  static inline TemporaryFolder* made_ = nullptr;
  TemporaryFolder folder_;
};

using Verdicts = std::pair<int, Words>;

TEST_F(Signatures, AKeyIsItsOwnersAloneAndReplacesNoOther) {
  EXPECT_EQ(mode_of(file("a")), 0600U);
  const auto before = bytes_of(file("a"));
  const auto again = bdf({"key", "new", "--organisation", "Office", "--out", file("a")});
  EXPECT_EQ(again.code, 2);
  fs::remove(file("a.pub"));
  EXPECT_EQ(bdf({"key", "new", "--organisation", "Office", "--out", file("a")}).code, 2);
  EXPECT_EQ(bytes_of(file("a")), before);
  EXPECT_FALSE(fs::exists(file("a.pub")));
  EXPECT_EQ(bdf({"key", "new", "--organisation", "Office", "--out", file("a"), "--overwrite"}).code,
            0);
  EXPECT_NE(bytes_of(file("a")), before);
  EXPECT_EQ(mode_of(file("a")), 0600U);
  EXPECT_EQ(bdf({"key", "new", "--organisation", " ", "--out", file("d")}).code, 2);
  EXPECT_FALSE(fs::exists(file("d")));
}

TEST_F(Signatures, AKeyShowsNothingThatIsSecret) {
  const auto own = bdf({"key", "show", file("a"), "--json"});
  const auto key = said_as("key", own);
  EXPECT_EQ(key["organisation"], "Office a");
  EXPECT_EQ(said_as("key", bdf({"key", "show", file("a.pub"), "--json"})), key);
  EXPECT_EQ(bytes_of(file("a.pub")), key["public_key"].get<std::string>() + " Office a\n");
  const auto text = bytes_of(file("a"));
  const auto seed = text.substr(text.find("seed: ") + 6, 43);
  for (const auto& ran : {own, sign("a"), bdf({"key", "show", file("a"), "--verbose"})})
    EXPECT_THAT(ran.out + ran.err, Not(HasSubstr(seed)));
}

TEST_F(Signatures, AKeyThatOthersCanReadDoesNotSign) {
  fs::permissions(file("a"), fs::perms::group_read, fs::perm_options::add);
  const auto before = bytes_of(file("c.gpkg"));
  const auto ran = sign("a");
  EXPECT_EQ(ran.code, 3);
  EXPECT_THAT(ran.err, HasSubstr("chmod 600"));
  EXPECT_EQ(bytes_of(file("c.gpkg")), before);
  EXPECT_EQ(bdf({"key", "show", file("a")}).code, 3);
}

TEST_F(Signatures, AContributionTellsWhoSignedIt) {
  EXPECT_EQ(verify("a.pub"), (Verdicts{1, {}}));
  EXPECT_THAT(bdf({"key", "verify", file("c.gpkg"), "--trust", file("a.pub")}).out,
              HasSubstr("nobody has signed this"));
  said_as("key", bdf({"sign", file("c.gpkg"), "--key", file("a"), "--json"}));
  EXPECT_EQ(verify("a.pub"), (Verdicts{0, {"good"}}));
  EXPECT_EQ(verify("b.pub"), (Verdicts{1, {"unknown_signer"}}));
  EXPECT_EQ(sign("b").code, 0);
  EXPECT_EQ(verify("b.pub"), (Verdicts{0, {"unknown_signer", "good"}}));
  EXPECT_EQ(verify(""), (Verdicts{0, {"good", "good"}}));
  const auto text = bdf({"key", "verify", file("c.gpkg"), "--trust", file("")}).out;
  EXPECT_THAT(text, HasSubstr("signed by Office b at 2026-11-24T01:09:08Z"));
  EXPECT_EQ(sign("a").code, 0);
  EXPECT_EQ(verify(""), (Verdicts{0, {"good", "good"}})) << "the same key signs once";
}

TEST_F(Signatures, NobodySignsInAnothersName) {
  make_key("liar", "Office a");
  EXPECT_EQ(sign("liar").code, 0);
  EXPECT_EQ(verify("a.pub"), (Verdicts{1, {"unknown_signer"}}));
  io::write_text(file("keys"), bytes_of(file("a.pub")) + bytes_of(file("liar.pub")).substr(0, 48) +
                                   " Somebody else\n");
  EXPECT_EQ(verify("keys"), (Verdicts{1, {"other_name"}}));
}

TEST_F(Signatures, InfoTellsWhoSigned) {
  EXPECT_EQ(json::parse(bdf({"info", file("c.gpkg"), "--json"}).out)["signatures"], json::array());
  ASSERT_EQ(sign("a").code, 0);
  const auto ran = bdf({"info", file("c.gpkg")});
  EXPECT_EQ(ran.code, 0);
  EXPECT_THAT(ran.out, HasSubstr("signed in the name of Office a at 2026-11-24T01:09:08Z"));
  const auto told = json::parse(bdf({"info", file("c.gpkg"), "--json"}).out);
  EXPECT_EQ(told["signatures"][0]["organisation"], "Office a");
}

TEST_F(Signatures, SigningChangesNothingElse) {
  const auto dump = [&] {
    return sql(".dump --data-only bdf_changeset% troncon% plan% layer_styles gpkg_contents");
  };
  const auto before = dump();
  EXPECT_THAT(before, HasSubstr("troncon_hydrographique"));
  fs::permissions(file("c.gpkg"), fs::perms(0640));
  ASSERT_EQ(sign("a").code, 0);
  EXPECT_EQ(dump(), before);
  EXPECT_EQ(mode_of(file("c.gpkg")), 0640U);
  EXPECT_EQ(sql("PRAGMA integrity_check"), "ok\n");
  const auto once = bytes_of(file("c.gpkg"));
  fs::remove(file("c.gpkg"));
  fs::copy_file(made_->path() / "sync" / "contribution.gpkg", file("c.gpkg"));
  ASSERT_EQ(sign("a").code, 0);
  EXPECT_EQ(bytes_of(file("c.gpkg")), once) << "the same key, time and file give the same bytes";
}

TEST_F(Signatures, OthersReadASignedChangesetAsBefore) {
  const auto reference = std::string(BDF_REPOSITORY "/sample_data/hydro/reference.gpkg");
  const auto apply = [&](const std::string& out) {
    const auto ran = bdf({"apply", file("c.gpkg"), "--to", reference, "--out", file(out), "--now",
                          "2026-11-24T00:00:00Z"});
    EXPECT_EQ(ran.code, 0) << ran.err;
    return bytes_of(file(out));
  };
  const auto unsigned_result = apply("1.gpkg");
  ASSERT_EQ(sign("a").code, 0);
  EXPECT_EQ(apply("2.gpkg"), unsigned_result);
  ASSERT_EQ(bdf({"invert", file("c.gpkg"), "--out", file("inverse.gpkg")}).code, 0);
  const auto tables = run({"sqlite3", file("inverse.gpkg"), ".tables"}).out;
  EXPECT_THAT(tables, Not(HasSubstr("bdf_signature")));
}

TEST_F(Signatures, AValueThatIsAlteredIsFound) {
  ASSERT_EQ(sign("a").code, 0);
  ASSERT_EQ(sql("UPDATE troncon_hydrographique SET bdf_id = bdf_id || 'x' WHERE fid = 1; "
                "SELECT changes()"),
            "1\n");
  const auto ran = bdf({"key", "verify", file("c.gpkg"), "--trust", file("a.pub")});
  EXPECT_EQ(ran.code, 3);
  EXPECT_THAT(ran.err, HasSubstr("was altered"));
  EXPECT_EQ(sign("b").code, 3) << "nobody signs what does not add up";
  {
    auto database = io::Database::open_output(file("c.gpkg"));
    database.execute("UPDATE bdf_changeset SET content_digest = '" + io::content_digest(database) +
                     "'");
  }
  EXPECT_EQ(verify("a.pub"), (Verdicts{1, {"altered"}}));
}

TEST_F(Signatures, NoFieldOfTheHeadCanBeAltered) {
  ASSERT_EQ(sign("a").code, 0);
  const auto whole = bytes_of(file("c.gpkg"));
  const std::vector<std::string> fields{"theme",        "theme_version", "theme_digest",
                                        "base_edition", "base_digest",   "producer",
                                        "territory",    "extent",        "time"};
  for (const auto& field : fields) {
    io::write_text(file("c.gpkg"), whole);
    sql("UPDATE bdf_changeset SET " + field + " = coalesce(" + field + ", '') || 'x'");
    EXPECT_EQ(verify("a.pub"), (Verdicts{1, {"altered"}})) << field;
  }
  EXPECT_EQ(sql("SELECT count(*) FROM pragma_table_info('bdf_changeset')"),
            std::to_string(fields.size() + 2) + "\n");
  io::write_text(file("c.gpkg"), whole);
  EXPECT_EQ(verify("a.pub"), (Verdicts{0, {"good"}}));
}

TEST_F(Signatures, NothingOfASignatureCanBeAltered) {
  ASSERT_EQ(sign("a").code, 0);
  const auto whole = bytes_of(file("c.gpkg"));
  const std::vector<std::pair<std::string, std::string>> changes{
      {"statement = replace(statement, 'Office a', 'Office b')", "wrong_signature"},
      {"statement = replace(statement, '2026', '2025')", "wrong_signature"},
      {"statement = statement || ' '", "malformed"},
      {"signature = substr(signature, 1, 8) || iif(substr(signature, 9, 1) = '2', '3', '2') || "
       "substr(signature, 10)",
       "wrong_signature"},
      {"signature = ''", "malformed"},
      {"statement = x'00'", "malformed"}};
  for (const auto& [change, verdict] : changes) {
    io::write_text(file("c.gpkg"), whole);
    sql("UPDATE bdf_signature SET " + change);
    EXPECT_EQ(verify("a.pub"), (Verdicts{1, {verdict}})) << change;
  }
}

TEST_F(Signatures, OnlyAChangesetIsSigned) {
  EXPECT_EQ(
      bdf({"sign", BDF_REPOSITORY "/sample_data/hydro/reference.gpkg", "--key", file("a")}).code,
      3);
  EXPECT_EQ(bdf({"sign", file("none.gpkg"), "--key", file("a")}).code, 3);
  EXPECT_EQ(bdf({"sign", file("c.gpkg"), "--key", file("none")}).code, 3);
  EXPECT_EQ(bdf({"sign", file("c.gpkg"), "--key", file("a.pub")}).code, 3);
  EXPECT_EQ(bdf({"sign", file("c.gpkg")}).code, 2);
  EXPECT_EQ(verify("none.pub").first, 3);
  EXPECT_EQ(verify("c.gpkg").first, 3);
}

/// The disk fails at each write, sync and rename in turn.
TEST_F(Signatures, SigningIsWholeOrNotAtAll) {
  const auto before = bytes_of(file("c.gpkg"));
  ASSERT_EQ(sign("a").code, 0);
  const auto after = bytes_of(file("c.gpkg"));
  int failures = 0;
  for (int n = 1; n < 1000; ++n) {
    io::write_text(file("c.gpkg"), before);
    const auto ran =
        bdf({"sign", file("c.gpkg"), "--key", file("a"), "--now", "2026-11-24T01:09:08Z"},
            {{"LD_PRELOAD", BDF_FAIL_SHIM},
             {"BDF_FAIL_UNDER", folder_.path().string()},
             {"BDF_FAIL_NTH", std::to_string(n)}});
    if (ran.code == 0) break;
    ++failures;
    EXPECT_EQ(ran.code, 4) << n << ": " << ran.err;
    const auto left = bytes_of(file("c.gpkg"));
    EXPECT_TRUE(left == before || left == after) << n;
    EXPECT_FALSE(fs::exists(file("c.gpkg.partial"))) << n;
  }
  EXPECT_GT(failures, 5);
  EXPECT_LT(failures, 900);
  EXPECT_EQ(bytes_of(file("c.gpkg")), after);
}

TEST_F(Signatures, AKeyIsWholeOrNotAtAll) {
  int failures = 0;
  for (int n = 1; n < 100; ++n) {
    const auto ran = bdf({"key", "new", "--organisation", "Office", "--out", file("n")},
                         {{"LD_PRELOAD", BDF_FAIL_SHIM},
                          {"BDF_FAIL_UNDER", folder_.path().string()},
                          {"BDF_FAIL_NTH", std::to_string(n)}});
    if (ran.code == 0) break;
    ++failures;
    EXPECT_FALSE(fs::exists(file("n.partial"))) << n;
    if (fs::exists(file("n"))) {
      EXPECT_EQ(bdf({"key", "show", file("n")}).code, 0) << n;
    }
    fs::remove(file("n"));
    fs::remove(file("n.pub"));
  }
  EXPECT_GT(failures, 3);
}

TEST_F(Signatures, APassphraseComesFromAFileThatOnlyItsOwnerReads) {
  io::write_text(file("phrase"), "une phrase\n");
  const Words with_file{"--passphrase-file", file("phrase")};
  const auto with = [&](Words words) {
    words.insert(words.end(), with_file.begin(), with_file.end());
    return bdf(words);
  };
  const Words make{"key", "new", "--organisation", "Office p", "--out", file("p")};
  EXPECT_EQ(with(make).code, 3);
  fs::permissions(file("phrase"), fs::perms(0600));
  EXPECT_EQ(with(make).code, 0);
  EXPECT_THAT(bytes_of(file("p")), Not(HasSubstr("\nseed: ")));
  EXPECT_EQ(bdf({"key", "show", file("p")}).code, 0) << "what is public needs no passphrase";
  EXPECT_EQ(with({"sign", file("c.gpkg"), "--key", file("p")}).code, 0);
  EXPECT_EQ(verify("p.pub"), (Verdicts{0, {"good"}}));
  io::write_text(file("phrase"), "another\n");
  const auto ran = with({"sign", file("c.gpkg"), "--key", file("p")});
  EXPECT_EQ(ran.code, 3);
  EXPECT_THAT(ran.err, HasSubstr("not the passphrase"));
}

/// Runs the command in a terminal of its own and types a line at each question; `out` is what the
/// terminal shows.
Ran at_terminal(const Words& command, const Words& lines) {
  const std::string script = R"(
import json, os, pty, sys
command, lines = json.loads(sys.argv[1]), json.loads(sys.argv[2])
child, terminal = pty.fork()
if child == 0:
    os.execv(command[0], command)
shown = b''
try:
    while True:
        part = os.read(terminal, 1024)
        if not part:
            break
        shown += part
        if lines and shown.rstrip(b' ').endswith(b':'):
            os.write(terminal, lines.pop(0).encode())
            shown += b'|'
except OSError:
    pass
sys.stdout.write(shown.decode())
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])))";
  Words words{BDF_COMMAND};
  words.insert(words.end(), command.begin(), command.end());
  return run({"/usr/bin/python3", "-c", script, json(words).dump(), json(lines).dump()},
             {{"LANGUAGE", ""}, {"LC_ALL", "C"}});
}

TEST_F(Signatures, APassphraseIsAskedForAndNotShown) {
  const Words make{"key", "new", "--passphrase", "--organisation", "Office p", "--out", file("p")};
  const auto differ = at_terminal(make, {"secret one\n", "secret two\n"});
  EXPECT_EQ(differ.code, 2) << differ.out << differ.err;
  EXPECT_THAT(differ.out, HasSubstr("the two passphrases differ"));
  EXPECT_FALSE(fs::exists(file("p")));
  const auto made = at_terminal(make, {"secret one\n", "secret one\n"});
  EXPECT_EQ(made.code, 0) << made.out << made.err;
  const Words sign{"sign", file("c.gpkg"), "--key", file("p")};
  EXPECT_EQ(at_terminal(sign, {"secret two\n"}).code, 3);
  EXPECT_EQ(at_terminal(sign, {"\x03"}).code, 2) << "Ctrl-C";
  EXPECT_EQ(at_terminal(sign, {"\n"}).code, 2);
  const auto done = at_terminal(sign, {"secret one\n"});
  EXPECT_EQ(done.code, 0) << done.out;
  for (const auto& ran : {differ, made, done}) EXPECT_THAT(ran.out, Not(HasSubstr("secret")));
  EXPECT_EQ(verify("p.pub"), (Verdicts{0, {"good"}}));
}

class SignedTheme : public Signatures {
 protected:
  SignedTheme() {
    fs::copy_file(BDF_REPOSITORY "/themes/generic.yaml", file("t.yaml"));
    const auto ran = bdf({"theme", "sign", file("t.yaml"), "--key", file("a"), "--now",
                          "2026-11-24T01:09:08Z", "--json"});
    EXPECT_EQ(ran.code, 0) << ran.err;
    EXPECT_EQ(said_as("theme_sign", ran)["out"], file("t.yaml.sig"));
  }
  [[nodiscard]] std::pair<int, std::string> check(const std::string& keys) const {
    Words words{"theme", "check", file("t.yaml"), "--json"};
    if (!keys.empty()) words.insert(words.end(), {"--trust", file(keys)});
    const auto ran = bdf(words);
    if (ran.out.empty()) return {ran.code, ran.err};
    const auto signature = json::parse(ran.out)["signature"];
    return {ran.code, signature.is_null() ? "none" : signature["verdict"].get<std::string>()};
  }
};

using Checked = std::pair<int, std::string>;

TEST_F(SignedTheme, TellsWhoSignedIt) {
  said_as("signature", {0, bytes_of(file("t.yaml.sig")), ""});
  EXPECT_EQ(check("a.pub"), (Checked{0, "good"}));
  EXPECT_EQ(check("b.pub"), (Checked{1, "unknown_signer"}));
  EXPECT_EQ(check(""), (Checked{0, "unknown_signer"})) << "nobody said whom to trust";
  const auto text = bdf({"theme", "check", file("t.yaml"), "--trust", file("a.pub")}).out;
  EXPECT_THAT(text, HasSubstr("signed by Office a at 2026-11-24T01:09:08Z"));
}

TEST_F(SignedTheme, NeedsASignatureOnlyWhereWeSayWhomToTrust) {
  fs::remove(file("t.yaml.sig"));
  EXPECT_EQ(check(""), (Checked{0, "none"}));
  EXPECT_EQ(check("a.pub"), (Checked{1, "none"}));
}

TEST_F(SignedTheme, IsAlteredByAByte) {
  io::write_text(file("t.yaml"), bytes_of(file("t.yaml")) + "\n");
  EXPECT_EQ(check("a.pub"), (Checked{1, "altered"}));
  EXPECT_EQ(check(""), (Checked{1, "altered"}));
}

TEST_F(SignedTheme, HasASignatureThatIsBadOnceAByteIsTurned) {
  const auto whole = bytes_of(file("t.yaml.sig"));
  for (std::size_t at = 0; at + 1 < whole.size(); at += 7) {
    auto turned = whole;
    turned[at] = static_cast<char>(turned[at] ^ 1);
    io::write_text(file("t.yaml.sig"), turned);
    const auto [code, verdict] = check("a.pub");
    EXPECT_EQ(code, 1) << at;
    EXPECT_TRUE(verdict == "malformed" || verdict == "wrong_signature") << at << " " << verdict;
  }
}

TEST_F(SignedTheme, IsSignedAnewOnlyWhenAsked) {
  const Words again{"theme", "sign", file("t.yaml"), "--key", file("b")};
  EXPECT_EQ(bdf(again).code, 2);
  EXPECT_EQ(check("a.pub"), (Checked{0, "good"}));
  auto replacing = again;
  replacing.push_back("--overwrite");
  EXPECT_EQ(bdf(replacing).code, 0);
  EXPECT_EQ(check("b.pub"), (Checked{0, "good"}));
}

TEST_F(SignedTheme, SaysNothingOfAContribution) {
  const auto signature = json::parse(bytes_of(file("t.yaml.sig")));
  ASSERT_EQ(sign("b").code, 0);
  sql("UPDATE bdf_signature SET statement = '" + signature["statement"].dump() +
      "', signature = '" + signature["signature"].get<std::string>() + "'");
  EXPECT_EQ(verify("a.pub"), (Verdicts{1, {"wrong_signature"}}));
}

}  // namespace
}  // namespace bdf::tests
