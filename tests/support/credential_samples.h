// SPDX-License-Identifier: MIT
// Credentials for tests, and documents signed in ways in which the engine signs none.
#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "credential/credential.h"
#include "credential/status_list.h"
#include "unit/crypto_samples.h"

namespace bdf::tests {

inline const std::string status_list_url = "https://geo.example/status/1";
inline const std::string label_type = "LabelCredential";

/// A dateTimeStamp, or a failed test.
[[nodiscard]] Instant at(std::string_view time);

/// Of sample_key(number).
[[nodiscard]] std::string did(int number);
[[nodiscard]] std::string method(int number);
[[nodiscard]] crypto::ProofOptions proof_options(int number = 1);

/// Valid from 2026-11-24 for a year, signed in its second hour.
[[nodiscard]] credential::Credential sample_credential(int issuer = 1);
/// The same with a status: bit 94567 of the list that follows.
[[nodiscard]] credential::Credential revocable_credential(int issuer = 1);
/// Valid from 2026-11-24 for thirty days.
[[nodiscard]] credential::StatusList sample_status_list(int issuer = 1);
[[nodiscard]] std::string issued(const credential::Credential& credential, int key = 1);

/// What the cryptosuite asks for, whatever the document and the proof say.
[[nodiscard]] nlohmann::json signed_anyhow(nlohmann::json document, nlohmann::json proof,
                                           const crypto::PrivateKey& key);

using ChangeJson = std::function<void(nlohmann::json&)>;

/// The document and its proof, each as it was changed, signed anew by sample_key(key).
[[nodiscard]] std::string signed_anew(const std::string& text, const ChangeJson& change,
                                      const ChangeJson& change_proof, int key = 1);
[[nodiscard]] std::string changed_and_signed(const std::string& text, const ChangeJson& change);

}  // namespace bdf::tests
