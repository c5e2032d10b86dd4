// SPDX-License-Identifier: MIT
#include "jobs/import_plan.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/message.h"
#include "io/column_type.h"
#include "io/crs.h"
#include "jobs/layer_class.h"
#include "jobs/schema_choice.h"
#include "merge/layout.h"

namespace bdf::jobs {

namespace {

bool has_class(const rules::LayerSchema& of, const std::string& version) {
  const auto classes = rules::schema_layers(of.schema, version);
  return std::find(classes.begin(), classes.end(), of.layer) != classes.end();
}

/// Whether a version of the class knows a column of that name.
bool knows(const rules::LayerSchema& of, const std::string& version, const std::string& column) {
  return has_class(of, version) &&
         rules::load_layer_schema(of.schema, version, of.layer).find(column) != nullptr;
}

/// Whether the class had a column of that name before the version in which the file is, and no
/// longer.
bool is_given_up(const rules::LayerSchema& of, const std::string& version,
                 const std::string& column) {
  bool before = false, since = false, older = true;
  for (const auto& one : rules::schema_versions(of.schema)) {
    older = older && one != version;
    (older ? before : since) = (older ? before : since) || knows(of, one, column);
  }
  return before && !since;
}

/// The last version, by its place among all, that itself calls an attribute of the class so; -1
/// where none does.
int newest_version_with(const rules::LayerSchema& of, const std::string& column) {
  const auto versions = rules::schema_versions(of.schema);
  for (int i = static_cast<int>(versions.size()) - 1; i >= 0; --i) {
    const auto& version = versions[static_cast<std::size_t>(i)];
    if (!has_class(of, version)) continue;
    const auto definitions = rules::load_layer_schema(of.schema, version, of.layer);
    const auto* found = definitions.find(column);
    if (found != nullptr && found->is_own_name(column)) return i;
  }
  return -1;
}

class Planner {
 public:
  Planner(const BaseImportJob& job, const Input& input, const Schema& source)
      : job_(job), input_(input) {
    plan_.incoming.file = input.name;
    plan_.incoming.path = input.path;
    plan_.incoming.source = source;
  }

  ImportPlan plan(const rules::Theme& theme, const rules::ThemeLayer* theme_layer,
                  const std::vector<refbase::BaseLayer>& layers) {
    plan_.rules = theme.rules_of(theme_layer, {"", "", job_.community});
    const auto& name = theme_layer != nullptr ? theme_layer->name : source().layer;
    const auto* known = refbase::find_layer(layers, name);
    plan_.incoming.key = key(known);
    if (known != nullptr) {
      plan_.layer = *known;
      require_same_crs();
      compare_columns();
      require_same_key();
    } else {
      plan_.is_new = true;
      make_layer(name, theme_layer);
    }
    if (job_.differential && source().find("detruit")) plan_.incoming.destroyed = "detruit";
    plan_.incoming.target = plan_.layer.schema;
    return std::move(plan_);
  }

 private:
  [[nodiscard]] const Schema& source() const { return plan_.incoming.source; }

  std::vector<std::string> key(const refbase::BaseLayer* known) {
    if (!job_.key.empty()) return key_columns(input_, source(), job_.key);
    if (!plan_.rules.schema) {
      if (known != nullptr) return key_columns(input_, source(), known->key);
      if (job_.theme != "generic")
        throw InputError(
            msg("{}, layer “{}”: the theme does not say what its objects are known by: "
                "give --key",
                input_.name, source().layer));
      return {};
    }
    auto found = key_of_class(source(), *plan_.rules.schema);
    if (found.empty())
      throw InputError(msg("{}, layer “{}” has no column {}, by which its objects are known",
                           input_.name, source().layer, plan_.rules.schema->key));
    return found;
  }

  void require_same_crs() {
    if (plan_.layer.schema.geometry_column.empty() ||
        io::same_crs(plan_.layer.schema.crs, source().crs))
      return;
    throw InputError(msg(
        "{}, layer “{}” is in {}, but the base holds it in {}: bring it there first", input_.name,
        source().layer, io::name_of(source().crs), io::name_of(plan_.layer.schema.crs)));
  }

  /// Objects go on being known by what they were known by.
  void require_same_key() {
    std::vector<std::string> ours;
    for (const auto& name : plan_.layer.key) {
      const auto place = plan_.layer.schema.find(name);
      const auto carried = place ? plan_.incoming.columns[*place] : std::nullopt;
      ours.push_back(carried ? source().columns[*carried].name : name);
    }
    if (ours == plan_.incoming.key) return;
    const auto list = [](const std::vector<std::string>& key, const Schema& schema) {
      return key.empty() ? schema.primary_key : fmt::format("{}", fmt::join(key, ", "));
    };
    throw InputError(msg("{}, layer “{}”: the base knows its objects by {}, and not by {}",
                         input_.name, source().layer, list(plan_.layer.key, plan_.layer.schema),
                         list(plan_.incoming.key, source())));
  }

  void make_layer(const std::string& name, const rules::ThemeLayer* theme_layer) {
    auto& layer = plan_.layer;
    layer.schema = observed_geometry(plan_.incoming.path, source(), job_.threads);
    layer.schema.layer = name;
    if (!layer.schema.geometry_column.empty()) layer.schema.primary_key = "fid";
    if (layer.schema.find(layer.schema.primary_key)) layer.schema.primary_key.clear();
    if (theme_layer != nullptr && theme_layer->schema) {
      layer.class_name = theme_layer->schema->layer;
      layer.schema_name = theme_layer->schema->schema;
    }
    layer.key = plan_.incoming.key;
    layer.schema.columns.clear();
    const auto definitions = definitions_in(source(), plan_.rules);
    for (std::size_t i = 0; i < source().columns.size(); ++i) {
      if (is_of_differential(i)) continue;
      layer.schema.columns.push_back(column_of_class(source().columns[i], definitions[i]));
      layer.numbers.push_back(static_cast<int>(layer.schema.columns.size()));
      plan_.incoming.columns.emplace_back(i);
      plan_.incoming.printed.push_back({layer.numbers.back(), layer.schema.columns.back().type});
      for (auto& key : layer.key)
        if (key == source().columns[i].name) key = layer.schema.columns.back().name;
    }
  }

  /// As the class has it, where the file is a Shapefile, which has fewer types and shorter names.
  [[nodiscard]] Column column_of_class(const Column& column,
                                       const rules::AttributeDefinition* definition) const {
    if (!source().cuts_names || definition == nullptr) return column;
    if (column.type == definition->type) return {definition->name, column.type, column.declared};
    return {definition->name, definition->type, io::declaration_of(definition->type)};
  }

  /// Which column of the file carries what each of the base's does.
  void compare_columns() {
    const auto& target = plan_.layer.schema;
    const auto ours = definitions_in(target, plan_.rules);
    const auto theirs = definitions_in(source(), plan_.rules);
    std::vector<bool> taken(source().columns.size(), false);
    for (std::size_t i = 0; i < target.columns.size(); ++i) {
      std::optional<std::size_t> carried;
      for (std::size_t k = 0; k < theirs.size() && !carried; ++k)
        if (!taken[k] &&
            (ours[i] != nullptr ? theirs[k] == ours[i]
                                : carries(source().columns[k].name, target.columns[i].name)))
          carried = k;
      if (carried) taken[*carried] = true;
      plan_.incoming.columns.push_back(carried);
      plan_.incoming.printed.push_back({plan_.layer.numbers[i], target.columns[i].type});
      note_change(i, carried);
    }
    for (std::size_t k = 0; k < taken.size(); ++k)
      if (!taken[k] && !is_of_differential(k)) plan_.added.push_back(k);
  }

  /// Whether a column of the file is the base's of that name, which a Shapefile may have cut.
  [[nodiscard]] bool carries(const std::string& name, const std::string& called) const {
    constexpr std::size_t cut = 10;
    if (same_name(name, called)) return true;
    const auto begins = [&](const std::string& one) {
      return folded(one).starts_with(folded(name));
    };
    const auto& columns = plan_.layer.schema.columns;
    return source().cuts_names && name.size() == cut && begins(called) &&
           std::count_if(columns.begin(), columns.end(),
                         [&](const Column& column) { return begins(column.name); }) == 1;
  }

  void note_change(std::size_t place, const std::optional<std::size_t>& carried) {
    const auto& called = plan_.layer.schema.columns[place].name;
    if (carried) {
      const auto& name = source().columns[*carried].name;
      if (!source().cuts_names && !same_name(name, called) && is_newer(name, called))
        plan_.renamed.push_back({place, name});
    } else if (plan_.rules.schema && is_given_up(*plan_.rules.schema, version(), called)) {
      plan_.retired.push_back(place);
    }
  }

  /// Whether a newer version of the class calls the attribute so than calls it otherwise: only a
  /// class knows two names for one.
  [[nodiscard]] bool is_newer(const std::string& name, const std::string& other) const {
    return newest_version_with(*plan_.rules.schema, name) >
           newest_version_with(*plan_.rules.schema, other);
  }

  /// What a differential tells of its own: no columns of the layer.
  [[nodiscard]] bool is_of_differential(std::size_t column) const {
    const auto& name = source().columns[column].name;
    return job_.differential && (same_name(name, "detruit") || same_name(name, "date_destruction"));
  }

  /// That of the class in which the file is.
  const std::string& version() {
    if (version_.empty())
      version_ = choose_classes({plan_.rules.schema->schema, "", plan_.rules.schema->layer, {}, {}},
                                {source()})
                     .version;
    return version_;
  }

  const BaseImportJob& job_;
  const Input& input_;
  ImportPlan plan_;
  std::string version_;
};

/// The last of the plans is of another layer of the base than those before.
void require_other_layer(const std::vector<ImportPlan>& plans, const Input& input) {
  const auto& last = plans.back();
  for (const auto& plan : plans)
    if (&plan != &last && same_name(plan.layer.schema.layer, last.layer.schema.layer))
      throw InputError(msg("{}: the layers “{}” and “{}” are both {}: name one as {}::LAYER",
                           input.name, plan.incoming.source.layer, last.incoming.source.layer,
                           last.layer.schema.layer, input.name));
}

}  // namespace

std::vector<const rules::AttributeDefinition*> definitions_in(const Schema& schema,
                                                              const rules::LayerRules& rules) {
  if (rules.schema) return merge::definitions_of(schema, *rules.schema);
  return std::vector<const rules::AttributeDefinition*>(schema.columns.size(), nullptr);
}

std::vector<ImportPlan> plan_import(const BaseImportJob& job, const Input& input,
                                    const rules::Theme& theme,
                                    const std::vector<refbase::BaseLayer>& layers,
                                    std::vector<Finding>& findings) {
  std::vector<ImportPlan> plans;
  const auto wanted = input.source.layer;
  for (const auto& source : input.catalog.layers) {
    if (!wanted.empty() && !same_name(source.layer, wanted)) continue;
    const auto* theme_layer = class_of(source, theme);
    if (theme_layer == nullptr && !theme.layers.empty()) {
      findings.push_back({Level::information, "layer_left_out", "", source.layer, "",
                          msg("{}, layer “{}” is none of the theme {}: it is left out", input.name,
                              source.layer, theme.name)});
      continue;
    }
    plans.push_back(Planner(job, input, source).plan(theme, theme_layer, layers));
    require_other_layer(plans, input);
  }
  for (const auto& table : input.catalog.other_tables)
    findings.push_back({Level::warning, "table_left_out", "", table, "",
                        msg("{}: the table “{}” has no geometries and does not go into the base",
                            input.name, table)});
  if (plans.empty())
    throw InputError(msg("{} has no layer that the theme {} is about; it has: {}", input.name,
                         theme.name, layer_list(input)));
  return plans;
}

std::string change_columns(refbase::SqlSession& session, ImportPlan& plan,
                           std::int64_t transaction) {
  auto& layer = plan.layer;
  auto& incoming = plan.incoming;
  if (!plan.changes_columns()) return {};
  nlohmann::ordered_json done;
  // First what goes: it may bear a name that another gets.
  for (auto place = plan.retired.rbegin(); place != plan.retired.rend(); ++place) {
    const auto at = static_cast<std::ptrdiff_t>(*place);
    for (auto& renamed : plan.renamed)
      if (renamed.place > *place) --renamed.place;
    done["retired"].push_back(layer.schema.columns[*place].name);
    refbase::retire_column(session, layer, *place, transaction);
    incoming.columns.erase(incoming.columns.begin() + at);
    incoming.printed.erase(incoming.printed.begin() + at);
  }
  for (const auto& [place, name] : plan.renamed) {
    done["renamed"][layer.schema.columns[place].name] = name;
    refbase::rename_column(session, layer, place, name, transaction);
  }
  for (const auto column : plan.added) {
    const auto& added = incoming.source.columns[column];
    done["added"].push_back(added.name);
    refbase::add_column(session, layer, added, transaction);
    incoming.columns.emplace_back(column);
    incoming.printed.push_back({layer.numbers.back(), added.type});
  }
  incoming.target = layer.schema;
  return done.dump();
}

}  // namespace bdf::jobs
