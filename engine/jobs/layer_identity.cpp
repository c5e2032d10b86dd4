// SPDX-License-Identifier: MIT
#include "jobs/layer_identity.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <set>
#include <utility>

#include "base/hash.h"
#include "base/message.h"
#include "match/cluster.h"
#include "match/implausible.h"

namespace bdf::jobs {

namespace {

using Rows = std::vector<std::uint32_t>;

constexpr std::size_t most_doubts_told = 1000;

/// Two sides to be matched, and the one that has no part in it.
struct SidePair {
  Side a, b, third;
};
constexpr std::array side_pairs{SidePair{Side::local, Side::ancestor, Side::reference},
                                SidePair{Side::ancestor, Side::reference, Side::local},
                                SidePair{Side::local, Side::reference, Side::ancestor}};

FeatureRef feature_of(const match::Unlinked& unlinked, std::uint32_t row) {
  const auto at = std::lower_bound(unlinked.rows.begin(), unlinked.rows.end(), row);
  return {unlinked.features, static_cast<std::size_t>(at - unlinked.rows.begin())};
}

std::string described(const Link& link) {
  return fmt::format("link {} {} confidence {:.2f}{}", name_of(link.reason), relation_of(link),
                     link.confidence, link.reversed ? " reversed" : "");
}

std::string in_words(LinkReason doubt) {
  switch (doubt) {
    case LinkReason::several_alike:
      return msg("several features are alike");
    case LinkReason::pieces_do_not_fit:
      return msg("the pieces do not make up the whole");
    default:
      return msg("length, size or ends differ");
  }
}

class Identification {
 public:
  Identification(const ThreeWay<RowIndex>& index, const IdentityJob& job)
      : index_(index), job_(job) {}

  LayerIdentity run() {
    found_.identity = match::identify(index_, {job_.producer, job_.layer}, job_.read);
    join_pending();
    cluster();
    if (job_.geometric.far > 0) part_far_copies();
    if (job_.geometric.distance > 0)
      for (const auto& pair : side_pairs) match(pair);
    report();
    return std::move(found_);
  }

 private:
  using Boxes = std::map<std::uint32_t, std::optional<Box>>;  ///< by row

  void join_pending();
  void cluster();
  void part_far_copies();
  void part_far_copies(std::uint32_t cluster, Side side, const ThreeWay<Boxes>& boxes);
  void match(const SidePair& pair);
  void report();
  void report(Side side, std::size_t count, std::string code, std::string message);
  void tell_doubts(const std::vector<Link>& doubtful);

  [[nodiscard]] Rows lacking(Side side, Side other) const;
  [[nodiscard]] Boxes boxes_of(Side side, const Rows& clusters) const;
  [[nodiscard]] std::set<std::uint32_t> clusters_of(const SidePair& pair, const Link& link) const;
  [[nodiscard]] bool may_join(const SidePair& pair, const Link& link) const;
  [[nodiscard]] bool was_settled(const SidePair& pair, const Link& link,
                                 const match::Unlinked& local) const;
  void name_doubted(const std::vector<Link>& doubtful, const match::Unlinked& local);
  void join(const std::set<std::uint32_t>& clusters, const std::string& how);
  [[nodiscard]] Hash128 link_of_cluster(std::uint32_t cluster) const;

  const ThreeWay<RowIndex>& index_;
  const IdentityJob& job_;
  LayerIdentity found_;
  ThreeWay<Rows> cluster_of_row_;
  std::set<Hash128> asked_;          ///< links of what open conflicts are about
  std::set<std::uint32_t> doubted_;  ///< local rows that a finding has told of
  std::size_t doubts_left_out_ = 0;
};

/// The features of an open re-cut stay one cluster, though their links may say no more that they
/// belong together: the reference may have deleted what held them.
void Identification::join_pending() {
  std::map<Hash128, Hash128> joined;
  for (const auto& [id, conflict] : job_.memory->pending) {
    const bool several =
        conflict.kind == ConflictKind::recut || conflict.kind == ConflictKind::identity;
    if (conflict.layer != job_.layer) continue;
    asked_.insert({hash_of(id), match::link_of_uid(id), link_of(conflict)});
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

// ---- copies that lie far from what their key names

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
  const auto table = job_.read(side, rows);
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

// ---- geometry

/// Rows whose cluster has no other row of their side, and none of `other`; none that an open
/// question is about.
Rows Identification::lacking(Side side, Side other) const {
  Rows rows;
  for (std::size_t i = 0; i < found_.clusters.size(); ++i) {
    const auto own = found_.clusters.rows(i, side);
    if (own.size() == 1 && found_.clusters.rows(i, other).empty() &&
        !asked_.contains(found_.identity[side].links[own[0]]))
      rows.push_back(own[0]);
  }
  std::sort(rows.begin(), rows.end());
  return rows;
}

void Identification::match(const SidePair& pair) {
  match::Unlinked a{nullptr, lacking(pair.a, pair.b)};
  match::Unlinked b{nullptr, lacking(pair.b, pair.a)};
  if (a.rows.empty() || b.rows.empty()) return;
  const auto table_a = job_.read(pair.a, a.rows);
  const auto table_b = job_.read(pair.b, b.rows);
  a.features = &table_a;
  b.features = &table_b;
  const auto links = match::match_by_geometry(a, b, job_.geometric, job_.threads);
  for (const auto side : all_sides) {
    cluster_of_row_[side].resize(index_[side].size());
    for (std::uint32_t i = 0; i < found_.clusters.size(); ++i)
      for (const auto row : found_.clusters.rows(i, side)) cluster_of_row_[side][row] = i;
  }
  for (const auto& link : links.accepted)
    if (may_join(pair, link) && !was_settled(pair, link, a))
      join(clusters_of(pair, link), described(link));
  if (pair.a == Side::local) {
    tell_doubts(links.doubtful);
    name_doubted(links.doubtful, a);
  }
  cluster();
}

std::set<std::uint32_t> Identification::clusters_of(const SidePair& pair, const Link& link) const {
  std::set<std::uint32_t> clusters;
  for (const auto row : link.a) clusters.insert(cluster_of_row_[pair.a][row]);
  for (const auto row : link.b) clusters.insert(cluster_of_row_[pair.b][row]);
  return clusters;
}

/// What is linked to two different objects of the third side is not one object.
bool Identification::may_join(const SidePair& pair, const Link& link) const {
  const auto known = [&](Side side, const Rows& rows) {
    return std::any_of(rows.begin(), rows.end(), [&](std::uint32_t row) {
      return !found_.clusters.rows(cluster_of_row_[side][row], pair.third).empty();
    });
  };
  return !known(pair.a, link.a) || !known(pair.b, link.b);
}

/// What an earlier sync took for an object of its own stays one, though a rival may be gone since,
/// until the reference has something new there.
bool Identification::was_settled(const SidePair& pair, const Link& link,
                                 const match::Unlinked& local) const {
  if (pair.a != Side::local || link.a.size() > 1 || link.b.size() > 1) return false;
  const auto uid = local.features->schema.find(merge::uid_column);
  if (!uid || is_null(feature_of(local, link.a[0]).value(*uid))) return false;
  const auto partner = cluster_of_row_[pair.b][link.b[0]];
  const bool is_new = found_.clusters.rows(partner, Side::ancestor).empty();
  return !is_new || index_.ancestor.size() == 0;
}

/// The reference's, else the ancestor's, else local's; the smallest where there are several.
Hash128 Identification::link_of_cluster(std::uint32_t cluster) const {
  for (const auto side : {Side::reference, Side::ancestor, Side::local}) {
    const auto rows = found_.clusters.rows(cluster, side);
    if (!rows.empty()) return found_.identity[side].links[rows[0]];
  }
  return {};
}

void Identification::join(const std::set<std::uint32_t>& clusters, const std::string& how) {
  std::vector<Hash128> links;
  for (const auto cluster : clusters) links.push_back(link_of_cluster(cluster));
  const auto joined = *std::min_element(links.begin(), links.end());
  auto told = how;
  for (const auto& link : links) {
    const auto before = found_.matched.find(link);
    if (before == found_.matched.end()) continue;
    told = before->second + ", " + told;
    found_.matched.erase(before);
  }
  for (const auto cluster : clusters)
    for (const auto side : all_sides)
      for (const auto row : found_.clusters.rows(cluster, side))
        found_.identity[side].links[row] = joined;
  found_.matched[joined] = told;
}

// ---- what is told

void Identification::tell_doubts(const std::vector<Link>& doubtful) {
  for (const auto& link : doubtful)
    for (const auto row : link.a) {
      if (!doubted_.insert(row).second) continue;
      if (doubted_.size() > most_doubts_told) {
        ++doubts_left_out_;
        continue;
      }
      found_.findings.push_back(
          {Level::information, "match_doubtful", "local", job_.layer,
           fmt::format("fid {}", index_.local.fids[row]),
           msg("it may be an object of the other side, but that is not certain ({}): it is taken "
               "for one of its own",
               in_words(link.reason))});
    }
}

/// An object whose key nobody else knows, and that may be another's, goes by a uid, so that the
/// next sync knows that it has been judged. Without an ancestor it is not contributed, and needs no
/// name.
void Identification::name_doubted(const std::vector<Link>& doubtful, const match::Unlinked& local) {
  if (index_.ancestor.size() == 0) return;
  auto& identity = found_.identity.local;
  for (const auto& link : doubtful)
    for (const auto row : link.a) {
      const bool alone = found_.clusters.rows(cluster_of_row_.local[row], Side::ancestor).empty() &&
                         found_.clusters.rows(cluster_of_row_.local[row], Side::reference).empty();
      if (!alone || identity.uids.contains(row)) continue;
      const auto uid = match::uid_beside_key(index_.local.keys[row], feature_of(local, row),
                                             {job_.producer, job_.layer});
      identity.uids[row] = uid;
      identity.links[row] = match::link_of_uid(uid);
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
  const auto linked = found_.matched.size();
  if (linked > 0)
    found_.findings.push_back({Level::information, "matched_by_geometry", "", job_.layer, "",
                               msgn("{} object was recognised by where it lies",
                                    "{} objects were recognised by where they lie", linked)});
  if (doubts_left_out_ > 0)
    found_.findings.push_back(
        {Level::information, "match_doubts_left_out", "local", job_.layer, "",
         msgn("{} more feature may be an object of the other side",
              "{} more features may be objects of the other side", doubts_left_out_)});
}

}  // namespace

Hash128 link_of(const Conflict& conflict) { return hash_of("conflict " + conflict.id); }

LayerIdentity identify_layer(const ThreeWay<RowIndex>& index, const IdentityJob& job) {
  return Identification(index, job).run();
}

}  // namespace bdf::jobs
