// SPDX-License-Identifier: MIT
// Which statuses a signalement may have: schemas/signalement_statuses.yaml.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bdf::rules {

enum class SignalementOutcome { waiting, accepted, declined };

struct SignalementStatus {
  std::string code;
  std::string label;  ///< what people see; "" where nobody has said
  SignalementOutcome means = SignalementOutcome::waiting;
  std::optional<bool> accepts;  ///< by which decision an operator gives it; none: by neither
};

/// In the order of the file.
class SignalementStatuses {
 public:
  explicit SignalementStatuses(std::vector<SignalementStatus> all) : all_(std::move(all)) {}

  /// nullptr for a code that is none.
  [[nodiscard]] const SignalementStatus* find(std::string_view code) const;
  /// False for a code that is none.
  [[nodiscard]] bool means(std::string_view code, SignalementOutcome outcome) const;
  /// What an operator gives who accepts, or rejects, a signalement: that status, or where `code` is
  /// "" the usual one. Throws UsageError, which names those that there are, for any other.
  [[nodiscard]] const SignalementStatus& given_by(bool accepts, std::string_view code) const;
  /// "pending1 (En attente de saisie)".
  [[nodiscard]] std::string name_of(const std::string& code) const;

 private:
  std::vector<SignalementStatus> all_;
};

/// Throws InputError with file, line and column.
[[nodiscard]] SignalementStatuses load_signalement_statuses();

}  // namespace bdf::rules
