// SPDX-License-Identifier: MIT
#include "jobs/signed_contribution.h"

#include <fmt/format.h>

#include <algorithm>

#include "io/output_folder.h"
#include "io/sqlite.h"

namespace bdf::jobs {

namespace {

namespace fs = std::filesystem;

bool is_by(const io::SignatureRow& row, const io::ChangesetHead& head,
           const crypto::PublicKey& key) {
  const auto found = crypto::judge({row.statement, row.signature}, content_of(head), {});
  return found.statement && found.statement->signer == key;
}

}  // namespace

crypto::Content content_of(const io::ChangesetHead& head) {
  return {std::string(crypto::contribution_purpose),
          head.content_digest,
          {{"format_version", fmt::format("{}", head.format_version)},
           {"theme", head.theme},
           {"theme_version", head.theme_version},
           {"theme_digest", head.theme_digest},
           {"base_edition", head.base_edition},
           {"base_digest", head.base_digest},
           {"producer", head.producer},
           {"territory", head.territory},
           {"extent", head.extent},
           {"time", head.time}}};
}

void sign_contribution(const fs::path& changeset, const crypto::OwnKey& own,
                       const std::string& time) {
  const auto head = io::read_changeset_head(changeset);
  auto rows = io::read_signatures(changeset);
  std::erase_if(rows, [&](const auto& row) { return is_by(row, head, own.key.public_key()); });
  const auto signature = crypto::sign(content_of(head), own, time);
  rows.push_back({signature.statement, signature.signature});
  const auto mode = fs::status(changeset).permissions();
  io::OutputFile out(changeset, true);
  fs::permissions(out.path(), mode | fs::perms::owner_write);
  {
    auto database = io::Database::open_input(changeset);
    io::copy_database(database, out.path());
  }
  io::write_signatures(out.path(), rows);
  fs::permissions(out.path(), mode);
  out.commit();
}

std::vector<crypto::Judgement> judge_signatures(const std::vector<io::SignatureRow>& rows,
                                                const io::ChangesetHead& head,
                                                const std::vector<crypto::KnownKey>& known) {
  const auto content = content_of(head);
  std::vector<crypto::Judgement> judgements;
  for (const auto& row : rows)
    judgements.push_back(crypto::judge({row.statement, row.signature}, content, known));
  return judgements;
}

std::vector<crypto::Judgement> judge_contribution(const fs::path& changeset,
                                                  const std::vector<crypto::KnownKey>& known) {
  const auto head = io::read_changeset_head(changeset);
  return judge_signatures(io::read_signatures(changeset), head, known);
}

bool is_signed(const std::vector<crypto::Judgement>& judgements) {
  return std::any_of(judgements.begin(), judgements.end(), [](const auto& judgement) {
    return judgement.verdict == crypto::Verdict::good;
  });
}

}  // namespace bdf::jobs
