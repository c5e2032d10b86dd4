// SPDX-License-Identifier: MIT
#include "report/qgis_form.h"

#include "report/qml.h"

namespace bdf::report {

namespace {

using Widget = FormField::Widget;

/// What stands for NULL among the choices of QGIS's value map.
constexpr const char* null_choice = "{2839923C-8B7D-419E-B84B-CA2FE9B80EC7}";

std::string choices_of(const FormField& field) {
  std::string list;
  for (const auto& [label, value] : field.choices)
    list += qml::options({{label, value.empty() ? null_choice : value}});
  return qml::element("Option", {{"type", "Map"}},
                      qml::element("Option", {{"name", "map"}, {"type", "List"}}, list));
}

std::string widget_of(const FormField& field) {
  const auto widget = [](const char* type, const std::string& config) {
    return qml::element("editWidget", {{"type", type}}, qml::element("config", {}, config));
  };
  switch (field.widget) {
    case Widget::by_type:
      break;
    case Widget::text:
      return widget("TextEdit", qml::options({{"IsMultiline", "false"}}));
    case Widget::paragraph:
      return widget("TextEdit", qml::options({{"IsMultiline", "true"}}));
    case Widget::choice:
      return widget("ValueMap", choices_of(field));
    case Widget::hidden:
      return widget("Hidden", qml::options({}));
  }
  return {};
}

/// One element a field, in an element around them all; `one` may return "" to leave a field out.
template <class One>
std::string for_each_field(const Form& form, std::string_view around, One one) {
  std::string all;
  for (const auto& field : form.fields) all += one(field);
  return qml::element(around, {}, all);
}

std::string widgets_of(const Form& form) {
  return for_each_field(form, "fieldConfiguration", [](const FormField& field) {
    const auto widget = widget_of(field);
    return widget.empty() ? widget : qml::element("field", {{"name", field.name}}, widget);
  });
}

std::string aliases_of(const Form& form) {
  return for_each_field(form, "aliases", [](const FormField& field) {
    return field.alias.empty()
               ? std::string()
               : qml::element("alias", {{"field", field.name}, {"name", field.alias}});
  });
}

std::string defaults_of(const Form& form) {
  return for_each_field(form, "defaults", [](const FormField& field) {
    return field.set_on_update.empty()
               ? std::string()
               : qml::element("default", {{"field", field.name},
                                          {"expression", field.set_on_update},
                                          {"applyOnUpdate", "1"}});
  });
}

std::string constraints_of(const Form& form) {
  // QGIS's numbers: constraint 4 is an expression, strength 1 forbids, strength 2 warns.
  const auto strengths = for_each_field(form, "constraints", [](const FormField& field) {
    return field.constraint.expression.empty()
               ? std::string()
               : qml::element("constraint", {{"field", field.name},
                                             {"constraints", "4"},
                                             {"exp_strength", field.constraint.strict ? "1" : "2"},
                                             {"notnull_strength", "0"},
                                             {"unique_strength", "0"}});
  });
  return strengths + for_each_field(form, "constraintExpressions", [](const FormField& field) {
           return field.constraint.expression.empty()
                      ? std::string()
                      : qml::element("constraint", {{"field", field.name},
                                                    {"exp", field.constraint.expression},
                                                    {"desc", field.constraint.explanation}});
         });
}

std::string computed_of(const Form& form) {
  return for_each_field(form, "expressionfields", [](const FormField& field) {
    // 10 is Qt's number for a text.
    return field.computed.empty() ? std::string()
                                  : qml::element("field", {{"name", field.name},
                                                           {"expression", field.computed},
                                                           {"type", "10"},
                                                           {"typeName", "string"},
                                                           {"subType", "0"},
                                                           {"length", "0"},
                                                           {"precision", "0"},
                                                           {"comment", ""}});
  });
}

std::string table_of(const Form& form) {
  std::string columns;
  for (const auto& field : form.fields)
    columns += qml::element("column", {{"name", field.name},
                                       {"type", "field"},
                                       {"hidden", field.widget == Widget::hidden ? "1" : "0"},
                                       {"width", "-1"}});
  return qml::element("attributetableconfig", {}, qml::element("columns", {}, columns));
}

std::string editable_of(const Form& form) {
  return for_each_field(form, "editable", [](const FormField& field) {
    return qml::element("field", {{"name", field.name}, {"editable", field.editable ? "1" : "0"}});
  });
}

std::string labels_of(const Form& form) {
  return for_each_field(form, "labelOnTop", [](const FormField& field) {
    return qml::element("field", {{"name", field.name}, {"labelOnTop", "1"}});
  });
}

std::string group_of(const FormGroup& group) {
  std::string fields;
  const std::string labelled = group.fields.size() == 1 ? "0" : "1";
  for (const auto& name : group.fields)
    fields += qml::element("attributeEditorField", {{"name", name}, {"showLabel", labelled}});
  return qml::element("attributeEditorContainer",
                      {{"name", group.title},
                       {"groupBox", "1"},
                       {"showLabel", "1"},
                       {"columnCount", std::to_string(group.columns)},
                       {"visibilityExpressionEnabled", group.shown_if.empty() ? "0" : "1"},
                       {"visibilityExpression", group.shown_if}},
                      fields);
}

std::string layout_of(const Form& form) {
  if (form.groups.empty()) return qml::text_element("editorlayout", "generatedlayout");
  std::string groups;
  for (const auto& group : form.groups) groups += group_of(group);
  return qml::text_element("editorlayout", "tablayout") +
         qml::element("attributeEditorForm", {}, groups) + labels_of(form);
}

}  // namespace

std::string qml_of(const Form& form) {
  auto xml = computed_of(form) + widgets_of(form) + aliases_of(form) + defaults_of(form) +
             constraints_of(form) + table_of(form) + layout_of(form) + editable_of(form);
  if (!form.title.empty()) xml += qml::text_element("previewExpression", form.title);
  if (!form.map_tip.empty()) xml += qml::text_element("mapTip", form.map_tip);
  return xml;
}

}  // namespace bdf::report
