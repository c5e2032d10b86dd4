// SPDX-License-Identifier: MIT
#include "rules/yaml_document.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <sstream>
#include <utility>

#include "base/error.h"
#include "base/message.h"
#include "model/schema.h"
#include "rules/nearest_word.h"
#include "rules/yaml_text.h"

namespace bdf::rules {

namespace {

std::string place(const std::string& file, const YAML::Mark& mark) {
  const auto known = mark.is_null() ? YAML::Mark() : mark;  // an empty document is at its beginning
  return fmt::format("{}:{}:{}", file, known.line + 1, known.column + 1);
}

}  // namespace

YAML::Mark place_of(const YAML::Node& value, const YAML::Node* key) {
  if (!value.IsDefined()) return {};
  const auto own = value.Mark();
  return key != nullptr && value.IsNull() && own.line != key->Mark().line ? key->Mark() : own;
}

void YamlNode::fail(const std::string& message) const {
  throw InputError(place(file_, place_of(node_, key_ ? &*key_ : nullptr)) + ": " + message);
}

YamlNode YamlNode::key() const { return key_ ? YamlNode(file_, *key_) : *this; }

std::vector<std::pair<std::string, YamlNode>> YamlNode::entries() const {
  if (!node_.IsMap()) fail(msg("Entries “name: value” are expected here."));
  std::vector<std::pair<std::string, YamlNode>> entries;
  for (const auto& entry : node_) {
    const YamlNode key(file_, entry.first);
    const auto name = key.text();
    const bool twice = std::any_of(entries.begin(), entries.end(),
                                   [&](const auto& other) { return other.first == name; });
    if (twice) key.fail(msg("“{}” stands here twice.", name));
    entries.emplace_back(name, YamlNode(file_, entry.second, entry.first));
  }
  return entries;
}

void YamlNode::allow_only(const std::vector<std::string>& keys) const {
  static_cast<void>(entries());
  for (const auto& entry : node_) static_cast<void>(YamlNode(file_, entry.first).one_of(keys));
}

YamlNode YamlNode::operator[](const std::string& key) const {
  if (node_.IsMap())
    for (const auto& entry : node_)
      if (entry.first.IsScalar() && entry.first.Scalar() == key)
        return {file_, entry.second, entry.first};
  return {file_, YAML::Node(YAML::NodeType::Undefined)};
}

std::vector<YamlNode> YamlNode::items() const {
  if (!node_.IsSequence()) fail(msg("A list is expected here, as in [one, two]."));
  std::vector<YamlNode> items;
  for (const auto& item : node_) items.emplace_back(file_, item);
  return items;
}

std::vector<std::string> YamlNode::texts() const {
  std::vector<std::string> texts;
  for (const auto& item : items()) texts.push_back(item.text());
  return texts;
}

std::vector<std::string> YamlNode::names() const {
  std::vector<std::string> names;
  for (const auto& item : items()) {
    auto name = item.text();
    const bool twice = std::any_of(names.begin(), names.end(),
                                   [&](const auto& other) { return same_name(other, name); });
    if (twice) item.fail(msg("“{}” stands here twice.", name));
    names.push_back(std::move(name));
  }
  return names;
}

std::string YamlNode::text() const {
  if (!node_.IsScalar()) fail(msg("A text or a number is expected here."));
  return node_.Scalar();
}

double YamlNode::number(double least, double greatest) const {
  const auto digits = text();
  double number = 0;
  const auto* const end = digits.data() + digits.size();
  const auto result = std::from_chars(digits.data(), end, number);
  const bool complete = result.ec == std::errc() && result.ptr == end;
  if (!complete || !(number >= least && number <= greatest))
    fail(msg("“{}” is no number from {} to {}.", digits, least, greatest));
  return number;
}

std::size_t YamlNode::one_of(const std::vector<std::string>& words) const {
  const auto word = text();
  const auto found = std::find(words.begin(), words.end(), word);
  if (found == words.end()) fail(unknown_word(word, words));
  return static_cast<std::size_t>(found - words.begin());
}

std::string YamlNode::text_or(const std::string& otherwise) const {
  return *this ? text() : otherwise;
}

double YamlNode::number_or(double otherwise, double least, double greatest) const {
  return *this ? number(least, greatest) : otherwise;
}

std::vector<std::string> YamlNode::texts_or_none() const {
  return *this ? texts() : std::vector<std::string>();
}

std::vector<std::string> YamlNode::names_or_none() const {
  return *this ? names() : std::vector<std::string>();
}

bool YamlNode::is_true() const {
  return *this && one_of({"false", "true", "False", "True", "FALSE", "TRUE"}) % 2 == 1;
}

YamlNode parse_yaml(const std::string& file, const std::string& text) {
  if (const auto flaw = flaw_of_text(text))
    throw InputError(place(file, flaw->place) + ": " + flaw->message);
  try {
    return {file, YAML::Load(text)};
  } catch (const YAML::Exception& error) {
    throw InputError(place(file, error.mark) + ": " + msg("This is no YAML: {}.", error.msg));
  }
}

std::string read_text(const std::filesystem::path& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored))
    throw InputError(msg("{} is a folder, where a file is needed.", path.string()));
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (file.peek() != std::ifstream::traits_type::eof()) text << file.rdbuf();
  if (!file.is_open() || file.bad() || text.bad())
    throw InputError(msg("{} cannot be read.", path.string()));
  return text.str();
}

YamlNode load_yaml(const std::filesystem::path& path) {
  return parse_yaml(path.string(), read_text(path));
}

}  // namespace bdf::rules
