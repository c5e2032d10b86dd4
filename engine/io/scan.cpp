// SPDX-License-Identifier: MIT
#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <thread>

#include "base/hash.h"
#include "base/parallel.h"
#include "geometry/wkb.h"
#include "io/geometry_blob.h"
#include "io/illegible_text.h"
#include "io/json_value.h"
#include "io/row_stream.h"
#include "io/sql.h"

namespace bdf::io {

namespace {

/// The values of one row, one behind the other, each with its storage class and length. Used again
/// for every row: no allocation once it has grown.
class RowBytes {
 public:
  void clear() { used_ = 0; }

  void add(int storage, std::string_view bytes) {
    const auto length = static_cast<std::uint32_t>(bytes.size());
    reserve(used_ + 1 + sizeof length + bytes.size());
    bytes_[used_++] = static_cast<char>(storage);
    std::memcpy(bytes_.data() + used_, &length, sizeof length);
    used_ += sizeof length;
    if (!bytes.empty()) std::memcpy(bytes_.data() + used_, bytes.data(), bytes.size());
    used_ += bytes.size();
  }

  template <class Number>
  void add_number(int storage, Number number) {
    add(storage, {reinterpret_cast<const char*>(&number), sizeof number});
  }

  [[nodiscard]] Hash128 hash() const { return hash_of({bytes_.data(), used_}); }

 private:
  void reserve(std::size_t size) {
    if (size > bytes_.size()) bytes_.resize(std::max(size, bytes_.size() * 2));
  }

  std::vector<char> bytes_ = std::vector<char>(1024);
  std::size_t used_ = 0;
};

class Scanner {
 public:
  Scanner(Database& database, const ScanPlan& plan)
      : plan_(plan), statement_(database.prepare(sql_of(plan))), utf8_(stores_utf8(database)) {}

  RowIndex read(FidRange range) {
    RowIndex rows;
    statement_.bind(1, range.first).bind(2, range.last);
    while (statement_.step()) {
      rows.fids.push_back(statement_.integer(0));
      rows.keys.push_back(key());
      if (plan_.names) rows.names.push_back(name_);
      rows.prints.push_back(print());
      if (plan_.pairs) rows.pair_prints.push_back(pair_print());
    }
    return rows;
  }

  IllegibleTexts illegible;

 private:
  static std::string sql_of(const ScanPlan& plan) {
    std::vector<std::string> names{plan.primary_key};
    names.insert(names.end(), plan.key.begin(), plan.key.end());
    names.insert(names.end(), plan.columns.begin(), plan.columns.end());
    if (!plan.geometry_column.empty()) names.push_back(plan.geometry_column);
    names.insert(names.end(), plan.pair_columns.begin(), plan.pair_columns.end());
    names.insert(names.end(), plan.gained.begin(), plan.gained.end());
    const auto fid = sql_name(plan.primary_key);
    return "SELECT " + sql_names(names) + " FROM main." + sql_name(plan.layer) + " WHERE " + fid +
           " BETWEEN ? AND ? ORDER BY " + fid;
  }

  static bool stores_utf8(Database& database) {
    auto encoding = database.prepare("PRAGMA encoding");
    return encoding.step() && encoding.text(0) == "UTF-8";
  }

  /// Asked for as a blob, UTF-8 text comes without a copy.
  std::string_view bytes(int column) {
    sqlite3_stmt* row = statement_.handle();
    const void* data = sqlite3_column_blob(row, column);
    return {static_cast<const char*>(data),
            static_cast<std::size_t>(sqlite3_column_bytes(row, column))};
  }

  Hash128 key() {
    name_.clear();
    if (plan_.keyless) return {};
    key_.clear();
    if (plan_.key.empty()) key_.emplace_back(statement_.integer(0));
    for (int column = 1; column <= static_cast<int>(plan_.key.size()); ++column) {
      key_.push_back(statement_.column(column));
      if (const auto* text = std::get_if<std::string_view>(&key_.back())) note(*text, column);
    }
    if (!plan_.names) return hash_of_key(key_);
    const auto text = text_of_key(key_);
    if (text) name_ = *text;
    return text ? hash_of(*text) : Hash128{};
  }

  Hash128 print() {
    if (plan_.only_shapes && has_no_shape()) return {};
    row_.clear();
    int column = 1 + static_cast<int>(plan_.key.size());
    const int end = column + static_cast<int>(plan_.columns.size());
    for (; column < end; ++column) add_value(column);
    if (!plan_.geometry_column.empty()) add_geometry(column);
    return row_.hash();
  }

  /// Of the geometry, which stands behind the key.
  bool has_no_shape() {
    if (plan_.geometry_column.empty()) return true;
    const int column = 1 + static_cast<int>(plan_.key.size());
    if (sqlite3_column_type(statement_.handle(), column) != SQLITE_BLOB) return true;
    const auto wkb = wkb_of_blob(bytes(column));
    return !wkb || geometry::is_empty_wkb(*wkb);
  }

  /// The values behind the geometry.
  Hash128 pair_print() {
    row_.clear();
    int column = 1 + static_cast<int>(plan_.key.size() + plan_.columns.size()) +
                 (plan_.geometry_column.empty() ? 0 : 1);
    const int gained = column + static_cast<int>(plan_.pair_columns.size());
    const int end = gained + static_cast<int>(plan_.gained.size());
    for (; column < gained; ++column) add_value(column);
    for (; column < end; ++column)
      if (sqlite3_column_type(statement_.handle(), column) != SQLITE_NULL) add_value(column);
    return row_.hash();
  }

  void add_value(int column) {
    sqlite3_stmt* row = statement_.handle();
    const int storage = sqlite3_column_type(row, column);
    switch (storage) {
      case SQLITE_INTEGER:
        row_.add_number(storage, sqlite3_column_int64(row, column));
        break;
      case SQLITE_FLOAT:
        row_.add_number(storage, sqlite3_column_double(row, column));
        break;
      case SQLITE_TEXT:
        if (!utf8_) sqlite3_column_text(row, column);
        note(bytes(column), column);
        [[fallthrough]];
      case SQLITE_BLOB:
        row_.add(storage, bytes(column));
        break;
      default:
        row_.add(storage, {});
    }
  }

  void note(std::string_view text, int column) {
    if (is_utf8(text) || illegible.count++ > 0) return;
    illegible.fid = statement_.integer(0);
    illegible.column = sqlite3_column_name(statement_.handle(), column);
  }

  void add_geometry(int column) {
    if (sqlite3_column_type(statement_.handle(), column) != SQLITE_BLOB) return add_value(column);
    const auto blob = bytes(column);
    row_.add(SQLITE_BLOB, wkb_of_blob(blob).value_or(blob));
  }

  const ScanPlan& plan_;
  Statement statement_;
  bool utf8_;
  RowBytes row_;
  std::vector<ValueView> key_;
  std::string name_;  ///< the key's text
};

template <class T>
void append(std::vector<T>& all, const std::vector<T>& more) {
  all.insert(all.end(), more.begin(), more.end());
}

RowIndex concatenated(std::vector<RowIndex> pieces) {
  RowIndex all = std::move(pieces.front());
  for (std::size_t i = 1; i < pieces.size(); ++i) {
    append(all.fids, pieces[i].fids);
    append(all.keys, pieces[i].keys);
    append(all.prints, pieces[i].prints);
    append(all.pair_prints, pieces[i].pair_prints);
    append(all.names, pieces[i].names);
  }
  return all;
}

}  // namespace

RowIndex scan(const std::filesystem::path& path, const ScanPlan& plan, int threads) {
  IllegibleTexts ignored;
  return scan(path, plan, threads, ignored);
}

RowIndex scan(const std::filesystem::path& path, const ScanPlan& plan, int threads,
              IllegibleTexts& found) {
  auto database = Database::open_input(path);
  const auto workers = threads > 0 ? static_cast<unsigned>(threads)
                                   : std::max(1U, std::thread::hardware_concurrency());
  // Two ranges a thread even out fids that stand more densely in one than in another.
  const auto ranges =
      fid_ranges(database, plan.layer, plan.primary_key, workers == 1 ? 1 : workers * 2);
  std::vector<RowIndex> pieces(ranges.size());
  std::vector<IllegibleTexts> illegible(ranges.size());
  const auto read = [&](Database& from, std::size_t i) {
    Scanner scanner(from, plan);
    pieces[i] = scanner.read(ranges[i]);
    illegible[i] = std::move(scanner.illegible);
  };
  if (ranges.size() == 1)
    read(database, 0);
  else
    parallel_for_each(ranges.size(), static_cast<int>(workers), [&](std::size_t i) {
      auto own = Database::open_input(path);
      read(own, i);
    });
  // The first one is that of the first range, whoever was the fastest.
  found = {};
  for (auto& texts : illegible) {
    texts.count += found.count;
    if (found.count == 0)
      found = std::move(texts);
    else
      found.count = texts.count;
  }
  return concatenated(std::move(pieces));
}

}  // namespace bdf::io
