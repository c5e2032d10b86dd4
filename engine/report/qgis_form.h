// SPDX-License-Identifier: MIT
// The form in which QGIS shows one feature, and the table in which it shows them all.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace bdf::report {

/// An expression that must hold, and what people are told where it does not.
struct FormConstraint {
  std::string expression;
  std::string explanation;
  bool strict = true;  ///< else QGIS warns and saves all the same
};

struct FormField {
  /// QGIS chooses by the column's type where nothing else is said.
  enum class Widget { by_type, text, paragraph, choice, hidden };

  std::string name;   ///< the column's
  std::string alias;  ///< what people read; "" leaves the name
  Widget widget = Widget::by_type;
  bool editable = false;
  std::vector<std::pair<std::string, std::string>> choices = {};  ///< label, value; "" is NULL
  std::string set_on_update = {};  ///< an expression for the value at each change
  FormConstraint constraint = {};
  std::string computed = {};  ///< the expression of a field that no column holds: always a text
};

/// A box with a title. One that holds a single field shows its title only.
struct FormGroup {
  std::string title;
  std::vector<std::string> fields;
  int columns = 1;
  std::string shown_if = {};  ///< an expression; "" is always
};

struct Form {
  std::vector<FormField> fields;
  std::vector<FormGroup> groups;  ///< {}: all fields below one another
  std::string title;              ///< an expression that names a feature; "" leaves QGIS's choice
  std::string map_tip;            ///< HTML with [% expressions %]
};

/// The elements of a QML document for the form.
[[nodiscard]] std::string qml_of(const Form& form);

}  // namespace bdf::report
