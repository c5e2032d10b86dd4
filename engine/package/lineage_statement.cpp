// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "package/description.h"

namespace bdf::package {

namespace {

/// What a kind of transaction is called in French, one and many.
struct Operation {
  std::string_view kind;
  std::string_view one;
  std::string_view many;
};

constexpr std::array<Operation, 7> operations{{
    {"init", "création de la base", "créations de la base"},
    {"import", "import", "imports"},
    {"adopt", "adoption des règles", "adoptions de règles"},
    {"integrate", "intégration d'une contribution", "intégrations de contributions"},
    {"accept", "acceptation d'une proposition", "acceptations de propositions"},
    {"reject", "rejet d'une proposition", "rejets de propositions"},
    {"revert", "annulation d'une opération", "annulations d'opérations"},
}};

/// Operations that are alike but for their times.
struct Operations {
  const LineageStep* first = nullptr;
  std::size_t count = 0;
  std::string from;  ///< days
  std::string to;
};

bool are_alike(const LineageStep& a, const LineageStep& b) {
  return a.kind == b.kind && a.organisation == b.organisation && a.edition == b.edition;
}

std::vector<Operations> grouped(const std::vector<LineageStep>& steps) {
  std::vector<Operations> groups;
  for (const auto& step : steps) {
    const auto day = step.time.substr(0, 10);
    const auto known = std::find_if(groups.begin(), groups.end(), [&](const Operations& group) {
      return are_alike(*group.first, step);
    });
    if (known == groups.end()) {
      groups.push_back({&step, 1, day, day});
    } else {
      ++known->count;
      known->from = std::min(known->from, day);
      known->to = std::max(known->to, day);
    }
  }
  return groups;
}

std::string name_in_french(std::string_view kind, std::size_t count) {
  const auto known = std::find_if(operations.begin(), operations.end(),
                                  [&](const Operation& one) { return one.kind == kind; });
  if (known == operations.end())
    return count == 1 ? std::string(kind) : fmt::format("{} × {}", count, kind);
  return count == 1 ? std::string(known->one) : fmt::format("{} {}", count, known->many);
}

std::string in_french(const Operations& group) {
  auto text = name_in_french(group.first->kind, group.count);
  if (!group.first->edition.empty()) text += " de l'édition " + group.first->edition;
  if (!group.first->organisation.empty()) text += " (" + group.first->organisation + ")";
  return text + (group.from == group.to ? " le " + group.from
                                        : fmt::format(" du {} au {}", group.from, group.to));
}

}  // namespace

std::string lineage_statement(const PackageFacts& facts) {
  const auto& manifest = facts.manifest;
  auto text = fmt::format(
      "Données extraites de la base de référence par {}, édition {}, selon les règles du thème {} "
      "version {}.",
      manifest.generator, manifest.edition, manifest.theme.name, manifest.theme.version);
  std::string history;
  for (const auto& group : grouped(facts.lineage))
    history += (history.empty() ? "" : " ; ") + in_french(group);
  if (!history.empty()) text += " Opérations dont la base est issue : " + history + ".";
  return text;
}

}  // namespace bdf::package
