// SPDX-License-Identifier: MIT
#include "jobs/publish_packages.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>

#include "base/error.h"
#include "base/message.h"
#include "io/durable.h"
#include "io/folder_lock.h"
#include "io/output_folder.h"
#include "jobs/staged_package.h"
#include "package/archive.h"
#include "package/atom_feed.h"
#include "package/dcat_metadata.h"
#include "package/layout.h"
#include "package/packages_page.h"
#include "package/service_metadata.h"

namespace bdf::jobs {

namespace {

namespace fs = std::filesystem;
using package::ChannelIndex;
using package::PublishedPackage;

/// What platforms harvest.
constexpr const char* catalogue_file = "catalogue.jsonld";

/// Stands in a tree as long as a run is at work in it, or has died there.
constexpr const char* staging_name = ".publishing";

std::string text_in(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void check_url(const std::string& url) {
  if (url.empty() || url.starts_with("https://") || url.starts_with("http://")) return;
  throw UsageError(msg("--url: “{}” is no address of a server: https://…", url));
}

void make_tree(const fs::path& tree) {
  if (!fs::exists(tree)) io::make_folder(tree);
  if (!fs::is_directory(tree))
    throw UsageError(msg("{}: this is a file; a folder is needed", tree.string()));
  const bool is_ours = fs::exists(tree / package::index_file) || fs::exists(tree / staging_name);
  if (!is_ours && !fs::is_empty(tree))
    throw UsageError(
        msg("{}: it holds other things than published packages: choose a folder of "
            "their own",
            tree.string()));
}

ChannelIndex index_of(const fs::path& tree) {
  const auto path = tree / package::index_file;
  return fs::exists(path) ? package::index_from_json(text_in(path)) : ChannelIndex{};
}

/// What lies in the tree until the run's end, or until the next run.
class Staging {
 public:
  explicit Staging(const fs::path& tree) : tree_(tree), path_(tree / staging_name) {
    remove_all();
    io::make_folder(path_);
  }
  ~Staging() {
    remove_all();
    std::error_code ignored;
    // A tree that has no index yet is known by it.
    if (is_begun_)
      fs::create_directory(path_, ignored);
    else
      fs::remove(tree_, ignored);  // where there is nothing in it
  }
  Staging(const Staging&) = delete;
  Staging& operator=(const Staging&) = delete;

  [[nodiscard]] const fs::path& path() const { return path_; }
  /// From now on there is something in the tree that an index must follow.
  void begin() { is_begun_ = true; }
  void finish() { is_begun_ = false; }

 private:
  void remove_all() const {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  fs::path tree_;
  fs::path path_;
  bool is_begun_ = false;
};

const PublishedPackage* find_package(const ChannelIndex& index, const package::PackageName& name) {
  const auto found = std::find_if(index.packages.begin(), index.packages.end(),
                                  [&](const auto& published) { return published.name == name; });
  return found == index.packages.end() ? nullptr : &*found;
}

/// What is given, beside what the tree has.
class Additions {
 public:
  Additions(const PublishJob& job, ChannelIndex& index, const fs::path& staging)
      : job_(job), index_(index), staging_(staging), themes_(job.themes) {}

  void add(const fs::path& given) {
    const auto manifest = package::read_manifest(given);
    const auto name = to_text(manifest.name);
    if (const auto* known = find_package(index_, manifest.name)) {
      if (known->digest != digest_of_manifest(manifest))
        throw InputError(
            msg("{}: another package is published under this name already. What is "
                "published is never replaced: give it another date",
                given.string()));
      if (!added_.contains(name)) known_.insert(name);
      return;
    }
    staged_.push_back(stage_package(given, staging_, themes_, job_.threads));
    index_.packages.push_back(staged_.back().published);
    added_.insert(name);
  }

  void put_in_place() const {
    for (const auto& staged : staged_) {
      const auto place = job_.tree / package::place_of(staged.published.name);
      std::error_code error;
      fs::create_directories(place.parent_path(), error);
      io::sync_tree(staged.folder);
      // What a run that died has left there, no index names.
      io::rename_into_place(staged.folder, place, fs::exists(place));
      io::sync(place.parent_path());
    }
  }

  [[nodiscard]] Publishing result() const {
    return {{added_.begin(), added_.end()}, {known_.begin(), known_.end()}, index_.packages.size()};
  }
  ThemeShelf& themes() { return themes_; }

 private:
  const PublishJob& job_;
  ChannelIndex& index_;
  fs::path staging_;
  ThemeShelf themes_;
  std::vector<StagedPackage> staged_;
  std::set<std::string> added_, known_;
};

void check_audience(const ChannelIndex& index, bool allow_restricted) {
  if (allow_restricted) return;
  for (const auto& published : index.packages)
    if (published.audience == package::Audience::restricted)
      throw RightsError(
          msg("{}: this package is not for everybody, and whoever serves the tree gives "
              "it away. --restricted says that this is meant",
              to_text(published.name)));
}

/// Leaves a file alone that holds the text already.
void write_file(const fs::path& path, const std::string& text) {
  if (fs::is_regular_file(path) && text_in(path) == text) return;
  io::OutputFile file(path, true);
  io::write_text(file.path(), text);
  file.commit();
}

package::Distribution distribution_of(const PublishedPackage& published, const std::string& url) {
  const auto place = archive_place(published);
  return {url.empty() ? place : url + "/" + place,
          to_text(published.name) + published.extension,
          published.name.format,
          package::media_type_of(published),
          published.size,
          published.sha256};
}

/// GeoDCAT-AP of all full packages that describe themselves so; false where none does.
bool write_catalogue(const fs::path& tree, const package::Publication& publication) {
  std::vector<std::string> datasets;
  for (const auto& dataset : publication.datasets)
    for (const auto& published : dataset.packages) {
      const auto file = tree / package::place_of(published.name) / package::dcat_file;
      if (!published.name.is_differential && fs::exists(file))
        datasets.push_back(
            package::as_published(text_in(file), distribution_of(published, publication.url)));
    }
  if (datasets.empty()) return false;
  package::Catalogue catalogue;
  catalogue.url = publication.url.empty() ? std::string(catalogue_file)
                                          : publication.url + "/" + catalogue_file;
  catalogue.title = publication.title;
  catalogue.description = publication.title;
  catalogue.publisher = publication.publisher;
  catalogue.time = publication.updated();
  write_file(tree / catalogue_file, dcat_catalogue(catalogue, datasets));
  return true;
}

/// For people, and for other programs than ours.
void write_descriptions(const fs::path& tree, package::Publication publication) {
  if (write_catalogue(tree, publication)) {
    publication.description = catalogue_file;
    publication.description_type = "application/ld+json";
  }
  const auto feeds = tree / "atom";
  if (!fs::exists(feeds)) io::make_folder(feeds);
  for (const auto& dataset : publication.datasets)
    write_file(tree / feed_place(dataset), dataset_feed(publication, dataset));
  if (!publication.url.empty()) {
    write_file(tree / package::search_place, search_description(publication));
    write_file(tree / package::service_metadata_place, service_metadata(publication));
  }
  write_file(tree / package::service_feed_place, service_feed(publication));
  write_file(tree / "index.html", package::packages_page(publication));
}

}  // namespace

Publishing publish_packages(const PublishJob& job) {
  check_url(job.url);
  const auto packages = packages_in(job.packages);
  if (packages.empty()) throw UsageError(msg("which packages? name their files or their folder"));
  make_tree(job.tree);
  const io::FolderLock lock(job.tree);
  auto index = index_of(job.tree);
  Staging staging(job.tree);
  Additions additions(job, index, staging.path());
  for (const auto& given : packages) additions.add(given);
  check_audience(index, job.allow_restricted);
  if (!job.url.empty()) index.url = job.url.substr(0, job.url.find_last_not_of('/') + 1);
  // What readers would refuse is not published; and they see it sorted.
  index = package::index_from_json(index_as_json(index));
  const auto publication = publication_of(index, additions.themes());
  staging.begin();
  additions.put_in_place();
  write_descriptions(job.tree, publication);
  write_file(job.tree / package::index_file, index_as_json(index));
  staging.finish();
  return additions.result();
}

std::string text_of(const Publishing& publishing, const std::string& tree) {
  std::string text;
  for (const auto& name : publishing.added) text += msg("published: {}", name) + "\n";
  for (const auto& name : publishing.known) text += msg("published already: {}", name) + "\n";
  return text + msgn("{} package in {}", "{} packages in {}", publishing.packages, tree) + "\n";
}

std::string json_of(const Publishing& publishing) {
  const nlohmann::json json{
      {"added", publishing.added}, {"known", publishing.known}, {"packages", publishing.packages}};
  return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace bdf::jobs
