// SPDX-License-Identifier: MIT
// What is known of the layers of a folder that a sync wrote.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "io/geopackage.h"
#include "report/layer_terms.h"

namespace bdf::jobs {

/// The terms in which the folder's sync compared its layers, as far as theme and inputs are still
/// there: an input that is gone counts as having merged's columns.
[[nodiscard]] report::TermsByLayer terms_of_folder(const std::filesystem::path& folder,
                                                   const io::Catalog& merged);

/// By what an object of that layer of merged may be known: the columns of its key, as the job or
/// the theme's schema says, and bdf_uid.
[[nodiscard]] std::vector<std::vector<std::string>> keys_of(const Schema& schema,
                                                            const std::vector<std::string>& job_key,
                                                            const report::TermsByLayer& terms);

}  // namespace bdf::jobs
