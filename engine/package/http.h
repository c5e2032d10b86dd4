// SPDX-License-Identifier: MIT
// Files over HTTP (by libcurl), from servers that may be slow, broken or hostile.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>

namespace bdf::package {

/// How long and how far a server is followed.
struct HttpPatience {
  long connect_seconds = 30;
  long stall_seconds = 60;  ///< with less than a byte a second
  long redirects = 5;
};

struct HttpRequest {
  std::string url;
  std::uint64_t offset = 0;  ///< from this byte on
  /// A strong ETag or the Last-Modified of what came before `offset`: another content comes whole.
  std::string if_range{};
};

struct HttpAnswer {
  long status = 0;
  /// Of the file: a strong ETag, else Last-Modified, else "".
  std::string validator;
  std::uint64_t begin = 0;  ///< the first byte that comes
  std::int64_t total = -1;  ///< of the whole file; negative where the server does not say
};

/// What a server could not be asked, or did not finish saying: another attempt may go better.
struct HttpFailure : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// One after the other, over connections that are kept. Proxies are those of the environment
/// (http_proxy, https_proxy, no_proxy); certificates are verified. Redirects lead to http and
/// https only, and from https to https only; credentials go along to no other host. Belongs to one
/// thread.
class HttpClient {
 public:
  explicit HttpClient(const HttpPatience& patience = {});
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  /// `begin` is called once with a status of 200 or 206, `take` with the bytes as they come; what
  /// they throw ends the request and is passed on. Returns the answer, of whatever status (the
  /// content of others is not read). Throws HttpFailure.
  HttpAnswer get(const HttpRequest& request, const std::function<void(const HttpAnswer&)>& begin,
                 const std::function<void(std::span<const char>)>& take);

 private:
  struct Handle;
  std::unique_ptr<Handle> handle_;
};

}  // namespace bdf::package
