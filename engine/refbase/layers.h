// SPDX-License-Identifier: MIT
// The layers that a base holds, and their columns, as they are and as they were.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/schema.h"
#include "refbase/sql_session.h"

namespace bdf::refbase {

/// A layer in the columns that it had at some time.
struct BaseLayer {
  std::string class_name;  ///< of the theme's schema; "" for a layer of none
  std::string schema_name;
  Schema schema;                      ///< names and types as they were then
  std::vector<int> numbers;           ///< of its columns: they stay when names change
  std::vector<std::string> physical;  ///< what the tables call these columns now
  std::vector<std::string> kept;      ///< all columns of its tables, those of other times too
  std::vector<std::string> key;  ///< the columns whose values name an object, as they were then
  std::int64_t next_fid = 1;
  std::int64_t since = 0;  ///< the transaction that brought the layer
};

/// An identifier as a user types it, in the form in which bases keep it.
[[nodiscard]] std::string id_typed(const std::string& text);

/// What the tables of a layer are called.
[[nodiscard]] std::string live_table(const BaseLayer& layer);
[[nodiscard]] std::string past_table(const BaseLayer& layer);
/// Of one of their indexes.
[[nodiscard]] std::string index_name(const BaseLayer& layer, std::string_view what);

/// The layers that the base had after that transaction, by name; of what members of a server's base
/// may not read, nothing.
[[nodiscard]] std::vector<BaseLayer> layers_at(SqlSession& session, std::int64_t transaction);
[[nodiscard]] const BaseLayer* find_layer(const std::vector<BaseLayer>& layers,
                                          std::string_view name);
/// Their names, for messages.
[[nodiscard]] std::string names_of(const std::vector<BaseLayer>& layers);
/// By the columns of a layer: whether those layers, of another time, have it too.
[[nodiscard]] std::vector<bool> columns_among(const BaseLayer& layer,
                                              const std::vector<BaseLayer>& others);

/// Creates the tables of a layer with the columns of `wanted.schema`. Throws InputError where a
/// name is one that the database could not hold or that is ours.
[[nodiscard]] BaseLayer create_layer(SqlSession& session, const BaseLayer& wanted);

/// Adds a column, NULL in every row, since that transaction. Where a column that was retired has
/// its name, that one is renamed out of the way.
void add_column(SqlSession& session, BaseLayer& layer, const Column& column,
                std::int64_t transaction);
/// The layer's column at that place is called otherwise since that transaction.
void rename_column(SqlSession& session, BaseLayer& layer, std::size_t place,
                   const std::string& name, std::int64_t transaction);
/// The layer's column at that place is no more since that transaction; what it held is kept for
/// those who ask for what was before.
void retire_column(SqlSession& session, BaseLayer& layer, std::size_t place,
                   std::int64_t transaction);

void keep_next_fid(SqlSession& session, const BaseLayer& layer);

}  // namespace bdf::refbase
