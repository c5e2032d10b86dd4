// SPDX-License-Identifier: MIT
#include "refbase/work_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <exception>
#include <map>
#include <string_view>

#include "base/error.h"
#include "io/durable.h"
#include "refbase/sql_session.h"

namespace bdf::refbase {

namespace {

/// Tells these locks from those of other programs in the same database: "BDFS".
constexpr int ours = 0x42444653;

class ServerLocks : public WorkLocks {
 public:
  explicit ServerLocks(std::string base) : base_(std::move(base)) { connect(); }
  /// Given back while the server listens: it notices only some time later that we have gone.
  ~ServerLocks() override {
    try {
      if (!held_.empty()) static_cast<void>(once("SELECT 1 FROM pg_advisory_unlock_all()"));
    } catch (const std::exception&) {  // they end with the connection
    }
  }

  bool try_lock(int number) override { return got(number, alone); }
  bool try_share(int number) override { return got(number, shared); }

  void unlock(int number) override {
    const auto held = held_.find(number);
    if (held == held_.end()) return;
    const auto how = held->second;
    held_.erase(held);
    static_cast<void>(is_so("pg_advisory_unlock", how, number));
  }

 private:
  /// As the names of the server's functions end.
  static constexpr std::string_view alone = "", shared = "_shared";

  bool got(int number, std::string_view how) {
    // Another connection may have taken the place of the one that had it.
    if (held_.contains(number) && asked(fmt::format("SELECT {}", number)) == number &&
        held_.contains(number))
      return true;
    const bool has = is_so("pg_try_advisory_lock", how, number);
    if (has) held_[number] = how;
    return has;
  }

  bool is_so(std::string_view function, std::string_view how, int number) {
    return asked(fmt::format("SELECT CASE WHEN {}{}({}, {}) THEN 1 ELSE 0 END", function, how, ours,
                             number)) == 1;
  }

  void connect() {
    session_ = open_session(base_, false);
    held_.clear();
    // A machine that is gone without a word is noticed within a minute.
    static_cast<void>(
        once("SELECT length(set_config('tcp_keepalives_idle', '20', false) || "
             "set_config('tcp_keepalives_interval', '10', false) || "
             "set_config('tcp_keepalives_count', '3', false))"));
  }

  std::int64_t once(const std::string& sql) {
    SqlTransaction reading(*session_, Access::read);
    const auto answer = integer_in(value_of(*session_, sql));
    reading.commit();
    return answer;
  }

  /// Once more on a new connection where the server has been started anew.
  std::int64_t asked(const std::string& sql) {
    try {
      return once(sql);
    } catch (const StoreError&) {
      connect();
    }
    return once(sql);
  }

  std::string base_;
  std::unique_ptr<SqlSession> session_;
  std::map<int, std::string_view> held_;  ///< and how
};

class FileLocks : public WorkLocks {
 public:
  explicit FileLocks(const std::string& base) : path_(io::full_path(base).string() + ".lock") {
    constexpr mode_t by_umask = 0666;
    descriptor_ = open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, by_umask);
    if (descriptor_ < 0) io::fail_on(path_);
  }
  ~FileLocks() override { close(descriptor_); }

  bool try_lock(int number) override { return got(number, F_WRLCK); }
  bool try_share(int number) override { return got(number, F_RDLCK); }
  void unlock(int number) override { static_cast<void>(set(number, F_UNLCK)); }

 private:
  [[nodiscard]] bool got(int number, short type) const {
    if (set(number, type)) return true;
    if (errno != EAGAIN && errno != EACCES) io::fail_on(path_);
    return false;
  }

  /// A lock of the open file, not of the process: others of the same process have their own.
  [[nodiscard]] bool set(int number, short type) const {
    struct flock wanted {};
    wanted.l_type = type;
    wanted.l_whence = SEEK_SET;
    wanted.l_start = number;
    wanted.l_len = 1;
    return fcntl(descriptor_, F_OFD_SETLK, &wanted) == 0;
  }

  std::string path_;
  int descriptor_;
};

}  // namespace

std::unique_ptr<WorkLocks> work_locks_of(const std::string& base) {
  if (names_server(base)) return std::make_unique<ServerLocks>(base);
  return std::make_unique<FileLocks>(base);
}

}  // namespace bdf::refbase
