// SPDX-License-Identifier: MIT
#include "package/layer_content.h"

#include "base/error.h"
#include "base/message.h"
#include "io/geopackage.h"
#include "package/content_digest.h"
#include "package/safe_path.h"

namespace bdf::package {

std::vector<std::string> key_of(const ManifestLayer& layer) {
  std::vector<std::string> key;
  for (const auto& column : layer.columns)
    if (column.is_key) key.push_back(column.name);
  return key;
}

std::string digest_of_layer(const std::filesystem::path& geopackage, const ManifestLayer& layer) {
  auto database = io::Database::open_input(geopackage);
  const auto catalog = io::read_catalog(database);
  const auto* schema = catalog.find(layer.table);
  if (schema == nullptr)
    throw InputError(
        msg("{}: there is no layer “{}”", geopackage.string(), printable(layer.table)));
  return content_of(database, *schema, key_of(layer)).digest;
}

}  // namespace bdf::package
