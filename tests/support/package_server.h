// SPDX-License-Identifier: MIT
// A web server for a folder, which can be told to behave badly.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace bdf::tests {

enum class Manner {
  good,
  without_ranges,  ///< always sends the whole
  drops,           ///< breaks the connection after `bytes` bytes
  stalls,          ///< sends nothing more after `bytes` bytes
  says_more,       ///< promises a longer file than it has
  sends_more,      ///< sends more than there is, and says so
  sends_no_end,    ///< the same, without saying how much and without an end
  other_bytes,     ///< as many, but not the same
  no_validators,   ///< with ranges, but neither ETag nor Last-Modified
  redirects,       ///< to `to`
  fails            ///< with status 503
};

struct Behaviour {
  Manner manner = Manner::good;
  std::string on = "/";  ///< whatever has this in its path; the rest is served well
  std::size_t bytes = 0;
  std::string to{};
  std::size_t times = 1'000'000;  ///< that often, and then well again
};

struct ServedRequest {
  std::string path;
  std::string range;  ///< "" where the whole is asked for
  std::string host;
  int status = 0;
};

/// On a free port of this machine, until it goes. Sends strong ETags of the content, and honours
/// Range and If-Range.
class PackageServer {
 public:
  explicit PackageServer(std::filesystem::path folder);
  ~PackageServer();
  PackageServer(const PackageServer&) = delete;
  PackageServer& operator=(const PackageServer&) = delete;

  [[nodiscard]] std::string url() const;
  void behave(const Behaviour& behaviour);
  /// What was asked so far, in order.
  [[nodiscard]] std::vector<ServedRequest> requests() const;
  void forget_requests();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace bdf::tests
