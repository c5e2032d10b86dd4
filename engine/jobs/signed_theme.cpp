// SPDX-License-Identifier: MIT
#include "jobs/signed_theme.h"

#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>

#include "base/error.h"
#include "base/message.h"
#include "io/output_folder.h"
#include "rules/theme.h"

namespace bdf::jobs {

namespace {

namespace fs = std::filesystem;

crypto::Content content_of(const rules::Theme& theme) {
  return {std::string(crypto::theme_purpose),
          theme.digest,
          {{"name", theme.name}, {"version", theme.version}}};
}

std::string text_of(const fs::path& path) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::string text(std::istreambuf_iterator<char>(file), {});
  if (file.bad() || !file.is_open() || fs::is_directory(path))
    throw InputError(
        msg("{}: cannot be read ({})", path.string(), std::generic_category().message(errno)));
  return text;
}

/// What is no signature at all is one that is malformed.
crypto::Signature read_signature(const fs::path& path) {
  const auto text = text_of(path);
  try {
    return crypto::signature_from_json(text);
  } catch (const InputError&) {
    return {};
  }
}

}  // namespace

fs::path signature_beside(const fs::path& theme) { return theme.string() + ".sig"; }

fs::path sign_theme(const SignThemeJob& job, const crypto::OwnKey& own) {
  const auto theme = rules::load_theme(job.theme);
  const auto path = signature_beside(rules::theme_file(job.theme));
  const auto signature = crypto::sign(content_of(theme), own, job.time);
  io::OutputFile out(path, job.overwrite);
  io::write_text(out.path(), crypto::signature_as_json(signature));
  out.commit();
  return path;
}

std::optional<crypto::Judgement> theme_signature(const std::string& theme,
                                                 const std::vector<crypto::KnownKey>& known) {
  const auto path = signature_beside(rules::theme_file(theme));
  if (!fs::exists(fs::symlink_status(path))) return std::nullopt;
  return crypto::judge(read_signature(path), content_of(rules::load_theme(theme)), known);
}

}  // namespace bdf::jobs
