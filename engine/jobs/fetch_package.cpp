// SPDX-License-Identifier: MIT
#include "jobs/fetch_package.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/error.h"
#include "base/hash.h"
#include "base/message.h"
#include "io/durable.h"
#include "io/folder_lock.h"
#include "io/output_folder.h"
#include "jobs/carried_label.h"
#include "jobs/rebuild_package.h"
#include "package/deliver.h"
#include "package/file_check.h"
#include "package/safe_path.h"

namespace bdf::jobs {

namespace {

namespace fs = std::filesystem;
using package::ChannelIndex;
using package::PublishedPackage;

constexpr std::uint64_t greatest_index = std::uint64_t{256} << 20;
constexpr const char* work_ending = ".partial";

std::string in_capitals(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  return text;
}

package::WantedPackage spelled(const package::WantedPackage& wanted) {
  return {in_capitals(wanted.product), in_capitals(wanted.pack),
          package::territory_in_names(in_capitals(wanted.territory)), in_capitals(wanted.format)};
}

const PublishedPackage& newest_of(const ChannelIndex& index, const FetchJob& job) {
  const auto wanted = spelled(job.wanted);
  const auto* newest = package::newest(index, wanted);
  if (newest == nullptr)
    throw InputError(msg("{}: there is no full package of pack {}, territory {} and format {}",
                         job.source, package::printable(wanted.pack), wanted.territory,
                         package::printable(wanted.format)));
  return *newest;
}

/// INTO/NAME.partial: this run's alone, and what an earlier one has left in it.
class Workplace {
 public:
  explicit Workplace(const fs::path& target)
      : path_(target.string() + work_ending), lock_(io::FolderLock::making(path_)) {
    // Downloads are gone on with; all else is made anew.
    for (const auto& entry : fs::directory_iterator(path_))
      if (entry.is_directory() || entry.path().extension() == ".gpkg") fs::remove_all(entry.path());
  }

  [[nodiscard]] const fs::path& path() const { return path_; }
  void remove() const {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }

 private:
  fs::path path_;
  io::FolderLock lock_;
};

/// What interrupted runs have left of editions that nobody wants any more.
void remove_older_workplaces(const fs::path& into, const package::PackageName& target) {
  for (const auto& entry : fs::directory_iterator(into)) {
    if (!entry.is_directory() || entry.path().extension() != work_ending) continue;
    try {
      const auto name = package::package_name_of(entry.path().stem().string());
      if (name == target || !package::same_series(name, target)) continue;
    } catch (const InputError&) {
      continue;
    }
    std::error_code ignored;
    fs::remove_all(entry.path(), ignored);
  }
}

RebuildTarget target_of(package::Channel& channel, const PublishedPackage& published) {
  const auto place = package::place_of(published.name) + "/" + std::string(package::manifest_file);
  auto text = channel.read(place, published.manifest_size);
  auto manifest = package::manifest_from_json(text);
  if (manifest.name != published.name || digest_of_manifest(manifest) != published.digest)
    throw InputError(
        msg("{}: its manifest is not the one that the index says", to_text(published.name)));
  return {published, std::move(text), std::move(manifest)};
}

/// Whether the newest package is in its folder already, unspoilt.
bool is_there(const std::vector<PackageAtHand>& at_hand, const PublishedPackage& newest,
              const fs::path& folder, int threads) {
  for (const auto& [path, held] : at_hand) {
    if (held.name != newest.name || held.digest != newest.digest || path != folder) continue;
    const auto findings = check_package_files(path, package::read_manifest(path), threads);
    if (findings.empty()) return true;
    throw InputError(
        msg("{}: “{}” is not as it was fetched ({}): move the folder away, and fetch it "
            "again",
            path.string(), package::printable(findings.front().path), findings.front().detail));
  }
  if (fs::exists(fs::symlink_status(folder)))
    throw UsageError(
        msg("{}: this is another package than the one published under its name: move it "
            "away first",
            folder.string()));
  return false;
}

/// By which `bdf package verify` knows that the folder is the one that was put there.
void write_proof(const fs::path& folder) {
  const auto proof = package::digest_file(folder, "sha256");
  const auto digest = digests_of_file(folder / package::manifest_file).sha256;
  io::OutputFile file(proof, true);
  io::write_text(file.path(), fmt::format("{}  {}/{}\n", digest, folder.filename().string(),
                                          package::manifest_file));
  file.commit();
}

class Fetch {
 public:
  explicit Fetch(const FetchJob& job) : job_(job), channel_(job.source, job.patience) {}

  FetchedPackage run() {
    const auto index =
        package::index_from_json(channel_.read(std::string(package::index_file), greatest_index));
    const auto& newest = newest_of(index, job_);
    fetched_.name = to_text(newest.name);
    if (!fs::exists(job_.into)) io::make_folder(job_.into);
    fetched_.folder = job_.into / fetched_.name;
    const auto at_hand = packages_at_hand(job_.into, newest.name);
    const bool there = is_there(at_hand, newest, fetched_.folder, job_.threads);
    if (there && !lacks_papers()) {
      finish_earlier_run();
      return fetched_;
    }
    remove_older_workplaces(job_.into, newest.name);
    const Workplace work(fetched_.folder);
    const auto result = work.path() / "package";
    if (job_.full_only || !make_of_differentials(index, newest, at_hand, work.path(), result))
      bring_full(newest, work.path(), result);
    io::sync_tree(result);
    io::rename_into_place(result, fetched_.folder, there);
    io::sync(job_.into);
    write_proof(fetched_.folder);
    work.remove();
    return fetched_;
  }

 private:
  /// What was made of differentials is the data alone, and the whole is wanted.
  [[nodiscard]] bool lacks_papers() const {
    return job_.full_only && fs::exists(fetched_.folder / published_manifest_file);
  }

  /// What a run did not come to that died once the package was in place.
  void finish_earlier_run() const {
    if (package::prove(fetched_.folder) != package::Proof::holds) write_proof(fetched_.folder);
    if (fs::exists(fetched_.folder.string() + work_ending)) Workplace(fetched_.folder).remove();
  }

  /// Whether that went well; where it did not, `why_full` tells.
  bool make_of_differentials(const ChannelIndex& index, const PublishedPackage& newest,
                             const std::vector<PackageAtHand>& at_hand, const fs::path& work,
                             const fs::path& result) {
    if (at_hand.empty()) return false;
    std::vector<package::HeldPackage> held;
    for (const auto& one : at_hand) held.push_back(one.held);
    const auto chain = package::chain_to(newest, index, held);
    if (!chain || chain->bytes >= newest.size) {
      fetched_.why_full = chain ? msg("the differentials are larger than the full package")
                                : msg("no differentials lead from what is there to it");
      return false;
    }
    try {
      const Rebuilding how{channel_, work, job_.layer_digest, job_.threads};
      rebuild_package(how, at_hand[chain->from], chain->steps, target_of(channel_, newest), result);
    } catch (const InputError& error) {
      fetched_.why_full = error.what();
      return false;
    }
    fetched_.way = FetchWay::differentials;
    fetched_.bytes = chain->bytes;
    for (const auto* step : chain->steps) fetched_.differentials.push_back(to_text(step->name));
    return true;
  }

  void bring_full(const PublishedPackage& newest, const fs::path& work, const fs::path& result) {
    const auto archive = work / (fetched_.name + newest.extension);
    channel_.bring({package::archive_place(newest), newest.size, newest.sha256}, archive);
    std::error_code ignored;
    fs::remove_all(result, ignored);
    unpack_checked(archive, result, newest, job_.threads);
    fetched_.way = FetchWay::full;
    fetched_.bytes = newest.size;
  }

  const FetchJob& job_;
  package::Channel channel_;
  FetchedPackage fetched_;
};

}  // namespace

FetchedPackage fetch_package(const FetchJob& job) { return Fetch(job).run(); }

std::string text_of(const FetchedPackage& fetched) {
  std::string text;
  if (fetched.way == FetchWay::none) return msg("{}: it is there already", fetched.name) + "\n";
  if (!fetched.why_full.empty())
    text += msg("the full package is needed: {}", fetched.why_full) + "\n";
  for (const auto& name : fetched.differentials) text += msg("applied: {}", name) + "\n";
  return text + msg("{}: {} bytes fetched", fetched.folder.string(), fetched.bytes) + "\n";
}

std::string json_of(const FetchedPackage& fetched) {
  constexpr std::array<const char*, 3> ways{"none", "full", "differentials"};
  nlohmann::json json{{"name", fetched.name},
                      {"folder", fetched.folder.string()},
                      {"way", ways[static_cast<std::size_t>(fetched.way)]},
                      {"differentials", fetched.differentials},
                      {"bytes", fetched.bytes}};
  if (!fetched.why_full.empty()) json["why_full"] = fetched.why_full;
  return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace bdf::jobs
