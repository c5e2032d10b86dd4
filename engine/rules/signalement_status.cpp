// SPDX-License-Identifier: MIT
#include "rules/signalement_status.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "base/error.h"
#include "base/message.h"
#include "base/share.h"
#include "rules/json_schema.h"
#include "rules/yaml_document.h"

namespace bdf::rules {

namespace {

SignalementStatus read_status(const std::string& code, const YamlNode& node) {
  SignalementStatus status;
  status.code = code;
  if (const auto label = node["label"]) status.label = label.text();
  const std::vector<std::string> meanings{"waiting", "accepted", "declined"};
  status.means = static_cast<SignalementOutcome>(node["means"].one_of(meanings));
  if (const auto decision = node["set_by"]) status.accepts = decision.text() == "accept";
  return status;
}

std::filesystem::path statuses_file() {
  for (const auto& share : share_folders()) {
    auto path = share / "schemas" / "signalement_statuses.yaml";
    if (std::filesystem::is_regular_file(path)) return path;
  }
  throw InputError(msg("schemas/signalement_statuses.yaml is missing."));
}

}  // namespace

const SignalementStatus* SignalementStatuses::find(std::string_view code) const {
  const auto found =
      std::find_if(all_.begin(), all_.end(), [&](const auto& one) { return one.code == code; });
  return found == all_.end() ? nullptr : &*found;
}

bool SignalementStatuses::means(std::string_view code, SignalementOutcome outcome) const {
  const auto* status = find(code);
  return status != nullptr && status->means == outcome;
}

const SignalementStatus& SignalementStatuses::given_by(bool accepts, std::string_view code) const {
  std::string codes;
  for (const auto& status : all_) {
    if (status.accepts != accepts) continue;
    const bool is_usual = code.empty() && status.means != SignalementOutcome::waiting;
    if (is_usual || status.code == code) return status;
    codes += (codes.empty() ? "" : ", ") + status.code;
  }
  throw UsageError(accepts ? msg("an acceptance gives no status “{}”: {}", code, codes)
                           : msg("a rejection gives no status “{}”: {}", code, codes));
}

std::string SignalementStatuses::name_of(const std::string& code) const {
  const auto* status = find(code);
  return status == nullptr || status->label.empty() ? code
                                                    : fmt::format("{} ({})", code, status->label);
}

SignalementStatuses load_signalement_statuses() {
  std::vector<SignalementStatus> all;
  for (const auto& [code, node] :
       load_checked_yaml(statuses_file(), "signalement_statuses").entries())
    all.push_back(read_status(code, node));
  return SignalementStatuses(std::move(all));
}

}  // namespace bdf::rules
