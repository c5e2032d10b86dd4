// SPDX-License-Identifier: MIT
#include "rules/integration.h"

#include "model/schema.h"

namespace bdf::rules {

namespace {

void share(Responsibility& responsibility) {
  if (responsibility.authority != Authority::shared) responsibility = {};
}

void share(AuthorityTable& table) {
  for (auto* one : {&table.attributes, &table.geometry, &table.existence})
    if (*one) share(**one);
  for (auto& [name, responsibility] : table.by_attribute) share(responsibility);
}

}  // namespace

Theme as_integrated(Theme theme, const std::map<std::string, std::vector<std::string>>& columns) {
  theme.defaults.provisional = Side::reference;
  for (auto* one :
       {&theme.defaults.attributes, &theme.defaults.geometry, &theme.defaults.existence})
    share(*one);
  for (auto& [name, responsibility] : theme.defaults.by_attribute) share(responsibility);
  share(theme.authority);
  for (auto& special : theme.special_cases) share(special.authority);
  for (auto& layer : theme.layers) {
    share(layer.authority);
    const auto own = columns.find(layer.name);
    if (own == columns.end() || !layer.schema) continue;
    for (const auto& column : own->second)
      if (layer.schema->find(column) == nullptr)
        layer.authority.by_attribute.emplace(folded(column), Responsibility{});
  }
  return theme;
}

}  // namespace bdf::rules
