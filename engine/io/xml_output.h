// SPDX-License-Identifier: MIT
// XML written element by element (by libxml2).
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace bdf::io {

/// One document in UTF-8, indented. Names are well-formed, and texts are is_xml_text()
/// (io/xml_name.h); what XML gives a meaning to is escaped here. A text reads back as it was, line
/// ends of any kind included.
class XmlOutput {
 public:
  XmlOutput();
  ~XmlOutput();
  XmlOutput(const XmlOutput&) = delete;
  XmlOutput& operator=(const XmlOutput&) = delete;

  XmlOutput& open(const std::string& name);
  /// Of the element that was opened last, before anything stands in it.
  XmlOutput& attribute(const std::string& name, const std::string& value);
  XmlOutput& text(std::string_view value);
  XmlOutput& close();
  /// An element that holds a text.
  XmlOutput& element(const std::string& name, std::string_view value);
  /// Closes what is open. To be called once, at the end.
  [[nodiscard]] std::string finish();

 private:
  struct Writer;
  std::unique_ptr<Writer> writer_;
};

}  // namespace bdf::io
