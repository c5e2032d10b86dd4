// SPDX-License-Identifier: MIT
// What a producer says of what it deposits.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "model/geometry.h"

namespace bdf::rules {

/// The name of the file that says it.
inline constexpr const char* deposit_manifest_name = "deposit.yaml";

struct DepositManifest {
  std::string producer;
  std::vector<std::string> themes;
  std::vector<std::string> territories;  ///< empty: everywhere
  std::string data;                      ///< the name of a file beside it, or PG:…
  std::string ancestor;                  ///< a state of the base; "": layers say it themselves
  std::optional<Box> extent;
  std::vector<std::string> key;
  std::string crs;
  std::string encoding;
  bool confirm_deletions = false;
  std::string message;
  bool is_of_server = false;  ///< data of a server
};

/// Throws InputError with `file`, line and column. Data are named by one name, without a folder:
/// what a stranger writes leads nowhere else.
[[nodiscard]] DepositManifest parse_deposit(const std::string& file, const std::string& text);

}  // namespace bdf::rules
