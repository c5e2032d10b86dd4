// SPDX-License-Identifier: MIT
#include "jobs/link_truth.h"

#include <deque>
#include <utility>

#include "base/error.h"
#include "base/message.h"
#include "io/csv.h"
#include "jobs/row_names.h"

namespace bdf::jobs {

namespace {

/// Where the truth's columns stand.
struct Columns {
  std::size_t a = 0;
  std::size_t b = 0;
  std::optional<std::size_t> layer;
  std::optional<std::size_t> family;
};

struct Finders {
  RowFinder a;
  RowFinder b;
};

class Reading {
 public:
  Reading(const Match& match, const std::filesystem::path& path, const std::string& only)
      : match_(match), path_(path), only_(only), truth_(match.layers.size()) {
    for (const auto& layer : match.layers)
      finders_.push_back({RowFinder(layer.a), RowFinder(layer.b)});
  }

  std::vector<std::vector<match::TruePair>> run() {
    const auto rows = io::read_csv(path_);
    if (rows.empty()) throw InputError(msg("{} is empty", path_.string()));
    columns_ = columns_of(rows.front());
    for (std::size_t i = 1; i < rows.size(); ++i) add(rows[i]);
    return std::move(truth_);
  }

 private:
  [[nodiscard]] Columns columns_of(const io::CsvRow& header) const;
  void add(const io::CsvRow& row);
  void add_to(std::size_t layer, const io::CsvRow& row);
  [[nodiscard]] std::optional<std::size_t> layer_named(const io::CsvRow& row) const;
  [[nodiscard]] std::size_t layer_by_ids(const io::CsvRow& row) const;
  [[nodiscard]] bool knows(std::size_t layer, const io::CsvRow& row) const;
  [[nodiscard]] static std::string cell(const io::CsvRow& row, std::optional<std::size_t> column) {
    return column && *column < row.cells.size() ? row.cells[*column] : std::string();
  }
  [[noreturn]] void fail(const io::CsvRow& row, const std::string& fault) const {
    throw InputError(msg("{}, line {}: {}", path_.string(), row.line, fault));
  }
  [[nodiscard]] std::optional<std::uint32_t> find(const RowFinder& finder, const std::string& id,
                                                  const io::CsvRow& row,
                                                  const std::string& file) const;

  const Match& match_;
  const std::filesystem::path& path_;
  const std::string& only_;
  Columns columns_;
  std::deque<Finders> finders_;
  std::vector<std::vector<match::TruePair>> truth_;  ///< by layer
};

Columns Reading::columns_of(const io::CsvRow& header) const {
  const auto a = io::csv_column(header, "a_id");
  const auto b = io::csv_column(header, "b_id");
  if (!a || !b) fail(header, msg("the header must name the columns a_id and b_id"));
  return {*a, *b, io::csv_column(header, "layer"), io::csv_column(header, "family")};
}

void Reading::add(const io::CsvRow& row) {
  if (cell(row, columns_.a).empty() && cell(row, columns_.b).empty())
    fail(row, msg("neither a_id nor b_id is given"));
  if (cell(row, columns_.layer).empty()) return add_to(layer_by_ids(row), row);
  if (const auto layer = layer_named(row)) add_to(*layer, row);
}

/// nullopt where the row is about a layer that is not looked at.
std::optional<std::size_t> Reading::layer_named(const io::CsvRow& row) const {
  const auto name = cell(row, columns_.layer);
  for (std::size_t i = 0; i < match_.layers.size(); ++i)
    for (const auto* known : {&match_.layers[i].a.layer, &match_.layers[i].b.layer})
      if (same_name(name, *known)) return i;
  if (match_.layers.size() == 1 && same_name(name, only_)) return 0;
  if (only_.empty()) fail(row, msg("no layer “{}” has been matched", name));
  return std::nullopt;
}

bool Reading::knows(std::size_t layer, const io::CsvRow& row) const {
  const auto a = cell(row, columns_.a);
  const auto b = cell(row, columns_.b);
  return (a.empty() || finders_[layer].a.find(a)) && (b.empty() || finders_[layer].b.find(b));
}

std::size_t Reading::layer_by_ids(const io::CsvRow& row) const {
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < match_.layers.size(); ++i) {
    if (match_.layers.size() > 1 && !knows(i, row)) continue;
    if (found)
      fail(row, msg("“{}” is in several layers: name the layer in a column “layer”",
                    cell(row, columns_.a).empty() ? cell(row, columns_.b) : cell(row, columns_.a)));
    found = i;
  }
  return found.value_or(0);
}

std::optional<std::uint32_t> Reading::find(const RowFinder& finder, const std::string& id,
                                           const io::CsvRow& row, const std::string& file) const {
  if (id.empty()) return std::nullopt;
  const auto found = finder.find(id);
  if (!found) fail(row, msg("{} has no feature “{}”", file, id));
  return found;
}

void Reading::add_to(std::size_t layer, const io::CsvRow& row) {
  const auto& finders = finders_[layer];
  truth_[layer].push_back(
      {find(finders.a, cell(row, columns_.a), row, match_.inputs.local->name),
       find(finders.b, cell(row, columns_.b), row, match_.inputs.reference->name),
       cell(row, columns_.family)});
}

}  // namespace

match::Evaluation evaluate(const Match& match, const std::filesystem::path& truth,
                           const std::string& only) {
  const auto pairs = Reading(match, truth, only).run();
  match::Evaluation evaluation;
  for (std::size_t i = 0; i < match.layers.size(); ++i)
    evaluation.add(match::evaluate(match.layers[i], pairs[i]));
  return evaluation;
}

}  // namespace bdf::jobs
