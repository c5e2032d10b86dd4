// SPDX-License-Identifier: MIT
// The metadata of a download service itself, beside its Atom feed, as catalogues take them: ISO
// 19119 in the XML of ISO/TS 19139, in French.
#pragma once

#include <string>

#include "package/publication.h"

namespace bdf::package {

inline constexpr std::string_view service_metadata_place = "atom/service_metadata.xml";

/// A record that has what INSPIRE (Technical Guidance on metadata 2.0.1, network services) asks of
/// a download service. It leads to the service's feed and to the metadata of its datasets. Nothing
/// is claimed that nobody has looked at: conformity is “not evaluated”. Only for a publication with
/// a URL, without which there is no service. The same packages give the same bytes.
[[nodiscard]] std::string service_metadata(const Publication& publication);

}  // namespace bdf::package
