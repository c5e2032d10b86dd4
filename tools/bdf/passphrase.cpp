// SPDX-License-Identifier: MIT
#include "bdf/passphrase.h"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cerrno>

#include "base/error.h"
#include "base/message.h"
#include "bdf/help.h"

namespace bdf::command {

namespace {

constexpr unsigned char interrupt = 3;  // Ctrl-C

/// The terminal of this process, which shows nothing of what is typed while this lives. Nor does it
/// send signals meanwhile: one that ended us would leave it silent.
class SilentTerminal {
 public:
  SilentTerminal() : file_(open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC)) {
    if (file_ < 0 || tcgetattr(file_, &before_) != 0) {
      if (file_ >= 0) close(file_);
      throw UsageError(
          msg("a passphrase is needed, and there is no terminal to ask for it: give "
              "--passphrase-file"));
    }
    auto silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO | ISIG);
    silent.c_cc[VEOL] = interrupt;  // else it would be read with the rest of its line
    tcsetattr(file_, TCSAFLUSH, &silent);
  }
  ~SilentTerminal() {
    tcsetattr(file_, TCSAFLUSH, &before_);
    close(file_);
  }
  SilentTerminal(const SilentTerminal&) = delete;
  SilentTerminal& operator=(const SilentTerminal&) = delete;

  void say(const std::string& text) const {
    if (write(file_, text.data(), text.size()) < 0)
      throw StoreError(msg("the terminal cannot be written"));
  }

  /// The next line.
  [[nodiscard]] crypto::Secret read_line() const {
    constexpr std::size_t longest = 1024;
    crypto::Secret line(longest);
    std::size_t size = 0;
    while (size < longest) {
      const auto count = read(file_, line.data() + size, 1);
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0 || line.data()[size] == interrupt)
        throw UsageError(msg("no passphrase was given"));
      if (line.data()[size] == '\n') break;
      ++size;
    }
    line.shorten(size);
    return line;
  }

 private:
  int file_;
  termios before_{};
};

crypto::Secret ask(const std::string& question) {
  const SilentTerminal terminal;
  terminal.say(question);
  auto passphrase = terminal.read_line();
  terminal.say("\n");
  if (passphrase.size() == 0) throw UsageError(msg("no passphrase was given"));
  return passphrase;
}

}  // namespace

void add_signing_key(CLI::App& app, SigningKey& key) {
  app.add_option("--key", key.file, msg("your private key, as `bdf key new` makes it"))
      ->type_name(msg("FILE"))
      ->required();
  app.add_option(
         "--passphrase-file", key.passphrase_file,
         msg("a file that holds the key's passphrase and that only you can read; else it is "
             "asked for at the terminal"))
      ->type_name(msg("FILE"));
}

crypto::OwnKey read_signing_key(const SigningKey& key) {
  return crypto::read_key_file(key.file, [&] {
    return key.passphrase_file.empty() ? ask(msg("Passphrase of {}: ", key.file.string()))
                                       : crypto::read_passphrase_file(key.passphrase_file);
  });
}

crypto::Secret new_passphrase() {
  auto first = ask(msg("Passphrase of the new key: "));
  const auto second = ask(msg("The same again: "));
  if (first.text() != second.text()) throw UsageError(msg("the two passphrases differ"));
  return first;
}

}  // namespace bdf::command
