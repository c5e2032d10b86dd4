// SPDX-License-Identifier: MIT
// The sides of a sync that come from a reference base.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "io/sync_tables.h"
#include "jobs/inputs.h"
#include "model/finding.h"
#include "rules/theme.h"

namespace bdf::jobs {

struct BaseInputs {
  std::optional<Input> ancestor;  ///< none where another was given
  Input reference;
  std::vector<std::string> key;  ///< by which the base knows the objects of all these layers
  std::string selection;         ///< the part of the base, as a stamp says it
  io::HeldIds held;              ///< of a part: which objects are the reference
  std::vector<Answer> answers;   ///< of the base to what the producer has sent it
};

/// What to take, and for whom.
struct BaseRequest {
  std::string base;
  std::string at;  ///< the transaction that is the reference; "": the last one
  const Input* local = nullptr;
  std::string producer;             ///< whose local is, as the base knows it
  const Input* ancestor = nullptr;  ///< one that was given; null: it is found
  const rules::Theme* theme = nullptr;
};

/// For each layer of local's that the theme is about: the state from which it was taken, as the
/// local file says (bdf_origin, else bdf_sync), and the one of now (or `at`). Written to `staging`.
///
/// Of a part of the base: what lies there at either time, and wherever it lies what local has of
/// it, what it was last brought together with, what goes on from these under another identifier,
/// and, in the reference, what is new close to what local has drawn.
///
/// Throws InputError for a local layer that does not say where it comes from, and StoreError for a
/// state that the base does not know.
[[nodiscard]] BaseInputs inputs_from_base(const BaseRequest& request,
                                          const std::filesystem::path& staging,
                                          std::vector<Finding>& findings);

}  // namespace bdf::jobs
