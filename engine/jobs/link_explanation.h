// SPDX-License-Identifier: MIT
// Why two features were linked, or were not.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "jobs/match.h"

namespace bdf::jobs {

/// How two geometries lie to one another, in units of the CRS in which they were compared.
struct Closeness {
  std::optional<double> nearest;  ///< nullopt where it cannot be told
  double greatest = 0;            ///< of a vertex of either from the other
  double size_of_a = 0;           ///< length or area; 0 of points
  double size_of_b = 0;
  std::optional<double> common;  ///< area in common, of two areas
  bool areas = false;
  bool lines = false;
};

struct LinkExplanation {
  const LayerLinks* layer = nullptr;
  std::uint32_t a = 0;  ///< rows
  std::uint32_t b = 0;
  std::vector<const FoundLink*> together;  ///< links that pair both, the accepted one first
  std::vector<const FoundLink*> of_a;      ///< other links of a
  std::vector<const FoundLink*> of_b;      ///< other links of b
  std::optional<Closeness> closeness;      ///< nullopt where one has no geometry
  bool degrees = false;                    ///< the unit of lengths; else metres
};

/// Ids as in links.csv, or `fid:N`. Where both are known in several layers, `job.layer` must have
/// named one. Throws InputError where either is not known. `match` must outlive the result.
[[nodiscard]] LinkExplanation explain_link(const Match& match, const std::string& a,
                                           const std::string& b);

/// In the user's language, a line a reason.
[[nodiscard]] std::string link_as_text(const LinkExplanation& about);
[[nodiscard]] nlohmann::ordered_json link_as_json(const LinkExplanation& about);

}  // namespace bdf::jobs
