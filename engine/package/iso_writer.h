// SPDX-License-Identifier: MIT
// Elements of ISO/TS 19139 as they nest: a property, and in it what it holds.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "io/xml_output.h"
#include "rules/packages.h"

namespace bdf::package {

/// What a metadata record cites: a resource, a thesaurus, a specification.
struct Citation {
  std::string title;
  std::string uri;   ///< of the title; "" for none
  std::string date;  ///< 2008-06-01, of publication
};

/// Names are of gmd where they have no prefix. Texts may hold anything: what XML has no place for
/// becomes U+FFFD.
class IsoWriter {
 public:
  IsoWriter();

  /// Elements one in the other, in whose innermost `content` writes.
  template <class Content>
  void in(std::initializer_list<const char*> names, Content&& content) {
    for (const auto* name : names) open(name);
    content();
    for (std::size_t i = 0; i < names.size(); ++i) xml_.close();
  }

  void text(const char* property, std::string_view value);
  /// A text that has a URI of its own; a mere text where the URI is "".
  void anchor(const char* property, std::string_view value, const std::string& uri);
  /// A value of one of ISO's code lists.
  void code(const char* property, const char* list, const std::string& value);
  void french(const char* property);
  /// A value of another type than text: typed("denominator", "gco:Integer", "5000").
  void typed(const char* property, const char* type, std::string_view value);
  /// A property that has no value, and why: "unknown", "missing", "inapplicable".
  void without(const char* property, const char* reason);

  /// Of the element that is open.
  void content(std::string_view value);
  void attribute(const char* name, const std::string& value);
  void date(const std::string& day, const std::string& type);
  void citation(const Citation& cited);
  void organisation(const char* property, const rules::Party& party, const std::string& role);

  [[nodiscard]] std::string finish() { return xml_.finish(); }

 private:
  void open(const std::string& name);

  io::XmlOutput xml_;
};

}  // namespace bdf::package
