// SPDX-License-Identifier: MIT
#include <algorithm>
#include <fstream>
#include <iterator>

#include "base/error.h"
#include "base/message.h"
#include "io/gml.h"
#include "io/wfs_transaction.h"
#include "io/xml_name.h"
#include "io/xml_tree.h"

namespace bdf::io {

namespace {

constexpr const char* wfs_space = "http://www.opengis.net/wfs/2.0";
constexpr const char* wfs_11_space = "http://www.opengis.net/wfs";
constexpr const char* fes_space = "http://www.opengis.net/fes/2.0";
constexpr const char* xsi_space = "http://www.w3.org/2001/XMLSchema-instance";

[[noreturn]] void fail(const XmlElement& where, const std::string& why) {
  throw InputError(msg("line {}: <{}>: {}", where.line, where.name, why));
}

std::string trimmed(const std::string& text) {
  constexpr const char* blanks = " \t\r\n";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// The name behind the prefix, as our layers and columns have it.
std::string local_name(const XmlElement& where, const std::string& qualified) {
  const auto name = trimmed(qualified);
  if (name.empty() || name.find_first_of("/[@*") != std::string::npos)
    fail(where, msg("“{}” is no name of an attribute or a type; bdf follows no paths", name));
  return name_of_xml(name.substr(name.find(':') + 1));
}

bool is_nil(const XmlElement& element) {
  const auto nil = element.attribute(xsi_space, "nil");
  return nil == "true" || nil == "1";
}

/// What stands in an element: nothing, a geometry, or a text.
SaidValue said(const std::string& name, const XmlElement& element, const std::string& srs_name) {
  if (is_nil(element)) return {name, Null{}};
  if (element.children.empty()) return {name, element.text};
  if (element.children.size() > 1) fail(element, msg("one value is expected in it"));
  auto geometry = read_gml(element.children.front());
  if (geometry.srs_name.empty()) geometry.srs_name = srs_name;
  return {name, Blob{std::move(geometry.wkb)}, geometry.srs_name};
}

class TransactionReader {
 public:
  explicit TransactionReader(const XmlElement& root) : root_(root) {}

  std::vector<ForeignAction> run() {
    if (root_.name != "Transaction" || (root_.space != wfs_space && root_.space != wfs_11_space))
      fail(root_, msg("this is no transaction of WFS"));
    const auto version = root_.attribute("", "version");
    if (root_.space != wfs_space || (version != "2.0.0" && version != "2.0.2"))
      fail(root_, msg("bdf reads transactions of WFS 2.0.0, not “{}”", version));
    for (const auto& action : root_.children) {
      if (action.is(wfs_space, "Insert"))
        insert(action);
      else if (action.is(wfs_space, "Update"))
        update(action);
      else if (action.is(wfs_space, "Delete"))
        remove(action);
      else
        fail(action, msg("bdf reads insertions, updates and deletions only"));
    }
    return std::move(actions_);
  }

 private:
  /// Where a geometry does not name its own.
  [[nodiscard]] std::string srs_of(const XmlElement& action) const {
    const auto own = action.attribute("", "srsName");
    return own.empty() ? root_.attribute("", "srsName") : own;
  }

  void insert(const XmlElement& element) {
    if (element.children.empty()) fail(element, msg("there is nothing to insert"));
    for (const auto& feature : element.children) {
      ForeignAction action;
      action.op = Op::insert;
      action.line = feature.line;
      action.table = name_of_xml(feature.name);
      name_new(action, name_of_xml(feature.attribute(gml_space, "id")));
      for (const auto& property : feature.children)
        if (!property.is(gml_space, "boundedBy"))
          action.values.push_back(said(name_of_xml(property.name), property, srs_of(element)));
      actions_.push_back(std::move(action));
    }
  }

  /// "layer.id" is what services call an object.
  static void name_new(ForeignAction& action, const std::string& id) {
    const auto beginning = action.table + '.';
    action.sender_id = id;
    if (id.starts_with(beginning)) {
      action.resource = id;
      action.sender_id = id.substr(beginning.size());
    } else if (id.starts_with(new_beginning + beginning)) {
      action.sender_id = id.substr((new_beginning + beginning).size());
    }
  }

  [[nodiscard]] static ForeignAction on_type(const XmlElement& element, Op op) {
    ForeignAction action;
    action.op = op;
    action.line = element.line;
    action.table = local_name(element, element.attribute("", "typeName"));
    return action;
  }

  void update(const XmlElement& element) {
    auto action = on_type(element, Op::update);
    for (const auto& child : element.children) {
      if (child.is(wfs_space, "Property"))
        action.values.push_back(property(child, srs_of(element)));
      else if (!child.is(fes_space, "Filter"))
        fail(child, msg("an update has properties and a filter"));
    }
    add_for_each_object(element, action);
  }

  void remove(const XmlElement& element) {
    add_for_each_object(element, on_type(element, Op::remove));
  }

  static SaidValue property(const XmlElement& element, const std::string& srs_name) {
    const auto* reference = element.child(wfs_space, "ValueReference");
    if (reference == nullptr) fail(element, msg("it says no wfs:ValueReference"));
    const auto name = local_name(*reference, reference->text);
    const auto action = reference->attribute("", "action");
    if (!action.empty() && action != "replace" && action != "remove")
      fail(*reference, msg("bdf can replace and remove values, not “{}”", action));
    const auto* value = element.child(wfs_space, "Value");
    if (value == nullptr || action == "remove") return {name, Null{}};
    return said(name, *value, srs_name);
  }

  // ---- which objects

  void add_for_each_object(const XmlElement& element, const ForeignAction& action) {
    const auto* filter = element.child(fes_space, "Filter");
    if (filter == nullptr || filter->children.empty())
      fail(element, msg("without a filter it would concern the whole layer"));
    const auto& first = filter->children.front();
    if (first.is(fes_space, "ResourceId")) return add_for_each_resource(*filter, action);
    if (filter->children.size() != 1) refuse_query(first);
    auto on_key = action;
    if (first.is(fes_space, "And"))
      for (const auto& part : first.children) on_key.key.push_back(equality(part));
    else
      on_key.key.push_back(equality(first));
    actions_.push_back(std::move(on_key));
  }

  void add_for_each_resource(const XmlElement& filter, const ForeignAction& action) {
    for (const auto& resource : filter.children) {
      if (!resource.is(fes_space, "ResourceId")) refuse_query(resource);
      auto on_resource = action;
      on_resource.resource = resource.attribute("", "rid");
      if (on_resource.resource.empty()) fail(resource, msg("it says no rid"));
      actions_.push_back(std::move(on_resource));
    }
  }

  [[noreturn]] static void refuse_query(const XmlElement& element) {
    fail(element, msg("bdf evaluates no queries: name each object by fes:ResourceId or by "
                      "fes:PropertyIsEqualTo on its key"));
  }

  static SaidValue equality(const XmlElement& element) {
    const auto* reference = element.child(fes_space, "ValueReference");
    const auto* literal = element.child(fes_space, "Literal");
    if (!element.is(fes_space, "PropertyIsEqualTo") || reference == nullptr || literal == nullptr ||
        !literal->children.empty())
      refuse_query(element);
    return {local_name(*reference, reference->text), literal->text};
  }

  const XmlElement& root_;
  std::vector<ForeignAction> actions_;
};

}  // namespace

std::vector<ForeignAction> read_wfs_transaction(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file.is_open() || file.bad()) throw InputError(msg("{} cannot be read", path.string()));
  try {
    return TransactionReader(parse_xml(text)).run();
  } catch (const InputError& error) {
    throw InputError(msg("{}, {}", path.string(), error.what()));
  }
}

}  // namespace bdf::io
