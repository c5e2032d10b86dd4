// SPDX-License-Identifier: MIT
// Opening databases, and telling what is wrong with those that do not open.
#include <sqlite3.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <system_error>

#include "base/error.h"
#include "base/hash.h"
#include "base/message.h"
#include "io/durable.h"
#include "io/input_file.h"
#include "io/sqlite.h"

namespace bdf::io {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t header_size = 100;
constexpr std::string_view magic("SQLite format 3\0", 16);

/// File format of SQLite, section 1.3: where the numbers stand in the header.
std::uint32_t big_endian(std::string_view header, std::size_t at, int bytes) {
  std::uint32_t number = 0;
  for (int i = 0; i < bytes; ++i)
    number = number << 8 | static_cast<unsigned char>(header[at + static_cast<std::size_t>(i)]);
  return number;
}

/// How many bytes the header says the file has; 0 where it does not know.
std::uint64_t declared_size(std::string_view header) {
  constexpr std::size_t page_size = 16, change_counter = 24, page_count = 28, valid_for = 92;
  if (header.size() < header_size) return header_size;
  const std::uint32_t size = big_endian(header, page_size, 2);
  if (big_endian(header, change_counter, 4) != big_endian(header, valid_for, 4)) return 0;
  return std::uint64_t{size == 1 ? 65536 : size} * big_endian(header, page_count, 4);
}

bool has_content(const fs::path& path) {
  std::error_code ignored;
  const auto size = fs::file_size(path, ignored);
  return !ignored && size > 0;
}

fs::path beside(const fs::path& path, const char* suffix) { return path.string() + suffix; }

void check_header(const fs::path& path, std::string_view header) {
  if (!header.starts_with(magic))
    throw InputError(msg("{}: the file is not an SQLite database", path.string()));
  // With a write-ahead log the header may be ahead of the file; once there is none, no longer. So
  // it may be while another program is writing.
  if (has_content(beside(path, "-wal")) || has_content(beside(path, "-journal"))) return;
  const auto size = fs::file_size(path);
  if (size >= declared_size(header)) return;
  throw InputError(msg("{}: the file is truncated: it has {} bytes of {}", path.string(), size,
                       declared_size(header)));
}

/// The bytes of a file that SQLite has open, by its own descriptor: to close another one on the
/// file would take away, from all of this process's connections to it, the locks that keep other
/// processes from removing its write-ahead log (POSIX: fcntl).
class Bytes {
 public:
  explicit Bytes(sqlite3* database) {
    if (database == nullptr) return;
    sqlite3_file_control(database, "main", SQLITE_FCNTL_FILE_POINTER, &file_);
    sqlite3_int64 size = 0;
    if (file_ != nullptr && file_->pMethods != nullptr &&
        file_->pMethods->xFileSize(file_, &size) == SQLITE_OK)
      size_ = static_cast<std::uint64_t>(size);
  }
  /// nullopt where there is nothing to be read.
  [[nodiscard]] std::optional<std::uint64_t> size() const { return size_; }
  /// Up to so many from there, into `piece`; false where they cannot be read.
  bool read(std::uint64_t at, std::size_t most, std::string& piece) const {
    piece.resize(std::min<std::uint64_t>(most, *size_ - at));
    return piece.empty() ||
           file_->pMethods->xRead(file_, piece.data(), static_cast<int>(piece.size()),
                                  static_cast<sqlite3_int64>(at)) == SQLITE_OK;
  }
  /// All of them, piece by piece.
  template <class Show>
  void show(const fs::path& path, Show&& show) const {
    constexpr std::size_t block = std::size_t{1} << 20;
    std::string piece;
    for (std::uint64_t at = 0; size_ && at < *size_; at += piece.size()) {
      if (!read(at, block, piece)) fail_to_read(path);
      show(std::string_view(piece));
    }
    if (!size_) fail_to_read(path);
  }

 private:
  [[noreturn]] static void fail_to_read(const fs::path& path) {
    throw InputError(msg("{}: cannot be read", path.string()));
  }

  sqlite3_file* file_ = nullptr;
  std::optional<std::uint64_t> size_;
};

void check_content(sqlite3* database, const fs::path& path) {
  const Bytes bytes(database);
  std::string begin;
  // What cannot be read, the first query tells.
  if (bytes.size() && bytes.read(0, header_size, begin)) check_header(path, begin);
}

std::string uri_of(const fs::path& path, std::string_view query) {
  std::string uri = "file://";
  for (const char c : fs::absolute(path).string()) {
    if (c == '%' || c == '?' || c == '#')
      uri += fmt::format("%{:02x}", static_cast<unsigned char>(c));
    else
      uri += c;
  }
  return uri.append(query);
}

/// Milliseconds that others who write a store are waited for. A person wants to know soon;
/// programs that nobody watches say in $BDF_PATIENCE how many seconds they have.
int patience() {
  constexpr int usual = 15000, longest = 3600;
  const char* asked = std::getenv("BDF_PATIENCE");
  const int seconds = asked == nullptr ? 0 : std::atoi(asked);
  return seconds > 0 ? 1000 * std::min(seconds, longest) : usual;
}

void configure(sqlite3* database, bool output) {
  const auto set = [&](int option, int value) {
    sqlite3_db_config(database, option, value, nullptr);
  };
  set(SQLITE_DBCONFIG_ENABLE_TRIGGER, 0);
  set(SQLITE_DBCONFIG_ENABLE_VIEW, 0);
  set(SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0);
  set(SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0);
  set(SQLITE_DBCONFIG_DQS_DML, 0);
  set(SQLITE_DBCONFIG_DQS_DDL, 0);
  set(SQLITE_DBCONFIG_DEFENSIVE, output ? 0 : 1);
  sqlite3_extended_result_codes(database, 1);
  sqlite3_busy_timeout(database, output ? 0 : 2000);
}

/// The code that reading the first page gives.
int probe(sqlite3* database) {
  return sqlite3_exec(database, "SELECT 1 FROM sqlite_schema LIMIT 1", nullptr, nullptr, nullptr);
}

/// Codes of a write-ahead log that cannot be read for want of its shared memory file.
bool lacks_shared_memory(int code) {
  return code == SQLITE_CANTOPEN || code == SQLITE_READONLY_CANTINIT ||
         code == SQLITE_READONLY_CANTLOCK || code == SQLITE_READONLY_RECOVERY ||
         code == SQLITE_READONLY_DIRECTORY || (code & 0xff) == SQLITE_CANTOPEN;
}

[[noreturn]] void fail_to_open(sqlite3* database, const fs::path& path, int code) {
  const auto name = path.string();
  if (code == SQLITE_READONLY_ROLLBACK)
    throw InputError(
        msg("{}: a program that was writing it has broken off; open it once with that "
            "program, or with QGIS, and close it again",
            name));
  if (lacks_shared_memory(code))
    throw InputError(
        msg("{}: it has unsaved changes in {}-wal, which can only be read in a folder "
            "that can be written: copy both files into one",
            name, name));
  fail(database, code);
}

}  // namespace

void Database::Close::operator()(sqlite3* database) const noexcept { sqlite3_close_v2(database); }

Database::Database(std::filesystem::path path, const std::string& uri, int flags)
    : path_(std::move(path)) {
  sqlite3* database = nullptr;
  const int code = sqlite3_open_v2(uri.c_str(), &database,
                                   flags | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, nullptr);
  handle_.reset(database);
  const bool output = (flags & SQLITE_OPEN_READWRITE) != 0;
  if (code != SQLITE_OK) {
    const auto message = fmt::format("{}: {}", path_.string(), sqlite3_errstr(code));
    if (output) throw StoreError(message);
    throw InputError(message);
  }
  configure(database, output);
}

Database Database::open_input(const std::filesystem::path& path) {
  require_file(path);
  Database database(path, uri_of(path, "?mode=ro"), SQLITE_OPEN_READONLY);
  check_content(database.handle(), path);
  int code = probe(database.handle());
  if (lacks_shared_memory(code) && !has_content(beside(path, "-wal"))) {
    // Nobody can be writing here, so that the file may be taken as it is.
    database = Database(path, uri_of(path, "?mode=ro&immutable=1"), SQLITE_OPEN_READONLY);
    code = probe(database.handle());
  }
  if (code != SQLITE_OK) fail_to_open(database.handle(), path, code);
  // As SQLite's authors advise for files from elsewhere. Pages that are mapped would be checked
  // anew each time one is looked at.
  database.execute("PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0");
  return database;
}

Database Database::open_output(const std::filesystem::path& path) {
  Database database(path, uri_of(path, ""), SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  database.execute(
      "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
      "PRAGMA cache_size = -131072; PRAGMA temp_store = MEMORY");
  return database;
}

Database Database::open_store(const std::filesystem::path& path, bool creates) {
  const bool exists = std::filesystem::exists(path);
  if (!exists && !creates) throw StoreError(msg("{}: there is no such file", path.string()));
  const auto check = [&](const auto& look) {
    try {
      if (exists) look();
    } catch (const InputError& error) {
      throw StoreError(error.what());
    }
  };
  check([&] { require_file(path); });
  Database database(path, uri_of(path, ""),
                    SQLITE_OPEN_READWRITE | (creates ? SQLITE_OPEN_CREATE : 0));
  check([&] { check_content(database.handle(), path); });
  sqlite3_busy_timeout(database.handle(), patience());
  if (const int code = probe(database.handle()); code != SQLITE_OK) fail(database.handle(), code);
  database.execute(
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -131072; PRAGMA "
      "temp_store = MEMORY;"
      "PRAGMA mmap_size = 0");
  return database;
}

namespace {

/// Holds a read transaction for as long as it lives.
class Snapshot {
 public:
  explicit Snapshot(Database& database) : database_(database) {
    database.execute("BEGIN");
    auto touch = database.prepare("SELECT count(*) FROM sqlite_schema");
    touch.step();
    auto mode = database.prepare("PRAGMA journal_mode");
    in_file_ = mode.step() && mode.text(0) != "wal";
  }
  ~Snapshot() { sqlite3_exec(database_.handle(), "COMMIT", nullptr, nullptr, nullptr); }
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;

  [[nodiscard]] bool is_in_file() const { return in_file_; }

 private:
  Database& database_;
  bool in_file_ = false;
};

/// Whoever may not read the one may not read the other.
void copy_bytes(Database& from, const fs::path& to) {
  errno = 0;
  std::ofstream copy(to, std::ios::binary);
  const auto require_whole = [&] {
    if (!copy) fail_on(to);
  };
  require_whole();
  fs::permissions(to, fs::status(from.path()).permissions() | fs::perms::owner_write);
  Bytes(from.handle()).show(from.path(), [&](std::string_view piece) {
    copy.write(piece.data(), static_cast<std::streamsize>(piece.size()));
    require_whole();
  });
  copy.close();
  require_whole();
}

/// As its open sessions see the database, write-ahead log included.
void back_up(Database& from, const fs::path& to) {
  auto target = Database::open_output(to);
  sqlite3_backup* backup = sqlite3_backup_init(target.handle(), "main", from.handle(), "main");
  if (!backup) fail(target.handle(), sqlite3_extended_errcode(target.handle()));
  const int code = sqlite3_backup_step(backup, -1);
  sqlite3_backup_finish(backup);
  const bool writing =
      code == SQLITE_FULL || ((code & 0xff) == SQLITE_IOERR && code != SQLITE_IOERR_READ &&
                              code != SQLITE_IOERR_SHORT_READ);
  if (code != SQLITE_DONE) fail(writing ? target.handle() : from.handle(), code);
  // Takes the mark of a write-ahead log off the copy.
  target.execute("PRAGMA journal_mode = DELETE");
}

}  // namespace

namespace {

/// Of a file that may be no database; nothing is looked at, and nothing locked.
class Unopened {
 public:
  explicit Unopened(const fs::path& path) {
    sqlite3* database = nullptr;
    std::error_code hidden;
    if (fs::is_regular_file(path, hidden))
      sqlite3_open_v2(uri_of(path, "?mode=ro").c_str(), &database,
                      SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, nullptr);
    handle_.reset(database);
  }
  [[nodiscard]] Bytes bytes() const { return Bytes(handle_.get()); }

 private:
  std::unique_ptr<sqlite3, decltype(&sqlite3_close_v2)> handle_{nullptr, sqlite3_close_v2};
};

}  // namespace

bool begins_as_database(const fs::path& path) {
  const Unopened file(path);
  const auto bytes = file.bytes();
  std::string begin;
  return bytes.size() && bytes.read(0, magic.size(), begin) && begin == magic;
}

std::string state_of_database(const fs::path& path) {
  const Unopened file(path);
  const auto bytes = file.bytes();
  std::string header;
  if (!bytes.size() || !bytes.read(0, header_size, header) || header.size() < header_size)
    return {};
  return fmt::format("{} {}", *bytes.size(), to_hex(header));
}

std::string sha256_of_database(const fs::path& path) {
  require_file(path);
  Sha256 digest;
  const Unopened file(path);
  file.bytes().show(path, [&](std::string_view piece) { digest.add(piece); });
  // No lock lies on the log itself.
  if (const auto log = beside(path, "-wal"); fs::exists(log)) add_file(digest, log);
  return digest.hex();
}

void copy_database(Database& from, const std::filesystem::path& to) {
  // A read transaction keeps writers out of the file itself, unless they write to a log beside it.
  const Snapshot snapshot(from);
  if (snapshot.is_in_file())
    copy_bytes(from, to);
  else
    back_up(from, to);
}

}  // namespace bdf::io
