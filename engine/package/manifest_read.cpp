// SPDX-License-Identifier: MIT
#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>
#include <set>

#include "base/error.h"
#include "base/message.h"
#include "crypto/canonical_json.h"
#include "package/archive.h"
#include "package/manifest_words.h"
#include "package/safe_path.h"
#include "package/utc_time.h"

namespace bdf::package {

namespace {

using Json = nlohmann::json;

[[noreturn]] void refuse(const std::string& place, const std::string& why) {
  throw InputError(msg("manifest: “{}”: {}", printable(place), why));
}

bool consists_of(std::string_view text, std::string_view characters) {
  return text.find_first_not_of(characters) == std::string_view::npos;
}

/// An object, each of whose members is asked for once; what is left at the end is unknown.
class Members {
 public:
  /// `place` is how errors call the object: "" for the document, else with a dot at its end.
  Members(const Json& object, std::string place) : object_(object), place_(std::move(place)) {
    if (!object.is_object()) refuse(place_, msg("an object is needed here"));
  }

  [[nodiscard]] std::string place_of(const std::string& name) const { return place_ + name; }
  [[nodiscard]] bool has(const std::string& name) const { return object_.contains(name); }

  const Json& operator[](const std::string& name) {
    if (!has(name)) refuse(place_of(name), msg("it is missing"));
    asked_for_.insert(name);
    return object_[name];
  }

  std::string text(const std::string& name) {
    const auto& value = (*this)[name];
    if (!value.is_string()) refuse(place_of(name), msg("a text is needed here"));
    return value.get<std::string>();
  }

  std::string filled_text(const std::string& name) {
    auto value = text(name);
    if (value.empty()) refuse(place_of(name), msg("it is empty"));
    return value;
  }

  std::uint64_t number(const std::string& name) {
    const auto& value = (*this)[name];
    if (!value.is_number_unsigned())
      refuse(place_of(name), msg("an integer from 0 on is needed here"));
    return value.get<std::uint64_t>();
  }

  bool truth(const std::string& name) {
    const auto& value = (*this)[name];
    if (!value.is_boolean()) refuse(place_of(name), msg("true or false is needed here"));
    return value.get<bool>();
  }

  std::string hexadecimal(const std::string& name, std::size_t digits) {
    auto value = text(name);
    if (value.size() != digits || !consists_of(value, "0123456789abcdef"))
      refuse(place_of(name), msg("{} hexadecimal digits in lower case are needed here", digits));
    return value;
  }

  PackageName package_name(const std::string& name) {
    const auto value = text(name);
    try {
      return package_name_of(value);
    } catch (const InputError& error) {
      refuse(place_of(name), error.what());
    }
  }

  template <class Kind, std::size_t N>
  Kind word(const std::string& name, const Words<Kind, N>& words) {
    const auto value = text(name);
    for (const auto& [kind, word] : words)
      if (word == value) return kind;
    refuse(place_of(name), msg("“{}” is no word that is known here", printable(value)));
  }

  /// `read` is called with each item as an object.
  template <class Item>
  std::vector<Item> list(const std::string& name, Item (*read)(Members&)) {
    const auto& array = (*this)[name];
    if (!array.is_array()) refuse(place_of(name), msg("a list is needed here"));
    std::vector<Item> items;
    items.reserve(array.size());
    for (const auto& item : array) {
      Members members(item, fmt::format("{}[{}].", place_of(name), items.size()));
      items.push_back(read(members));
      members.finish();
    }
    return items;
  }

  void finish() const {
    for (const auto& [name, member] : object_.items())
      if (!asked_for_.contains(name))
        refuse(place_of(name), msg("this version knows no such member"));
  }

 private:
  const Json& object_;
  std::string place_;
  std::set<std::string> asked_for_;
};

constexpr std::size_t sha256_digits = 64;
constexpr std::size_t md5_digits = 32;

ManifestColumn read_column(Members& members) {
  ManifestColumn column;
  column.name = members.filled_text("name");
  column.type = members.word("type", column_type_words);
  column.is_key = members.truth("key");
  return column;
}

std::string read_geometry(Members& members) {
  auto word = members.text("geometry");
  if (std::find(geometry_words.begin(), geometry_words.end(), word) == geometry_words.end())
    refuse(members.place_of("geometry"), msg("“{}” is no type of geometry", printable(word)));
  return word;
}

ManifestLayer read_layer(Members& members) {
  ManifestLayer layer;
  layer.name = members.filled_text("name");
  layer.file = members.text("file");
  layer.table = members.filled_text("table");
  layer.geometry = read_geometry(members);
  layer.count = members.number("count");
  layer.digest = members.hexadecimal("digest", sha256_digits);
  layer.columns = members.list("columns", read_column);
  return layer;
}

ManifestFile read_file(Members& members) {
  ManifestFile file;
  file.path = members.text("path");
  file.size = members.number("size");
  file.sha256 = members.hexadecimal("sha256", sha256_digits);
  file.md5 = members.hexadecimal("md5", md5_digits);
  file.role = members.filled_text("role");
  if (!consists_of(file.role, "abcdefghijklmnopqrstuvwxyz_"))
    refuse(members.place_of("role"), msg("a word in lower case is needed here"));
  return file;
}

ManifestTheme read_theme(Members& members) {
  auto name = members.filled_text("name");
  // It is looked up among those installed, and is no way to a file.
  if (name.find('/') != std::string::npos || name.ends_with(".yaml") || name.ends_with(".yml"))
    refuse(members.place_of("name"), msg("the name of a theme is needed here"));
  return {std::move(name), members.text("version"), members.hexadecimal("digest", sha256_digits)};
}

PreviousPackage read_previous(Members& members) {
  return {members.package_name("name"), members.hexadecimal("digest", sha256_digits)};
}

template <class Part>
Part part(Members& root, const std::string& name, Part (*read)(Members&)) {
  Members members(root[name], name + ".");
  auto value = read(members);
  members.finish();
  return value;
}

void check_version(Members& root) {
  const auto version = root.number("version");
  if (version == manifest_version) return;
  refuse("version", msg("this is version {}, and this program knows {}: use a newer bdf", version,
                        manifest_version));
}

std::string read_time(Members& root) {
  auto time = root.text("time");
  try {
    static_cast<void>(utc_time_of(time));
  } catch (const InputError& error) {
    refuse("time", error.what());
  }
  return time;
}

void check_paths(const Manifest& manifest) {
  PathSet paths;
  for (std::size_t i = 0; i < manifest.files.size(); ++i) {
    const auto& path = manifest.files[i].path;
    const auto place = fmt::format("files[{}].path", i);
    if (const auto flaw = paths.add(path, false); !flaw.empty())
      refuse(place, fmt::format("“{}”: {}", printable(path), flaw));
    if (path == manifest_file || path == manifest_signature_file)
      refuse(place, msg("“{}” cannot be listed in itself", path));
  }
}

void check_layers(const Manifest& manifest) {
  std::set<std::string> files;
  for (const auto& file : manifest.files) files.insert(file.path);
  std::set<std::string> names;
  for (std::size_t i = 0; i < manifest.layers.size(); ++i) {
    const auto& layer = manifest.layers[i];
    if (!names.insert(layer.name).second)
      refuse(fmt::format("layers[{}].name", i),
             msg("there are two layers “{}”", printable(layer.name)));
    if (!files.contains(layer.file))
      refuse(fmt::format("layers[{}].file", i),
             msg("“{}” is not among the files", printable(layer.file)));
    std::set<std::string> columns;
    for (const auto& column : layer.columns)
      if (!columns.insert(column.name).second)
        refuse(fmt::format("layers[{}].columns", i),
               msg("there are two columns “{}”", printable(column.name)));
  }
}

void check_kind(const Manifest& manifest) {
  const bool is_differential = manifest.kind == PackageKind::differential;
  if (manifest.name.is_differential != is_differential)
    refuse("kind", msg("the package's name says the other kind"));
  if (manifest.previous.has_value() != is_differential)
    refuse("previous", msg("a differential names the package before it, and no other does"));
}

Manifest manifest_in(const Json& json) {
  Members root(json, "");
  check_version(root);
  Manifest manifest;
  manifest.name = root.package_name("name");
  manifest.kind = root.word("kind", kind_words);
  manifest.pack = root.filled_text("pack");
  manifest.audience = root.word("audience", audience_words);
  manifest.territory = root.filled_text("territory");
  manifest.crs = root.filled_text("crs");
  manifest.edition = root.filled_text("edition");
  manifest.base_digest = root.hexadecimal("base_digest", sha256_digits);
  if (root.has("previous")) manifest.previous = part(root, "previous", read_previous);
  manifest.recipe_digest = root.hexadecimal("recipe_digest", sha256_digits);
  manifest.theme = part(root, "theme", read_theme);
  manifest.generator = root.filled_text("generator");
  manifest.time = read_time(root);
  manifest.layers = root.list("layers", read_layer);
  manifest.files = root.list("files", read_file);
  root.finish();
  return manifest;
}

}  // namespace

Manifest manifest_from_json(std::string_view text) {
  auto manifest = manifest_in(crypto::parse_strictly(text));
  check_paths(manifest);
  check_layers(manifest);
  check_kind(manifest);
  return manifest;
}

Manifest read_manifest(const std::filesystem::path& package) {
  const auto text = read_entry(package, manifest_file);
  try {
    return manifest_from_json(text);
  } catch (const InputError& error) {
    throw InputError(fmt::format("{}: {}", (package / manifest_file).string(), error.what()));
  }
}

}  // namespace bdf::package
