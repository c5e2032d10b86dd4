// SPDX-License-Identifier: MIT
// Values for all that the terrain does not say of a feature, distributed as in deliveries.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "rules/layer_schema.h"
#include "world/attribute_file.h"
#include "world/feature.h"

namespace bdf::sample {

/// attributes.yaml in the source tree.
[[nodiscard]] std::filesystem::path attribute_file();

/// The values of one layer's features. Each is a function of the setting, the layer, the feature's
/// number and what is known of it, whatever else has been asked. Its functions may be called by
/// several threads at once.
///
/// Values that go together are drawn together: a precision with its method, 9999 with “Pas de Z”,
/// an identifier with the state that has one. What the feature knows of them decides the rest.
/// Creation is not after modification, modification not after the edition.
class AttributeSource {
 public:
  /// `schema` may be of any version; all versions draw the same. Throws InputError where the file
  /// does not fit the schema.
  AttributeSource(const rules::LayerSchema& schema, const Setting& setting,
                  const std::filesystem::path& file = attribute_file());
  AttributeSource(AttributeSource&&) = default;

  /// A value for each of the schema's attributes, in their order: what the feature knows (by names
  /// of the newest version; a NULL is known too), else what is drawn, else NULL. What it knows of
  /// attributes that this version does not have is left out; throws LawError for a name that no
  /// version has. `row` is replaced, its memory used again.
  void row(const Feature& feature, std::vector<Value>& row) const;

  /// Whether the feature's altitudes stand for none, so that its Z is to be -1000: its
  /// precision_altimetrique is 9999.
  [[nodiscard]] bool lacks_altitude(const Feature& feature) const;

  /// The key of the object of that number: "TRON_EAU0000002287825664".
  [[nodiscard]] std::string cleabs(std::uint64_t number) const;

 private:
  /// Puts what is known into its columns.
  KnownColumns take_known(const Feature& feature, std::vector<Value>& row) const;

  std::string layer_;
  std::size_t width_;
  std::string prefix_;
  std::vector<std::size_t> terrain_;
  std::vector<Draw> draws_;
  std::vector<std::pair<std::string, std::optional<std::size_t>>> names_;
  std::unordered_map<std::string_view, std::optional<std::size_t>> columns_;  ///< by names_
  std::optional<std::size_t> altitude_;  ///< the draw of precision_altimetrique
  std::size_t precision_ = 0;            ///< its column
};

}  // namespace bdf::sample
