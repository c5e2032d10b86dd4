// SPDX-License-Identifier: MIT
// Whether what a theme says of layers and attributes can be meant of them.
#pragma once

#include <string>
#include <vector>

#include "rules/theme.h"
#include "rules/yaml_document.h"

namespace bdf::rules {

/// Holds what a theme says against its layers and their schemas; of a layer without a schema any
/// attribute may be spoken of. Every function throws InputError at the word that is wrong. `layers`
/// are the layers spoken of; empty: all.
class ThemeSense {
 public:
  /// `theme`, whose layers have been read, must outlive this.
  explicit ThemeSense(const Theme& theme) : theme_(theme) {}

  void require_layer(const YamlNode& name) const;
  /// That at least one of the layers calls an attribute so, as the newest version does.
  void require_attribute(const YamlNode& name, const std::vector<std::string>& layers) const;
  /// That the attributes exist, and have values that the rules can decide by.
  void require_authority(const YamlNode& authority, const std::vector<std::string>& layers) const;
  /// That the attributes to match by exist, and that each can say what object a feature is: no
  /// keys, which matching goes without, no dates, no links and no housekeeping; numbers where
  /// numbers are compared.
  void require_matching(const YamlNode& matching, const std::vector<std::string>& layers) const;
  /// That the attributes of a condition exist, can have such values, and are no keys and no
  /// housekeeping.
  void require_condition(const YamlNode& when, const std::vector<std::string>& layers) const;
  /// That the layer, and another one, which doubles none itself, can be lines and areas of the same
  /// things, and that what is asked of their objects can be.
  void require_doubles(const YamlNode& doubles, const std::string& layer) const;
  /// That no condition looks at what a rule goes by, and none at what another one decides about:
  /// merged's value of it must be known before any condition is. The special cases have been read.
  void require_independence(const YamlNode& special_cases) const;

 private:
  void require_value(const YamlNode& value, const std::string& attribute,
                     const std::vector<std::string>& layers) const;
  void require_not_gone_by(const YamlNode& attribute, const std::vector<std::string>& layers) const;
  void require_evidence_of_identity(const YamlNode& attribute,
                                    const std::vector<std::string>& layers) const;
  void require_rule(const YamlNode& responsibility, const std::string& attribute,
                    const std::vector<std::string>& layers) const;
  void require_evidence(const std::string& rule, const YamlNode& by,
                        const std::vector<std::string>& layers) const;
  [[nodiscard]] std::vector<const ThemeLayer*> among(const std::vector<std::string>& names) const;
  [[nodiscard]] std::vector<const AttributeDefinition*> definitions_of(
      const std::string& attribute, const std::vector<std::string>& layers) const;

  const Theme& theme_;
};

}  // namespace bdf::rules
