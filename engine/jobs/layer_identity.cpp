// SPDX-License-Identifier: MIT
#include "jobs/layer_identity.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <utility>

#include "base/hash.h"
#include "base/message.h"
#include "jobs/differing_rows.h"
#include "jobs/geometric_links.h"
#include "jobs/lost_keys.h"
#include "jobs/wrong_keys.h"
#include "match/cluster.h"
#include "match/implausible.h"

namespace bdf::jobs {

namespace {

using Rows = std::vector<std::uint32_t>;

class Identification {
 public:
  Identification(const ThreeWay<RowIndex>& index, const IdentityJob& job)
      : index_(index), job_(job) {}

  LayerIdentity run() {
    found_.identity =
        match::identify(index_, {job_.producer, job_.layer, job_.threads}, job_.read_identity);
    go_by_given_names();
    link_parts();
    ask_by_name();
    join_pending();
    cluster();
    link_lost_keys(index_, job_, found_);
    if (job_.geometric.far > 0) part_far_copies();
    if (job_.geometric.distance > 0) find_by_place();
    name();
    report();
    return std::move(found_);
  }

 private:
  using Boxes = std::map<std::uint32_t, std::optional<Box>>;  ///< by row

  void go_by_given_names();
  void link_parts();
  void ask_by_name();
  void join_pending();
  void cluster();
  void find_by_place();
  void part_far_copies();
  void part_far_copies(std::uint32_t cluster, Side side, const ThreeWay<Boxes>& boxes);
  void name();
  void name_what_is_gained();
  [[nodiscard]] std::map<Hash128, int> local_uses_of_taken_keys() const;
  void report();
  void report(Side side, std::size_t count, std::string code, std::string message);

  [[nodiscard]] Boxes boxes_of(Side side, const Rows& clusters) const;

  const ThreeWay<RowIndex>& index_;
  const IdentityJob& job_;
  LayerIdentity found_;
};

/// What the reference has taken goes by the key that it has got there.
void Identification::go_by_given_names() {
  std::map<Hash128, Hash128> given;
  for (const auto& [id, answer] : job_.memory->answers) {
    if (answer.given_id.empty() || answer.declined || answer.waits) continue;
    given[match::link_of_uid(id)] = given[hash_of(id)] = hash_of(answer.given_id);
  }
  if (given.empty()) return;
  const std::set<Hash128> known(index_.reference.keys.begin(), index_.reference.keys.end());
  const std::set<Hash128> taken(index_.local.keys.begin(), index_.local.keys.end());
  for (auto& link : found_.identity.local.links) {
    const auto name = given.find(link);
    if (name == given.end() || !known.contains(name->second) || taken.contains(name->second))
      continue;
    link = name->second;
    found_.matched[link] = "answered";
  }
}

/// Parts are one object, whatever uids they go by.
void Identification::link_parts() {
  if (job_.parts->keys.empty() && job_.parts->by_fid.empty()) return;
  const auto& local = index_.local;
  auto& identity = found_.identity.local;
  for (std::uint32_t row = 0; row < local.size(); ++row) {
    const auto fid = job_.parts->by_fid.find(local.fids[row]);
    if (fid != job_.parts->by_fid.end())
      identity.links[row] = fid->second;
    else if (!local.keys[row].none() && job_.parts->keys.contains(local.keys[row]))
      identity.links[row] = local.keys[row];
    else
      continue;
    if (identity.uids.contains(row) && !local.keys[row].none()) --identity.duplicate_keys;
  }
}

/// What the reference has deleted and local keeps, as long as that is asked about, goes by the key
/// or the uid by which it is asked about: though it has a uid beside its key and nobody else knows
/// the key any more, or though another object has the key.
void Identification::ask_by_name() {
  std::set<Hash128> asked;
  for (const auto& [id, conflict] : job_.memory->pending)
    if (conflict.layer == job_.layer && conflict.kind == ConflictKind::delete_edit &&
        conflict.ids.local == id && conflict.ids.reference.empty())
      asked.insert(hash_of(id));
  if (asked.empty()) return;
  auto& identity = found_.identity.local;
  for (const auto& [row, uid] : identity.uids)
    if (asked.contains(hash_of(uid))) identity.links[row] = match::link_of_uid(uid);
  std::map<Hash128, std::vector<std::uint32_t>> named;
  const auto& keys = index_.local.keys;
  for (std::uint32_t row = 0; row < keys.size(); ++row)
    if (!keys[row].none() && asked.contains(keys[row])) named[keys[row]].push_back(row);
  for (const auto& [key, rows] : named) {
    const auto uid = rows.size() == 1 ? identity.uids.find(rows[0]) : identity.uids.end();
    if (uid == identity.uids.end() || asked.contains(hash_of(uid->second))) continue;
    identity.links[rows[0]] = key;
    identity.uids.erase(uid);
  }
}

/// The features of an open re-cut stay one cluster, though their links may say no more that they
/// belong together: the reference may have deleted what held them.
void Identification::join_pending() {
  std::map<Hash128, Hash128> joined;
  for (const auto& [id, conflict] : job_.memory->pending) {
    const bool several =
        conflict.kind == ConflictKind::recut || conflict.kind == ConflictKind::identity;
    if (conflict.layer != job_.layer) continue;
    const auto links = {hash_of(id), match::link_of_uid(id), link_of(conflict)};
    found_.asked.insert(links);
    if (several || conflict.kind == ConflictKind::delete_edit) found_.in_question.insert(links);
    if (!several) continue;
    joined[hash_of(id)] = joined[match::link_of_uid(id)] = link_of(conflict);
  }
  if (joined.empty()) return;
  for (const auto side : all_sides)
    for (auto& link : found_.identity[side].links)
      if (const auto found = joined.find(link); found != joined.end()) link = found->second;
}

void Identification::cluster() {
  found_.clusters = match::cluster_by_link(
      found_.identity.map([](const match::Identity& identity) { return identity.links; }));
}

/// Whose place a wrong key's feature takes is known once the objects are that the reference calls
/// otherwise: the next sync knows them by their keys.
void Identification::find_by_place() {
  const auto rows = differing_rows(index_, found_.clusters);
  job_.expect(rows);
  const auto index = part_of(index_, rows);
  auto job = job_;
  job.read = reading(job_.read, rows);
  job.read_in_place = reading(job_.read_in_place, rows);
  auto part = part_of(found_, rows);
  link_between_editions(index, job, part);
  relink_wrong_keys(index, job, part);
  link_by_geometry(index, job, part);
  put_back(std::move(part), rows, found_);
  cluster();
}

void Identification::part_far_copies() {
  Rows cut;
  for (std::uint32_t i = 0; i < found_.clusters.size(); ++i)
    if (found_.clusters.rows(i, Side::local).size() > 1 ||
        found_.clusters.rows(i, Side::reference).size() > 1)
      cut.push_back(i);
  if (cut.empty()) return;
  const ThreeWay<Boxes> boxes{boxes_of(Side::ancestor, cut), boxes_of(Side::local, cut),
                              boxes_of(Side::reference, cut)};
  for (const auto i : cut)
    for (const auto side : {Side::local, Side::reference}) part_far_copies(i, side, boxes);
  cluster();
}

Identification::Boxes Identification::boxes_of(Side side, const Rows& clusters) const {
  Rows rows;
  for (const auto i : clusters)
    for (const auto row : found_.clusters.rows(i, side)) rows.push_back(row);
  std::sort(rows.begin(), rows.end());
  Boxes boxes;
  if (rows.empty()) return boxes;
  const auto table = job_.read_in_place(side, rows);
  for (std::size_t i = 0; i < rows.size(); ++i) boxes[rows[i]] = match::box_of_feature({&table, i});
  return boxes;
}

void Identification::part_far_copies(std::uint32_t cluster, Side side,
                                     const ThreeWay<Boxes>& boxes) {
  const auto is_far = [&](std::uint32_t row) {
    bool compared = false;
    for (const auto other : all_sides)
      for (const auto place : found_.clusters.rows(cluster, other)) {
        if (other == side) continue;
        if (!match::too_far_apart(boxes[side].at(row), boxes[other].at(place), job_.geometric.far))
          return false;
        compared = true;
      }
    return compared;
  };
  const auto rows = found_.clusters.rows(cluster, side);
  auto& identity = found_.identity[side];
  Rows far;
  std::copy_if(rows.begin(), rows.end(), std::back_inserter(far),
               [&](std::uint32_t row) { return identity.uids.contains(row) && is_far(row); });
  if (far.size() == rows.size()) return;
  for (const auto row : far) identity.links[row] = match::link_of_uid(identity.uids.at(row));
}

/// How many local rows have each of the reference's keys that those take which are recognised by
/// where they lie.
std::map<Hash128, int> Identification::local_uses_of_taken_keys() const {
  std::map<Hash128, int> uses;
  for (std::size_t i = 0; i < found_.clusters.size(); ++i)
    for (const auto row : found_.clusters.rows(i, Side::reference))
      if (found_.matched.contains(found_.identity.reference.links[row]))
        uses.emplace(index_.reference.keys[row], 0);
  uses.erase(Hash128{});
  if (uses.empty()) return uses;
  for (const auto& key : index_.local.keys)
    if (const auto taken = uses.find(key); taken != uses.end()) ++taken->second;
  return uses;
}

/// What merged gains from the reference under a key that another local feature keeps goes by a uid.
void Identification::name_what_is_gained() {
  std::set<Hash128> kept;
  Rows gained;
  for (std::size_t i = 0; i < found_.clusters.size(); ++i) {
    const auto local = found_.clusters.rows(i, Side::local);
    const auto reference = found_.clusters.rows(i, Side::reference);
    if (local.empty())
      gained.insert(gained.end(), reference.begin(), reference.end());
    else if (reference.empty())
      for (const auto row : local)
        if (found_.identity.local.uids.contains(row)) kept.insert(index_.local.keys[row]);
  }
  kept.erase(Hash128{});
  std::erase_if(gained, [&](std::uint32_t row) {
    return !kept.contains(index_.reference.keys[row]) ||
           found_.identity.reference.uids.contains(row);
  });
  if (gained.empty()) return;
  std::sort(gained.begin(), gained.end());
  const auto table = job_.read(Side::reference, gained);
  for (std::size_t i = 0; i < gained.size(); ++i)
    found_.identity.reference.uids[gained[i]] = match::uid_beside_key(
        index_.reference.keys[gained[i]], {&table, i}, {job_.producer, job_.layer});
}

void Identification::name() {
  if (!found_.identity.local.uids.empty()) name_what_is_gained();
  auto& uids = found_.uids;
  for (const auto side : all_sides)
    for (const auto& [row, uid] : found_.identity[side].uids)
      if (side != Side::local || !has_lost_key(found_, row))
        uids[side][index_[side].fids[row]] = uid;
  const auto& copies = found_.identity.reference.uids;
  if (copies.empty() && found_.matched.empty()) return;
  const auto uses = local_uses_of_taken_keys();
  const auto another_has = [&](const Hash128& key, std::uint32_t local) {
    const auto known = uses.find(key);
    return known != uses.end() && known->second > (index_.local.keys[local] == key ? 1 : 0);
  };
  std::set<std::string> taken;
  for (const auto& [row, uid] : copies) taken.insert(uid);
  for (std::size_t i = 0; i < found_.clusters.size(); ++i) {
    const auto local = found_.clusters.rows(i, Side::local);
    const auto reference = found_.clusters.rows(i, Side::reference);
    // Of what was cut or made one nobody knows yet which name it goes by.
    const bool recut = found_.clusters.rows(i, Side::ancestor).size() > 1;
    if (local.size() != 1 || reference.size() != 1 || recut) continue;
    const auto fid = index_.local.fids[local[0]];
    const auto uid = copies.find(reference[0]);
    const bool matched = found_.matched.contains(found_.identity.local.links[local[0]]);
    if (matched && !another_has(index_.reference.keys[reference[0]], local[0]))
      uids.local.erase(fid);
    if (uid == copies.end()) continue;
    const auto own = found_.identity.local.uids.find(local[0]);
    if (matched || (own != found_.identity.local.uids.end() && taken.contains(own->second)))
      uids.local[fid] = uid->second;
    else if (own == found_.identity.local.uids.end())
      found_.inherited_uids[fid] = uid->second;
  }
}

void Identification::report(Side side, std::size_t count, std::string code, std::string message) {
  if (count > 0)
    found_.findings.push_back({Level::warning, std::move(code), std::string(name_of(side)),
                               job_.layer, "", std::move(message)});
}

void Identification::report() {
  for (const auto side : all_sides) {
    const auto& identity = found_.identity[side];
    report(
        side, identity.missing_keys, "key_missing",
        msgn("{} feature has no key: it is known by its geometry",
             "{} features have no key: they are known by their geometries", identity.missing_keys));
    report(side, identity.duplicate_keys, "key_duplicate",
           msgn("{} feature shares its key with another",
                "{} features share their key with another", identity.duplicate_keys));
  }
  const auto linked = found_.matched.size() + found_.lost_keys.size();
  if (linked > 0)
    found_.findings.push_back({Level::information, "matched_by_geometry", "", job_.layer, "",
                               msgn("{} object was recognised by where it lies",
                                    "{} objects were recognised by where they lie", linked)});
}

}  // namespace

bool has_lost_key(const LayerIdentity& found, std::uint32_t local) {
  return std::binary_search(found.lost_keys.begin(), found.lost_keys.end(), local);
}

Hash128 link_of(const Conflict& conflict) { return hash_of("conflict " + conflict.id); }

LayerIdentity identify_layer(const ThreeWay<RowIndex>& index, const IdentityJob& job) {
  return Identification(index, job).run();
}

}  // namespace bdf::jobs
