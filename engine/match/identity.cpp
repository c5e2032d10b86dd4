// SPDX-License-Identifier: MIT
#include "match/identity.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <span>
#include <tuple>

#include "base/hash.h"
#include "base/parallel.h"
#include "geometry/canonical.h"
#include "geometry/wkb.h"
#include "match/numbering.h"

namespace bdf::match {

namespace {

/// How many rows are read at a time: none of them is kept.
constexpr std::size_t rows_at_once = 8192;

/// A row that its key does not name alone, closely looked at.
struct Doubtful {
  std::uint32_t row = 0;
  Hash128 key;  ///< none() where missing
  Hash128 print;
  Hash128 shape;  ///< of the canonical geometry
  bool has_vertex = false;
  std::string first;  ///< the uid that is minted where no other row has its key and geometry
  std::string uid;    ///< empty until it is minted, where the file carries none
};

/// Rows with no key, and rows that share theirs; ascending.
std::vector<std::uint32_t> rows_without_own_key(const RowIndex& index) {
  Numbering numbering(index.size());
  std::vector<std::uint32_t> number_of_row;
  std::vector<std::uint32_t> uses(index.size(), 0);
  number_of_row.reserve(index.size());
  for (const auto& key : index.keys) {
    number_of_row.push_back(numbering.number_of(key));
    ++uses[number_of_row.back()];
  }
  std::vector<std::uint32_t> found;
  for (std::uint32_t row = 0; row < index.size(); ++row)
    if (index.keys[row].none() || uses[number_of_row[row]] > 1) found.push_back(row);
  return found;
}

/// The canonical geometry; "" for none.
std::string shape_of(FeatureRef feature) {
  const auto geometry = feature.geometry();
  const auto* wkb = std::get_if<BlobView>(&geometry);
  return wkb == nullptr ? std::string() : geometry::canonical_bytes(wkb->bytes);
}

bool has_vertex(FeatureRef feature) {
  const auto geometry = feature.geometry();
  const auto* wkb = std::get_if<BlobView>(&geometry);
  return wkb != nullptr && !geometry::is_empty_wkb(wkb->bytes);
}

/// Sets the sharers of a key apart from features of the same geometry that have no key or another.
std::string shared_key(const Hash128& key) {
  return key.none() ? std::string() : fmt::format("{:016x}{:016x}\n", key.high, key.low);
}

std::string minted_uid(const Hash128& key, const std::string& shape, std::size_t ordinal,
                       const IdentityOptions& options) {
  return uuid_v5(options.producer + '\n' + options.layer + '\n' + std::to_string(ordinal) + '\n' +
                 shared_key(key) + shape);
}

/// The rows of one side, some at a time.
using ReadSide = std::function<FeatureTable(const std::vector<std::uint32_t>& rows)>;

/// Shows each of the rows, with its place among them; from several threads.
void visit(const std::vector<std::uint32_t>& rows, const ReadSide& read, int threads,
           const std::function<void(std::size_t place, FeatureRef feature)>& show) {
  const auto batches = (rows.size() + rows_at_once - 1) / rows_at_once;
  parallel_for_each(batches, threads, [&](std::size_t batch) {
    const auto begin = batch * rows_at_once;
    const auto end = std::min(begin + rows_at_once, rows.size());
    const auto at = [&](std::size_t place) {
      return rows.begin() + static_cast<std::ptrdiff_t>(place);
    };
    const auto table = read({at(begin), at(end)});
    for (std::size_t i = begin; i < end; ++i) show(i, {&table, i - begin});
  });
}

std::vector<Doubtful> look_at(const RowIndex& index, const std::vector<std::uint32_t>& rows,
                              const IdentityOptions& options, const ReadSide& read) {
  std::vector<Doubtful> doubtful(rows.size());
  visit(rows, read, options.threads, [&](std::size_t i, FeatureRef feature) {
    const auto shape = shape_of(feature);
    auto& one = doubtful[i];
    one.row = rows[i];
    one.key = index.keys[rows[i]];
    one.print = index.prints[rows[i]];
    one.shape = hash_of(shape);
    one.first = minted_uid(one.key, shape, 0, options);
    if (const auto column = feature.table->schema.find("bdf_uid"))
      one.uid = to_text(feature.value(*column));
    one.has_vertex = has_vertex(feature);
  });
  return doubtful;
}

/// A uid is kept where the file carries it once; a copied feature carries its model's.
void drop_copied_uids(std::vector<Doubtful>& doubtful) {
  std::map<std::string, int> count;
  for (const auto& one : doubtful)
    if (!one.uid.empty()) ++count[one.uid];
  for (auto& one : doubtful)
    if (!one.uid.empty() && count[one.uid] > 1) one.uid.clear();
}

/// Rows of one key and geometry.
using Alike = std::span<Doubtful*>;

/// Those of several rows, and those whose uid another row has got when it had that geometry; the
/// others have their uid.
std::vector<Alike> mint_first_uids(std::vector<Doubtful*>& order,
                                   const std::set<std::string>& taken) {
  std::sort(order.begin(), order.end(), [](const Doubtful* a, const Doubtful* b) {
    return std::tie(a->first, a->print, a->row) < std::tie(b->first, b->print, b->row);
  });
  std::vector<Alike> rest;
  for (auto begin = order.begin(); begin != order.end();) {
    const auto end = std::find_if(
        begin, order.end(), [&](const Doubtful* other) { return other->first != (*begin)->first; });
    if (end - begin > 1 || taken.contains((*begin)->first))
      rest.emplace_back(begin, end);
    else
      (*begin)->uid = std::move((*begin)->first);
    begin = end;
  }
  return rest;
}

/// In turn, in an order that is the same whatever stands beside them. A geometry that was another
/// feature's when that one got its uid gives no second one the same.
void mint_in_turn(const Alike& alike, const std::string& shape, const IdentityOptions& options,
                  std::set<std::string>& taken) {
  std::size_t ordinal = 0;
  for (auto* one : alike) {
    do {
      one->uid = minted_uid(one->key, shape, ordinal++, options);
    } while (!taken.insert(one->uid).second);
  }
}

void name_by_uid(Identity& identity, const Doubtful& one) {
  identity.links[one.row] = link_of_uid(one.uid);
  identity.uids[one.row] = one.uid;
}

Identity identity_of(const RowIndex& index, const std::vector<Doubtful>& doubtful) {
  Identity identity;
  identity.links = index.keys;
  for (const auto& one : doubtful) {
    name_by_uid(identity, one);
    if (!one.has_vertex) identity.without_vertex.push_back(one.row);
    ++(one.key.none() ? identity.missing_keys : identity.duplicate_keys);
  }
  return identity;
}

/// The identities, once each of the rows has its uid.
Identity named(const RowIndex& index, std::vector<Doubtful>& doubtful,
               const IdentityOptions& options, const ReadSide& read) {
  drop_copied_uids(doubtful);
  std::vector<Doubtful*> order;
  std::set<std::string> taken;
  for (auto& one : doubtful) {
    if (one.uid.empty())
      order.push_back(&one);
    else
      taken.insert(one.uid);
  }
  auto rest = mint_first_uids(order, taken);
  std::sort(rest.begin(), rest.end(),
            [](const Alike& a, const Alike& b) { return a[0]->row < b[0]->row; });
  std::vector<std::uint32_t> rows;
  for (const auto& alike : rest) rows.push_back(alike[0]->row);
  std::vector<std::string> shapes(rows.size());
  visit(rows, read, options.threads,
        [&](std::size_t i, FeatureRef feature) { shapes[i] = shape_of(feature); });
  for (std::size_t i = 0; i < rest.size(); ++i) mint_in_turn(rest[i], shapes[i], options, taken);
  auto identity = identity_of(index, doubtful);
  for (const auto& alike : rest)
    for (const auto* one : alike) identity.alike[one->row] = alike[0]->row;
  return identity;
}

/// Rows with a key of their own that no other side knows; ascending.
std::vector<std::uint32_t> rows_of_unknown_key(const ThreeWay<RowIndex>& index, Side side) {
  Numbering numbering(index.ancestor.size() + index.local.size() + index.reference.size());
  for (const auto other : all_sides)
    if (other != side)
      for (const auto& key : index[other].keys) numbering.number_of(key);
  const auto known = numbering.count();
  std::vector<std::uint32_t> rows;
  for (std::uint32_t row = 0; row < index[side].size(); ++row)
    if (const auto& key = index[side].keys[row]; !key.none() && numbering.number_of(key) >= known)
      rows.push_back(row);
  return rows;
}

/// A copy that was left alone with its model's key, the model being gone, is still the copy.
void keep_names_of_copies(const ThreeWay<RowIndex>& index, Side side,
                          const IdentityOptions& options, const ReadSide& read,
                          Identity& identity) {
  if (index[side].size() == 0 || !read({}).schema.find("bdf_uid")) return;
  for (const auto& one : look_at(index[side], rows_of_unknown_key(index, side), options, read))
    if (!one.uid.empty() && !identity.uids.contains(one.row)) name_by_uid(identity, one);
}

using ByKey = std::map<Hash128, std::vector<const Doubtful*>>;

ByKey shared_keys(const std::vector<Doubtful>& doubtful) {
  ByKey keys;
  for (const auto& one : doubtful)
    if (!one.key.none()) keys[one.key].push_back(&one);
  return keys;
}

/// The rows of the other sides that these keys name alone, with what they look like.
struct Named {
  Hash128 print;
  Hash128 shape;
};

std::map<Hash128, std::vector<Named>> rows_named_by(const ByKey& keys,
                                                    const ThreeWay<RowIndex>& index,
                                                    const ThreeWay<ByKey>& shared, Side except,
                                                    const ReadRows& read) {
  std::map<Hash128, std::vector<Named>> named;
  for (const auto side : all_sides) {
    if (side == except) continue;
    std::vector<std::uint32_t> rows;
    for (std::uint32_t row = 0; row < index[side].size(); ++row) {
      const auto& key = index[side].keys[row];
      if (!key.none() && keys.contains(key) && !shared[side].contains(key)) rows.push_back(row);
    }
    if (rows.empty()) continue;
    const auto table = read(side, rows);
    for (std::size_t i = 0; i < rows.size(); ++i)
      named[index[side].keys[rows[i]]].push_back(
          {index[side].prints[rows[i]], hash_of(shape_of({&table, i}))});
  }
  return named;
}

/// The one sharer that is as another side has the feature; nullptr where none or several are.
const Doubtful* owner_of(const std::vector<const Doubtful*>& sharers,
                         const std::vector<Named>& named) {
  const auto only = [&](auto&& is_as) {
    const Doubtful* found = nullptr;
    for (const auto* one : sharers) {
      if (std::none_of(named.begin(), named.end(), [&](const Named& n) { return is_as(*one, n); }))
        continue;
      if (found != nullptr) return static_cast<const Doubtful*>(nullptr);
      found = one;
    }
    return found;
  };
  const auto* same = only([](const Doubtful& a, const Named& b) { return a.print == b.print; });
  if (same != nullptr) return same;
  return only([](const Doubtful& a, const Named& b) { return a.shape == b.shape; });
}

/// Gives shared keys back their link where another side's single feature has that key.
void link_shared_keys(const ByKey& keys, const std::map<Hash128, std::vector<Named>>& named,
                      Identity& identity) {
  for (const auto& [key, sharers] : keys) {
    const auto found = named.find(key);
    if (found == named.end()) continue;
    if (const auto* owner = owner_of(sharers, found->second)) {
      identity.links[owner->row] = key;
      continue;
    }
    for (const auto* one : sharers) identity.links[one->row] = key;
  }
}

}  // namespace

Hash128 link_of_uid(const std::string& uid) { return hash_of("bdf_uid " + uid); }

ThreeWay<Identity> identify(const ThreeWay<RowIndex>& index, const IdentityOptions& options,
                            const ReadRows& read) {
  ThreeWay<std::vector<Doubtful>> doubtful;
  ThreeWay<Identity> identities;
  ThreeWay<ByKey> shared;
  for (const auto side : all_sides) {
    const auto read_side = [&](const std::vector<std::uint32_t>& rows) { return read(side, rows); };
    doubtful[side] = look_at(index[side], rows_without_own_key(index[side]), options, read_side);
    identities[side] = named(index[side], doubtful[side], options, read_side);
    keep_names_of_copies(index, side, options, read_side, identities[side]);
    shared[side] = shared_keys(doubtful[side]);
  }
  for (const auto side : all_sides)
    if (!shared[side].empty())
      link_shared_keys(shared[side], rows_named_by(shared[side], index, shared, side, read),
                       identities[side]);
  return identities;
}

std::string uid_beside_key(const Hash128& key, FeatureRef feature, const IdentityOptions& options) {
  const auto carried = feature.table->schema.find("bdf_uid");
  const auto uid = carried ? to_text(feature.value(*carried)) : std::string();
  return uid.empty() ? minted_uid(key, shape_of(feature), 0, options) : uid;
}

Identity identify(const RowIndex& index, const IdentityOptions& options,
                  const std::function<FeatureTable(const std::vector<std::uint32_t>&)>& read) {
  auto doubtful = look_at(index, rows_without_own_key(index), options, read);
  return named(index, doubtful, options, read);
}

}  // namespace bdf::match
