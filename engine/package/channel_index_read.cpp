// SPDX-License-Identifier: MIT
#include <algorithm>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <set>

#include "base/error.h"
#include "base/message.h"
#include "crypto/canonical_json.h"
#include "package/channel_index.h"
#include "package/channel_index_words.h"
#include "package/safe_path.h"
#include "package/utc_time.h"

namespace bdf::package {

namespace {

using Json = nlohmann::json;

constexpr std::uint64_t greatest_manifest = std::uint64_t{64} << 20;

[[noreturn]] void refuse(const std::string& place, const std::string& why) {
  throw InputError(msg("{}: “{}”: {}", index_file, printable(place), why));
}

/// One object, and how messages call it.
struct Object {
  const Json& json;
  std::string place;  ///< with a dot at its end, or ""

  void check_members(std::initializer_list<std::string_view> required,
                     std::initializer_list<std::string_view> optional = {}) const {
    if (!json.is_object()) refuse(place, msg("an object is needed here"));
    for (const auto name : required)
      if (!json.contains(name)) refuse(place + std::string(name), msg("it is missing"));
    const auto has = [](const auto& names, const std::string& name) {
      return std::find(names.begin(), names.end(), name) != names.end();
    };
    for (const auto& [name, member] : json.items())
      if (!has(required, name) && !has(optional, name))
        refuse(place + name, msg("this version knows no such member"));
  }

  [[nodiscard]] std::string text(const std::string& name) const {
    const auto& value = json.at(name);
    if (!value.is_string() || value.get_ref<const std::string&>().empty())
      refuse(place + name, msg("a text is needed here"));
    return value.get<std::string>();
  }

  /// A text of one line that can be shown.
  [[nodiscard]] std::string word(const std::string& name) const {
    auto value = text(name);
    if (printable(value) != value) refuse(place + name, msg("it has control characters"));
    return value;
  }

  [[nodiscard]] std::uint64_t size(const std::string& name, std::uint64_t most) const {
    const auto& value = json.at(name);
    if (!value.is_number_unsigned())
      refuse(place + name, msg("an integer from 0 on is needed here"));
    const auto bytes = value.get<std::uint64_t>();
    if (bytes > most) refuse(place + name, msg("no more than {} bytes are believed", most));
    return bytes;
  }

  [[nodiscard]] std::string hexadecimal(const std::string& name, std::size_t digits) const {
    auto value = text(name);
    if (value.size() != digits || value.find_first_not_of("0123456789abcdef") != std::string::npos)
      refuse(place + name, msg("{} hexadecimal digits in lower case are needed here", digits));
    return value;
  }

  [[nodiscard]] PackageName package_name(const std::string& name) const {
    try {
      return package_name_of(text(name));
    } catch (const InputError& error) {
      refuse(place + name, error.what());
    }
  }

  template <class Kind, std::size_t N>
  [[nodiscard]] Kind one_of(const std::string& name, const Words<Kind, N>& words) const {
    const auto value = text(name);
    for (const auto& [kind, known] : words)
      if (known == value) return kind;
    refuse(place + name, msg("“{}” is no word that is known here", printable(value)));
  }

  [[nodiscard]] Object object(const std::string& name) const {
    return {json.at(name), place + name + "."};
  }

  /// Nothing else is fetched: no other host, no way out of the tree.
  void check_url(const std::string& name, const std::string& needed) const {
    if (text(name) != needed) refuse(place + name, msg("it must be “{}”", needed));
  }
};

constexpr std::size_t sha256_digits = 64;
constexpr std::size_t md5_digits = 32;

void read_archive(const Object& object, PublishedPackage& published) {
  object.check_members({"url", "size", "sha256", "md5"});
  const auto url = object.text("url");
  published.extension = url.ends_with(".zip") ? ".zip" : ".7z";
  object.check_url("url", archive_place(published));
  published.size = object.size("size", greatest_archive);
  published.sha256 = object.hexadecimal("sha256", sha256_digits);
  published.md5 = object.hexadecimal("md5", md5_digits);
}

void read_manifest_place(const Object& object, PublishedPackage& published) {
  object.check_members({"url", "size", "digest"});
  object.check_url("url", place_of(published.name) + "/" + std::string(manifest_file));
  published.manifest_size = object.size("size", greatest_manifest);
  published.digest = object.hexadecimal("digest", sha256_digits);
}

void read_previous(const Object& object, PublishedPackage& published) {
  object.check_members({"name", "digest"});
  const PreviousPackage previous{object.package_name("name"),
                                 object.hexadecimal("digest", sha256_digits)};
  const auto is_earlier =
      std::chrono::sys_days(previous.name.date) < std::chrono::sys_days(published.name.date);
  if (previous.name.is_differential || !same_series(previous.name, published.name) || !is_earlier)
    refuse(object.place + "name", msg("an earlier full package of the same series is needed here"));
  published.previous = previous;
}

/// The name of a file in the package's own place; "" where the member is missing.
std::string read_file_beside(const Object& object, const std::string& member,
                             const PublishedPackage& published) {
  if (!object.json.contains(member)) return "";
  const auto url = object.text(member);
  const auto folder = place_of(published.name) + "/";
  auto name = url.starts_with(folder) ? url.substr(folder.size()) : std::string();
  if (name.empty() || name.find('/') != std::string::npos || !flaw_of_path(name).empty())
    refuse(object.place + member, msg("it must be a file in “{}”", folder));
  return name;
}

Box read_degrees(const Object& object) {
  const auto& list = object.json.at("degrees");
  const auto is_number = [](const Json& item) { return item.is_number(); };
  if (!list.is_array() || list.size() != 4 || !std::all_of(list.begin(), list.end(), is_number))
    refuse(object.place + "degrees", msg("four numbers are needed here"));
  const Box box{list[0].get<double>(), list[1].get<double>(), list[2].get<double>(),
                list[3].get<double>()};
  const bool holds = -180 <= box.min_x && box.min_x <= box.max_x && box.max_x <= 180 &&
                     -90 <= box.min_y && box.min_y <= box.max_y && box.max_y <= 90;
  if (!holds) refuse(object.place + "degrees", msg("west, south, east and north are needed here"));
  return box;
}

std::string read_time(const Object& object) {
  auto time = object.text("time");
  try {
    static_cast<void>(utc_time_of(time));
  } catch (const InputError& error) {
    refuse(object.place + "time", error.what());
  }
  return time;
}

PublishedPackage read_package(const Object& object) {
  object.check_members({"name", "kind", "audience", "pack", "territory", "crs", "edition", "theme",
                        "time", "degrees", "manifest", "archive"},
                       {"previous", "metadata", "label"});
  PublishedPackage published;
  published.name = object.package_name("name");
  if (object.one_of("kind", kind_words) != kind_of(published.name))
    refuse(object.place + "kind", msg("the package's name says the other kind"));
  published.audience = object.one_of("audience", audience_words);
  published.pack = object.word("pack");
  published.territory = object.word("territory");
  published.crs = object.word("crs");
  published.edition = object.word("edition");
  published.theme = object.word("theme");
  published.time = read_time(object);
  published.degrees = read_degrees(object);
  read_manifest_place(object.object("manifest"), published);
  read_archive(object.object("archive"), published);
  if (object.json.contains("previous")) read_previous(object.object("previous"), published);
  if (published.previous.has_value() != published.name.is_differential)
    refuse(object.place + "previous",
           msg("a differential names the package before it, and no other does"));
  published.metadata = read_file_beside(object, "metadata", published);
  published.label = read_file_beside(object, "label", published);
  return published;
}

void check_version(const Object& root) {
  if (!root.json.is_object()) refuse("", msg("an object is needed here"));
  if (!root.json.contains("version")) refuse("version", msg("it is missing"));
  if (root.json["version"] == index_version) return;
  refuse("version", msg("this is version {}, and this program knows {}: use a newer bdf",
                        printable(root.json["version"].dump()), index_version));
}

}  // namespace

ChannelIndex index_from_json(std::string_view text) {
  const auto json = crypto::parse_strictly(text);
  const Object root{json, ""};
  check_version(root);
  root.check_members({"version", "packages"}, {"url"});
  ChannelIndex index;
  if (json.contains("url")) index.url = root.word("url");
  if (!json["packages"].is_array()) refuse("packages", msg("a list is needed here"));
  std::set<std::string> names;
  for (const auto& item : json["packages"]) {
    const auto place = fmt::format("packages[{}].", index.packages.size());
    index.packages.push_back(read_package({item, place}));
    const auto name = to_text(index.packages.back().name);
    if (!names.insert(name).second)
      refuse(place + "name", msg("there are two packages “{}”", name));
  }
  std::sort(index.packages.begin(), index.packages.end(),
            [](const auto& a, const auto& b) { return to_text(a.name) < to_text(b.name); });
  return index;
}

}  // namespace bdf::package
