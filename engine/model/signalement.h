// SPDX-License-Identifier: MIT
// What cannot be said as an edit: a signalement, a remark at a place, which is answered.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/schema.h"
#include "model/value.h"

namespace bdf {

/// Statuses are the codes of IGN's collaborative space (rules/signalement_status.h). An absent text
/// is "".
struct Signalement {
  std::string id;
  std::string comment;
  std::string theme;
  std::string layer;   ///< that it is about
  std::string object;  ///< that object's key
  std::string date;    ///< as its author writes it
  std::string status;  ///< "submit" until somebody has decided
  std::string answer;
  Value place = Null{};  ///< WKB of a point
  bool operator==(const Signalement&) const = default;
};

/// Some, and what their places are in.
struct Signalements {
  Crs crs;
  std::vector<Signalement> all;
};

/// What the reference has answered to one.
struct SignalementAnswer {
  std::string id;
  std::string status;
  std::string answer;
  std::string at;  ///< ISO 8601, UTC
  std::string by;  ///< an organisation
  bool operator==(const SignalementAnswer&) const = default;
};

namespace signalement_status {
inline constexpr std::string_view submitted = "submit";
}  // namespace signalement_status

}  // namespace bdf
