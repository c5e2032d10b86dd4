// SPDX-License-Identifier: MIT
// A YAML file of rules, read strictly: nothing in it is passed over in silence.
#pragma once

#include <yaml-cpp/yaml.h>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bdf::rules {

/// One node of a file, which it names in what it throws: every function throws InputError beginning
/// with FILE:LINE:COLUMN where the node is not what is asked for.
class YamlNode {
 public:
  YamlNode(std::string file, const YAML::Node& node) : YamlNode(std::move(file), node, {}) {}

  /// False for a key that is missing.
  [[nodiscard]] explicit operator bool() const { return node_.IsDefined(); }

  /// That this is a map with no keys but these, none of them twice.
  void allow_only(const std::vector<std::string>& keys) const;
  /// The value of `key`, which may be missing.
  [[nodiscard]] YamlNode operator[](const std::string& key) const;
  /// The keys and values of a map in the order of the file, none of them twice. Each value knows
  /// its key.
  [[nodiscard]] std::vector<std::pair<std::string, YamlNode>> entries() const;
  /// The members of a list, and their texts.
  [[nodiscard]] std::vector<YamlNode> items() const;
  [[nodiscard]] std::vector<std::string> texts() const;
  /// The texts of a list, none of them twice, without regard to case.
  [[nodiscard]] std::vector<std::string> names() const;

  [[nodiscard]] bool is_null() const { return node_.IsNull(); }
  [[nodiscard]] bool is_list() const { return node_.IsSequence(); }
  [[nodiscard]] bool is_text() const { return node_.IsScalar(); }
  [[nodiscard]] std::string text() const;
  /// A number in [least, greatest].
  [[nodiscard]] double number(double least, double greatest) const;
  /// One of `words`: its index.
  [[nodiscard]] std::size_t one_of(const std::vector<std::string>& words) const;

  /// The same where the key may be missing.
  [[nodiscard]] std::string text_or(const std::string& otherwise) const;
  [[nodiscard]] double number_or(double otherwise, double least, double greatest) const;
  [[nodiscard]] std::vector<std::string> texts_or_none() const;
  [[nodiscard]] std::vector<std::string> names_or_none() const;
  /// A truth, as YAML 1.2 writes them; false where the key is missing.
  [[nodiscard]] bool is_true() const;

  [[noreturn]] void fail(const std::string& message) const;
  /// The name that this is the value of; itself where it has none.
  [[nodiscard]] YamlNode key() const;

  [[nodiscard]] const std::string& file() const { return file_; }
  [[nodiscard]] const YAML::Node& yaml() const { return node_; }

 private:
  YamlNode(std::string file, const YAML::Node& node, std::optional<YAML::Node> key)
      : file_(std::move(file)), node_(node), key_(std::move(key)) {}

  std::string file_;
  YAML::Node node_;
  std::optional<YAML::Node> key_;
};

/// Where a value stands. That of an empty one yaml-cpp knows only by what follows it: there its
/// key's place counts, where it has one (else null).
[[nodiscard]] YAML::Mark place_of(const YAML::Node& value, const YAML::Node* key);

/// Throws InputError where the text is no YAML, or as flaw_of_text() says. `file` is its name in
/// messages.
[[nodiscard]] YamlNode parse_yaml(const std::string& file, const std::string& text);

/// The bytes of a file. Throws InputError where it cannot be read.
[[nodiscard]] std::string read_text(const std::filesystem::path& path);

/// The YAML file as a document. Throws InputError.
[[nodiscard]] YamlNode load_yaml(const std::filesystem::path& path);

}  // namespace bdf::rules
