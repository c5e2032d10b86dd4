// SPDX-License-Identifier: MIT
#include "crypto/signature.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/error.h"
#include "base/message.h"
#include "crypto/base58.h"
#include "crypto/canonical_json.h"

namespace bdf::crypto {

namespace {

using Json = nlohmann::json;

std::string signed_bytes(std::string_view what, std::string_view statement) {
  return fmt::format("bdf signature 1 {}\n{}", what, statement);
}

Json as_json(const Statement& statement) {
  return {{"digest", statement.content.digest},
          {"organisation", statement.organisation},
          {"signer", to_text(statement.signer)},
          {"subject", Json(statement.content.subject)},
          {"time", statement.time},
          {"what", statement.content.what}};
}

/// The statement, where it is one and in canonical form: what has two forms could be told apart
/// from what was signed without being altered.
std::optional<Statement> read_statement(const std::string& text) {
  try {
    const auto json = parse_strictly(text);
    const auto signer = public_key_in(json.at("signer").get<std::string>());
    if (!signer) return std::nullopt;
    Statement statement{{json.at("what"), json.at("digest"), json.at("subject")},
                        *signer,
                        json.at("organisation"),
                        json.at("time")};
    if (canonical_json(as_json(statement)) != text) return std::nullopt;
    return statement;
  } catch (const Json::exception&) {
    return std::nullopt;
  } catch (const InputError&) {
    return std::nullopt;
  }
}

std::optional<SignatureBytes> read_signature(const std::string& text) {
  const auto bytes = bytes_of_multibase(text);
  SignatureBytes signature;
  if (!bytes || bytes->size() != signature.size()) return std::nullopt;
  std::copy(bytes->begin(), bytes->end(), signature.begin());
  return signature;
}

Verdict verdict_on(const Statement& statement, const std::vector<KnownKey>& known) {
  auto verdict = Verdict::unknown_signer;
  for (const auto& [key, organisation] : known) {
    if (key != statement.signer) continue;
    if (organisation.empty() || organisation == statement.organisation) return Verdict::good;
    verdict = Verdict::other_name;
  }
  return verdict;
}

}  // namespace

Signature sign(const Content& content, const OwnKey& own, const std::string& time) {
  const Statement statement{content, own.key.public_key(), own.organisation, time};
  auto text = canonical_json(as_json(statement));
  const auto signature = own.key.sign(signed_bytes(content.what, text));
  return {std::move(text), multibase_of(signature)};
}

std::string signature_as_json(const Signature& signature) {
  const Json json{{"signature", signature.signature},
                  {"statement", parse_strictly(signature.statement)}};
  return canonical_json(json) + "\n";
}

Signature signature_from_json(std::string_view text) {
  const auto json = parse_strictly(text);
  if (!json.is_object() || json.size() != 2 || !json.contains("statement") ||
      !json.contains("signature") || !json["signature"].is_string())
    throw InputError(msg("this is no signature as bdf writes it"));
  return {canonical_json(json["statement"]), json["signature"].get<std::string>()};
}

std::string_view name_of(Verdict verdict) {
  constexpr std::array<std::string_view, 6> names{"good",           "altered",    "wrong_signature",
                                                  "unknown_signer", "other_name", "malformed"};
  return names[static_cast<std::size_t>(verdict)];
}

Judgement judge(const Signature& signature, const Content& content,
                const std::vector<KnownKey>& known) {
  auto statement = read_statement(signature.statement);
  const auto bytes = read_signature(signature.signature);
  auto verdict = Verdict::malformed;
  if (statement && bytes) {
    if (!has_signed(statement->signer, signed_bytes(content.what, signature.statement), *bytes))
      verdict = Verdict::wrong_signature;
    else if (statement->content != content)
      verdict = Verdict::altered;
    else
      verdict = verdict_on(*statement, known);
  }
  return {verdict, std::move(statement)};
}

}  // namespace bdf::crypto
