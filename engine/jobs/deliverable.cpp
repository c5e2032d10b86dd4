// SPDX-License-Identifier: MIT
#include "jobs/deliverable.h"

#include <algorithm>
#include <cmath>

#include "base/message.h"
#include "geometry/wkb.h"
#include "io/json_value.h"
#include "jobs/layer_class.h"
#include "package/manifest_words.h"

namespace bdf::jobs {

std::string_view packaged_geometry(std::string_view type) {
  for (const auto word : package::geometry_words)
    if (same_name(word, type)) return word;
  return {};
}

std::optional<std::string> flaw_of_value(const ValueView& value, const std::string& attribute) {
  const auto* text = std::get_if<std::string_view>(&value);
  if (text == nullptr || io::is_utf8(*text)) return std::nullopt;
  return msg("“{}” holds text that is not UTF-8: correct it, or read the file in its encoding",
             attribute);
}

std::optional<std::string> flaw_of_geometry(const ValueView& geometry,
                                            const std::string& declared) {
  if (is_null(geometry)) return std::nullopt;
  const auto* blob = std::get_if<BlobView>(&geometry);
  const auto xy = blob != nullptr ? geometry::xy_of_wkb(blob->bytes) : std::nullopt;
  if (!xy) return msg("its geometry is broken and cannot be read: repair or remove it");
  const auto name = geometry::type_name_of_wkb(blob->bytes);
  const auto kind = name.substr(0, name.find(' '));
  if (packaged_geometry(kind).empty())
    return msg("its geometry is a {}, which packages do not have: make lines or areas of it first",
               kind);
  if (!comparable_types(kind, declared))
    return msg(
        "its geometry is a {}, and those of the layer are declared as {}: correct one or the "
        "other",
        kind, declared);
  if (std::all_of(xy->begin(), xy->end(), [](double number) { return std::isfinite(number); }))
    return std::nullopt;
  return msg("its geometry has coordinates that are no numbers: repair or remove it");
}

}  // namespace bdf::jobs
