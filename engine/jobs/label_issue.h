// SPDX-License-Identifier: MIT
// bdf label issue: a label given, signed and bound to what it is of.
#pragma once

#include <filesystem>
#include <string>

#include "crypto/key_file.h"
#include "jobs/label_check.h"

namespace bdf::jobs {

struct LabelIssueJob {
  LabelCheckJob check;
  std::filesystem::path out;       ///< the folder in which the labelled package, or label, appears
  std::filesystem::path registry;  ///< of the issuer's labels (label_register.h); "": irrevocable
  std::string method;              ///< a DID URL by which the key is known; "": that of its did:key
  bool overwrite = false;
};

/// When a label ends that is given at `time` (UTC): the same day so many months later, or the last
/// one of that month.
[[nodiscard]] std::string end_of_label(const std::string& time, int months);

struct IssuedLabel {
  LabelCheck check;
  std::filesystem::path path;  ///< of the package, or of label.json; "" where no label is given
  std::string id;
  std::string issuer;  ///< a DID
  std::string valid_until;
};

/// A package gets its badge, its label's part of the cover page, and label.json; it is written anew
/// in its form, with its digests. Beside another base's declaration nothing is changed: label.json,
/// label.svg and label.html are written to a folder of its name. Where the criteria give no level,
/// nothing is written.
///
/// Throws as check_label(), and UsageError for a target that exists, StoreError.
[[nodiscard]] IssuedLabel issue_label(const LabelIssueJob& job, const crypto::OwnKey& own);

[[nodiscard]] std::string text_of(const IssuedLabel& issued);
[[nodiscard]] std::string json_of(const IssuedLabel& issued);

}  // namespace bdf::jobs
