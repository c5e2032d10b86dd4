// SPDX-License-Identifier: MIT
#include "jobs/network_check.h"

#include <map>
#include <optional>
#include <set>
#include <unordered_map>

#include "base/message.h"
#include "geometry/wkb.h"
#include "jobs/finding_list.h"
#include "jobs/keyed_rows.h"
#include "topology/network_check.h"

namespace bdf::jobs {

namespace {

constexpr double reach = 10;  ///< times the tolerance: ends that are nearer are meant to meet

using Position = std::pair<double, double>;

class NetworkFindings {
 public:
  NetworkFindings(const FeatureTable& lines, const NetworkCheck& check)
      : table_(lines), check_(check), rows_(lines, check.definition) {
    const auto* schema = check.definition;
    geometries_.resize(lines.size());
    const auto flow =
        schema != nullptr && schema->flow ? rows_.column_of(schema->flow->attribute) : std::nullopt;
    for (std::size_t row = 0; row < lines.size(); ++row) {
      geometries_[row] = geometry::geometry_of(lines.geometries[row]);
      if (!geometries_[row]) continue;
      topology::add_lines(*geometries_[row], row, flow_said(flow, row), lines_);
      courses_.push_back({row, &*geometries_[row]});
    }
  }

  std::vector<ValidationFinding> find() {
    const topology::NetworkMeasures measures{check_.tolerance, reach * check_.tolerance};
    for (const auto& flaw : topology::flaws_of(lines_, courses_, measures)) tell(flaw);
    if (check_.nodes != nullptr) find_nodes();
    return list_.take();
  }

 private:
  [[nodiscard]] topology::Flow flow_said(std::optional<std::size_t> column, std::size_t row) const {
    if (!column) return topology::Flow::either;
    const auto said = rows_.text_in(column, row);
    if (said == check_.definition->flow->direct) return topology::Flow::along;
    return said == check_.definition->flow->inverse ? topology::Flow::against
                                                    : topology::Flow::either;
  }
  void tell(const topology::FlawedPlace& flaw);
  void find_nodes();
  void check_links(const std::unordered_map<std::string, Position>& nodes);

  const FeatureTable& table_;
  const NetworkCheck& check_;
  KeyedRows rows_;
  std::vector<std::optional<Geometry>> geometries_;
  std::vector<topology::NetworkLine> lines_;
  std::vector<topology::Course> courses_;
  FindingList list_;
};

void NetworkFindings::tell(const topology::FlawedPlace& flaw) {
  auto finding = rows_.finding_on(flaw.feature, flaw.place);
  switch (flaw.flaw) {
    case topology::NetworkFlaw::ends_apart:
      finding.level = Level::error;
      finding.code = "NETWORK_ENDS_APART";
      finding.message =
          msg("An end lies beside an end of {} without meeting it.", rows_.name_of(flaw.others));
      break;
    case topology::NetworkFlaw::end_on_line:
      finding.code = "NETWORK_END_ON_LINE";
      finding.message =
          msg("An end lies on {}, between the ends of that line: it should be cut there.",
              rows_.name_of(flaw.others));
      break;
    case topology::NetworkFlaw::sink:
      finding.code = "NETWORK_SINK";
      finding.message =
          msg("{} lines end here: water arrives, and none takes it away.", flaw.others);
      break;
    case topology::NetworkFlaw::circuit:
      finding.code = "NETWORK_CIRCUIT";
      finding.message = msgn("Water could go round in {} line here.",
                             "Water could go round in {} lines here.", flaw.others);
      break;
    case topology::NetworkFlaw::island:
      finding.level = Level::information;
      finding.code = "NETWORK_ISLAND";
      finding.message =
          msgn("Nothing joins {} line here to the largest part of the network.",
               "Nothing joins {} lines here to the largest part of the network.", flaw.others);
      break;
  }
  list_.add(std::move(finding));
}

void NetworkFindings::find_nodes() {
  const auto& nodes = *check_.nodes;
  const KeyedRows rows(nodes, check_.nodes_definition);
  std::map<Position, std::size_t> at;
  std::unordered_map<std::string, Position> by_key;
  for (std::size_t row = 0; row < nodes.size(); ++row) {
    const auto point = geometry::geometry_of(nodes.geometries[row]);
    if (!point || point->empty()) continue;
    const Position place{point->xy[0], point->xy[1]};
    at.emplace(place, row);
    by_key.emplace(rows.key_of(row), place);
  }
  std::set<Position> ends;
  for (const auto& line : lines_)
    for (const auto& end : {line.first, line.last}) {
      const bool told = !ends.insert({end.x, end.y}).second;
      if (told || at.contains({end.x, end.y})) continue;
      auto finding = rows_.finding_on(line.feature, end);
      finding.code = "NETWORK_NODE_MISSING";
      finding.message = msg("No node stands at this end.");
      list_.add(std::move(finding));
    }
  for (const auto& [place, row] : at) {
    if (ends.contains(place)) continue;
    auto finding = rows.finding_on(row, {place.first, place.second});
    finding.code = "NETWORK_NODE_ALONE";
    finding.message = msg("No line ends at this node.");
    list_.add(std::move(finding));
  }
  check_links(by_key);
}

void NetworkFindings::check_links(const std::unordered_map<std::string, Position>& nodes) {
  const auto* schema = check_.definition;
  if (schema == nullptr || !schema->flow) return;
  const auto first = rows_.column_of(schema->flow->first_node);
  const auto last = rows_.column_of(schema->flow->last_node);
  for (const auto& line : lines_)
    for (const bool begins : {true, false}) {
      const auto column = begins ? first : last;
      const auto& end = begins ? line.first : line.last;
      const auto node = nodes.find(rows_.text_in(column, line.feature));
      if (!column || node == nodes.end() || node->second == Position{end.x, end.y}) continue;
      auto finding = rows_.finding_on(line.feature, end);
      finding.level = Level::error;
      finding.code = "NETWORK_NODE_LINK";
      finding.attribute = table_.schema.columns[*column].name;
      finding.message = begins
                            ? msg("The node {} does not stand where the line begins.", node->first)
                            : msg("The node {} does not stand where the line ends.", node->first);
      list_.add(std::move(finding));
    }
}

}  // namespace

std::vector<ValidationFinding> check_network(const FeatureTable& lines, const NetworkCheck& check) {
  return NetworkFindings(lines, check).find();
}

}  // namespace bdf::jobs
