// SPDX-License-Identifier: MIT
// What INSPIRE asks of a dataset's metadata, looked for in a record of ISO 19139.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace bdf::jobs {

/// The elements (Commission Regulation 1205/2008, Technical Guidance 2.0.1) that say nothing there,
/// by their names in ISO 19115, sorted; nullopt where the text is no such record.
[[nodiscard]] std::optional<std::vector<std::string>> missing_metadata(const std::string& record);

}  // namespace bdf::jobs
