// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/message.h"
#include "jobs/link_explanation.h"
#include "report/links.h"
#include "report/printable.h"
#include "report/words.h"

namespace bdf::jobs {

namespace {

using report::number_text;

constexpr std::size_t most_names = 12;

std::string percent(double share) { return msg("{} %", number_text(100 * share, 0)); }

/// The names of those rows, but for one.
std::string names_of(const std::vector<std::uint32_t>& rows, const NamedRows& side,
                     std::optional<std::uint32_t> but) {
  std::string names;
  std::size_t count = 0;
  for (const auto row : rows) {
    if (row == but) continue;
    if (++count > most_names) return names + ", …";
    names += (names.empty() ? "" : ", ") + report::printable(side.ids[row]);
  }
  return names;
}

/// "1:1, the same course, 88 % sure".
std::string how(const FoundLink& found) {
  const auto& link = found.link;
  // Rounded down: nothing is told as certain that is not.
  const auto sure = msg("{} % sure", number_text(std::floor(100 * link.confidence), 0));
  const auto text = msg("{}, {}, {}", relation_of(link), report::label_of(link.reason), sure);
  return found.doubtful ? msg("{}; doubtful, and used for nothing", text) : text;
}

void add_line(std::string& text, const std::string& line) { text += "  " + line + "\n"; }

const LinkedPair* pair_of(const Link& link, std::uint32_t a, std::uint32_t b) {
  const auto found =
      std::find_if(link.pairs.begin(), link.pairs.end(),
                   [&](const LinkedPair& pair) { return pair.a == a && pair.b == b; });
  return found == link.pairs.end() ? nullptr : &*found;
}

void tell_pair(const LinkExplanation& about, const LinkedPair& pair, std::string& text) {
  const bool lines = about.closeness && about.closeness->lines;
  if (lines && (pair.on_a != Stretch{} || pair.on_b != Stretch{}))
    add_line(text, msg("they share the stretch from {} to {} of A and from {} to {} of B",
                       percent(pair.on_a.from), percent(pair.on_a.to), percent(pair.on_b.from),
                       percent(pair.on_b.to)));
  for (const auto& evidence : pair.evidence)
    add_line(text, report::text_of(evidence, about.degrees ? "°" : "m"));
}

void tell_together(const LinkExplanation& about, const FoundLink& found, std::string& text) {
  const auto& link = found.link;
  add_line(text,
           found.doubtful ? msg("perhaps linked: {}", how(found)) : msg("linked: {}", how(found)));
  const auto more_of_a = names_of(link.a, about.layer->a, about.a);
  const auto more_of_b = names_of(link.b, about.layer->b, about.b);
  if (!more_of_a.empty()) add_line(text, msg("together with {} of A", more_of_a));
  if (!more_of_b.empty()) add_line(text, msg("together with {} of B", more_of_b));
  const auto* pair = pair_of(link, about.a, about.b);
  const double share_a = pair == nullptr ? link.share_a : pair->share_a;
  const double share_b = pair == nullptr ? link.share_b : pair->share_b;
  add_line(text, msg("common to both: {} of A, {} of B", percent(share_a), percent(share_b)));
  if (link.reversed || (pair != nullptr && pair->reversed))
    add_line(text, msg("they run in opposite directions"));
  if (pair != nullptr) tell_pair(about, *pair, text);
}

/// One of the two, and what it is linked to instead of the other.
struct Party {
  std::string who;
  const std::vector<const FoundLink*>& links;
  const NamedRows& others;
  std::vector<std::uint32_t> Link::*side;  ///< where a link has these
};

void tell_others(const Party& party, std::string& text) {
  const auto& who = party.who;
  for (const auto* found : party.links) {
    const auto names = names_of(found->link.*party.side, party.others, std::nullopt);
    add_line(text, found->doubtful ? msg("{} is perhaps linked to {}: {}", who, names, how(*found))
                                   : msg("{} is linked to {}: {}", who, names, how(*found)));
  }
  if (party.links.empty()) add_line(text, msg("{} is linked to nothing", who));
}

void tell_closeness(const LinkExplanation& about, std::string& text) {
  if (!about.closeness) return add_line(text, msg("one of them has no geometry"));
  const auto& lie = *about.closeness;
  const std::string unit = about.degrees ? "°" : "m";
  const int decimals = about.degrees ? 7 : 2;
  if (lie.nearest)
    add_line(text,
             msg("between them, at the nearest: {} {}", number_text(*lie.nearest, decimals), unit));
  add_line(text, msg("farthest that one strays from the other: {} {}",
                     number_text(lie.greatest, decimals), unit));
  if (lie.lines)
    add_line(text, msg("length: {} {} of A, {} {} of B", number_text(lie.size_of_a, decimals), unit,
                       number_text(lie.size_of_b, decimals), unit));
  const auto square = unit + "²";
  if (lie.areas)
    add_line(text, msg("area: {} {} of A, {} {} of B", number_text(lie.size_of_a, decimals), square,
                       number_text(lie.size_of_b, decimals), square));
  if (lie.common)
    add_line(text, msg("area in common: {} {}", number_text(*lie.common, decimals), square));
}

}  // namespace

std::string link_as_text(const LinkExplanation& about) {
  const auto& layer = *about.layer;
  auto text =
      msg("{}: {} of A, {} of B", report::printable(layer.layer),
          report::printable(layer.a.ids[about.a]), report::printable(layer.b.ids[about.b])) +
      "\n";
  for (const auto* found : about.together) tell_together(about, *found, text);
  if (about.together.empty()) {
    add_line(text, msg("not linked to one another"));
    tell_others({"A", about.of_a, layer.b, &Link::b}, text);
    tell_others({"B", about.of_b, layer.a, &Link::a}, text);
  }
  tell_closeness(about, text);
  return text;
}

}  // namespace bdf::jobs
