// SPDX-License-Identifier: MIT
#include "jobs/geometric_links.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "base/message.h"
#include "geometry/closeness.h"
#include "geometry/pieces.h"
#include "match/attribute_measures.h"
#include "match/candidates.h"
#include "match/cluster.h"
#include "match/recuts.h"
#include "match/shapes.h"

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

/// Confidence is rounded down: nothing is told as certain that is not.
std::string described(const Link& link) {
  return fmt::format("link {} {} confidence {:.2f}{}", name_of(link.reason), relation_of(link),
                     std::floor(100 * link.confidence) / 100, link.reversed ? " reversed" : "");
}

bool lies_exactly(const Link& link) {
  return link.reason == LinkReason::same_geometry || link.reason == LinkReason::pieces;
}

std::string in_words(LinkReason doubt) {
  switch (doubt) {
    case LinkReason::several_alike:
      return msg("several features are alike");
    case LinkReason::far_off:
      return msg("alike, but far off");
    case LinkReason::pieces_do_not_fit:
      return msg("the pieces do not make up the whole");
    default:
      return msg("length, size or ends differ");
  }
}

/// An object that the ancestor has as a whole and a side in parts, or the other way round, and of
/// whose parts one has its key.
struct CutSides {
  Side whole, part;

  /// The side that cut it, or made it one.
  [[nodiscard]] Side changed() const { return whole == Side::ancestor ? part : whole; }
};

class GeometricLinks {
 public:
  GeometricLinks(const ThreeWay<RowIndex>& index, const IdentityJob& job, LayerIdentity& found)
      : index_(index), job_(job), found_(found) {}

  void run_between_editions() { match({Side::ancestor, Side::reference, Side::local}, exactly()); }

  void run() {
    // What lies exactly alike first, on all sides, then what makes up a whole with what a key
    // links: else what merely lies near would take its place.
    for (const auto& pair : side_pairs) match(pair, exactly());
    doubts_.clear();
    find_cuts({Side::ancestor, Side::reference});
    find_cuts({Side::reference, Side::ancestor});
    find_cuts({Side::ancestor, Side::local});
    find_cuts({Side::local, Side::ancestor});
    find_recuts();
    match_parts(Side::local);
    match_parts(Side::reference);
    for (const auto& pair : side_pairs) match(pair, job_.geometric);
    // Of those among them, too, whose key has been found only now.
    find_cuts({Side::ancestor, Side::local});
    const auto doubted = still_doubted();
    tell(doubted);
    name(doubted);
  }

 private:
  void match(const SidePair& pair, match::GeometricOptions options);
  void match(const SidePair& pair, match::Unlinked a, match::Unlinked b,
             match::GeometricOptions options);
  void match_parts(Side cut);
  [[nodiscard]] match::GeometricOptions exactly() const;
  void find_cuts(const CutSides& cut);
  void find_recuts();
  void join_cuts(const CutSides& cut, const match::Shapes& wholes, const match::Shapes& pieces,
                 double reach);
  [[nodiscard]] bool is_cut_into(const Geometry& whole, std::uint32_t object, Side part,
                                 std::vector<const Geometry*> pieces, double reach) const;
  void number_rows();
  void join(const std::set<std::uint32_t>& clusters, const std::string& how);
  void tell(const Rows& doubted);
  void name(const Rows& doubted);
  void cluster();

  [[nodiscard]] Rows still_doubted() const;
  [[nodiscard]] Rows lacking(Side side, Side other) const;
  [[nodiscard]] Rows parts_of(Side side) const;
  [[nodiscard]] Rows alone_on(Side side) const;
  [[nodiscard]] bool is_in_question(Side side, std::uint32_t row) const;
  [[nodiscard]] Rows loose_parts(const CutSides& cut) const;
  [[nodiscard]] Rows changed_wholes(const CutSides& cut) const;
  [[nodiscard]] std::set<std::uint32_t> clusters_of(const SidePair& pair, const Link& link) const;
  [[nodiscard]] bool is_most_of(Side side, const Rows& rows) const;
  [[nodiscard]] bool may_join(const SidePair& pair, const Link& link) const;
  [[nodiscard]] bool was_settled(const SidePair& pair, const Link& link,
                                 const match::Unlinked& local) const;
  [[nodiscard]] Hash128 link_of_cluster(std::uint32_t cluster) const;

  const ThreeWay<RowIndex>& index_;
  const IdentityJob& job_;
  LayerIdentity& found_;
  ThreeWay<Rows> cluster_of_row_;
  std::map<std::uint32_t, LinkReason> doubts_;  ///< by local row, the first there was
};

/// Rows whose cluster has no other row of their side, and none of `other`; no objects in question.
Rows GeometricLinks::lacking(Side side, Side other) const {
  Rows rows;
  for (std::size_t i = 0; i < found_.clusters.size(); ++i) {
    const auto own = found_.clusters.rows(i, side);
    if (own.size() == 1 && found_.clusters.rows(i, other).empty() && !is_in_question(side, own[0]))
      rows.push_back(own[0]);
  }
  std::sort(rows.begin(), rows.end());
  return rows;
}

/// What the side has cut objects of the ancestor's into that the other side has changed, too.
Rows GeometricLinks::parts_of(Side side) const {
  const auto other = other_than(side);
  Rows rows;
  for (std::size_t i = 0; i < found_.clusters.size(); ++i) {
    const auto own = found_.clusters.rows(i, side);
    const auto before = found_.clusters.rows(i, Side::ancestor);
    const auto there = found_.clusters.rows(i, other);
    if (own.size() > 1 && before.size() == 1 && there.size() == 1 &&
        index_.ancestor.prints[before[0]] != index_[other].prints[there[0]] &&
        !is_in_question(side, own[0]))
      rows.insert(rows.end(), own.begin(), own.end());
  }
  std::sort(rows.begin(), rows.end());
  return rows;
}

/// What only that side has, and once.
Rows GeometricLinks::alone_on(Side side) const {
  Rows rows;
  for (const auto row : lacking(side, other_than(side)))
    if (found_.clusters.rows(cluster_of_row_[side][row], Side::ancestor).empty())
      rows.push_back(row);
  return rows;
}

bool GeometricLinks::is_in_question(Side side, std::uint32_t row) const {
  return found_.in_question.contains(found_.identity[side].links[row]);
}

/// Parts that no key links to the whole: new where an object was cut, and gone where it was made
/// one.
Rows GeometricLinks::loose_parts(const CutSides& cut) const {
  const auto other = other_than(cut.changed());
  Rows rows;
  for (const auto row : lacking(cut.part, cut.whole))
    if (cut.part == Side::ancestor ||
        found_.clusters.rows(cluster_of_row_[cut.part][row], other).empty())
      rows.push_back(row);
  return rows;
}

/// The rows of objects that the side has once, and otherwise than the ancestor.
Rows GeometricLinks::changed_wholes(const CutSides& cut) const {
  const auto side = cut.changed();
  Rows rows;
  for (std::size_t i = 0; i < found_.clusters.size(); ++i) {
    const auto before = found_.clusters.rows(i, Side::ancestor);
    const auto now = found_.clusters.rows(i, side);
    if (before.size() == 1 && now.size() == 1 &&
        index_.ancestor.prints[before[0]] != index_[side].prints[now[0]] &&
        !is_in_question(Side::ancestor, before[0]))
      rows.push_back(cut.whole == Side::ancestor ? before[0] : now[0]);
  }
  std::sort(rows.begin(), rows.end());
  return rows;
}

/// Whether the part that the object's key links, and the pieces, make up the whole within `reach`,
/// and that part alone does not.
bool GeometricLinks::is_cut_into(const Geometry& whole, std::uint32_t object, Side part,
                                 std::vector<const Geometry*> pieces, double reach) const {
  const Rows kept{found_.clusters.rows(object, part)[0]};
  const auto table = job_.read_in_place(part, kept);
  const auto shapes = match::shapes_of({&table, kept}, 1);
  const auto& kept_part = shapes.geometries[0];
  pieces.push_back(&kept_part);
  const geometry::PiecesOptions limits{job_.geometric.tolerance, reach};
  if (whole.kind == GeometryKind::polygon) return geometry::tile(whole, pieces, limits);
  return !geometry::lies_along(whole, kept_part, reach) &&
         geometry::chain_along(whole, pieces, limits);
}

/// Joins each whole with what only the other version has within `reach` of it, where these are its
/// parts. What would fit several is left alone.
void GeometricLinks::join_cuts(const CutSides& cut, const match::Shapes& wholes,
                               const match::Shapes& pieces, double reach) {
  std::map<std::uint32_t, Rows> beside;
  for (const auto& pair : match::candidates(wholes, pieces, reach, job_.threads))
    if (pair.b_along_a) beside[pair.a].push_back(pair.b);
  std::map<std::uint32_t, std::size_t> uses;
  std::vector<std::set<std::uint32_t>> cuts;
  for (const auto& [whole, near] : beside) {
    const auto object = cluster_of_row_[cut.whole][wholes.rows[whole]];
    std::set<std::uint32_t> clusters{object};
    std::vector<const Geometry*> geometries;
    for (const auto piece : near) {
      clusters.insert(cluster_of_row_[cut.part][pieces.rows[piece]]);
      geometries.push_back(&pieces.geometries[piece]);
    }
    if (!is_cut_into(wholes.geometries[whole], object, cut.part, geometries, reach)) continue;
    for (const auto one : clusters) ++uses[one];
    cuts.push_back(std::move(clusters));
  }
  for (const auto& clusters : cuts)
    if (std::all_of(clusters.begin(), clusters.end(),
                    [&](std::uint32_t one) { return uses[one] == 1; }))
      join(clusters, "link pieces beside the key");
}

/// A cut that left the object's key on one of its parts, or objects made one under the key of one
/// of them: the part that the key links, and what only that version has, make up what the other
/// has. What lies exactly there comes first.
void GeometricLinks::find_cuts(const CutSides& cut) {
  if (job_.geometric.distance <= 0) return;
  number_rows();
  const auto rows = loose_parts(cut);
  const auto changed = changed_wholes(cut);
  if (rows.empty() || changed.empty()) return;
  const auto piece_table = job_.read_in_place(cut.part, rows);
  const auto whole_table = job_.read_in_place(cut.whole, changed);
  auto pieces = match::shapes_of({&piece_table, rows}, job_.threads);
  auto wholes = match::shapes_of({&whole_table, changed}, job_.threads);
  join_cuts(cut, wholes, pieces, job_.geometric.tolerance);
  cluster();
  number_rows();
  std::vector<bool> joined;
  for (const auto row : rows)
    joined.push_back(!found_.clusters.rows(cluster_of_row_[cut.part][row], cut.whole).empty());
  std::vector<bool> done;
  for (const auto row : changed)
    done.push_back(found_.clusters.rows(cluster_of_row_[cut.whole][row], cut.part).size() > 1);
  join_cuts(cut, match::rest_of(std::move(wholes), done), match::rest_of(std::move(pieces), joined),
            job_.geometric.distance);
  cluster();
}

/// Several objects of the ancestor's that the reference has cut otherwise, though some have kept
/// their keys: what lies along two of them is a part of both. All that hangs together must make up
/// the same lines or areas: no less, and not twice as much.
void GeometricLinks::find_recuts() {
  if (job_.geometric.distance <= 0) return;
  number_rows();
  const CutSides cut{Side::ancestor, Side::reference};
  const auto loose = loose_parts(cut);
  const auto changed = changed_wholes(cut);
  if (loose.empty() || changed.empty()) return;
  Rows kept;
  for (const auto row : changed)
    kept.push_back(found_.clusters.rows(cluster_of_row_.ancestor[row], Side::reference)[0]);
  std::sort(kept.begin(), kept.end());
  auto before = lacking(Side::ancestor, Side::reference);
  before.insert(before.end(), changed.begin(), changed.end());
  std::sort(before.begin(), before.end());
  Rows now = loose;
  now.insert(now.end(), kept.begin(), kept.end());
  std::sort(now.begin(), now.end());
  const auto piece_table = job_.read_in_place(Side::reference, now);
  const auto whole_table = job_.read_in_place(Side::ancestor, before);
  const auto pieces = match::shapes_of({&piece_table, now}, job_.threads);
  const auto wholes = match::shapes_of({&whole_table, before}, job_.threads);
  std::vector<bool> is_loose;
  for (const auto row : now)
    is_loose.push_back(std::binary_search(loose.begin(), loose.end(), row));
  for (const auto& one : match::recuts(wholes, pieces, is_loose, job_.geometric.distance)) {
    const auto loose_pieces = std::count_if(one.pieces.begin(), one.pieces.end(),
                                            [&](std::uint32_t piece) { return is_loose[piece]; });
    if (loose_pieces == 0 || loose_pieces == std::ssize(one.pieces)) continue;
    const auto rows = match::rows_of(pieces, one.pieces);
    std::set<std::uint32_t> clusters;
    for (const auto row : rows) clusters.insert(cluster_of_row_.reference[row]);
    for (const auto row : match::rows_of(wholes, one.wholes))
      clusters.insert(cluster_of_row_.ancestor[row]);
    join(clusters, "link re-cut beside the keys");
  }
  cluster();
}

void GeometricLinks::number_rows() {
  for (const auto side : all_sides) {
    cluster_of_row_[side].resize(index_[side].size());
    for (std::uint32_t i = 0; i < found_.clusters.size(); ++i)
      for (const auto row : found_.clusters.rows(i, side)) cluster_of_row_[side][row] = i;
  }
}

match::GeometricOptions GeometricLinks::exactly() const {
  auto options = job_.geometric;
  options.step = options.distance / 2;
  options.distance = options.tolerance;
  options.most = 0;
  return options;
}

/// Both sides have cut off the same, but for how it is drawn: what the other side has is a part of
/// what one side has cut.
void GeometricLinks::match_parts(Side cut) {
  if (job_.geometric.distance <= 0) return;
  number_rows();
  auto parts = parts_of(cut);
  if (parts.empty()) return;
  const bool by_local = cut == Side::local;
  auto alone = alone_on(other_than(cut));
  match({Side::local, Side::reference, Side::ancestor}, {nullptr, by_local ? parts : alone},
        {nullptr, by_local ? alone : parts}, job_.geometric);
}

void GeometricLinks::match(const SidePair& pair, match::GeometricOptions options) {
  match(pair, {nullptr, lacking(pair.a, pair.b)}, {nullptr, lacking(pair.b, pair.a)}, options);
}

void GeometricLinks::match(const SidePair& pair, match::Unlinked a, match::Unlinked b,
                           match::GeometricOptions options) {
  if (a.rows.empty() || b.rows.empty()) return;
  const auto table_a = job_.read_in_place(pair.a, a.rows);
  const auto table_b = job_.read_in_place(pair.b, b.rows);
  a.features = &table_a;
  b.features = &table_b;
  const auto attributes = match::attribute_measures(*job_.rules, table_a.schema, table_b.schema);
  options.attributes = &attributes;
  options.look_for_shift = is_most_of(pair.a, a.rows) && is_most_of(pair.b, b.rows);
  const auto links = match::match_by_geometry(a, b, options, job_.threads);
  number_rows();
  // Of what lies exactly there only in part, the rest may lie a little way off.
  const bool exact = options.distance <= options.tolerance;
  for (const auto& link : links.accepted)
    if ((!exact || lies_exactly(link)) && may_join(pair, link) && !was_settled(pair, link, a))
      join(clusters_of(pair, link), described(link));
  if (pair.a == Side::local)
    for (const auto& link : links.doubtful)
      for (const auto row : link.a) doubts_.emplace(row, link.reason);
  if (!links.accepted.empty()) cluster();
}

void GeometricLinks::cluster() {
  found_.clusters = match::cluster_by_link(
      found_.identity.map([](const match::Identity& identity) { return identity.links; }));
}

std::set<std::uint32_t> GeometricLinks::clusters_of(const SidePair& pair, const Link& link) const {
  std::set<std::uint32_t> clusters;
  for (const auto row : link.a) clusters.insert(cluster_of_row_[pair.a][row]);
  for (const auto row : link.b) clusters.insert(cluster_of_row_[pair.b][row]);
  return clusters;
}

/// Hardly anything of a side has a counterpart yet: it is for the rest to say whether it lies off.
bool GeometricLinks::is_most_of(Side side, const Rows& rows) const {
  return static_cast<double>(rows.size()) >=
         (1 - match::in_place) * static_cast<double>(job_.row_counts[side]);
}

/// What is linked to two different objects of the third side is not one object. But where local
/// and the reference have each deleted one of two of the ancestor's, and kept the other, and these
/// are the same, all of them are looked at together: else both would be gone.
bool GeometricLinks::may_join(const SidePair& pair, const Link& link) const {
  if (pair.third == Side::ancestor) return true;
  const auto known = [&](Side side, const Rows& rows) {
    return std::any_of(rows.begin(), rows.end(), [&](std::uint32_t row) {
      return !found_.clusters.rows(cluster_of_row_[side][row], pair.third).empty();
    });
  };
  return !known(pair.a, link.a) || !known(pair.b, link.b);
}

/// What an earlier sync took for an object of its own stays one, though a rival may be gone since,
/// until the reference has something new there.
bool GeometricLinks::was_settled(const SidePair& pair, const Link& link,
                                 const match::Unlinked& local) const {
  if (pair.a != Side::local || link.a.size() > 1 || link.b.size() > 1) return false;
  const auto uid = local.features->schema.find(merge::uid_column);
  if (!uid || is_null(feature_of(local, link.a[0]).value(*uid))) return false;
  const auto partner = cluster_of_row_[pair.b][link.b[0]];
  const bool is_new = found_.clusters.rows(partner, Side::ancestor).empty();
  return !is_new || job_.row_counts.ancestor == 0;
}

/// What all its rows are linked by.
Hash128 GeometricLinks::link_of_cluster(std::uint32_t cluster) const {
  for (const auto side : {Side::reference, Side::ancestor, Side::local}) {
    const auto rows = found_.clusters.rows(cluster, side);
    if (!rows.empty()) return found_.identity[side].links[rows[0]];
  }
  return {};
}

void GeometricLinks::join(const std::set<std::uint32_t>& clusters, const std::string& how) {
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

Rows GeometricLinks::still_doubted() const {
  Rows rows;
  for (std::size_t i = 0; i < found_.clusters.size(); ++i) {
    const auto own = found_.clusters.rows(i, Side::local);
    if (own.size() == 1 && doubts_.contains(own[0]) &&
        found_.clusters.rows(i, Side::ancestor).empty() &&
        found_.clusters.rows(i, Side::reference).empty())
      rows.push_back(own[0]);
  }
  std::sort(rows.begin(), rows.end());
  return rows;
}

void GeometricLinks::tell(const Rows& doubted) {
  const auto told = std::min(doubted.size(), most_doubts_told);
  for (std::size_t i = 0; i < told; ++i)
    found_.findings.push_back(
        {Level::information, "match_doubtful", "local", job_.layer,
         fmt::format("fid {}", index_.local.fids[doubted[i]]),
         msg("it may be an object of the other side, but that is not certain ({}): it is taken for "
             "one of its own",
             in_words(doubts_.at(doubted[i])))});
  const auto rest = doubted.size() - told;
  if (rest > 0)
    found_.findings.push_back({Level::information, "match_doubts_left_out", "local", job_.layer, "",
                               msgn("{} more feature may be an object of the other side",
                                    "{} more features may be objects of the other side", rest)});
}

/// An object whose key nobody else knows, and that may be another's, goes by a uid, so that the
/// next sync knows that it has been judged. Without an ancestor it is not contributed, and needs no
/// name.
void GeometricLinks::name(const Rows& doubted) {
  if (job_.row_counts.ancestor == 0 || doubted.empty()) return;
  auto& identity = found_.identity.local;
  const auto table = job_.read(Side::local, doubted);
  for (std::size_t i = 0; i < doubted.size(); ++i) {
    const auto row = doubted[i];
    if (identity.uids.contains(row)) continue;
    const auto uid =
        match::uid_beside_key(index_.local.keys[row], {&table, i}, {job_.producer, job_.layer});
    identity.uids[row] = uid;
    identity.links[row] = match::link_of_uid(uid);
  }
  cluster();
}

}  // namespace

std::string description_of_same() {
  Link link;
  link.reason = LinkReason::same_geometry;
  link.confidence = 1;
  link.a = link.b = {0};
  return described(link);
}

void link_between_editions(const ThreeWay<RowIndex>& index, const IdentityJob& job,
                           LayerIdentity& found) {
  GeometricLinks(index, job, found).run_between_editions();
}

void link_by_geometry(const ThreeWay<RowIndex>& index, const IdentityJob& job,
                      LayerIdentity& found) {
  GeometricLinks(index, job, found).run();
}

}  // namespace bdf::jobs
