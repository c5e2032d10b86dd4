// SPDX-License-Identifier: MIT
#include "match/identity.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "base/hash.h"
#include "geometry/canonical.h"
#include "match/numbering.h"

namespace bdf::match {

namespace {

/// A row that its key does not name alone, closely looked at.
struct Doubtful {
  std::uint32_t row = 0;
  Hash128 key;  ///< none() where missing
  Hash128 print;
  std::string shape;  ///< canonical geometry
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

std::string shape_of(const FeatureTable& table, std::size_t row) {
  const auto geometry = table.geometries[row];
  const auto* wkb = std::get_if<BlobView>(&geometry);
  return wkb == nullptr ? std::string() : geometry::canonical_bytes(wkb->bytes);
}

std::vector<Doubtful> look_at(const RowIndex& index, const std::vector<std::uint32_t>& rows,
                              const FeatureTable& table) {
  const auto uid_column = table.schema.find("bdf_uid");
  std::vector<Doubtful> doubtful;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    Doubtful one{rows[i], index.keys[rows[i]], index.prints[rows[i]], shape_of(table, i), ""};
    if (uid_column) one.uid = to_text(table.columns[*uid_column][i]);
    doubtful.push_back(std::move(one));
  }
  return doubtful;
}

/// A uid is kept where the file carries it once; a copied feature carries its model's.
void drop_copied_uids(std::vector<Doubtful>& doubtful) {
  std::map<std::string, int> count;
  for (const auto& one : doubtful) ++count[one.uid];
  for (auto& one : doubtful)
    if (count[one.uid] > 1) one.uid.clear();
}

/// Sets the sharers of a key apart from features of the same geometry that have no key or another.
std::string shared_key(const Hash128& key) {
  return key.none() ? std::string() : fmt::format("{:016x}{:016x}\n", key.high, key.low);
}

std::string minted_uid(const Doubtful& one, std::size_t ordinal, const IdentityOptions& options) {
  return uuid_v5(options.producer + '\n' + options.layer + '\n' + std::to_string(ordinal) + '\n' +
                 shared_key(one.key) + one.shape);
}

/// A geometry that was another feature's when that one got its uid gives no second one the same.
void mint_uids(std::vector<Doubtful>& doubtful, const IdentityOptions& options) {
  drop_copied_uids(doubtful);
  std::vector<Doubtful*> order;
  std::set<std::string> taken;
  for (auto& one : doubtful) {
    if (one.uid.empty())
      order.push_back(&one);
    else
      taken.insert(one.uid);
  }
  std::sort(order.begin(), order.end(), [](const Doubtful* a, const Doubtful* b) {
    return std::tie(a->shape, a->key, a->print, a->row) <
           std::tie(b->shape, b->key, b->print, b->row);
  });
  std::size_t ordinal = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const auto& one = *order[i];
    if (i == 0 || one.shape != order[i - 1]->shape || one.key != order[i - 1]->key) ordinal = 0;
    do {
      order[i]->uid = minted_uid(one, ordinal++, options);
    } while (!taken.insert(order[i]->uid).second);
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
    ++(one.key.none() ? identity.missing_keys : identity.duplicate_keys);
  }
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
void keep_names_of_copies(const ThreeWay<RowIndex>& index, Side side, const ReadRows& read,
                          Identity& identity) {
  if (index[side].size() == 0 || !read(side, {}).schema.find("bdf_uid")) return;
  const auto rows = rows_of_unknown_key(index, side);
  for (const auto& one : look_at(index[side], rows, read(side, rows)))
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
  std::string shape;
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
      named[index[side].keys[rows[i]]].push_back({index[side].prints[rows[i]], shape_of(table, i)});
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
    const auto rows = rows_without_own_key(index[side]);
    if (!rows.empty()) doubtful[side] = look_at(index[side], rows, read(side, rows));
    mint_uids(doubtful[side], options);
    identities[side] = identity_of(index[side], doubtful[side]);
    keep_names_of_copies(index, side, read, identities[side]);
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
  const Doubtful one{0, key, {}, shape_of(*feature.table, feature.row), ""};
  return uid.empty() ? minted_uid(one, 0, options) : uid;
}

Identity identify(const RowIndex& index, const IdentityOptions& options,
                  const std::function<FeatureTable(const std::vector<std::uint32_t>&)>& read) {
  const auto rows = rows_without_own_key(index);
  std::vector<Doubtful> doubtful;
  if (!rows.empty()) doubtful = look_at(index, rows, read(rows));
  mint_uids(doubtful, options);
  return identity_of(index, doubtful);
}

}  // namespace bdf::match
