// SPDX-License-Identifier: MIT
// XML read into a plain tree (by libxml2), from files that anybody may have written.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace bdf::io {

struct XmlAttribute {
  std::string space;  ///< its namespace; "" for none
  std::string name;   ///< without the prefix
  std::string value;
};

struct XmlElement {
  std::string space;
  std::string name;
  std::vector<XmlAttribute> attributes;
  std::string text;  ///< what stands in it and in none of its children, CDATA too, in order
  std::vector<XmlElement> children;
  std::size_t line = 0;  ///< where its start tag ends, from 1

  [[nodiscard]] bool is(std::string_view in_space, std::string_view called) const {
    return name == called && space == in_space;
  }
  /// The first child of that name; nullptr where there is none.
  [[nodiscard]] const XmlElement* child(std::string_view in_space, std::string_view called) const;
  /// The attribute of that name; "" where there is none.
  [[nodiscard]] std::string attribute(std::string_view in_space, std::string_view called) const;
};

/// The root. Reads nothing but the text itself: a document type is refused, and with it every
/// entity of one's own, whether it would grow without end or lead to a file or to the network.
/// Elements may be 256 deep, and a text 10 million bytes long (libxml2's own bounds).
///
/// Throws InputError with the line and what is wrong there.
[[nodiscard]] XmlElement parse_xml(const std::string& text);

}  // namespace bdf::io
