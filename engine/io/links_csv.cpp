// SPDX-License-Identifier: MIT
#include "io/links_csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <string_view>
#include <tuple>

namespace bdf::io {

namespace {

constexpr auto nobody = std::numeric_limits<std::uint32_t>::max();
constexpr auto no_link = std::numeric_limits<std::size_t>::max();

/// One line of the table.
struct Row {
  std::uint32_t a = nobody;
  std::uint32_t b = nobody;
  std::size_t link = no_link;
  double share_a = 0;
  double share_b = 0;

  bool operator<(const Row& other) const {
    return std::tie(a, b, link) < std::tie(other.a, other.b, other.link);
  }
};

std::vector<Row> rows_of(const LayerLinks& layer) {
  std::vector<Row> rows;
  rows.reserve(layer.a.fids.size() + layer.b.fids.size());
  for (std::size_t i = 0; i < layer.links.size(); ++i)
    for_each_pair(layer.links[i].link, [&](const LinkedPair& pair) {
      rows.push_back({pair.a, pair.b, i, pair.share_a, pair.share_b});
    });
  const auto linked = linked_rows(layer);
  for (std::uint32_t row = 0; row < linked.a.size(); ++row)
    if (!linked.a[row]) rows.push_back({row, nobody});
  for (std::uint32_t row = 0; row < linked.b.size(); ++row)
    if (!linked.b[row]) rows.push_back({nobody, row});
  std::sort(rows.begin(), rows.end());
  return rows;
}

/// Text behind text, each cell with what stands before it.
class Table {
 public:
  explicit Table(std::string& text) : text_(text) {}

  void first(std::string_view cell) { add(cell); }
  void next(std::string_view cell) {
    text_ += ',';
    add(cell);
  }
  void next(double share) {
    if (share == 1) return next("1");
    auto digits = fmt::format("{:.4f}", share);
    digits.erase(digits.find_last_not_of('0') + 1);
    if (digits.back() == '.') digits.pop_back();
    next(digits);
  }
  void end() { text_ += '\n'; }

 private:
  void add(std::string_view cell) {
    if (cell.find_first_of(",\"\r\n") == std::string_view::npos) {
      text_ += cell;
      return;
    }
    text_ += '"';
    for (const char c : cell) text_.append(c == '"' ? 2 : 1, c);
    text_ += '"';
  }

  std::string& text_;
};

std::string_view id_of(const NamedRows& side, std::uint32_t row) {
  return row == nobody ? std::string_view() : side.ids[row];
}

void add_row(Table& table, const LayerLinks& layer, const Row& row) {
  table.first(layer.layer);
  table.next(id_of(layer.a, row.a));
  table.next(id_of(layer.b, row.b));
  if (row.link == no_link) {
    table.next(row.b == nobody ? "1:0" : "0:1");
    for (const auto* cell : {"", "", "", "unmatched"}) table.next(cell);
  } else {
    const auto& found = layer.links[row.link];
    table.next(relation_of(found.link));
    for (const double figure : {found.link.confidence, row.share_a, row.share_b})
      table.next(figure);
    table.next(reason_of(found));
  }
  table.end();
}

}  // namespace

std::string links_as_csv(const std::vector<LayerLinks>& layers) {
  std::string text = "layer,a_id,b_id,relation,confidence,a_share,b_share,reason\n";
  Table table(text);
  for (const auto& layer : layers)
    for (const auto& row : rows_of(layer)) add_row(table, layer, row);
  return text;
}

}  // namespace bdf::io
