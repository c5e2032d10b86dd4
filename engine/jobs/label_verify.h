// SPDX-License-Identifier: MIT
// bdf label verify: whether a label is to be believed, by what is at hand, without a network.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "credential/verdict.h"
#include "jobs/label_trust.h"
#include "jobs/labelled_data.h"
#include "label/judgement.h"
#include "label/subject.h"
#include "model/finding.h"

namespace bdf::jobs {

struct LabelVerifyJob {
  std::filesystem::path subject;      ///< a package, or a declaration
  std::filesystem::path label;        ///< "": the one that lies in the package
  std::filesystem::path socle;        ///< "": what needs it cannot be checked
  std::filesystem::path status_list;  ///< of the issuer; "": none at hand
  TrustSources trust;
  LabelReading reading;
  std::string now;
};

enum class FigureState {
  holds,
  differs,   ///< it is another figure, or held against something else than the theme asks
  unchecked  ///< it cannot be measured here
};

struct CheckedFigure {
  std::string criterion;
  std::optional<double> said;
  std::optional<double> found;
  FigureState state = FigureState::unchecked;
  std::string reason;  ///< for people; "" of one that holds
};

struct LabelVerification {
  std::string name;  ///< of the package, or the base
  credential::Finding credential;
  std::string organisation;  ///< whose key has signed it, where it is trusted
  /// Unless the credential is good, it is said by anybody.
  std::optional<label::LabelSubject> said;
  std::string valid_until;
  std::string digest;            ///< of the credential: by it a list of keys upholds labels
  bool has_theme = true;         ///< the version of the theme that it was given by is at hand
  std::vector<Finding> altered;  ///< what is not as it was when the label was given
  std::vector<CheckedFigure> figures;

  /// And what can be checked by the package and its theme was.
  [[nodiscard]] bool is_good() const;
};

/// The figures are measured as at the time that the label gives, and only where nothing is altered.
/// Throws InputError where there is no package, no declaration or no label, and for sources of
/// trust that are none.
[[nodiscard]] LabelVerification verify_label(const LabelVerifyJob& job);

[[nodiscard]] std::string text_of(const LabelVerification& verification);
/// schemas/formats/label_verification.schema.json
[[nodiscard]] std::string json_of(const LabelVerification& verification);

}  // namespace bdf::jobs
