// SPDX-License-Identifier: MIT
#include "jobs/adopt.h"

#include <fstream>
#include <iterator>
#include <optional>

#include "base/error.h"
#include "base/message.h"
#include "io/output_folder.h"
#include "jobs/scratch.h"
#include "jobs/signature_text.h"
#include "jobs/signed_theme.h"
#include "refbase/base.h"
#include "refbase/server_rights.h"

namespace bdf::jobs {

namespace {

struct AdoptedTheme {
  std::string digest;
  std::string content;
};

/// The latest version that the base has taken.
std::optional<AdoptedTheme> adopted(refbase::SqlSession& session, const std::string& name) {
  const auto rows = refbase::rows_of(
      session, "SELECT digest, content FROM bdf_theme WHERE name = $1 ORDER BY number DESC LIMIT 1",
      {name});
  if (rows.empty()) return std::nullopt;
  return AdoptedTheme{refbase::text_in(rows[0][0]), refbase::text_in(rows[0][1])};
}

std::string text_of_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Those whose signature the base asks for.
std::vector<crypto::KnownKey> keys_for(refbase::SqlSession& session, const std::string& name) {
  std::vector<crypto::KnownKey> keys;
  for (const auto& row : refbase::rows_of(
           session, "SELECT key, organisation FROM bdf_theme_key WHERE name = $1", {name}))
    if (const auto key = crypto::public_key_in(refbase::text_in(row[0])))
      keys.push_back({*key, refbase::text_in(row[1])});
  return keys;
}

void trust(refbase::SqlSession& session, const std::string& name, const std::string& file) {
  session.run("DELETE FROM bdf_theme_key WHERE name = $1", {name});
  for (const auto& known : crypto::read_public_keys(file))
    session.run("INSERT INTO bdf_theme_key VALUES ($1, $2, $3)",
                {name, crypto::to_text(known.key), known.organisation});
}

/// What the signature beside the theme's file is worth.
struct ThemeSigner {
  Value signature = Null{};
  Value key = Null{};
};

ThemeSigner signer_of_theme(const std::string& theme, const std::vector<crypto::KnownKey>& keys) {
  const auto judgement = theme_signature(theme, keys);
  if (judgement && judgement->verdict == crypto::Verdict::good)
    return {text_of_file(signature_beside(rules::theme_file(theme)).string()),
            crypto::to_text(judgement->statement->signer)};
  if (keys.empty()) return {};
  throw RightsError(
      msg("{}: the base takes only versions of this theme that are signed by those whom it "
          "trusts: {}",
          rules::theme_file(theme),
          judgement ? signature_text(*judgement) : msg("nobody has signed this")));
}

bool is_file(const std::string& theme) { return theme.ends_with(".yaml"); }

}  // namespace

refbase::Transaction adopt_theme(const AdoptJob& job) {
  const auto theme = rules::load_theme(job.theme);
  const auto content = text_of_file(rules::theme_file(job.theme));
  const auto session = refbase::open_base(job.base, refbase::Access::write);
  refbase::Transaction transaction;
  transaction.kind = "adopt";
  transaction.organisation = job.organisation;
  transaction.message = job.message;
  transaction.theme = theme.name;
  transaction.theme_version = theme.version;
  transaction.theme_digest = theme.digest;
  refbase::SqlTransaction all(*session, refbase::Access::write);
  if (!job.trust.empty()) trust(*session, theme.name, job.trust);
  const auto signer = signer_of_theme(job.theme, keys_for(*session, theme.name));
  const auto before = adopted(*session, theme.name);
  const bool is_new = !before || before->digest != theme.digest;
  if (is_new) {
    refbase::number_next(*session, transaction, job.now);
    refbase::record(*session, transaction);
    session->run("INSERT INTO bdf_theme VALUES ($1, $2, $3, $4, $5, $6, $7)",
                 {theme.name, transaction.number, theme.version, theme.digest, content,
                  signer.signature, signer.key});
  } else {
    transaction = refbase::head_of(*session);
  }
  refbase::install_rights(*session, theme);
  all.commit(refbase::was_recorded(transaction));
  return transaction;
}

std::optional<std::string> text_of_adopted(refbase::SqlSession& session, const std::string& name) {
  const auto own = adopted(session, name);
  return own ? std::optional(own->content) : std::nullopt;
}

rules::Theme theme_of_base(refbase::SqlSession& session, const std::string& theme) {
  const auto name = is_file(theme) ? rules::load_theme(theme).name : theme;
  const auto own = adopted(session, name);
  if (!own && !is_null(view_of(refbase::value_of(session, "SELECT max(number) FROM bdf_theme"))))
    throw RightsError(
        msg("{} does not go by a theme “{}”: `bdf base adopt` makes it so", session.name(), name));
  if (!own) return rules::load_theme(theme);
  if (is_file(theme) && rules::load_theme(theme).digest != own->digest)
    throw InputError(
        msg("{} is not the version of the theme “{}” that the base goes by: "
            "`bdf base adopt` makes it so",
            theme, name));
  const Scratch scratch(temporary_name());
  const auto file = scratch.path() / "theme.yaml";
  io::write_text(file, own->content);
  return rules::load_theme(file.string());
}

}  // namespace bdf::jobs
