// SPDX-License-Identifier: MIT
// What is said of keys and signatures: for people, and as JSON.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "crypto/signature.h"

namespace bdf::jobs {

/// One line, without its end: who has signed, when, and whether that holds.
[[nodiscard]] std::string signature_text(const crypto::Judgement& judgement);

/// The same where it was not asked whose the key is: that it is not known is no fault.
[[nodiscard]] std::string unasked_text(const crypto::Judgement& judgement);

/// A line each, or that nobody has signed.
[[nodiscard]] std::string signatures_text(const std::vector<crypto::Judgement>& judgements);

/// {"verdict": …, "organisation": …, "signer": …, "time": …}; null where nothing was said.
[[nodiscard]] nlohmann::ordered_json signature_json(const crypto::Judgement& judgement);
[[nodiscard]] nlohmann::ordered_json signatures_json(
    const std::vector<crypto::Judgement>& judgements);

/// What may be told of a key.
[[nodiscard]] std::string key_text(const crypto::KnownKey& key);
[[nodiscard]] std::string key_json(const crypto::KnownKey& key);

}  // namespace bdf::jobs
