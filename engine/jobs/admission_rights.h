// SPDX-License-Identifier: MIT
// What an organisation may do with the things that it sends.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "jobs/territories.h"
#include "model/change.h"
#include "rules/theme.h"

namespace bdf::jobs {

/// A right, and where it is less than to decide, why.
struct Judgement {
  rules::Right may = rules::Right::decide;
  std::string reason;

  void lower_to(const Judgement& other) {
    if (other.may < may) *this = other;
  }
};

/// For whom rights are asked. `theme` and `territories` outlive it.
struct Judge {
  const rules::Theme* theme = nullptr;
  std::string organisation;  ///< as it calls itself
  /// Of the base; null where it has none.
  const Territories* territories = nullptr;
  bool decides = false;  ///< an operator of the base, who has every right
  /// Where what is judged is more than a proposal; null or empty: wherever the organisation may.
  const std::vector<std::string>* only_in = nullptr;

  /// Of an attribute of a layer of the theme, of geometries, or of existence.
  [[nodiscard]] Judgement judge(const std::string& layer, const std::string& thing) const;
  /// Elsewhere than in its territories an organisation may only propose.
  [[nodiscard]] Judgement judge_place(const std::vector<ValueView>& geometries) const;
};

}  // namespace bdf::jobs
