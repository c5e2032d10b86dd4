// SPDX-License-Identifier: MIT
// The labels that an organisation has given, and the signed list by which it takes them back: a
// folder with register.json, which it keeps to itself, and status.json, which it publishes.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "credential/credential.h"
#include "crypto/key_file.h"

namespace bdf::jobs {

struct RegisteredLabel {
  std::string id;       ///< of the credential
  std::string subject;  ///< the package, or the base
  std::string issued;
  std::uint64_t index = 0;  ///< of its bit in the list
  std::string revoked;      ///< since when; "" where it stands
  std::string reason;
};

struct LabelRegister {
  std::string list;          ///< the URL at which the list is published
  std::string organisation;  ///< whose it is: nobody else's key signs its list
  std::vector<RegisteredLabel> labels;
};

/// Throws InputError for what is no such file.
[[nodiscard]] LabelRegister read_register(const std::filesystem::path& folder);

/// What signing the list takes.
struct ListSigning {
  const crypto::OwnKey& own;
  std::string method;  ///< a DID URL; "": that of its did:key
  std::string time;
  int days = 90;  ///< that the list is good for
};

/// A new register, or the list of one that is there signed anew, which its end makes needful.
/// Throws UsageError where `url` is another one than the register's, or is missing for a new one;
/// RightsError, as the others, for another organisation's key.
void renew_register(const std::filesystem::path& folder, const std::string& url,
                    const ListSigning& signing);

/// Enters a label, and returns where its status is to be looked for. The same label twice has one
/// entry. Indexes are taken at random, as the standard asks: they tell nothing of how many there
/// are. Throws InputError where there is no such register, or it is full.
[[nodiscard]] credential::StatusEntry enter_label(const std::filesystem::path& folder,
                                                  RegisteredLabel label,
                                                  const std::string& organisation);

/// Takes labels back: the one of that id, or all of that subject. Returns how many were not taken
/// back before. Throws InputError where there is none.
std::size_t revoke_labels(const std::filesystem::path& folder, const std::string& id_or_subject,
                          const std::string& reason, const ListSigning& signing);

}  // namespace bdf::jobs
