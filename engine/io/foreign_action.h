// SPDX-License-Identifier: MIT
// What a transaction of another system says, before it is held against the layer that it is for.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "model/change.h"

namespace bdf::io {

/// A value under the name that the file gives its column. A truth is the text true or false. A
/// geometry is WKB in a Blob where the file's format knows geometries, else WKT.
struct SaidValue {
  std::string name;
  Value value;
  std::string srs_name{};  ///< of a geometry; "" where none is said
};

/// One object's insertion, update or deletion.
struct ForeignAction {
  Op op = Op::update;     ///< insert, update or remove
  std::string table;      ///< the layer, as the file calls or numbers it
  std::size_t line = 0;   ///< in the file, from 1
  std::string sender_id;  ///< of an insertion: what the sender calls the object; "" for nothing
  /// What a service calls the object, or is asked to call it: "layer.fid"; "" for nothing.
  std::string resource;
  /// By which attributes it is known; empty with `resource`, and where the key stands in `values`.
  std::vector<SaidValue> key;
  std::vector<SaidValue> values;
};

}  // namespace bdf::io
