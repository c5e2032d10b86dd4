// SPDX-License-Identifier: MIT
// Decentralized identifiers (W3C DID 1.0): who signs, and which of its keys it has signed with.
//
//   did:key:z6Mk…                       is its key; no document is needed
//   did:web:geo.example                 its document is https://geo.example/.well-known/did.json
//   did:web:geo.example%3A8443:offices:ddt51     https://geo.example:8443/offices/ddt51/did.json
//
// Nothing is fetched: documents are files that somebody has got.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "crypto/key_pair.h"

namespace bdf::crypto {

/// did:key:z6Mk…
[[nodiscard]] std::string did_of(const PublicKey& key);
/// did:key:z6Mk…#z6Mk…: the one verification method of a did:key.
[[nodiscard]] std::string verification_method_of(const PublicKey& key);

/// A DID and what follows its `#`, which names one of its verification methods.
struct DidUrl {
  std::string did;
  std::string fragment;
  bool operator==(const DidUrl&) const = default;
};

/// A did:key of an Ed25519 key, or a did:web that has an address.
[[nodiscard]] bool is_did(std::string_view text);
/// Such a DID with a fragment, and with nothing else. Nothing for other texts.
[[nodiscard]] std::optional<DidUrl> did_url_in(std::string_view text);

/// Where the document of a did:web is served. Nothing for what is no did:web as read here: with a
/// domain in lower case that is no IP address, and path segments of letters, digits, `.`, `_` and
/// `-` that are not `.` or `..`. The only character that may be encoded is the colon of a port.
[[nodiscard]] std::optional<std::string> document_address_of(std::string_view did);

/// A public key that a document names.
struct VerificationMethod {
  std::string id;                ///< a DID URL
  std::string controller;        ///< who may say so; believed only where it is the document's DID
  bool asserts = false;          ///< whether it is listed under assertionMethod
  std::optional<PublicKey> key;  ///< none where it is no Ed25519 key
  std::optional<Instant> expires;
  std::optional<Instant> revoked;
};

struct DidDocument {
  std::string did;
  std::vector<VerificationMethod> methods;  ///< each of another id
};

/// The document of a did:key.
[[nodiscard]] DidDocument document_of(const PublicKey& key);

/// Reads a DID document (W3C Controlled Identifiers 1.0). Keys are of type Multikey,
/// Ed25519VerificationKey2020, JsonWebKey or JsonWebKey2020; those of other types and curves are
/// listed without their key, and what else the document says is not looked at. Throws InputError
/// for what is no such document, for two methods of one id, for times without a zone, for an
/// Ed25519 key that is none, and for a document that gives a private key away.
[[nodiscard]] DidDocument read_did_document(std::string_view text);

enum class KeyState {
  usable,
  unknown,             ///< the document has no such verification method
  not_for_assertions,  ///< it is for other purposes
  other_controller,    ///< it is somebody else's than the document is
  other_kind,          ///< it is no Ed25519 key
  expired,
  revoked
};

struct KeyLookup {
  KeyState state = KeyState::unknown;
  std::optional<PublicKey> key;  ///< also of one that is expired or revoked
};

/// What the document says of one of its keys. Where several things are wrong, it is the first in
/// the order of KeyState but for `revoked`, which comes before `expired`. From the instant on at
/// which a key expires or is revoked, nothing counts that it has signed, whenever that was
/// (Controlled Identifiers 1.0, section 2.2).
[[nodiscard]] KeyLookup look_up(const DidDocument& document, std::string_view method, Instant now);

}  // namespace bdf::crypto
