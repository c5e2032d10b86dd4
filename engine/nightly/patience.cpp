// SPDX-License-Identifier: MIT
#include "nightly/patience.h"

#include <algorithm>
#include <chrono>
#include <thread>

#include "base/error.h"
#include "refbase/base.h"

namespace bdf::nightly {

using refbase::Access;
using refbase::SqlSession;

void patiently(const std::string& base, const std::function<void()>& work) {
  constexpr std::chrono::minutes patience(5);
  constexpr std::chrono::milliseconds longest(5000);
  const auto end = std::chrono::steady_clock::now() + patience;
  for (auto pause = std::chrono::milliseconds(100);; pause = std::min(2 * pause, longest)) {
    try {
      return work();
    } catch (const StoreError&) {
      if (!refbase::names_server(base) || std::chrono::steady_clock::now() > end) throw;
    }
    std::this_thread::sleep_for(pause);
  }
}

void with_base(const std::string& base, const std::function<void(SqlSession&)>& work) {
  patiently(base, [&] {
    const auto session = refbase::open_base(base, Access::write);
    work(*session);
  });
}

std::string start_of_server(const std::string& base) {
  std::string start;
  if (refbase::names_server(base))
    with_base(base, [&](SqlSession& session) {
      const refbase::SqlTransaction reading(session, Access::read);
      start = refbase::text_in(
          refbase::value_of(session, "SELECT CAST(pg_postmaster_start_time() AS text)"));
    });
  return start;
}

}  // namespace bdf::nightly
