// SPDX-License-Identifier: MIT
// A tree of published packages as INSPIRE's download service of pre-defined datasets: Atom feeds
// (RFC 4287, RFC 5005, GeoRSS Simple) and an OpenSearch description, with the elements that the
// Technical Guidance for the implementation of INSPIRE Download Services (version 3.1, part 5)
// requires. Entries have moreover what those of the Géoplateforme have (gpf_dl: zone, format, day
// of the edition; the archive's MD5 as content).
//
// All of them lie in the tree's folder atom/. With Publication::url links and identifiers are
// absolute, as INSPIRE wants them; without it links lead from file to file, and identifiers are
// URNs. The same packages give the same bytes. In French, which is the data's language.
#pragma once

#include <string>

#include "package/publication.h"

namespace bdf::package {

inline constexpr std::string_view service_feed_place = "atom/service.xml";
inline constexpr std::string_view search_place = "atom/opensearch.xml";

/// "atom/CODE.xml".
[[nodiscard]] std::string feed_place(const PublishedDataset& dataset);

/// The service: an entry a dataset.
[[nodiscard]] std::string service_feed(const Publication& publication);
/// A dataset: an entry a package.
[[nodiscard]] std::string dataset_feed(const Publication& publication,
                                       const PublishedDataset& dataset);
/// How to ask for a dataset by its identifier. A static server answers both of INSPIRE's questions
/// with the dataset's feed, whose entries say which system and format each is in. Only for a
/// publication with a URL, which templates cannot do without.
[[nodiscard]] std::string search_description(const Publication& publication);

}  // namespace bdf::package
