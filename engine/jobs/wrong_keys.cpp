// SPDX-License-Identifier: MIT
#include "jobs/wrong_keys.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "base/hash.h"
#include "geometry/adapt.h"
#include "geometry/canonical.h"
#include "geometry/wkb.h"
#include "match/cluster.h"

namespace bdf::jobs {

namespace {

using Rows = std::vector<std::uint32_t>;

/// A place and who claims it: nothing where several do.
class Claims {
 public:
  void add(const Hash128& place, std::uint32_t claimant) {
    if (place.none()) return;
    const auto [known, first] = claimants_.try_emplace(place, claimant);
    if (!first && known->second != claimant) known->second = std::nullopt;
  }
  [[nodiscard]] bool knows(const Hash128& place) const { return claimants_.contains(place); }
  [[nodiscard]] std::optional<std::uint32_t> of(const Hash128& place) const {
    const auto known = claimants_.find(place);
    return known == claimants_.end() ? std::nullopt : known->second;
  }

 private:
  std::map<Hash128, std::optional<std::uint32_t>> claimants_;
};

/// In the plane: a flat layer lies where one with altitudes does.
Hash128 place_of(std::string_view wkb) {
  auto geometry = geometry::decode_wkb(wkb).geometry;
  if (!geometry) return hash_of(geometry::canonical_bytes(wkb));
  return hash_of(
      geometry::canonical_bytes(geometry::encode_wkb(geometry::without_z(std::move(*geometry)))));
}

class WrongKeys {
 public:
  WrongKeys(const ThreeWay<RowIndex>& index, const IdentityJob& job, LayerIdentity& found)
      : index_(index), job_(job), found_(found) {}

  void run() {
    find_suspects();
    if (suspects_.empty() || open_.empty()) return;
    read_places();
    drop_those_in_place();
    for (const auto& [row, cluster] : suspects_) claims_.add(places_.local[row], row);
    claim_places();
    relink();
  }

 private:
  void find_suspects();
  void read_places();
  void drop_those_in_place();
  void claim_places();
  void relink();
  void name(Rows rows);
  void expel_from(std::uint32_t cluster, std::uint32_t newcomer);
  [[nodiscard]] std::optional<std::uint32_t> object_at(const Hash128& place) const;
  [[nodiscard]] bool has_objects(std::uint32_t cluster) const;
  [[nodiscard]] bool is_one_object(std::uint32_t cluster) const;
  [[nodiscard]] bool differs_from_all(std::uint32_t row, std::uint32_t cluster) const;
  [[nodiscard]] bool in_question(std::uint32_t cluster) const;

  const ThreeWay<RowIndex>& index_;
  const IdentityJob& job_;
  LayerIdentity& found_;
  std::map<std::uint32_t, std::uint32_t> suspects_;    ///< local rows, with their clusters
  Rows open_;                                          ///< clusters whose place may be a suspect's
  ThreeWay<std::map<std::uint32_t, Hash128>> places_;  ///< by row; none() for no geometry
  Claims claims_;                                      ///< of suspects
  ThreeWay<Claims> objects_;                           ///< of open clusters, by whose version
};

bool WrongKeys::has_objects(std::uint32_t cluster) const {
  return !found_.clusters.rows(cluster, Side::ancestor).empty() ||
         !found_.clusters.rows(cluster, Side::reference).empty();
}

/// Not several that share a key: which of them is meant, a place does not say.
bool WrongKeys::is_one_object(std::uint32_t cluster) const {
  return found_.clusters.rows(cluster, Side::ancestor).size() <= 1 &&
         found_.clusters.rows(cluster, Side::reference).size() <= 1;
}

bool WrongKeys::differs_from_all(std::uint32_t row, std::uint32_t cluster) const {
  for (const auto side : {Side::ancestor, Side::reference})
    for (const auto other : found_.clusters.rows(cluster, side))
      if (index_[side].prints[other] == index_.local.prints[row]) return false;
  return true;
}

bool WrongKeys::in_question(std::uint32_t cluster) const {
  for (const auto side : all_sides)
    for (const auto row : found_.clusters.rows(cluster, side))
      if (found_.in_question.contains(found_.identity[side].links[row])) return true;
  return false;
}

void WrongKeys::find_suspects() {
  for (std::uint32_t cluster = 0; cluster < found_.clusters.size(); ++cluster) {
    if (!is_one_object(cluster)) continue;
    const auto local = found_.clusters.rows(cluster, Side::local);
    bool all_suspect = true;
    for (const auto row : local) {
      // The parts of a line that local alone has cut differ from the whole, and have its key.
      const bool part = job_.parts->keys.contains(index_.local.keys[row]);
      if (!part && differs_from_all(row, cluster))
        suspects_[row] = cluster;
      else
        all_suspect = false;
    }
    if (all_suspect && has_objects(cluster)) open_.push_back(cluster);
  }
  std::erase_if(open_, [&](std::uint32_t cluster) { return in_question(cluster); });
  std::erase_if(suspects_, [&](const auto& one) { return in_question(one.second); });
}

void WrongKeys::read_places() {
  ThreeWay<Rows> rows;
  for (const auto& [row, cluster] : suspects_) rows.local.push_back(row);
  for (const auto cluster : open_)
    for (const auto side : {Side::ancestor, Side::reference})
      for (const auto row : found_.clusters.rows(cluster, side)) rows[side].push_back(row);
  for (const auto side : all_sides) {
    std::sort(rows[side].begin(), rows[side].end());
    if (rows[side].empty()) continue;
    const auto table = job_.read_in_place(side, rows[side]);
    for (std::size_t i = 0; i < rows[side].size(); ++i) {
      const auto geometry = table.geometries[i];
      const auto* wkb = std::get_if<BlobView>(&geometry);
      places_[side][rows[side][i]] = wkb == nullptr ? Hash128{} : place_of(wkb->bytes);
    }
  }
}

/// Who lies where its own object does has the right key, whatever else was edited.
void WrongKeys::drop_those_in_place() {
  Rows settled;
  std::erase_if(suspects_, [&](const auto& one) {
    const auto& [row, cluster] = one;
    for (const auto side : {Side::ancestor, Side::reference})
      for (const auto other : found_.clusters.rows(cluster, side)) {
        const auto place = places_[side].find(other);
        if (place == places_[side].end() || place->second != places_.local[row]) continue;
        settled.push_back(cluster);
        return true;
      }
    return false;
  });
  std::sort(settled.begin(), settled.end());
  std::erase_if(open_, [&](std::uint32_t cluster) {
    return std::binary_search(settled.begin(), settled.end(), cluster);
  });
}

/// What is new in the reference claims no place of one that was there before: merged gains it as an
/// object of its own, and the next sync knows it by its key.
void WrongKeys::claim_places() {
  for (const bool is_new : {false, true})
    for (const auto cluster : open_) {
      if (found_.clusters.rows(cluster, Side::ancestor).empty() != is_new) continue;
      for (const auto side : {Side::reference, Side::ancestor})
        for (const auto row : found_.clusters.rows(cluster, side))
          if (const auto& place = places_[side][row]; !is_new || !objects_[side].of(place))
            objects_[side].add(place, cluster);
    }
}

/// The open cluster whose object lies there; what lay there before counts where nothing lies now,
/// so that the next sync, to which the reference of today is the ancestor, comes to the same.
std::optional<std::uint32_t> WrongKeys::object_at(const Hash128& place) const {
  if (objects_.reference.knows(place)) return objects_.reference.of(place);
  return objects_.ancestor.of(place);
}

/// Names the rows by uids, where they have none yet.
void WrongKeys::name(Rows rows) {
  std::sort(rows.begin(), rows.end());
  const auto table = job_.read(Side::local, rows);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    auto& uid = found_.identity.local.uids[rows[i]];
    if (uid.empty())
      uid = match::uid_beside_key(index_.local.keys[rows[i]], {&table, i},
                                  {job_.producer, job_.layer});
  }
}

/// The features that have the object's key and lie elsewhere are objects of their own. They keep
/// their values, the key among them, so that whoever takes it keeps a uid beside it.
void WrongKeys::expel_from(std::uint32_t cluster, std::uint32_t newcomer) {
  const auto rows = found_.clusters.rows(cluster, Side::local);
  if (rows.empty()) return;
  Rows named(rows.begin(), rows.end());
  named.push_back(newcomer);
  name(named);
  for (const auto row : rows)
    found_.identity.local.links[row] = match::link_of_uid(found_.identity.local.uids.at(row));
}

void WrongKeys::relink() {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> moves;  ///< local row, cluster
  for (const auto& [row, own] : suspects_) {
    const auto place = places_.local[row];
    const auto target = object_at(place);
    if (!target || *target == own || claims_.of(place) != row) continue;
    // Without a key of its own, nor a rival, it is found by the match of what is left.
    if (has_objects(own) || !found_.clusters.rows(*target, Side::local).empty())
      moves.emplace_back(row, *target);
  }
  for (const auto& [row, target] : moves) {
    expel_from(target, row);
    // There is no key for it to take, and its own is another's.
    if (found_.clusters.rows(target, Side::reference).empty()) name({row});
  }
  for (const auto& [row, target] : moves) {
    const auto side =
        found_.clusters.rows(target, Side::reference).empty() ? Side::ancestor : Side::reference;
    const auto link = found_.identity[side].links[found_.clusters.rows(target, side)[0]];
    found_.identity.local.links[row] = link;
    found_.matched[link] = "key of another object, in the very place of this one";
  }
  if (!moves.empty())
    found_.clusters = match::cluster_by_link(
        found_.identity.map([](const match::Identity& identity) { return identity.links; }));
}

}  // namespace

void relink_wrong_keys(const ThreeWay<RowIndex>& index, const IdentityJob& job,
                       LayerIdentity& found) {
  WrongKeys(index, job, found).run();
}

}  // namespace bdf::jobs
