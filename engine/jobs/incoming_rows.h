// SPDX-License-Identifier: MIT
// The rows of a file that comes into a base, in the form in which the base holds them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "io/row_stream.h"
#include "model/schema.h"
#include "refbase/print.h"

namespace bdf::jobs {

/// How a layer of a file is read as one of the base.
struct IncomingLayer {
  std::string file;  ///< as messages name it
  std::filesystem::path path;
  Schema source;
  Schema target;  ///< the base's layer
  /// By columns of the target: that of the source, nullopt where it carries no such.
  std::vector<std::optional<std::size_t>> columns;
  std::vector<refbase::PrintedColumn> printed;  ///< likewise: how they count in prints
  std::vector<std::string> key;                 ///< columns of the source
  std::string destroyed;  ///< the column that says that an object is no more; "" for none
};

/// Views live while the row is shown.
struct IncomingRow {
  std::int64_t fid = 0;               ///< in the file
  std::string id;                     ///< its key's canonical text
  std::span<const ValueView> values;  ///< by columns of the target; Null where it is not carried
  ValueView geometry;
  bool destroyed = false;
};

/// In order of fid. Throws InputError, which names file, layer, feature and column, for a row
/// without a key and for a value or a geometry that the base's layer cannot hold.
void show_incoming(const IncomingLayer& layer, io::FidRange range,
                   const std::function<void(const IncomingRow&)>& show);

/// What a first pass keeps of a row.
struct IncomingObject {
  std::string id;
  std::int64_t fid = 0;
  Hash128 print;  ///< over the columns that are carried
  bool destroyed = false;
};

/// All rows, in order of fid, read by several threads. Throws InputError as show_incoming does, and
/// for a key that stands twice.
[[nodiscard]] std::vector<IncomingObject> incoming_objects(const IncomingLayer& layer, int threads);

/// The same without prints, for a layer that there is nothing to compare with: values are not
/// looked at.
[[nodiscard]] std::vector<IncomingObject> new_objects(const IncomingLayer& layer);

/// The schema in which the base can hold every geometry of the layer, whatever its file declares.
[[nodiscard]] Schema observed_geometry(const std::filesystem::path& path, const Schema& source,
                                       int threads);

}  // namespace bdf::jobs
