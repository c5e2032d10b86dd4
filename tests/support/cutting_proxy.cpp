// SPDX-License-Identifier: MIT
#include "support/cutting_proxy.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <system_error>

namespace bdf::tests {

namespace {

constexpr const char* socket_name = ".s.PGSQL.5432";

sockaddr_un address_in(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
  return address;
}

int new_socket() {
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) throw std::system_error(errno, std::generic_category(), "socket");
  return fd;
}

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

CuttingProxy::CuttingProxy(const std::filesystem::path& folder, const std::filesystem::path& server,
                           std::string word, Cut cut)
    : server_(server / socket_name), word_(std::move(word)), cut_(cut), listener_(new_socket()) {
  const auto address = address_in(folder / socket_name);
  if (bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      listen(listener_, 8) != 0)
    throw std::system_error(errno, std::generic_category(), address.sun_path);
  acceptor_ = std::thread([this] { serve(); });
}

CuttingProxy::~CuttingProxy() {
  ends_ = true;
  acceptor_.join();
  for (auto& connection : connections_) connection.join();
  close(listener_);
}

void CuttingProxy::serve() {
  while (!ends_) {
    pollfd waiting{listener_, POLLIN, 0};
    if (poll(&waiting, 1, 50) <= 0) continue;
    const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) continue;
    const int server = new_socket();
    const auto address = address_in(server_);
    if (connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      close(client);
      close(server);
      continue;
    }
    connections_.emplace_back([this, client, server] {
      hand_on(client, server);
      close(client);
      close(server);
    });
  }
}

void CuttingProxy::hand_on(int client, int server) {
  std::array<char, 65536> buffer{};
  bool deaf = false;
  while (!ends_) {
    std::array<pollfd, 2> waiting{pollfd{client, POLLIN, 0}, pollfd{server, POLLIN, 0}};
    if (poll(waiting.data(), waiting.size(), 50) <= 0) continue;
    for (const bool from_client : {true, false}) {
      if ((waiting[from_client ? 0 : 1].revents & (POLLIN | POLLHUP)) == 0) continue;
      const auto count = read(from_client ? client : server, buffer.data(), buffer.size());
      if (count <= 0) return;
      const std::string_view bytes(buffer.data(), static_cast<std::size_t>(count));
      if (from_client && !has_cut_ && bytes.find(word_) != std::string_view::npos) {
        has_cut_ = true;
        if (cut_ == Cut::before_the_server_hears) return;
        deaf = true;
      }
      // What the server answers says that it has done it.
      if (!from_client && deaf) return;
      if (!write_all(from_client ? server : client, bytes)) return;
    }
  }
}

}  // namespace bdf::tests
