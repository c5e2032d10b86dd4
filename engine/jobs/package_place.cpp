// SPDX-License-Identifier: MIT
#include "jobs/package_place.h"

#include <cerrno>
#include <system_error>

#include "base/error.h"
#include "base/message.h"
#include "io/durable.h"

namespace bdf::jobs {

namespace {

namespace fs = std::filesystem;

/// Whether the folder was not there.
bool make_out(const fs::path& out) {
  require_folder(out);
  std::error_code error;
  const bool made = fs::create_directories(out, error);
  if (!error) return made;
  errno = error.value();
  io::fail_on(out);
}

void empty(const fs::path& folder) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    fs::remove_all(entry.path(), error);
    if (error) break;
  }
  if (!error) return;
  errno = error.value();
  io::fail_on(folder);
}

}  // namespace

void require_folder(const fs::path& out) {
  if (out.empty()) throw UsageError(msg("a folder is needed, and its name is empty"));
  std::error_code hidden;
  if (fs::exists(out, hidden) && !fs::is_directory(out, hidden))
    throw UsageError(msg("{}: this is a file; a folder is needed", out.string()));
}

PackagePlace::PackagePlace(const fs::path& out, const std::string& name,
                           const package::Packing& packing)
    : out_(out), packing_(packing), target_(package::package_path(out / name, packing.form)) {
  package::check_free(target_, packing_);
  made_out_ = make_out(out);
  work_ = target_.string() + ".partial";
  lock_.emplace(io::FolderLock::making(work_));
  empty(work_);
}

PackagePlace::~PackagePlace() {
  std::error_code ignored;
  fs::remove_all(work_, ignored);  // while it is locked
  lock_.reset();
  if (made_out_) fs::remove(out_, ignored);  // where there is nothing in it
}

fs::path PackagePlace::stage(const fs::path& folder) {
  return package::stage_delivery(folder, {target_, work_}, packing_);
}

fs::path PackagePlace::put() {
  package::put_delivery({target_, work_}, packing_);
  return target_;
}

}  // namespace bdf::jobs
