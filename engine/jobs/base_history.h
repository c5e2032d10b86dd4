// SPDX-License-Identifier: MIT
// What a reference base tells of its past: who changed what, and when; and how a transaction is
// undone.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "model/finding.h"
#include "refbase/layers.h"
#include "refbase/transaction.h"

namespace bdf::jobs {

/// An attribute of an object that a transaction changed; values as text, nullopt for NULL.
struct AttributeStep {
  std::string attribute;  ///< "geometry" for the geometry, whose values are left out
  std::optional<std::string> before;
  std::optional<std::string> after;
};

/// What a transaction did to one object.
struct ObjectStep {
  refbase::Transaction transaction;
  std::string layer;
  std::string id;
  std::string what;                   ///< "added", "changed", "removed"
  std::vector<AttributeStep> values;  ///< of a change
  std::string succeeds;               ///< an addition: the identifier that the object had before
  std::string succeeded_by;           ///< a removal: the one that it has since
};

struct BaseLogJob {
  std::string base;
  std::string of;  ///< "": the base; a layer; or an object's identifier, maybe as LAYER/ID
  std::optional<std::size_t> count;  ///< at most so many, the latest
};

/// Transactions, or what was done to one object, both latest first.
struct BaseLog {
  std::vector<refbase::Transaction> transactions;
  std::vector<refbase::Edition> editions;
  std::vector<ObjectStep> steps;
  bool of_object = false;
};

/// Under whatever identifier the object went. Throws UsageError where there is no such layer or
/// object.
[[nodiscard]] BaseLog log_of_base(const BaseLogJob& job);

/// The base as it was after a transaction.
struct BaseState {
  refbase::Transaction transaction;
  std::vector<refbase::Edition> editions;  ///< names of that transaction
  std::vector<refbase::BaseLayer> layers;
  std::vector<std::int64_t> features;  ///< by layer
};
[[nodiscard]] BaseState show_base(const std::string& base, const std::string& at);

struct BaseDiffJob {
  std::string base;
  std::string from;
  std::string to;
  std::vector<std::string> layers;  ///< empty: all
  std::filesystem::path out;        ///< .gpkg, .geojson, .json or .html
  bool overwrite = false;
  std::string now;
};

/// Writes what changed between two transactions, object by object, in the columns of the later one,
/// of which those that came meanwhile held nothing before. What an object that has no other version
/// holds in such a column is left out.
/// Returns how many changes there are.
std::size_t diff_of_base(const BaseDiffJob& job);

struct BaseRevertJob {
  std::string base;
  std::string transaction;
  std::string organisation;
  std::string message;
  std::string now;
};

/// Gives every object that a transaction touched what it was before, as a new transaction. Columns
/// stay as they are, and what those hold that it brought or that came later. Throws InputError
/// where an object is no longer as the transaction left it, and names the transactions that have to
/// be undone first; UsageError for the first transaction.
[[nodiscard]] refbase::Transaction revert_in_base(const BaseRevertJob& job);

/// What is wrong with a base; empty: nothing. Digests of transactions, prints of all versions,
/// keys, and that versions follow on one another without overlap, as many as the transactions say.
[[nodiscard]] std::vector<Finding> verify_base(const std::string& base);

}  // namespace bdf::jobs
