// SPDX-License-Identifier: MIT
#include "io/resolutions_file.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <tuple>

#include "base/error.h"
#include "base/message.h"
#include "io/decision_form.h"

namespace bdf::io {

namespace {

using Json = nlohmann::ordered_json;

constexpr int format_version = 1;
/// No id, which is hexadecimal, sorts behind it: so every decision ends with a comma.
constexpr const char* version_member = "version";

constexpr std::array<const char*, 3> id_members{"ancestor_id", "local_id", "reference_id"};

std::string quoted(const std::string& text) {
  return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
}

void append_member(std::string& json, const char* name, const std::string& text) {
  if (!text.empty()) json += fmt::format("    \"{}\": {},\n", name, quoted(text));
}

std::string decision_as_json(const Conflict& decided) {
  const auto& resolution = *decided.resolution;
  std::string json = fmt::format("  {}: {{\n", quoted(decided.id));
  append_member(json, "layer", decided.layer);
  append_member(json, "kind", std::string(name_of(decided.kind)));
  append_member(json, "attribute", decided.attribute);
  for (const auto side : all_sides)
    append_member(json, id_members[static_cast<std::size_t>(side)], decided.ids[side]);
  append_member(json, "resolution",
                std::string(resolution.side ? name_of(*resolution.side) : "value"));
  append_member(json, "resolution_value", resolution.side ? std::string() : resolution.value);
  append_member(json, "resolved_by", resolution.by);
  append_member(json, "resolved_at", resolution.at);
  return json + fmt::format("    \"conflict_id\": {}}},\n", quoted(decided.id));
}

/// One member of the object, as often as it stands there.
struct Entry {
  std::string id;
  Json members;
};

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw InputError(msg("{}: there is no such file", path.string()));
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

void refuse_marks_of_a_merge(const std::filesystem::path& path, const std::string& content) {
  std::istringstream lines(content);
  std::size_t number = 1;
  for (std::string line; std::getline(lines, line); ++number)
    for (const auto* mark : {"<<<<<<<", "|||||||", "=======", ">>>>>>>"})
      if (line.starts_with(mark))
        throw InputError(
            msg("{}, line {}: git has not finished merging this file: keep the decision that holds "
                "on each conflict and remove the lines that begin with <<<<<<<, =======, >>>>>>>",
                path.string(), number));
}

class Reader {
 public:
  explicit Reader(const std::filesystem::path& path) : path_(path), content_(content_of(path)) {
    refuse_marks_of_a_merge(path_, content_);
  }

  std::vector<Conflict> decisions() {
    const auto root = parse();
    if (!root.is_object() || !root.contains(version_member)) fail(foreign());
    const auto& version = root[version_member];
    if (!version.is_number_integer()) fail(foreign());
    if (version.get<std::int64_t>() > format_version)
      fail(msg("it was written by a newer version of bdf: use that one"));
    for (const auto& [name, member] : root.items())
      if (name != version_member && !member.is_object()) fail(foreign());
    std::map<std::string, Conflict> decided;
    for (const auto& entry : entries_) add(decided, decision_of(entry));
    std::vector<Conflict> decisions;
    decisions.reserve(decided.size());
    for (auto& [id, conflict] : decided) decisions.push_back(std::move(conflict));
    return decisions;
  }

 private:
  [[noreturn]] void fail(const std::string& why) const {
    throw InputError(fmt::format("{}: {}", path_.string(), why));
  }
  [[nodiscard]] static std::string foreign() {
    return msg("this is no file of decisions, as bdf writes it in resolutions.json");
  }

  /// Keeps each member of the object: a JSON object that is parsed keeps the last of one name.
  Json parse() {
    std::string name;
    std::map<std::string, Json> seen;
    std::string member;
    const auto keep = [&](int depth, Json::parse_event_t event, Json& parsed) {
      if (event == Json::parse_event_t::key && depth == 1) name = parsed.get<std::string>();
      if (event == Json::parse_event_t::object_start && depth == 1) seen.clear();
      if (event == Json::parse_event_t::key && depth == 2) member = parsed.get<std::string>();
      if (event == Json::parse_event_t::value && depth == 2)
        refuse_second(seen, {name, {}}, {member, parsed});
      if (event == Json::parse_event_t::object_end && depth == 1)
        entries_.push_back({name, parsed});
      return true;
    };
    try {
      return Json::parse(content_, keep);
    } catch (const Json::parse_error& error) {
      const auto end =
          content_.begin() + static_cast<std::ptrdiff_t>(std::min(
                                 std::max<std::size_t>(error.byte, 1) - 1, content_.size()));
      fail(msg("line {} is no JSON", 1 + std::count(content_.begin(), end, '\n')));
    }
  }

  /// Two lines of one decision that git has put below one another.
  void refuse_second(std::map<std::string, Json>& seen, const Entry& entry, const Entry& member) {
    const auto [first, fresh] = seen.emplace(member.id, member.members);
    if (!fresh && first->second != member.members)
      fail(
          msg("two entries for conflict {} contradict each other: “{}” is {} and {}. Keep the one "
              "that holds",
              entry.id, member.id, first->second.dump(), member.members.dump()));
  }

  [[nodiscard]] std::string text(const Entry& entry, const char* name) const {
    const auto found = entry.members.find(name);
    if (found == entry.members.end() || found->is_null()) return {};
    if (!found->is_string()) fail(msg("conflict {}: “{}” must be a text", entry.id, name));
    return found->get<std::string>();
  }

  [[nodiscard]] Resolution resolution_of(const Entry& entry) const {
    const auto word = text(entry, "resolution");
    Resolution resolution{std::nullopt, text(entry, "resolution_value"), text(entry, "resolved_by"),
                          text(entry, "resolved_at")};
    if (word == "value") return resolution;
    for (const auto side : all_sides)
      if (word == name_of(side)) resolution.side = side;
    if (!resolution.side)
      fail(msg("conflict {}: “{}” is no resolution: write ancestor, local, reference or value.",
               entry.id, word));
    if (!resolution.value.empty())
      fail(
          msg("conflict {}: it is decided by {} and by a value: keep one of both", entry.id, word));
    return resolution;
  }

  [[nodiscard]] Conflict decision_of(const Entry& entry) const {
    Conflict decided;
    decided.id = entry.id;
    if (const auto id = text(entry, "conflict_id"); !id.empty() && id != entry.id)
      fail(
          msg("conflict {}: its conflict_id is {}: a merge has mixed two decisions", entry.id, id));
    decided.layer = text(entry, "layer");
    const auto kind = conflict_kind_named(text(entry, "kind"));
    if (!kind || *kind == ConflictKind::proposal || decided.layer.empty())
      fail(msg("conflict {}: layer or kind is missing, or is none", entry.id));
    decided.kind = *kind;
    decided.attribute = text(entry, "attribute");
    for (const auto side : all_sides)
      decided.ids[side] = text(entry, id_members[static_cast<std::size_t>(side)]);
    decided.resolution = resolution_of(entry);
    return decided;
  }

  [[nodiscard]] static std::string told(const Conflict& decided) {
    const auto& resolution = *decided.resolution;
    auto what = decision_in_messages(resolution);
    if (resolution.by.empty() && resolution.at.empty()) return what;
    return fmt::format("{} ({}{}{})", what, resolution.by,
                       resolution.by.empty() || resolution.at.empty() ? "" : ", ", resolution.at);
  }

  void add(std::map<std::string, Conflict>& decided, Conflict next) const {
    const auto [place, fresh] = decided.emplace(next.id, next);
    if (fresh) return;
    const auto& first = *place->second.resolution;
    const auto& second = *next.resolution;
    if (first.side != second.side || first.value != second.value)
      fail(msg("two entries for {} contradict each other: {} and {}. Keep the one that holds",
               name_in_messages(next), told(place->second), told(next)));
    if (std::tie(first.at, first.by) < std::tie(second.at, second.by))
      place->second = std::move(next);
  }

  const std::filesystem::path& path_;
  std::string content_;
  std::vector<Entry> entries_;
};

}  // namespace

std::string resolutions_as_json(const std::vector<Conflict>& decided) {
  std::map<std::string, const Conflict*> sorted;
  for (const auto& conflict : decided) sorted[conflict.id] = &conflict;
  std::string json = "{\n";
  for (const auto& [id, conflict] : sorted) json += decision_as_json(*conflict);
  return json + fmt::format("  \"{}\": {}\n}}\n", version_member, format_version);
}

std::vector<Conflict> read_resolutions_file(const std::filesystem::path& path) {
  return Reader(path).decisions();
}

}  // namespace bdf::io
