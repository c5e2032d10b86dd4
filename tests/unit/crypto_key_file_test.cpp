// SPDX-License-Identifier: MIT
#include "crypto/key_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "base/error.h"
#include "base/message.h"
#include "crypto/trust.h"
#include "io/output_folder.h"
#include "unit/crypto_samples.h"
#include "unit/table_definitions.h"

namespace bdf::crypto {
namespace {

namespace fs = std::filesystem;
using tests::sample_key;
using tests::secret_of;

Secret nobody_asks() {
  ADD_FAILURE() << "asked for a passphrase";
  return secret_of("none");
}

class KeyFile : public ::testing::Test {
 protected:
  KeyFile() { set_language("en"); }

  fs::path write(const std::string& name, const Secret* passphrase = nullptr) {
    write_key_file(folder_.file(name), {sample_key(1), "DDT 51"}, {passphrase, false});
    return folder_.file(name);
  }

  tests::TestFolder folder_;
};

unsigned mode_of(const fs::path& path) {
  struct stat status {};
  EXPECT_EQ(stat(path.c_str(), &status), 0);
  return status.st_mode & 07777U;
}

std::string message_of(const fs::path& path, const AskPassphrase& ask = nobody_asks) {
  try {
    static_cast<void>(read_key_file(path, ask));
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

TEST_F(KeyFile, ReadsBack) {
  const auto own = read_key_file(write("a.key"), nobody_asks);
  EXPECT_EQ(own.key.public_key(), sample_key(1).public_key());
  EXPECT_EQ(own.organisation, "DDT 51");
  EXPECT_EQ(own.key.sign("text"), sample_key(1).sign("text"));
}

TEST_F(KeyFile, IsItsOwnersAloneWhateverTheMask) {
  const auto mask = umask(0);
  const auto path = write("a.key");
  umask(mask);
  EXPECT_EQ(mode_of(path), 0600U);
  EXPECT_FALSE(fs::exists(path.string() + ".partial"));
}

TEST_F(KeyFile, IsNotReadWhereOthersCanGetAtIt) {
  const auto path = write("a.key");
  for (const mode_t open_to_others : {0640, 0604, 0620, 0602, 0610, 0601, 0644, 0666}) {
    ASSERT_EQ(chmod(path.c_str(), open_to_others), 0);
    EXPECT_NE(message_of(path).find("chmod 600"), std::string::npos) << open_to_others;
  }
  ASSERT_EQ(chmod(path.c_str(), 0400), 0);
  EXPECT_EQ(message_of(path), "");
}

TEST_F(KeyFile, ReplacesNothingUnasked) {
  const auto path = write("a.key");
  const auto before = tests::bytes_of(path);
  EXPECT_THROW(write("a.key"), UsageError);
  EXPECT_EQ(tests::bytes_of(path), before);
  write_key_file(path, {sample_key(2), "DDT 52"}, {nullptr, true});
  EXPECT_EQ(read_key_file(path, nobody_asks).organisation, "DDT 52");
  EXPECT_EQ(mode_of(path), 0600U);
}

TEST_F(KeyFile, FollowsNoLinkThatLiesInItsWay) {
  fs::create_symlink(folder_.file("elsewhere"), folder_.file("a.key.partial"));
  write("a.key");
  EXPECT_FALSE(fs::exists(folder_.file("elsewhere")));
  EXPECT_TRUE(fs::is_regular_file(fs::symlink_status(folder_.file("a.key"))));
}

TEST_F(KeyFile, SaysWhereItCannotBe) {
  EXPECT_THROW(write("none/a.key"), StoreError);
  fs::create_directory(folder_.file("folder"));
  EXPECT_THROW(write("folder"), UsageError);
  EXPECT_NE(message_of(folder_.file("none.key")), "");
  EXPECT_NE(message_of(folder_.file("folder")), "");
  ASSERT_EQ(mkfifo(folder_.file("pipe").c_str(), 0600), 0);
  EXPECT_NE(message_of(folder_.file("pipe")), "");
}

/// The name alone is not bound to the key: who may write the file may write another name.
TEST_F(KeyFile, NeverGivesAnotherKeyThanWasWritten) {
  const auto path = write("a.key");
  const auto whole = tests::bytes_of(path);
  std::size_t refused = 0;
  for (std::size_t at = 0; at < whole.size(); ++at) {
    auto turned = whole;
    turned[at] = static_cast<char>(turned[at] ^ 1);
    io::write_text(path, turned);
    try {
      EXPECT_EQ(read_key_file(path, nobody_asks).key.public_key(), sample_key(1).public_key());
    } catch (const InputError&) {
      ++refused;
    }
  }
  EXPECT_GE(refused, whole.size() - 6);  // DDT 51
  for (std::size_t size = 0; size + 1 < whole.size(); ++size) {
    io::write_text(path, whole.substr(0, size));
    EXPECT_NE(message_of(path), "") << size;
  }
}

TEST_F(KeyFile, TellsWhatIsWrongWithIt) {
  const auto path = write("a.key");
  io::write_text(path, "z6Mk\n");
  EXPECT_NE(message_of(path).find("this is no private key"), std::string::npos);
  io::write_text(path, "bdf private key, format 2\n");
  EXPECT_NE(message_of(path).find("is of format 2"), std::string::npos);
  io::write_text(path, "bdf private key, format 1\nseed: x\nseed: x\n");
  EXPECT_NE(message_of(path).find("damaged"), std::string::npos);
  io::write_text(path, std::string(5000, 'x'));
  EXPECT_NE(message_of(path).find("too long"), std::string::npos);
}

TEST_F(KeyFile, IsReadWithItsPassphraseOnly) {
  const auto passphrase = secret_of("une phrase secrète");
  const auto path = write("a.key", &passphrase);
  const auto text = tests::bytes_of(path);
  EXPECT_EQ(text.find("\nseed: "), std::string::npos);
  const auto own = read_key_file(path, [] { return secret_of("une phrase secrète"); });
  EXPECT_EQ(own.key.public_key(), sample_key(1).public_key());
  const auto message = message_of(path, [] { return secret_of("une phrase secrete"); });
  EXPECT_NE(message.find("not the passphrase"), std::string::npos);
  EXPECT_EQ(message.find("secrete"), std::string::npos);
}

TEST_F(KeyFile, AsksForNoMoreMemoryThanIsSensible) {
  const auto passphrase = secret_of("phrase");
  const auto path = write("a.key", &passphrase);
  const auto text = tests::bytes_of(path);
  const auto from = text.find("argon2id: ");
  for (const auto* cost : {"3 99999999999999", "99999999 8192", "1 1", "0 268435456", "3", "3 x"}) {
    auto costly = text;
    costly.replace(from, text.find('\n', from) - from, std::string("argon2id: ") + cost);
    io::write_text(path, costly);
    EXPECT_NE(message_of(path, [] { return secret_of("phrase"); }).find("damaged"),
              std::string::npos)
        << cost;
  }
}

TEST_F(KeyFile, TakesTheFirstLineForThePassphrase) {
  const auto path = folder_.file("passphrase");
  write_secret_file(path, "une phrase\r\nsecond line\n", false);
  EXPECT_EQ(read_passphrase_file(path).text(), "une phrase");
  write_secret_file(path, "\nsecond line\n", true);
  EXPECT_THROW(static_cast<void>(read_passphrase_file(path)), InputError);
  fs::permissions(path, fs::perms::others_read, fs::perm_options::add);
  EXPECT_THROW(static_cast<void>(read_passphrase_file(path)), InputError);
}

TEST_F(KeyFile, IsOfSomebody) {
  for (const std::string name : {"", " DDT", "DDT ", "DDT\n51", "\xff", "a\x7f"})
    EXPECT_THROW(check_organisation(name), UsageError) << name;
  EXPECT_THROW(check_organisation(std::string(201, 'a')), UsageError);
  EXPECT_NO_THROW(check_organisation("DDT de la Haute-Saône"));
}

class Trust : public KeyFile {};

TEST_F(Trust, ReadsKeysWithWhoseTheyAre) {
  const auto path = folder_.file("keys");
  const auto key = sample_key(1).public_key();
  io::write_text(path, "# whom we know\n\n" + line_of({key, "DDT de la Haute-Saône"}) +
                           "  did:key:" + to_text(sample_key(2).public_key()) + "\r\n");
  const auto keys = read_public_keys(path);
  ASSERT_EQ(keys.size(), 2U);
  EXPECT_EQ(keys[0].key, key);
  EXPECT_EQ(keys[0].organisation, "DDT de la Haute-Saône");
  EXPECT_EQ(keys[1].key, sample_key(2).public_key());
  EXPECT_EQ(keys[1].organisation, "");
}

TEST_F(Trust, ReadsAFolderOfKeys) {
  io::write_text(folder_.file("b.pub"), line_of({sample_key(1).public_key(), "B"}));
  io::write_text(folder_.file("a.pub"), line_of({sample_key(2).public_key(), "A"}));
  io::write_text(folder_.file("readme.txt"), "these are keys");
  const auto keys = read_public_keys(folder_.file(""));
  ASSERT_EQ(keys.size(), 2U);
  EXPECT_EQ(keys[0].organisation, "A");
}

TEST_F(Trust, NamesTheLineThatIsNoKey) {
  const auto path = folder_.file("keys");
  io::write_text(path, line_of({sample_key(1).public_key(), ""}) + "z6Mkwrong\n");
  try {
    static_cast<void>(read_public_keys(path));
    FAIL();
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("line 2"), std::string::npos) << error.what();
  }
  io::write_text(path, "# nobody\n");
  EXPECT_THROW(static_cast<void>(read_public_keys(path)), InputError);
  EXPECT_THROW(static_cast<void>(read_public_keys(folder_.file("none"))), InputError);
}

}  // namespace
}  // namespace bdf::crypto
