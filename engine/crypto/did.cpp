// SPDX-License-Identifier: MIT
#include "crypto/did.h"

#include <algorithm>

namespace bdf::crypto {

namespace {

constexpr std::string_view key_prefix = "did:key:";
constexpr std::string_view web_prefix = "did:web:";
constexpr std::string_view encoded_colon = "%3A";
constexpr std::size_t longest = 1000;

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) {
  return is_lower(c) || is_digit(c) || (c >= 'A' && c <= 'Z') || c == '.' || c == '_' || c == '-';
}

/// Takes what stands before the separator, or all, off the text's beginning.
std::string_view take_until(std::string_view& text, std::string_view separator) {
  const auto end = text.find(separator);
  const auto part = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + separator.size());
  return part;
}

/// A label of a domain (RFC 1123).
bool is_label(std::string_view label) {
  constexpr std::size_t longest_label = 63;
  return !label.empty() && label.size() <= longest_label && label.front() != '-' &&
         label.back() != '-' && std::all_of(label.begin(), label.end(), [](char c) {
           return is_lower(c) || is_digit(c) || c == '-';
         });
}

/// An address of numbers ends with a label of digits, and no domain does.
bool is_domain(std::string_view text) {
  if (text.empty() || text.ends_with('.')) return false;
  std::string_view label;
  while (!text.empty()) {
    label = take_until(text, ".");
    if (!is_label(label)) return false;
  }
  return !std::all_of(label.begin(), label.end(), is_digit);
}

bool is_port(std::string_view text) {
  constexpr int greatest = 65535;
  if (text.empty() || text.size() > 5 || text.front() == '0') return false;
  return std::all_of(text.begin(), text.end(), is_digit) &&
         std::stoi(std::string(text)) <= greatest;
}

/// The host with its port, as a URL has it.
std::optional<std::string> host_in(std::string_view text) {
  const bool has_port = text.find(encoded_colon) != std::string_view::npos;
  const auto domain = take_until(text, encoded_colon);
  if (!is_domain(domain) || (has_port && !is_port(text))) return std::nullopt;
  return std::string(domain) + (has_port ? ":" : "") + std::string(text);
}

bool is_segment(std::string_view text) {
  return !text.empty() && text != "." && text != ".." &&
         std::all_of(text.begin(), text.end(), is_word);
}

}  // namespace

std::string did_of(const PublicKey& key) { return std::string(key_prefix) + to_text(key); }

std::string verification_method_of(const PublicKey& key) {
  return did_of(key) + "#" + to_text(key);
}

std::optional<std::string> document_address_of(std::string_view did) {
  if (!did.starts_with(web_prefix) || did.size() > longest || did.ends_with(':'))
    return std::nullopt;
  did.remove_prefix(web_prefix.size());
  const auto host = host_in(take_until(did, ":"));
  if (!host) return std::nullopt;
  std::string path = did.empty() ? "/.well-known" : "";
  while (!did.empty()) {
    const auto segment = take_until(did, ":");
    if (!is_segment(segment)) return std::nullopt;
    path += "/" + std::string(segment);
  }
  return "https://" + *host + path + "/did.json";
}

bool is_did(std::string_view text) {
  if (text.starts_with(key_prefix)) return public_key_in(text).has_value();
  return document_address_of(text).has_value();
}

std::optional<DidUrl> did_url_in(std::string_view text) {
  const auto did = take_until(text, "#");
  if (!is_did(did) || text.empty() || text.size() > longest) return std::nullopt;
  if (!std::all_of(text.begin(), text.end(), is_word)) return std::nullopt;
  return DidUrl{std::string(did), std::string(text)};
}

DidDocument document_of(const PublicKey& key) {
  return {did_of(key), {{verification_method_of(key), did_of(key), true, key, {}, {}}}};
}

KeyLookup look_up(const DidDocument& document, std::string_view method, Instant now) {
  const auto found = std::find_if(document.methods.begin(), document.methods.end(),
                                  [&](const auto& candidate) { return candidate.id == method; });
  if (found == document.methods.end()) return {};
  const auto state = [&] {
    if (!found->asserts) return KeyState::not_for_assertions;
    if (found->controller != document.did) return KeyState::other_controller;
    if (!found->key) return KeyState::other_kind;
    if (found->revoked && now >= *found->revoked) return KeyState::revoked;
    if (found->expires && now >= *found->expires) return KeyState::expired;
    return KeyState::usable;
  }();
  return {state, found->key};
}

}  // namespace bdf::crypto
