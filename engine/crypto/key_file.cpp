// SPDX-License-Identifier: MIT
#include "crypto/key_file.h"

#include <sodium.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <fstream>
#include <map>
#include <utility>

#include "base/error.h"
#include "base/message.h"
#include "io/json_value.h"

namespace bdf::crypto {

namespace {

namespace fs = std::filesystem;

constexpr int format = 1;
constexpr std::string_view title = "bdf private key, format ";
constexpr std::size_t longest_file = 4096;
constexpr std::size_t longest_name = 200;
constexpr int base64 = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

/// What Argon2id costs: libsodium's limits for what is kept, most of a second and 256 MiB.
struct Cost {
  unsigned long long passes = crypto_pwhash_OPSLIMIT_MODERATE;
  std::size_t memory = crypto_pwhash_MEMLIMIT_MODERATE;
};
/// A file that asks for more is not believed: it would only take the machine down.
constexpr Cost greatest_cost{20, std::size_t{1} << 30};

/// Text that grows in memory that is wiped.
class SecretText {
 public:
  SecretText& operator<<(std::string_view text) {
    std::memcpy(buffer_.data() + size_, text.data(), text.size());
    size_ += text.size();
    return *this;
  }
  void add_base64(const unsigned char* bytes, std::size_t count) {
    char* end = reinterpret_cast<char*>(buffer_.data() + size_);
    sodium_bin2base64(end, buffer_.size() - size_, bytes, count, base64);
    size_ += std::strlen(end);
  }
  [[nodiscard]] std::string_view text() const { return buffer_.text().substr(0, size_); }

 private:
  Secret buffer_{longest_file};
  std::size_t size_ = 0;
};

/// The key that the passphrase gives.
Secret derived(const Secret& passphrase, const unsigned char* salt, const Cost& cost) {
  Secret key(crypto_secretbox_KEYBYTES);
  if (crypto_pwhash(key.data(), key.size(), passphrase.text().data(), passphrase.size(), salt,
                    cost.passes, cost.memory, crypto_pwhash_ALG_ARGON2ID13) != 0)
    throw StoreError(msg("there is not enough memory to use the passphrase: {} MiB are needed",
                         cost.memory >> 20));
  return key;
}

constexpr std::size_t box_size = crypto_secretbox_MACBYTES + crypto_sign_SEEDBYTES;
using Salt = std::array<unsigned char, crypto_pwhash_SALTBYTES>;
using Sealed = std::array<unsigned char, crypto_secretbox_NONCEBYTES + box_size>;

void write_sealed(SecretText& text, const Secret& seed, const Secret& passphrase) {
  const Cost cost;
  Salt salt;
  randombytes_buf(salt.data(), salt.size());
  const auto key = derived(passphrase, salt.data(), cost);
  Sealed sealed;
  randombytes_buf(sealed.data(), crypto_secretbox_NONCEBYTES);
  crypto_secretbox_easy(sealed.data() + crypto_secretbox_NONCEBYTES, seed.data(), seed.size(),
                        sealed.data(), key.data());
  text << fmt::format("argon2id: {} {}\nsalt: ", cost.passes, cost.memory);
  text.add_base64(salt.data(), salt.size());
  text << "\nsealed-seed: ";
  text.add_base64(sealed.data(), sealed.size());
}

/// A file's lines `name: value`, as views into it.
class KeyFileReader {
 public:
  KeyFileReader(const fs::path& path, std::string_view text) : path_(path) {
    check_title(next_line(text));
    while (!text.empty()) add(next_line(text));
  }

  [[nodiscard]] std::string_view field(std::string_view name) const {
    const auto found = fields_.find(name);
    if (found == fields_.end()) fail_damaged();
    return found->second;
  }
  [[nodiscard]] bool has(std::string_view name) const { return fields_.contains(name); }

  /// Exactly `size` bytes.
  void decode(std::string_view name, unsigned char* bytes, std::size_t size) const {
    const auto text = field(name);
    std::size_t count = 0;
    const char* end = nullptr;
    const int failed =
        sodium_base642bin(bytes, size, text.data(), text.size(), nullptr, &count, &end, base64);
    if (failed != 0 || count != size || end != text.data() + text.size()) fail_damaged();
  }

  [[nodiscard]] Cost cost() const {
    const auto text = field("argon2id");
    const auto blank = std::min(text.find(' '), text.size());
    const Cost cost{
        number(text.substr(0, blank)),
        static_cast<std::size_t>(number(text.substr(std::min(blank + 1, text.size()))))};
    if (cost.passes > greatest_cost.passes || cost.memory > greatest_cost.memory) fail_damaged();
    if (cost.passes < crypto_pwhash_OPSLIMIT_MIN || cost.memory < crypto_pwhash_MEMLIMIT_MIN)
      fail_damaged();
    return cost;
  }

  [[noreturn]] void fail_damaged() const {
    throw InputError(msg("{}: this private key is damaged", path_.string()));
  }

 private:
  static std::string_view next_line(std::string_view& text) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return line;
  }

  void check_title(std::string_view line) const {
    if (!line.starts_with(title))
      throw InputError(msg("{}: this is no private key: give a file that `bdf key new` has written",
                           path_.string()));
    const auto version = number(line.substr(title.size()));
    if (version == 0) fail_damaged();
    if (version > format)
      throw InputError(msg("{} is of format {}; this version reads up to format {}.",
                           path_.string(), version, format));
  }

  void add(std::string_view line) {
    constexpr std::string_view separator = ": ";
    const auto end = line.find(separator);
    if (end == std::string_view::npos) fail_damaged();
    if (!fields_.emplace(line.substr(0, end), line.substr(end + separator.size())).second)
      fail_damaged();
  }

  [[nodiscard]] unsigned long long number(std::string_view text) const {
    unsigned long long value = 0;
    const auto* end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || stopped != end) fail_damaged();
    return value;
  }

  const fs::path& path_;
  std::map<std::string_view, std::string_view> fields_;
};

Secret unsealed(const KeyFileReader& file, const fs::path& path, const AskPassphrase& ask) {
  Salt salt;
  Sealed sealed;
  file.decode("salt", salt.data(), salt.size());
  file.decode("sealed-seed", sealed.data(), sealed.size());
  const auto key = derived(ask(), salt.data(), file.cost());
  Secret seed(crypto_sign_SEEDBYTES);
  if (crypto_secretbox_open_easy(seed.data(), sealed.data() + crypto_secretbox_NONCEBYTES, box_size,
                                 sealed.data(), key.data()) != 0)
    throw InputError(msg("{}: this is not the passphrase of this key", path.string()));
  return seed;
}

Secret seed_in(const KeyFileReader& file, const fs::path& path, const AskPassphrase& ask) {
  if (file.has("sealed-seed")) return unsealed(file, path, ask);
  Secret seed(crypto_sign_SEEDBYTES);
  file.decode("seed", seed.data(), seed.size());
  return seed;
}

bool is_control(char character) {
  const auto code = static_cast<unsigned char>(character);
  return code < 0x20 || code == 0x7F;
}

bool is_usable_name(const std::string& name) {
  return !name.empty() && name.size() <= longest_name && name.front() != ' ' &&
         name.back() != ' ' && std::none_of(name.begin(), name.end(), is_control) &&
         io::is_utf8(name);
}

/// Looks at no more than the title, which is no secret.
bool begins_like_key(const fs::path& path) {
  std::string beginning(title.size(), '\0');
  std::ifstream file(path, std::ios::binary);
  file.rdbuf()->pubsetbuf(nullptr, 0);
  file.read(beginning.data(), static_cast<std::streamsize>(beginning.size()));
  return beginning == title;
}

}  // namespace

void check_organisation(const std::string& name) {
  if (!is_usable_name(name))
    throw UsageError(msg(
        "an organisation needs a name of one line, without blanks at its ends and of {} bytes at "
        "most",
        longest_name));
}

void write_key_file(const fs::path& path, const OwnKey& own, const KeyFileOptions& options) {
  check_organisation(own.organisation);
  const auto seed = own.key.seed();
  SecretText text;
  text << fmt::format("{}{}\norganisation: {}\npublic-key: {}\n", title, format, own.organisation,
                      to_text(own.key.public_key()));
  if (options.passphrase != nullptr) {
    write_sealed(text, seed, *options.passphrase);
  } else {
    text << "seed: ";
    text.add_base64(seed.data(), seed.size());
  }
  text << "\n";
  write_secret_file(path, text.text(), options.overwrite);
}

std::optional<KnownKey> read_public_part(const fs::path& path) {
  if (!begins_like_key(path)) return std::nullopt;
  const auto content = read_secret_file(path, longest_file);
  const KeyFileReader file(path, content.text());
  const auto key = public_key_in(file.field("public-key"));
  if (!key) file.fail_damaged();
  return KnownKey{*key, std::string(file.field("organisation"))};
}

OwnKey read_key_file(const fs::path& path, const AskPassphrase& ask) {
  const auto content = read_secret_file(path, longest_file);
  const KeyFileReader file(path, content.text());
  const std::string organisation(file.field("organisation"));
  const auto said = public_key_in(file.field("public-key"));
  OwnKey own{PrivateKey::from_seed(seed_in(file, path, ask)), organisation};
  if (!said || own.key.public_key() != *said || !is_usable_name(organisation)) file.fail_damaged();
  return own;
}

Secret read_passphrase_file(const fs::path& path) {
  auto passphrase = read_secret_file(path, longest_file);
  passphrase.shorten(std::min(passphrase.text().find_first_of("\r\n"), passphrase.size()));
  if (passphrase.size() == 0)
    throw InputError(msg("{}: its first line, the passphrase, is empty", path.string()));
  return passphrase;
}

}  // namespace bdf::crypto
