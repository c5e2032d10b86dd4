// SPDX-License-Identifier: MIT
// What GDAL passes over in silence in a Shapefile: parts that do not belong together or are
// damaged, text of an unknown encoding.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "model/finding.h"

namespace bdf::io {

[[nodiscard]] bool is_shapefile(const std::filesystem::path& path);

/// That the .shp, .shx and .dbf files are all there (their endings all lower or upper case), whole,
/// hold as many shapes as records, and that each shape and each record begins where and as it
/// should. Throws InputError, which names the part and the first shape or record that does not:
/// GDAL reads those as empty, which looks like an edit.
void check_shapefile(const std::filesystem::path& path);

/// Whether its text says its encoding, in a .cpg file or in the .dbf file's header. Windows's ANSI
/// does not: it stands for another encoding in every country.
[[nodiscard]] bool says_encoding(const std::filesystem::path& path);

/// The encoding to read it in, "" where it says its own; `asked` counts only where it does not.
/// Where nothing says it, UTF-8, unless the .dbf file calls it ANSI and it is no UTF-8: then
/// Windows-1252, as in western Europe, with a finding.
[[nodiscard]] std::string encoding_to_use(const std::filesystem::path& path,
                                          const std::string& asked, std::vector<Finding>& findings);

}  // namespace bdf::io
