// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/message.h"
#include "report/evaluation.h"
#include "report/printable.h"
#include "report/words.h"

namespace bdf::report {

namespace {

using Cells = std::vector<std::string>;

/// How many characters a terminal shows, but for those that it shows wide.
std::size_t width_of(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string padding(const std::string& cell, std::size_t width) {
  std::string blanks;
  blanks.resize(width - width_of(cell), ' ');
  return blanks;
}

/// The first column to the left, the others to the right; the first row is the header.
std::string table_of(const std::vector<Cells>& rows) {
  std::vector<std::size_t> widths(rows.front().size());
  for (const auto& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]));
  std::string text;
  for (const auto& row : rows) {
    text += row[0] + padding(row[0], widths[0]);
    for (std::size_t i = 1; i < row.size(); ++i) text += "  " + padding(row[i], widths[i]) + row[i];
    text += '\n';
  }
  return text;
}

std::string percent(const std::optional<double>& share) {
  return share ? msg("{} %", number_text(100 * *share, 2)) : "–";
}

std::optional<double> share(std::size_t part, std::size_t whole) {
  if (whole == 0) return std::nullopt;
  return static_cast<double>(part) / static_cast<double>(whole);
}

std::string relations(const match::Evaluation& evaluation) {
  std::vector<Cells> rows{{msg("relation"), msg("right"), msg("wrong"), msg("missed"),
                           msg("precision"), msg("recall"), "F1"}};
  for (const auto* name : {"1:1", "1:n", "n:1", "n:m", "all"}) {
    const auto& tally = evaluation.relations.at(name);
    rows.push_back({std::string(name) == "all" ? msg("all") : name, std::to_string(tally.right),
                    std::to_string(tally.wrong), std::to_string(tally.missed),
                    percent(tally.precision()), percent(tally.recall()), percent(tally.f1())});
  }
  return table_of(rows);
}

std::string families(const match::Evaluation& evaluation) {
  std::vector<Cells> rows{
      {msg("family"), msg("pairs"), msg("found"), msg("recall"), msg("alone"), msg("left alone")}};
  for (const auto& [name, tally] : evaluation.families)
    rows.push_back({printable(name.empty() ? "–" : name), std::to_string(tally.pairs),
                    std::to_string(tally.found), percent(share(tally.found, tally.pairs)),
                    std::to_string(tally.alone), std::to_string(tally.left_alone)});
  return table_of(rows);
}

std::string doubtful(const match::Evaluation& evaluation) {
  if (evaluation.doubtful == 0) return msg("no doubtful links") + "\n";
  return msgn("{} doubtful link; right would have been {} ({})",
              "{} doubtful links; right would have been {} ({})", evaluation.doubtful,
              evaluation.doubtful_right,
              percent(share(evaluation.doubtful_right, evaluation.doubtful))) +
         "\n";
}

std::string confidence(const match::Evaluation& evaluation) {
  std::vector<Cells> rows{{msg("confidence"), msg("links"), msg("mean"), msg("right")}};
  for (const auto& bin : evaluation.bins) {
    const auto mean = bin.links == 0 ? std::string("–")
                                     : number_text(bin.sum / static_cast<double>(bin.links), 4);
    rows.push_back({fmt::format("{} – {}", number_text(bin.from, 2), number_text(bin.to, 2)),
                    std::to_string(bin.links), mean, percent(share(bin.right, bin.links))});
  }
  return table_of(rows);
}

}  // namespace

std::string evaluation_as_text(const match::Evaluation& evaluation) {
  auto text = relations(evaluation) + '\n';
  if (!evaluation.families.empty()) text += families(evaluation) + '\n';
  return text + doubtful(evaluation) + '\n' + confidence(evaluation);
}

}  // namespace bdf::report
