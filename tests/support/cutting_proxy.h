// SPDX-License-Identifier: MIT
// A way to a PostgreSQL server that breaks at a chosen moment.
#pragma once

#include <atomic>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

namespace bdf::tests {

enum class Cut {
  before_the_server_hears,  ///< of it
  before_the_client_hears   ///< that it is done
};

/// Listens on a Unix socket in `folder` and hands on what goes to the server's socket. The first
/// message with `word` in it breaks its connection, once; others go through.
class CuttingProxy {
 public:
  CuttingProxy(const std::filesystem::path& folder, const std::filesystem::path& server,
               std::string word, Cut cut);
  ~CuttingProxy();
  CuttingProxy(const CuttingProxy&) = delete;
  CuttingProxy& operator=(const CuttingProxy&) = delete;

  [[nodiscard]] bool has_cut() const { return has_cut_; }

 private:
  void serve();
  void hand_on(int client, int server);

  std::string server_;
  std::string word_;
  Cut cut_;
  int listener_ = -1;
  std::atomic<bool> has_cut_ = false;
  std::atomic<bool> ends_ = false;
  std::vector<std::thread> connections_;
  std::thread acceptor_;
};

}  // namespace bdf::tests
