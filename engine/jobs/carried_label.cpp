// SPDX-License-Identifier: MIT
#include "jobs/carried_label.h"

#include "base/error.h"
#include "base/message.h"
#include "credential/judgement.h"
#include "label/carrier.h"
#include "label/subject.h"
#include "rules/yaml_document.h"

namespace bdf::jobs {

namespace {

using package::Manifest;

std::string flaw_in(const std::string& text, const Manifest& manifest) {
  const auto judgement =
      credential::judge(text, {}, {{}, "", std::string(label::label_type)}, std::nullopt);
  if (!judgement.said || judgement.finding.verdict < credential::Verdict::untrusted_signer)
    return judgement.finding.reason;
  try {
    const auto subject = label::subject_from_json(judgement.said->credential.subject);
    if (subject.scope.package.manifest_digest == package::digest_of_manifest(manifest)) return "";
  } catch (const InputError& error) {
    return error.what();
  }
  return msg("it was given to another package");
}

}  // namespace

std::string flaw_of_label(const std::filesystem::path& folder, const Manifest& manifest) {
  const auto file = folder / label::label_file;
  return std::filesystem::exists(file) ? flaw_in(rules::read_text(file), manifest) : "";
}

std::vector<package::FileFinding> check_package_files(const std::filesystem::path& folder,
                                                      const Manifest& manifest, int threads) {
  const std::string file(label::label_file);
  auto flaws = package::check_files(folder, manifest, {file}, threads);
  if (auto flaw = flaw_of_label(folder, manifest); !flaw.empty())
    flaws.push_back({package::FileFlaw::other_content, file, std::move(flaw)});
  return flaws;
}

}  // namespace bdf::jobs
