// SPDX-License-Identifier: MIT
#include "package/channel.h"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <system_error>
#include <vector>

#include "base/error.h"
#include "base/hash.h"
#include "base/message.h"
#include "io/durable.h"
#include "package/part_file.h"
#include "package/safe_path.h"

namespace bdf::package {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view between_scheme_and_host = "://";
constexpr long greatest_number_of_attempts = 100;
constexpr long ok = 200;
constexpr long partial = 206;
constexpr long found_none = 404;
constexpr long gone = 410;
constexpr long too_many_requests = 429;
constexpr long range_beyond_the_end = 416;
constexpr long of_servers = 500;

/// Throws UsageError for what is no plain address of a folder on a server.
void check_address(const std::string& address) {
  std::string scheme = address.substr(0, address.find(between_scheme_and_host));
  std::transform(scheme.begin(), scheme.end(), scheme.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (scheme != "http" && scheme != "https")
    throw UsageError(
        msg("{}: packages are fetched by http, by https, or from a folder", printable(address)));
  const auto host = address.substr(scheme.size() + between_scheme_and_host.size());
  if (host.substr(0, host.find('/')).find('@') != std::string::npos)
    throw UsageError(
        msg("an address with a password can be seen by other users of the machine: leave it out"));
  if (host.find_first_of("?#") != std::string::npos || printable(address) != address)
    throw UsageError(msg("{}: the address of a folder is needed here", printable(address)));
}

std::string without_ending(std::string text, std::string_view ending) {
  if (text.ends_with(ending)) text.resize(text.size() - ending.size());
  return text;
}

/// Throws for an answer without the file.
[[noreturn]] void refuse_status(const std::string& address, long status) {
  if (status == found_none || status == gone)
    throw InputError(msg("{}: the server has no such file", address));
  const auto text = msg("{}: the server answers with status {}", address, status);
  if (status == too_many_requests || status >= of_servers) throw StoreError(text);
  throw InputError(text);
}

[[noreturn]] void fail_to_get(const std::string& address, const std::string& why) {
  throw StoreError(
      msg("{}: it cannot be got just now ({}). What has come is kept: the same command goes on",
          address, why));
}

[[noreturn]] void refuse_size(const std::string& address, std::uint64_t promised) {
  throw InputError(
      msg("{}: it has another size than the {} bytes that the index says", address, promised));
}

/// For what is still missing of the file.
void check_room(const fs::path& target, std::uint64_t size, const fs::path& part) {
  std::error_code error;
  const auto held = fs::file_size(part, error);
  const auto bytes = size - std::min<std::uint64_t>(size, error ? 0 : held);
  const auto space = fs::space(target.parent_path(), error);
  if (error) throw StoreError(msg("{}: there is no such folder", target.parent_path().string()));
  if (bytes > space.available)
    throw StoreError(
        msg("{}: this needs {} bytes and the disk has {} left: make room, or choose "
            "another place",
            target.string(), bytes, space.available));
}

bool is_as_promised(const fs::path& path, const PromisedFile& file) {
  std::error_code none;
  if (!fs::is_regular_file(fs::symlink_status(path, none)) ||
      fs::file_size(path, none) != file.size)
    return false;
  return digests_of_file(path).sha256 == file.sha256;
}

/// The bytes of a file, piece by piece, as long as `take` says true.
void read_pieces(const fs::path& path, const std::function<void(std::span<const char>)>& take) {
  if (!fs::is_regular_file(path)) throw InputError(msg("{}: there is no such file", path.string()));
  std::ifstream in(path, std::ios::binary);
  std::vector<char> buffer(std::size_t{1} << 20);
  while (in.good()) {
    in.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    take(std::span<const char>(buffer).first(static_cast<std::size_t>(in.gcount())));
  }
  if (!in.eof()) throw InputError(msg("{}: it cannot be read", path.string()));
}

/// The server has another file, or its ranges are not to be relied upon.
struct BeginAnew {};

}  // namespace

struct Channel::Remote {
  explicit Remote(const HttpPatience& patience) : client(patience) {}
  HttpClient client;
};

Channel::Channel(const std::string& source, const HttpPatience& patience) : base_(source) {
  if (source.find(between_scheme_and_host) == std::string::npos) {
    if (!fs::is_directory(source))
      throw InputError(msg("{}: there is no such folder", printable(source)));
    return;
  }
  check_address(source);
  base_ = without_ending(without_ending(source, "index.json"), "/");
  remote_ = std::make_unique<Remote>(patience);
}

Channel::~Channel() = default;

std::string Channel::address_of(const std::string& place) const { return base_ + "/" + place; }

std::string Channel::read(const std::string& place, std::uint64_t most) {
  const auto address = address_of(place);
  std::string text;
  const auto take = [&](std::span<const char> bytes) {
    if (text.size() + bytes.size() > most)
      throw InputError(msg("{}: it has more than {} bytes", address, most));
    text.append(bytes.data(), bytes.size());
  };
  if (!remote_) {
    read_pieces(address, take);
    return text;
  }
  try {
    const auto answer = remote_->client.get(
        {address}, [](const HttpAnswer&) {}, take);
    if (answer.status != ok) refuse_status(address, answer.status);
  } catch (const HttpFailure& failure) {
    fail_to_get(address, failure.what());
  }
  return text;
}

bool Channel::copy(const PromisedFile& file, const fs::path& path) const {
  PartFile part(path);
  part.begin("");
  const auto address = address_of(file.place);
  read_pieces(address, [&](std::span<const char> bytes) {
    if (part.size() + bytes.size() > file.size) refuse_size(address, file.size);
    part.append(bytes);
  });
  if (part.size() != file.size) refuse_size(address, file.size);
  return false;
}

namespace {

/// One attempt to get what is missing. Returns the answer's status; throws BeginAnew, HttpFailure.
long get_rest(HttpClient& client, const std::string& address, const PromisedFile& file,
              PartFile& part) {
  const auto offset = part.size();
  const auto validator = part.validator();
  const auto begin = [&](const HttpAnswer& answer) {
    const bool is_rest = answer.status == partial;
    if (is_rest && (answer.begin != offset || (!validator.empty() && !answer.validator.empty() &&
                                               answer.validator != validator)))
      throw BeginAnew{};
    if (answer.total >= 0 && static_cast<std::uint64_t>(answer.total) != file.size) {
      if (is_rest) throw BeginAnew{};
      refuse_size(address, file.size);
    }
    if (!is_rest) part.begin(answer.validator);
  };
  const auto take = [&](std::span<const char> bytes) {
    if (part.size() + bytes.size() > file.size) refuse_size(address, file.size);
    part.append(bytes);
  };
  return client.get({address, offset, validator}, begin, take).status;
}

}  // namespace

bool Channel::fetch(const PromisedFile& file, const fs::path& path) {
  const auto address = address_of(file.place);
  PartFile part(path);
  if (part.size() > file.size) part.begin("");
  auto furthest = part.size();
  bool goes_on = furthest > 0;
  for (long attempt = 0; part.size() < file.size || (file.size == 0 && attempt == 0); ++attempt) {
    std::string why = msg("the connection ended too early");
    const auto offset = part.size();
    try {
      const auto status = get_rest(remote_->client, address, file, part);
      if (status == range_beyond_the_end && offset > 0) throw BeginAnew{};
      if (status != ok && status != partial) refuse_status(address, status);
      if (part.size() == file.size) return goes_on;
    } catch (const BeginAnew&) {
      part.begin("");
      goes_on = false;
      if (attempt < greatest_number_of_attempts) continue;
    } catch (const HttpFailure& failure) {
      why = failure.what();
    }
    // Whoever comes no further will not do so by trying on.
    if (part.size() <= furthest || attempt >= greatest_number_of_attempts)
      fail_to_get(address, why);
    furthest = part.size();
    goes_on = true;
  }
  return goes_on;
}

void Channel::bring(const PromisedFile& file, const fs::path& target) {
  if (is_as_promised(target, file)) return;
  const fs::path path = target.string() + ".part";
  check_room(target, file.size, path);
  const auto get = [&] {
    try {
      return remote_ ? fetch(file, path) : copy(file, path);
    } catch (const InputError&) {
      PartFile(path).remove();
      throw;
    }
  };
  const bool in_pieces = get();
  bool is_good = is_as_promised(path, file);
  if (!is_good && in_pieces) {
    // They may have been of different files, which the server did not say.
    PartFile(path).begin("");
    get();
    is_good = is_as_promised(path, file);
  }
  if (!is_good) {
    PartFile(path).remove();
    throw InputError(
        msg("{}: its content is not the one that the index says (SHA-256); nothing of "
            "it is kept",
            address_of(file.place)));
  }
  PartFile(path).become(target);
}

}  // namespace bdf::package
