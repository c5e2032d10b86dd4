// SPDX-License-Identifier: MIT
// Changesets at work: the difference of two files, its application, its inverse.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "io/changeset.h"
#include "io/source.h"
#include "jobs/inputs.h"

namespace bdf::jobs {

struct ApplyJob {
  std::filesystem::path changeset;
  std::string target;  ///< FILE
  std::filesystem::path out;
  bool overwrite = false;
  io::SourceOptions source;
  std::string now;
};

struct Applied {
  std::size_t inserted = 0;
  std::size_t updated = 0;
  std::size_t deleted = 0;
};

/// Writes a copy of the target with the changeset applied. Throws InputError, and writes nothing,
/// where an object is not there, is already there, or does not hold the value that the changeset
/// says it held before: the message names the first such object and counts the others.
Applied apply_changeset(const ApplyJob& job);

/// The same with a changeset that has been read, and a file that is written in place.
Applied apply_to_file(const io::Changeset& changeset, const Input& target,
                      const std::filesystem::path& file, std::string_view time);

/// Writes the inverse of a changeset.
void invert_changeset(const std::filesystem::path& changeset, const std::filesystem::path& out,
                      bool overwrite);

struct DiffJob {
  std::string theme = "generic";
  std::string old_file;
  std::string new_file;
  std::filesystem::path out;  ///< .gpkg, .geojson, .json or .html
  bool overwrite = false;
  std::string layer;
  std::vector<std::string> key;
  io::SourceOptions source;
  int threads = 0;
  std::string now;
};

/// Writes the changes that turn the old file into the new one. Returns how many there are.
std::size_t diff(const DiffJob& job);

}  // namespace bdf::jobs
