// SPDX-License-Identifier: MIT
#include "world/draw.h"

#include <algorithm>
#include <cmath>

namespace bdf::sample {

namespace {

bool is_known(KnownColumns known, std::size_t column) { return (known >> column & 1U) != 0; }

std::string& text_in(Value& value) {
  if (auto* text = std::get_if<std::string>(&value)) return *text;
  return value.emplace<std::string>();
}

/// Writes a cell's value; `random` is its own.
struct CellWriter {
  Value& value;
  std::uint64_t number = 0;
  Random random{0};

  void operator()(const Value& constant) const {
    if (const auto* text = std::get_if<std::string>(&constant)) return set_text(value, *text);
    value = constant;
  }
  void operator()(const Between& range) {
    const double drawn = random.between(range.low, range.high);
    if (range.whole)
      value = static_cast<std::int64_t>(std::lround(drawn));
    else
      value = std::round(drawn / range.grid) / std::round(1 / range.grid);
  }
  void operator()(const Pattern& pattern) const {
    auto& text = text_in(value);
    text.clear();
    pattern.append_to(text, number, random);
  }
};

/// Whether the cell may be what makes that value.
bool may_make(const Cell& cell, const Value& value) {
  if (const auto* constant = std::get_if<Value>(&cell)) return *constant == value;
  return !std::holds_alternative<std::monostate>(value);
}

const DrawRow& row_at(const std::vector<DrawRow>& rows, double share) {
  for (const auto& row : rows)
    if (share < row.until) return row;
  return rows.back();
}

}  // namespace

void set_text(Value& value, std::string_view text) {
  text_in(value).assign(text.data(), text.size());
}

bool DrawCase::holds(const std::vector<Value>& row) const {
  if (known && std::holds_alternative<std::monostate>(row[*known])) return false;
  if (!where) return true;
  const auto* text = std::get_if<std::string>(&row[*where]);
  return text != nullptr && std::find(values.begin(), values.end(), *text) != values.end();
}

std::uint64_t Draw::stream(std::uint64_t number, const std::vector<Value>& row) const {
  if (!by) return seed + number;
  const auto* text = std::get_if<std::string>(&row[*by]);
  if (text == nullptr) return seed;
  return seed + hashed(std::string_view(*text).substr(0, text->find('/')));
}

bool Draw::agrees(const DrawRow& drawn, KnownColumns known, const std::vector<Value>& row) const {
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (columns[i] && is_known(known, *columns[i]) && !may_make(drawn.cells[i], row[*columns[i]]))
      return false;
  return true;
}

const DrawRow& Draw::choose(const DrawCase& from, double share, KnownColumns known,
                            const std::vector<Value>& row) const {
  const auto any = [&](const auto& column) { return column && is_known(known, *column); };
  const auto all = from.rows.back().until;
  if (std::none_of(columns.begin(), columns.end(), any)) return row_at(from.rows, share * all);
  std::vector<std::pair<double, const DrawRow*>> agreeing;
  double sum = 0;
  double before = 0;
  for (const auto& drawn : from.rows) {
    if (agrees(drawn, known, row)) agreeing.emplace_back(sum += drawn.until - before, &drawn);
    before = drawn.until;
  }
  for (const auto& [until, drawn] : agreeing)
    if (share * sum < until) return *drawn;
  return row_at(from.rows, share * all);
}

void Draw::fill_history(Random random, KnownColumns known, std::vector<Value>& row) const {
  Value& created = row[*columns[0]];
  Value& modified = row[*columns[1]];
  const bool keep = is_known(known, *columns[1]);
  const auto* latest = keep ? std::get_if<std::string>(&modified) : nullptr;
  if (!is_known(known, *columns[0])) {
    const auto moment = history->creation.draw(random, latest != nullptr ? *latest : "~");
    set_text(created, moment.empty() && latest != nullptr ? std::string_view(*latest) : moment);
  }
  if (keep) return;
  const auto* creation = std::get_if<std::string>(&created);
  const bool never = random.chance(history->never);
  const auto moment = never || creation == nullptr
                          ? std::string_view()
                          : history->modification.draw_after(random, *creation);
  if (moment.empty())
    modified = std::monostate();
  else
    set_text(modified, moment);
}

void Draw::fill(std::uint64_t number, KnownColumns known, std::vector<Value>& row) const {
  const auto own = stream(number, row);
  if (history) return fill_history(Random(own), known, row);
  const auto found =
      std::find_if(cases.begin(), cases.end(), [&](const auto& each) { return each.holds(row); });
  const DrawRow* drawn = nullptr;
  if (found != cases.end()) drawn = &choose(*found, Random(own).uniform(), known, row);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (!columns[i] || is_known(known, *columns[i])) continue;
    Value& value = row[*columns[i]];
    if (drawn == nullptr)
      value = std::monostate();
    else
      std::visit(CellWriter{value, number, Random(mixed(own + i + 1) ^ seed)}, drawn->cells[i]);
  }
}

}  // namespace bdf::sample
