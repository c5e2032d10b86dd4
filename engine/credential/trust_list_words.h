// SPDX-License-Identifier: MIT
// The words of a trust list's JSON.
#pragma once

#include <array>
#include <string_view>

namespace bdf::credential {

inline constexpr std::string_view trust_list_type = "TrustList";
inline constexpr int trust_list_version = 1;

/// In the order of RevocationReason.
inline constexpr std::array<std::string_view, 4> reason_words{
    "key_compromise", "affiliation_changed", "superseded", "cessation_of_operation"};

}  // namespace bdf::credential
