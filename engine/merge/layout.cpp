// SPDX-License-Identifier: MIT
#include "merge/layout.h"

#include <algorithm>
#include <cctype>

namespace bdf::merge {

namespace {

constexpr std::size_t shapefile_name_length = 10;

/// The length that a type such as TEXT(24) declares; 0 where it declares none.
std::size_t declared_width(const Column& column) {
  const auto open = column.declared.find('(');
  if (column.type != ColumnType::text || open == std::string::npos) return 0;
  std::size_t width = 0;
  for (auto at = open + 1; at < column.declared.size(); ++at) {
    if (std::isdigit(static_cast<unsigned char>(column.declared[at])) == 0) break;
    width = width * 10 + static_cast<std::size_t>(column.declared[at] - '0');
  }
  return width;
}

/// Merged cannot have a second column of the name of local's primary key or geometry.
bool is_taken(const Schema& local, const Column& column) {
  return same_name(column.name, local.primary_key) ||
         (!local.geometry_column.empty() && same_name(column.name, local.geometry_column));
}

bool is_carried_as(const rules::AttributeDefinition& attribute, const std::string& column,
                   bool short_names) {
  const auto name = folded(column);
  if (same_name(attribute.name, name)) return true;
  return (name.size() <= shapefile_name_length) == short_names &&
         std::find(attribute.names.begin(), attribute.names.end(), name) != attribute.names.end();
}

/// How many columns of the layer carry an attribute under names of that length.
std::size_t count_known(const Schema& schema, const rules::LayerSchema& definitions,
                        bool short_names) {
  return static_cast<std::size_t>(
      std::count_if(schema.columns.begin(), schema.columns.end(), [&](const Column& column) {
        return std::any_of(
            definitions.attributes.begin(), definitions.attributes.end(),
            [&](const auto& one) { return is_carried_as(one, column.name, short_names); });
      }));
}

bool has_short_names(const Schema& schema, const rules::LayerSchema& definitions) {
  return count_known(schema, definitions, true) > count_known(schema, definitions, false);
}

using Definitions = std::vector<const rules::AttributeDefinition*>;

class LayoutBuilder {
 public:
  LayoutBuilder(const ThreeWay<const Schema*>& schemas, const Vocabulary& vocabulary)
      : schemas_(schemas), definitions_(vocabulary.schema), producer_(vocabulary.local) {}

  Layout build() {
    layout_.has_ancestor = schemas_.ancestor != nullptr;
    for (const auto side : {Side::local, Side::reference, Side::ancestor}) {
      if (schemas_[side] == nullptr) continue;
      add_columns(side);
      layout_.geometry[side] = !schemas_[side]->geometry_column.empty();
    }
    place_in_merged();
    return std::move(layout_);
  }

 private:
  void add_columns(Side side);
  void place_in_merged();
  [[nodiscard]] Attribute* find(const Column& column, const rules::AttributeDefinition* definition,
                                Side side);
  [[nodiscard]] Definitions definitions_of_columns(Side side) const;
  [[nodiscard]] Attribute& new_attribute(const Column& column,
                                         const rules::AttributeDefinition* definition);
  [[nodiscard]] Attribute* whose_name_was_cut(const Column& column, Side side);

  const ThreeWay<const Schema*>& schemas_;
  const rules::LayerSchema* definitions_;
  const rules::ProducerSchema* producer_;
  Layout layout_;
};

Attribute* LayoutBuilder::find(const Column& column, const rules::AttributeDefinition* definition,
                               Side side) {
  for (auto& attribute : layout_.attributes)
    if (definition != nullptr
            ? attribute.definition == definition
            : attribute.definition == nullptr && same_name(attribute.name, column.name))
      return &attribute;
  return definition == nullptr ? whose_name_was_cut(column, side) : nullptr;
}

/// Whether `name` is what a Shapefile makes of `whole`.
bool is_cut_name(const std::string& name, const std::string& whole) {
  return name.size() == shapefile_name_length && whole.size() > name.size() &&
         folded(whole).starts_with(folded(name));
}

bool has_cut_name(const Attribute& attribute, const ThreeWay<const Schema*>& schemas,
                  const std::string& whole) {
  return std::any_of(all_sides.begin(), all_sides.end(), [&](Side side) {
    return attribute.carried_by(side) && schemas[side]->cuts_names &&
           is_cut_name(schemas[side]->columns[*attribute.column[side]].name, whole);
  });
}

/// The one attribute of other sides that a Shapefile's name, cut at 10 letters, stands for.
Attribute* LayoutBuilder::whose_name_was_cut(const Column& column, Side side) {
  const bool cut = schemas_[side]->cuts_names;
  Attribute* found = nullptr;
  for (auto& attribute : layout_.attributes) {
    const bool same = (cut && is_cut_name(column.name, attribute.name)) ||
                      has_cut_name(attribute, schemas_, column.name);
    if (!same || attribute.definition != nullptr || attribute.carried_by(side)) continue;
    if (found != nullptr) return nullptr;
    found = &attribute;
  }
  return found;
}

/// What the producer's own columns mean goes before what they are called.
Definitions LayoutBuilder::definitions_of_columns(Side side) const {
  const auto& schema = *schemas_[side];
  if (definitions_ == nullptr) return Definitions(schema.columns.size(), nullptr);
  auto definitions = definitions_of(schema, *definitions_);
  if (side != Side::local || producer_ == nullptr) return definitions;
  for (std::size_t i = 0; i < schema.columns.size(); ++i) {
    const auto* mapping = producer_->find(schema.columns[i].name);
    if (mapping == nullptr) continue;
    const auto* meant = definitions_->find(mapping->attribute);
    std::replace(definitions.begin(), definitions.end(), meant,
                 static_cast<const rules::AttributeDefinition*>(nullptr));
    definitions[i] = meant;
  }
  return definitions;
}

Attribute& LayoutBuilder::new_attribute(const Column& column,
                                        const rules::AttributeDefinition* definition) {
  auto& attribute = layout_.attributes.emplace_back(column.name, column.type);
  attribute.definition = definition;
  if (definition == nullptr) return attribute;
  attribute.kind = definition->type;
  attribute.kind.scale = definition->scale;
  attribute.kind.list = definition->list;
  return attribute;
}

void LayoutBuilder::add_columns(Side side) {
  const auto& schema = *schemas_[side];
  const auto definitions = definitions_of_columns(side);
  for (std::size_t i = 0; i < schema.columns.size(); ++i) {
    const auto& column = schema.columns[i];
    if (is_taken(*schemas_.local, column)) continue;
    auto* attribute = find(column, definitions[i], side);
    if (attribute == nullptr) attribute = &new_attribute(column, definitions[i]);
    attribute->column[side] = i;
    if (side == Side::local && producer_ != nullptr)
      attribute->mapping = producer_->find(column.name);
    if (attribute->mapping != nullptr && side == Side::local) continue;
    attribute->kind.type = coarser(attribute->kind.type, column.type);
    attribute->width[side] = declared_width(column);
  }
}

void LayoutBuilder::place_in_merged() {
  const bool short_names =
      definitions_ != nullptr && has_short_names(*schemas_.local, *definitions_);
  std::size_t next = schemas_.local->columns.size();
  for (auto& attribute : layout_.attributes) {
    attribute.merged = attribute.column.local;
    if (!attribute.is_gained()) continue;
    attribute.merged = next++;
    if (short_names && attribute.definition != nullptr &&
        !attribute.definition->shapefile_name.empty())
      attribute.name = attribute.definition->shapefile_name;
  }
}

}  // namespace

bool Attribute::is_gained() const {
  return carried_by(Side::reference) && !carried_by(Side::local) && !carried_by(Side::ancestor);
}

bool Attribute::is_private() const {
  return carried_by(Side::local) && !carried_by(Side::reference);
}

bool Layout::is_shared(const Attribute& attribute) const {
  return attribute.carried_by(Side::local) && attribute.carried_by(Side::reference) &&
         (!has_ancestor || attribute.carried_by(Side::ancestor));
}

bool Layout::prints_suffice() const {
  return std::none_of(attributes.begin(), attributes.end(), [&](const Attribute& attribute) {
    return attribute.carried_by(Side::local) && attribute.carried_by(Side::ancestor) &&
           !attribute.carried_by(Side::reference);
  });
}

std::vector<std::size_t> Layout::pair_columns(Side side) const {
  std::vector<std::size_t> columns;
  for (const auto& attribute : attributes)
    if (has_ancestor && attribute.carried_by(Side::local) &&
        attribute.carried_by(Side::reference) && !attribute.carried_by(Side::ancestor))
      columns.push_back(*attribute.column[side]);
  return columns;
}

std::vector<std::size_t> Layout::gained_columns() const {
  std::vector<std::size_t> columns;
  for (const auto& attribute : attributes)
    if (attribute.is_gained()) columns.push_back(*attribute.column.reference);
  return columns;
}

const Attribute* Layout::find(const std::string& rule_name) const {
  const auto found = std::find_if(attributes.begin(), attributes.end(), [&](const auto& one) {
    return same_name(one.rule_name(), rule_name);
  });
  return found == attributes.end() ? nullptr : &*found;
}

Layout lay_out(const ThreeWay<const Schema*>& schemas, const Vocabulary& vocabulary) {
  return LayoutBuilder(schemas, vocabulary).build();
}

namespace {

/// A Shapefile that was saved from a GeoPackage has its names cut at 10 letters: where they begin
/// one attribute's that no other column carries, they are that one.
void find_cut_names(const Schema& schema, const rules::LayerSchema& definitions,
                    std::vector<const rules::AttributeDefinition*>& found) {
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (found[i] != nullptr) continue;
    std::vector<const rules::AttributeDefinition*> meant;
    for (const auto& one : definitions.attributes)
      if (is_cut_name(schema.columns[i].name, one.name) &&
          std::find(found.begin(), found.end(), &one) == found.end())
        meant.push_back(&one);
    if (meant.size() == 1) found[i] = meant.front();
  }
}

/// Whether the rule for something else looks at the attribute.
bool looked_at(const Attribute& attribute, const Layout& layout, const rules::LayerRules& rules) {
  const auto looks = [&](const rules::Responsibility& one) {
    return !one.by.empty() && same_name(one.by, attribute.rule_name());
  };
  return looks(rules.geometry) ||
         std::any_of(layout.attributes.begin(), layout.attributes.end(), [&](const auto& other) {
           return &other != &attribute && looks(other.responsibility);
         });
}

}  // namespace

void apply_rules(Layout& layout, const rules::LayerRules& rules) {
  for (auto& attribute : layout.attributes) {
    attribute.responsibility = rules.of_attribute(attribute.rule_name());
    attribute.may_be_own = rules.may_answer(rules::Authority::producer, attribute.rule_name());
    attribute.housekeeping = rules.is_housekeeping(attribute.rule_name());
  }
  for (auto& attribute : layout.attributes)
    attribute.is_evidence = looked_at(attribute, layout, rules);
}

std::vector<const rules::AttributeDefinition*> definitions_of(
    const Schema& schema, const rules::LayerSchema& definitions) {
  const bool short_names = has_short_names(schema, definitions);
  std::vector<const rules::AttributeDefinition*> found(schema.columns.size(), nullptr);
  for (const auto& attribute : definitions.attributes) {
    std::optional<std::size_t> column = schema.find(attribute.name);
    for (std::size_t i = 0; i < schema.columns.size() && !column; ++i)
      if (found[i] == nullptr && is_carried_as(attribute, schema.columns[i].name, short_names))
        column = i;
    if (column) found[*column] = &attribute;
  }
  if (schema.cuts_names) find_cut_names(schema, definitions, found);
  return found;
}

}  // namespace bdf::merge
