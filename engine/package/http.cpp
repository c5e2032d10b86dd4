// SPDX-License-Identifier: MIT
#include "package/http.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <exception>
#include <new>
#include <string_view>

#include "base/message.h"
#include "base/version.h"
#include "package/safe_path.h"

namespace bdf::package {

namespace {

struct FreeList {
  void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};
struct FreeCurl {
  void operator()(CURL* curl) const noexcept { curl_easy_cleanup(curl); }
};

/// Once a process, before any handle.
void start_curl() {
  static const bool started = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  if (!started) throw std::bad_alloc();
}

std::string lower(std::string_view text) {
  std::string copy(text);
  std::transform(copy.begin(), copy.end(), copy.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return copy;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// -1 where there is no number.
std::int64_t number_of(std::string_view text) {
  std::int64_t number = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() && number >= 0 ? number : -1;
}

/// One request under way, as libcurl's C functions see it.
struct Transfer {
  const std::function<void(const HttpAnswer&)>& begin;
  const std::function<void(std::span<const char>)>& take;
  HttpAnswer answer{};
  std::string last_modified{};
  bool has_begun = false;
  std::exception_ptr failure{};

  void begin_once() {
    if (has_begun) return;
    has_begun = true;
    if (answer.validator.empty()) answer.validator = last_modified;
    begin(answer);
  }

  /// A status line: what came before it was of a redirect, or of a proxy.
  void read_status(std::string_view line) {
    answer = {};
    last_modified.clear();
    const auto blank = line.find(' ');
    if (blank != std::string_view::npos) answer.status = number_of(line.substr(blank + 1, 3));
  }

  void read_range(std::string_view value) {
    // bytes 100-199/200
    if (!value.starts_with("bytes ")) return;
    const auto slash = value.find('/');
    if (slash == std::string_view::npos) return;
    const auto begins = number_of(value.substr(6, value.find('-') - 6));
    answer.begin = begins < 0 ? 0 : static_cast<std::uint64_t>(begins);
    answer.total = number_of(value.substr(slash + 1));
  }

  void read_header(std::string_view line) {
    if (line.starts_with("HTTP/")) return read_status(line);
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return;
    const auto name = lower(line.substr(0, colon));
    const auto value = trimmed(line.substr(colon + 1));
    if (name == "etag" && !value.starts_with("W/"))
      answer.validator = value;
    else if (name == "last-modified")
      last_modified = value;
    else if (name == "content-range")
      read_range(value);
    else if (name == "content-length" && answer.status == 200)
      answer.total = number_of(value);
  }
};

std::size_t on_header(char* data, std::size_t, std::size_t size, void* transfer) {
  static_cast<Transfer*>(transfer)->read_header({data, size});
  return size;
}

/// libcurl is C: no exception may pass through it.
std::size_t on_data(char* data, std::size_t, std::size_t size, void* context) {
  auto& transfer = *static_cast<Transfer*>(context);
  if (transfer.answer.status != 200 && transfer.answer.status != 206) return 0;
  try {
    transfer.begin_once();
    transfer.take({data, size});
    return size;
  } catch (...) {
    transfer.failure = std::current_exception();
    return 0;
  }
}

}  // namespace

struct HttpClient::Handle {
  std::unique_ptr<CURL, FreeCurl> curl;
  HttpPatience patience;
  std::array<char, CURL_ERROR_SIZE> error{};

  template <class Value>
  void set(CURLoption option, Value value) {
    if (const auto code = curl_easy_setopt(curl.get(), option, value); code != CURLE_OK)
      throw HttpFailure(curl_easy_strerror(code));
  }

  void prepare(const HttpRequest& request) {
    curl_easy_reset(curl.get());
    error.fill('\0');
    const bool is_secure = lower(request.url).starts_with("https:");
    set(CURLOPT_URL, request.url.c_str());
    set(CURLOPT_ERRORBUFFER, error.data());
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_USERAGENT, fmt::format("bdf/{}", version()).c_str());
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_FOLLOWLOCATION, 1L);
    set(CURLOPT_MAXREDIRS, patience.redirects);
    set(CURLOPT_REDIR_PROTOCOLS_STR, is_secure ? "https" : "http,https");
    set(CURLOPT_CONNECTTIMEOUT, patience.connect_seconds);
    set(CURLOPT_LOW_SPEED_LIMIT, 1L);
    set(CURLOPT_LOW_SPEED_TIME, patience.stall_seconds);
    set(CURLOPT_SSL_VERIFYPEER, 1L);
    set(CURLOPT_SSL_VERIFYHOST, 2L);
    if (request.offset > 0) set(CURLOPT_RANGE, fmt::format("{}-", request.offset).c_str());
  }
};

HttpClient::HttpClient(const HttpPatience& patience) {
  start_curl();
  handle_ = std::make_unique<Handle>();
  handle_->curl.reset(curl_easy_init());
  if (!handle_->curl) throw std::bad_alloc();
  handle_->patience = patience;
}

HttpClient::~HttpClient() = default;

HttpAnswer HttpClient::get(const HttpRequest& request,
                           const std::function<void(const HttpAnswer&)>& begin,
                           const std::function<void(std::span<const char>)>& take) {
  auto& handle = *handle_;
  handle.prepare(request);
  std::unique_ptr<curl_slist, FreeList> headers;
  if (request.offset > 0 && !request.if_range.empty()) {
    headers.reset(curl_slist_append(nullptr, ("If-Range: " + request.if_range).c_str()));
    if (!headers) throw std::bad_alloc();
    handle.set(CURLOPT_HTTPHEADER, headers.get());
  }
  Transfer transfer{begin, take};
  handle.set(CURLOPT_HEADERFUNCTION, on_header);
  handle.set(CURLOPT_HEADERDATA, &transfer);
  handle.set(CURLOPT_WRITEFUNCTION, on_data);
  handle.set(CURLOPT_WRITEDATA, &transfer);
  const auto code = curl_easy_perform(handle.curl.get());
  if (transfer.failure) std::rethrow_exception(transfer.failure);
  const auto status = transfer.answer.status;
  const bool has_content = status == 200 || status == 206;
  // Of another status the content was refused on purpose.
  if (code != CURLE_OK && (has_content || code != CURLE_WRITE_ERROR))
    throw HttpFailure(
        printable(handle.error[0] != '\0' ? handle.error.data() : curl_easy_strerror(code)));
  if (has_content) transfer.begin_once();  // an empty file
  return transfer.answer;
}

}  // namespace bdf::package
