// SPDX-License-Identifier: MIT
// bdf label check: how data stand to what a theme's label asks for.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "jobs/label_figures.h"
#include "jobs/labelled_data.h"
#include "label/judgement.h"

namespace bdf::jobs {

struct LabelCheckJob {
  std::filesystem::path subject;      ///< a package, or a declaration (open_labelled())
  std::filesystem::path socle;        ///< likewise; "": figures that need it are missed
  std::filesystem::path attestation;  ///< what the steward says; "": nothing
  LabelReading reading;
  std::string now;
};

/// What was held against what. `judgement` points to the criteria of `data.theme`,
/// which a move leaves where they are.
struct LabelCheck {
  LabelledData data;
  std::optional<LabelledData> socle;
  std::optional<Attestation> attestation;
  std::string time;
  label::Judgement judgement;

  LabelCheck() = default;
  LabelCheck(LabelCheck&&) = default;
  LabelCheck& operator=(LabelCheck&&) = default;
};

/// Throws InputError as open_labelled(), read_attestation() and measure_figures() do.
[[nodiscard]] LabelCheck check_label(const LabelCheckJob& job);

/// A table for people, with what to do about each miss; and for programs
/// (schemas/formats/label_check.schema.json).
[[nodiscard]] std::string text_of(const LabelCheck& check);
[[nodiscard]] std::string json_of(const LabelCheck& check);

}  // namespace bdf::jobs
