// SPDX-License-Identifier: MIT
// Signatures that stand beside what they are of: a statement about it, in canonical JSON, and the
// Ed25519 signature of that statement.
//
// What is signed is the text "bdf signature 1 WHAT", a line end, and the statement: so a signature
// is never good for another purpose, nor for anything else that the same key signs. A statement is
//
//   {"digest": SHA-256 of the content, in hexadecimal,
//    "organisation": who signs, "signer": its public key, "subject": {NAME: TEXT, …},
//    "time": when, as 2026-11-24T01:09:08Z, "what": WHAT}
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/key_file.h"
#include "crypto/trust.h"

namespace bdf::crypto {

inline constexpr std::string_view contribution_purpose = "contribution";
inline constexpr std::string_view theme_purpose = "theme";
inline constexpr std::string_view deposit_purpose = "deposit";

/// What a signature is of.
struct Content {
  std::string what;  ///< one of the purposes
  std::string digest;
  std::map<std::string, std::string> subject;  ///< what is bound besides, by name
  bool operator==(const Content&) const = default;
};

struct Statement {
  Content content;
  PublicKey signer;
  std::string organisation;  ///< as the signer says; believed only where its key is known
  std::string time;
};

/// As it is kept: texts that say nothing until they are judged.
struct Signature {
  std::string statement;  ///< canonical JSON
  std::string signature;  ///< 64 bytes as multibase base58btc, as a W3C proof has them
};

/// Throws InputError where a text is not UTF-8.
[[nodiscard]] Signature sign(const Content& content, const OwnKey& own, const std::string& time);

/// {"signature": …, "statement": {…}} on one line, with its end.
[[nodiscard]] std::string signature_as_json(const Signature& signature);
/// Reads it back. Throws InputError for what is no JSON, or has other members.
[[nodiscard]] Signature signature_from_json(std::string_view text);

enum class Verdict {
  good,
  altered,          ///< the signature is one, of another content
  wrong_signature,  ///< the key that it names has not signed this statement for this purpose
  unknown_signer,   ///< it is of the content, by a key that is not among those known
  other_name,       ///< the key is known, as another organisation's than the statement says
  malformed         ///< no statement, or no signature
};

/// "good", "altered", "wrong_signature", "unknown_signer", "other_name", "malformed".
[[nodiscard]] std::string_view name_of(Verdict verdict);

struct Judgement {
  Verdict verdict = Verdict::malformed;
  /// What was said, where it can be read: of a wrong signature, by anybody.
  std::optional<Statement> statement;
};

/// Holds a signature against the content at hand. Where several things are wrong, the verdict is
/// the first of malformed, wrong_signature, altered, unknown_signer, other_name. A known key with
/// no organisation beside it may sign in any name.
[[nodiscard]] Judgement judge(const Signature& signature, const Content& content,
                              const std::vector<KnownKey>& known);

}  // namespace bdf::crypto
