// SPDX-License-Identifier: MIT
#include "nightly/deposited_data.h"

#include <algorithm>
#include <set>
#include <system_error>

#include "base/error.h"
#include "base/hash.h"
#include "base/message.h"
#include "io/output_folder.h"
#include "io/sqlite.h"
#include "jobs/scratch.h"
#include "nightly/deposits.h"
#include "nightly/plain_file.h"

namespace bdf::nightly {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t largest_manifest = 1 << 20;

bool is_changeset(const fs::path& file) {
  return file.extension() == ".gpkg" && io::Database::open_input(file).has_table("bdf_changeset");
}

/// A Shapefile is several files, and a database may have a log beside it.
std::set<std::string> files_of(const fs::path& folder, const std::string& data) {
  std::set<std::string> files{data};
  const bool is_shapefile = data.ends_with(".shp");
  const auto stem = fs::path(data).stem().string() + ".";
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const auto name = entry.path().filename().string();
    if (name == data + "-wal" || name == data + "-journal") files.insert(name);
    if (is_shapefile && name.starts_with(stem)) files.insert(name);
  }
  return files;
}

DepositedData of_member(refbase::SqlSession& session, std::int64_t number, const fs::path& folder) {
  const refbase::SqlTransaction reading(session, refbase::Access::read);
  const auto deposit = refbase::find_deposit(session, number);
  if (!deposit) throw InputError(msg("the deposit {} waits no longer", number));
  DepositedData data;
  data.manifest.producer = deposit->organisation;
  data.manifest.themes = {deposit->theme};
  data.member = number;
  data.account = deposit->account;
  const auto name = fs::path(deposit->name).filename();
  data.data = (folder / (name.empty() ? "contribution.gpkg" : name)).string();
  io::write_text(data.data, deposit->file);
  data.is_contribution = true;
  data.fingerprint = sha256(deposit->file);
  return data;
}

DepositedData of_folder(const rules::NightPlan& plan, const fs::path& deposit,
                        const fs::path& folder) {
  constexpr double gib = 1024.0 * 1024.0 * 1024.0;
  DepositedData data;
  const auto manifest = deposit / rules::deposit_manifest_name;
  const auto text = text_of_plain_file(manifest, largest_manifest);
  data.manifest = rules::parse_deposit(manifest.string(), text);
  if (data.manifest.is_of_server) {
    data.data = data.manifest.data;
    return data;
  }
  std::error_code none;
  if (const auto beside = deposit / deposit_signature_name; fs::exists(beside, none))
    data.signatures.push_back(
        crypto::signature_from_json(text_of_plain_file(beside, largest_manifest)));
  Sha256 fingerprint;
  fingerprint.add(text);
  auto left = static_cast<std::uint64_t>(plan.limits.size_gib * gib);
  for (const auto& name : files_of(deposit, data.manifest.data))
    fingerprint.add("\n" + name + " " + copy_plain_file(deposit / name, folder / name, left));
  data.fingerprint = fingerprint.hex();
  data.data = (folder / data.manifest.data).string();
  data.is_contribution = is_changeset(data.data);
  return data;
}

bool allows_servers(const rules::NightPlan& plan) {
  return std::any_of(plan.deposits.begin(), plan.deposits.end(),
                     [](const auto& source) { return source.allows_servers; });
}

}  // namespace

crypto::Content content_of(const DepositedData& data) {
  return {std::string(crypto::deposit_purpose),
          data.fingerprint,
          {{"producer", data.manifest.producer}}};
}

void sign_deposit(const fs::path& folder, const crypto::OwnKey& own, const std::string& time) {
  const jobs::Scratch scratch(jobs::temporary_name());
  rules::NightPlan anything;
  const auto data = of_folder(anything, folder, scratch.path());
  if (data.fingerprint.empty())
    throw InputError(msg("{}: data of a server change: what is signed is a file", folder.string()));
  io::OutputFile file(folder / deposit_signature_name, true);
  io::write_text(file.path(), crypto::signature_as_json(crypto::sign(content_of(data), own, time)));
  file.commit();
}

DepositedData take_in(const rules::NightPlan& plan, refbase::SqlSession& session,
                      const refbase::NightJob& job, const fs::path& folder) {
  if (const auto member = member_deposit(job.place)) return of_member(session, *member, folder);
  auto data = of_folder(plan, job.place, folder);
  const auto& themes = data.manifest.themes;
  if (std::find(themes.begin(), themes.end(), job.theme) == themes.end())
    throw InputError(
        msg("{}: the deposit has been replaced while the night went on: it is looked "
            "at again the next time",
            job.place));
  if (data.manifest.is_of_server && !allows_servers(plan))
    throw InputError(msg("{}: data of a server are not taken from here", job.place));
  return data;
}

}  // namespace bdf::nightly
