// SPDX-License-Identifier: MIT
#include "io/xml_tree.h"

#include <libxml/parser.h>
#include <libxml/tree.h>

#include <limits>
#include <memory>

#include "base/error.h"
#include "base/message.h"

namespace bdf::io {

namespace {

struct FreeContext {
  void operator()(xmlParserCtxt* context) const noexcept { xmlFreeParserCtxt(context); }
};
struct FreeDocument {
  void operator()(xmlDoc* document) const noexcept { xmlFreeDoc(document); }
};

std::string text_of(const xmlChar* text) {
  return text == nullptr ? std::string() : reinterpret_cast<const char*>(text);
}

std::string space_of(const xmlNs* space) {
  return space == nullptr ? std::string() : text_of(space->href);
}

/// Called where a document type begins, before anything in it is read.
void refuse_document_type(void* data, const xmlChar* /*name*/, const xmlChar* /*id*/,
                          const xmlChar* /*system*/) {
  auto* context = static_cast<xmlParserCtxt*>(data);
  *static_cast<bool*>(context->_private) = true;
  xmlStopParser(context);
}

std::vector<XmlAttribute> attributes_of(const xmlNode& node) {
  std::vector<XmlAttribute> attributes;
  for (const xmlAttr* one = node.properties; one != nullptr; one = one->next) {
    std::string value;
    for (const xmlNode* part = one->children; part != nullptr; part = part->next)
      value += text_of(part->content);
    attributes.push_back({space_of(one->ns), text_of(one->name), value});
  }
  return attributes;
}

/// Frees the children as it goes: a tree and libxml2's own together would take twice the room.
XmlElement take_element(xmlNode& node) {
  XmlElement element{space_of(node.ns), text_of(node.name), attributes_of(node), {}, {}, 0};
  element.line = static_cast<std::size_t>(xmlGetLineNo(&node));
  while (xmlNode* child = node.children) {
    if (child->type == XML_ELEMENT_NODE) element.children.push_back(take_element(*child));
    if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE)
      element.text += text_of(child->content);
    xmlUnlinkNode(child);
    xmlFreeNode(child);
  }
  return element;
}

std::string without_line_end(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  return text;
}

[[noreturn]] void refuse(xmlParserCtxt& context, bool has_document_type) {
  const auto* error = xmlCtxtGetLastError(&context);
  const int line = error != nullptr && error->line > 0 ? error->line : 1;
  if (has_document_type)
    throw InputError(msg("line {}: a document type (<!DOCTYPE …>) is not read: remove it",
                         context.input != nullptr ? context.input->line : line));
  const auto* reason = error != nullptr && error->message != nullptr ? error->message : "";
  throw InputError(msg("line {} is no well-formed XML: {}", line, without_line_end(reason)));
}

}  // namespace

const XmlElement* XmlElement::child(std::string_view in_space, std::string_view called) const {
  for (const auto& one : children)
    if (one.is(in_space, called)) return &one;
  return nullptr;
}

std::string XmlElement::attribute(std::string_view in_space, std::string_view called) const {
  for (const auto& one : attributes)
    if (one.name == called && one.space == in_space) return one.value;
  return {};
}

XmlElement parse_xml(const std::string& text) {
  if (text.size() > static_cast<std::size_t>(std::numeric_limits<int>::max()))
    throw InputError(msg("the file is too large to be read as XML: cut it in parts"));
  const std::unique_ptr<xmlParserCtxt, FreeContext> context(xmlNewParserCtxt());
  if (!context) throw std::bad_alloc();
  bool has_document_type = false;
  context->_private = &has_document_type;
  context->sax->internalSubset = refuse_document_type;
  constexpr int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
                          XML_PARSE_BIG_LINES | XML_PARSE_COMPACT;
  const std::unique_ptr<xmlDoc, FreeDocument> document(xmlCtxtReadMemory(
      context.get(), text.data(), static_cast<int>(text.size()), nullptr, nullptr, options));
  auto* root = document ? xmlDocGetRootElement(document.get()) : nullptr;
  if (root == nullptr || has_document_type) refuse(*context, has_document_type);
  return take_element(*root);
}

}  // namespace bdf::io
