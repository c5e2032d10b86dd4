// SPDX-License-Identifier: MIT
// What the metadata of a package say alike, whatever their standard.
#pragma once

#include <string>
#include <string_view>

#include "package/facts.h"

namespace bdf::package {

/// Product, pack and place, without the edition: editions of one package have one title.
[[nodiscard]] rules::Wording title_of(const PackageFacts& facts);

/// What the pack is, of which place and edition.
[[nodiscard]] rules::Wording abstract_of(const PackageFacts& facts);

/// Identifies the package everywhere and always: its name, in the publisher's own space.
[[nodiscard]] std::string resource_uri(const PackageFacts& facts);

/// As OGC calls it: "EPSG:2154" is http://www.opengis.net/def/crs/EPSG/0/2154.
[[nodiscard]] std::string crs_uri(std::string_view crs);

/// Longitude and latitude of what the package holds; the territory's where it holds nothing.
[[nodiscard]] Box extent_of(const PackageFacts& facts);

/// The day on which the base last changed; "" where nothing is known of it.
[[nodiscard]] std::string revised_on(const PackageFacts& facts);

/// In French: from where the data were taken, and which operations of which organisations made
/// them. Operations of one kind are counted, not listed.
[[nodiscard]] std::string lineage_statement(const PackageFacts& facts);

/// The EU's regulation on high-value datasets, and its category of the earth and the environment.
inline constexpr auto high_value_regulation = "http://data.europa.eu/eli/reg_impl/2023/138/oj";
inline constexpr auto high_value_category = "http://data.europa.eu/bna/c_dd313021";

/// Whether the regulation means it: open data of INSPIRE's themes.
[[nodiscard]] bool is_high_value(const PackageFacts& facts);

/// The text with all that may not stand in an IRI (RFC 3987) percent-encoded.
[[nodiscard]] std::string iri_of(std::string_view text);

/// Whether it can be got from anywhere: a path cannot.
[[nodiscard]] bool is_web_address(std::string_view url);

}  // namespace bdf::package
