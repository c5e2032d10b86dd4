// SPDX-License-Identifier: MIT
#include "jobs/incoming_rows.h"

#include <algorithm>
#include <array>
#include <unordered_set>

#include "base/error.h"
#include "base/message.h"
#include "base/parallel.h"
#include "geometry/adapt.h"
#include "geometry/wkb.h"
#include "io/key.h"
#include "io/sql.h"
#include "merge/compare.h"
#include "refbase/stored_value.h"

namespace bdf::jobs {

namespace {

/// What stands before the dimensions: "LINESTRING" of "LINESTRING Z".
std::string kind_of(const std::string& type_name) {
  return type_name.substr(0, type_name.find(' '));
}

/// What a message would end at is left out.
std::string shown(const ValueView& value) {
  auto text = to_text(value);
  std::erase(text, '\0');
  return text;
}

/// What a row says of itself, by the columns of `schema`: those that are read.
class Identity {
 public:
  Identity(const IncomingLayer& layer, const Schema& schema) : layer_(layer) {
    for (const auto& key : layer.key) key_.push_back(schema.find(key));
    if (!layer.destroyed.empty()) destroyed_ = schema.find(layer.destroyed);
  }

  [[nodiscard]] std::string id_of(const io::StreamedRow& row) {
    values_.clear();
    for (const auto& column : key_) values_.push_back(column ? row.values[*column] : Null{});
    if (layer_.key.empty()) values_.emplace_back(row.fid);
    constexpr std::size_t longest = 2500;  // which every database can index
    auto id = io::text_of_key(values_);
    if (id && id->size() > longest)
      throw InputError(msg("{}, layer “{}”, feature {}: its key has more than {} bytes",
                           layer_.file, layer_.source.layer, row.fid, longest));
    if (id) return std::move(*id);
    throw InputError(
        msg("{}, layer “{}”, feature {}: it has no key; every object of a base is known by one",
            layer_.file, layer_.source.layer, row.fid));
  }

  [[nodiscard]] bool is_destroyed(const io::StreamedRow& row) const {
    return destroyed_ && merge::normal_form(ColumnType::boolean, row.values[*destroyed_]) == "1";
  }

 private:
  const IncomingLayer& layer_;
  std::vector<std::optional<std::size_t>> key_;
  std::optional<std::size_t> destroyed_;
  std::vector<ValueView> values_;
};

class Reader {
 public:
  explicit Reader(const IncomingLayer& layer)
      : layer_(layer),
        identity_(layer, layer.source),
        values_(layer.columns.size()),
        buffers_(layer.columns.size()) {}

  const IncomingRow& read(const io::StreamedRow& row) {
    read_.id = identity_.id_of(row);
    for (std::size_t i = 0; i < values_.size(); ++i)
      values_[i] = layer_.columns[i] ? stored(row, i) : ValueView{Null{}};
    read_.fid = row.fid;
    read_.values = values_;
    read_.geometry = geometry(row.geometry);
    read_.destroyed = identity_.is_destroyed(row);
    return read_;
  }

 private:
  ValueView stored(const io::StreamedRow& row, std::size_t column) {
    const auto& value = row.values[*layer_.columns[column]];
    const auto held =
        refbase::stored_value(layer_.target.columns[column].type, value, buffers_[column]);
    if (held) return *held;
    throw InputError(
        msg("{}, layer “{}”, object {}: “{}” in column {} is not what the base holds "
            "there",
            layer_.file, layer_.source.layer, read_.id, shown(value),
            layer_.target.columns[column].name));
  }

  ValueView geometry(const ValueView& value) {
    if (const auto held = refbase::stored_geometry(layer_.target, value, buffer_)) return *held;
    const auto* wkb = std::get_if<BlobView>(&value);
    throw InputError(
        msg("{}, layer “{}”, object {}: its geometry ({}) is none that the base holds there ({})",
            layer_.file, layer_.source.layer, read_.id,
            wkb != nullptr ? geometry::type_name_of_wkb(wkb->bytes) : "",
            layer_.target.geometry_type + (layer_.target.z == 1 ? " Z" : "")));
  }

  const IncomingLayer& layer_;
  Identity identity_;
  std::vector<ValueView> values_;
  std::vector<std::string> buffers_;
  std::string buffer_;
  IncomingRow read_;
};

void require_single(const IncomingLayer& layer, const std::vector<IncomingObject>& objects) {
  std::unordered_set<std::string_view> seen;
  seen.reserve(objects.size());
  for (const auto& object : objects)
    if (!seen.insert(object.id).second)
      throw InputError(
          msg("{}, layer “{}”: two features have the key {}; every object of a base is "
              "known by one of its own",
              layer.file, layer.source.layer, object.id));
}

}  // namespace

void show_incoming(const IncomingLayer& layer, io::FidRange range,
                   const std::function<void(const IncomingRow&)>& show) {
  auto database = io::Database::open_input(layer.path);
  Reader reader(layer);
  io::stream_rows(database, layer.source, io::column_names(layer.source), range,
                  [&](const io::StreamedRow& row) { show(reader.read(row)); });
}

std::vector<IncomingObject> incoming_objects(const IncomingLayer& layer, int threads) {
  std::vector<refbase::PrintedColumn> printed;
  std::vector<std::size_t> carried;
  for (std::size_t i = 0; i < layer.columns.size(); ++i) {
    if (!layer.columns[i]) continue;
    printed.push_back(layer.printed[i]);
    carried.push_back(i);
  }
  auto database = io::Database::open_input(layer.path);
  const auto ranges = io::fid_ranges(database, layer.source.layer, layer.source.primary_key, 16);
  std::vector<std::vector<IncomingObject>> pieces(ranges.size());
  parallel_for_each(ranges.size(), threads, [&](std::size_t i) {
    std::vector<ValueView> values(carried.size());
    show_incoming(layer, ranges[i], [&](const IncomingRow& row) {
      for (std::size_t k = 0; k < carried.size(); ++k) values[k] = row.values[carried[k]];
      pieces[i].push_back(
          {row.id, row.fid, refbase::print_of(printed, values, row.geometry), row.destroyed});
    });
  });
  std::vector<IncomingObject> objects;
  for (auto& piece : pieces)
    objects.insert(objects.end(), std::make_move_iterator(piece.begin()),
                   std::make_move_iterator(piece.end()));
  require_single(layer, objects);
  return objects;
}

std::vector<IncomingObject> new_objects(const IncomingLayer& layer) {
  Schema looked_at = layer.source;
  looked_at.geometry_column.clear();
  std::erase_if(looked_at.columns, [&](const Column& column) {
    const auto is = [&](const std::string& name) { return same_name(name, column.name); };
    return !is(layer.destroyed) && std::none_of(layer.key.begin(), layer.key.end(), is);
  });
  Identity identity(layer, looked_at);
  std::vector<IncomingObject> objects;
  auto database = io::Database::open_input(layer.path);
  io::stream_rows(
      database, looked_at, io::column_names(looked_at), {}, [&](const io::StreamedRow& row) {
        objects.push_back({identity.id_of(row), row.fid, {}, identity.is_destroyed(row)});
      });
  require_single(layer, objects);
  return objects;
}

namespace {

/// Which dimensions and kinds the geometries of a layer have.
struct Observed {
  std::array<bool, 2> z{};  ///< whether any is without, and with
  std::array<bool, 2> m{};
  bool other = false;  ///< of another kind than is declared

  void add(const Schema& source, std::string_view wkb) {
    z[geometry::wkb_has_z(wkb) ? 1 : 0] = true;
    m[geometry::wkb_has_m(wkb) ? 1 : 0] = true;
    other = other || !same_name(source.geometry_type, kind_of(geometry::type_name_of_wkb(wkb)));
  }
  void add(const Observed& more) {
    for (std::size_t i = 0; i < 2; ++i) {
      z[i] = z[i] || more.z[i];
      m[i] = m[i] || more.m[i];
    }
    other = other || more.other;
  }
};

/// As in gpkg_geometry_columns. What a file says may be or not, may be so in the next edition.
int presence(const std::array<bool, 2>& seen, int declared) {
  constexpr int optional = 2;
  if (declared == optional) return optional;
  return seen[0] && seen[1] ? 2 : seen[1] ? 1 : seen[0] ? 0 : declared;
}

}  // namespace

Schema observed_geometry(const std::filesystem::path& path, const Schema& source, int threads) {
  Schema observed = source;
  if (source.geometry_column.empty()) return observed;
  auto database = io::Database::open_input(path);
  const auto ranges = io::fid_ranges(database, source.layer, source.primary_key, 8);
  std::vector<Observed> pieces(ranges.size());
  parallel_for_each(ranges.size(), threads, [&](std::size_t i) {
    auto own = io::Database::open_input(path);
    io::stream_rows(own, source, {}, ranges[i], [&](const io::StreamedRow& row) {
      if (const auto* wkb = std::get_if<BlobView>(&row.geometry)) pieces[i].add(source, wkb->bytes);
    });
  });
  Observed all;
  for (const auto& piece : pieces) all.add(piece);
  observed.z = presence(all.z, source.z);
  observed.m = presence(all.m, source.m);
  // Types that are but names for several are no types of a table.
  const bool is_abstract =
      same_name(source.geometry_type, "CURVE") || same_name(source.geometry_type, "SURFACE");
  if (all.other || is_abstract) observed.geometry_type = "GEOMETRY";
  return observed;
}

}  // namespace bdf::jobs
