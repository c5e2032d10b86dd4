// SPDX-License-Identifier: MIT
// A YAML file of rules, read strictly: nothing in it is passed over in silence.
#pragma once

#include <yaml-cpp/yaml.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace bdf::rules {

/// One node of a file, which it names in what it throws: every function throws InputError beginning
/// with FILE:LINE:COLUMN where the node is not what is asked for.
class YamlNode {
 public:
  YamlNode(std::string file, const YAML::Node& node) : file_(std::move(file)), node_(node) {}

  /// False for a key that is missing.
  [[nodiscard]] explicit operator bool() const { return node_.IsDefined(); }

  /// That this is a map with no keys but these, none of them twice.
  void allow_only(const std::vector<std::string>& keys) const;
  /// The value of `key`, which may be missing.
  [[nodiscard]] YamlNode operator[](const std::string& key) const;
  /// The keys and values of a map in the order of the file, none of them twice.
  [[nodiscard]] std::vector<std::pair<std::string, YamlNode>> entries() const;
  /// The members of a list, and their texts.
  [[nodiscard]] std::vector<YamlNode> items() const;
  [[nodiscard]] std::vector<std::string> texts() const;

  [[nodiscard]] bool is_null() const { return node_.IsNull(); }
  [[nodiscard]] bool is_list() const { return node_.IsSequence(); }
  [[nodiscard]] std::string text() const;
  /// A number in [least, greatest].
  [[nodiscard]] double number(double least, double greatest) const;
  /// One of `words`: its index.
  [[nodiscard]] std::size_t one_of(const std::vector<std::string>& words) const;

  [[noreturn]] void fail(const std::string& message) const;

  [[nodiscard]] const std::string& file() const { return file_; }
  [[nodiscard]] const YAML::Node& yaml() const { return node_; }

 private:
  std::string file_;
  YAML::Node node_;
};

/// Throws InputError where the text is no YAML. `file` is its name in messages.
[[nodiscard]] YamlNode parse_yaml(const std::string& file, const std::string& text);

/// The bytes of a file. Throws InputError where it cannot be read.
[[nodiscard]] std::string read_text(const std::filesystem::path& path);

/// The YAML file as a document. Throws InputError.
[[nodiscard]] YamlNode load_yaml(const std::filesystem::path& path);

}  // namespace bdf::rules
