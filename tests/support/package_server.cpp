// SPDX-License-Identifier: MIT
#include "support/package_server.h"

#include <httplib.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iterator>
#include <mutex>
#include <optional>
#include <thread>

#include "base/hash.h"

namespace bdf::tests {

namespace {

namespace fs = std::filesystem;
using httplib::Request;
using httplib::Response;

constexpr const char* media_type = "application/octet-stream";

std::optional<std::string> content_of(const fs::path& path) {
  if (!fs::is_regular_file(path)) return std::nullopt;
  std::ifstream file(path, std::ios::binary);
  return std::string{std::istreambuf_iterator<char>(file), {}};
}

/// Sends `limit` bytes at most, and then ends the connection, after `pause`.
void send_some(Response& response, std::string content, std::size_t length, std::size_t limit,
               std::chrono::milliseconds pause = {}) {
  auto sent = std::make_shared<std::size_t>(0);
  response.set_content_provider(
      length, media_type,
      [content = std::move(content), limit, sent, pause](std::size_t offset, std::size_t wanted,
                                                         httplib::DataSink& sink) {
        const auto left = std::min({wanted, limit - *sent, content.size() - offset});
        if (left == 0) {
          std::this_thread::sleep_for(pause);
          return false;
        }
        *sent += left;
        return sink.write(content.data() + offset, left);
      });
}

}  // namespace

struct PackageServer::Parts {
  fs::path folder;
  httplib::Server server;
  std::thread thread;
  int port = 0;
  mutable std::mutex mutex;
  Behaviour behaviour;
  std::vector<ServedRequest> requests;

  Behaviour behaviour_on(const std::string& path) {
    const std::lock_guard lock(mutex);
    if (path.find(behaviour.on) == std::string::npos || behaviour.times == 0) return {};
    --behaviour.times;
    return behaviour;
  }

  void answer(const Request& request, Response& response) {
    // Proxies are asked for whole addresses.
    auto path = request.path;
    if (const auto scheme = path.find("://"); scheme != std::string::npos)
      path = path.substr(std::min(path.size(), path.find('/', scheme + 3)));
    const auto content = content_of(folder / path.substr(std::min<std::size_t>(1, path.size())));
    if (!content) {
      response.status = 404;
      return;
    }
    const auto etag = "\"" + sha256(*content).substr(0, 16) + "\"";
    const auto doing = behaviour_on(path);
    const bool is_other =
        request.has_header("If-Range") && request.get_header_value("If-Range") != etag;
    // The library has read the ranges already, and knows no If-Range.
    if (is_other || doing.manner == Manner::without_ranges)
      const_cast<httplib::Ranges&>(request.ranges).clear();
    if (doing.manner != Manner::no_validators) response.set_header("ETag", etag);
    send(*content, doing, response);
  }

  static void send(const std::string& content, const Behaviour& doing, Response& response) {
    const auto size = content.size();
    switch (doing.manner) {
      case Manner::drops:
        return send_some(response, content, size, doing.bytes);
      case Manner::stalls:
        return send_some(response, content, size, doing.bytes, std::chrono::seconds(3));
      case Manner::says_more:
        return send_some(response, content, size + 1000, size);
      case Manner::sends_more:
        return send_some(response, content + content, 2 * size, 2 * size);
      case Manner::sends_no_end:
        return response.set_chunked_content_provider(
            media_type, [content](std::size_t, httplib::DataSink& sink) {
              return sink.write(content.data(), content.size());
            });
      case Manner::other_bytes: {
        auto other = content;
        if (!other.empty()) other[size / 2] = static_cast<char>(other[size / 2] ^ 1);
        return response.set_content(other, media_type);
      }
      case Manner::redirects:
        return response.set_redirect(doing.to);
      case Manner::fails:
        response.status = 503;
        return;
      default:
        return response.set_content(content, media_type);
    }
  }
};

PackageServer::PackageServer(fs::path folder) : parts_(std::make_unique<Parts>()) {
  parts_->folder = std::move(folder);
  parts_->server.Get(R"((?:/|http).*)", [this](const Request& request, Response& response) {
    parts_->answer(request, response);
    // Before it is sent: whoever has got it may ask at once what was served.
    const int sent = request.ranges.empty() ? 200 : 206;
    const std::lock_guard lock(parts_->mutex);
    parts_->requests.push_back({request.path, request.get_header_value("Range"),
                                request.get_header_value("Host"),
                                response.status == -1 ? sent : response.status});
  });
  parts_->port = parts_->server.bind_to_any_port("127.0.0.1");
  parts_->thread = std::thread([this] { parts_->server.listen_after_bind(); });
  while (!parts_->server.is_running()) std::this_thread::yield();
}

PackageServer::~PackageServer() {
  parts_->server.stop();
  parts_->thread.join();
}

std::string PackageServer::url() const {
  return "http://127.0.0.1:" + std::to_string(parts_->port);
}

void PackageServer::behave(const Behaviour& behaviour) {
  const std::lock_guard lock(parts_->mutex);
  parts_->behaviour = behaviour;
}

std::vector<ServedRequest> PackageServer::requests() const {
  const std::lock_guard lock(parts_->mutex);
  return parts_->requests;
}

void PackageServer::forget_requests() {
  const std::lock_guard lock(parts_->mutex);
  parts_->requests.clear();
}

}  // namespace bdf::tests
