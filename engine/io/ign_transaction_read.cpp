// SPDX-License-Identifier: MIT
#include <algorithm>
#include <fstream>
#include <iterator>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>

#include "base/error.h"
#include "base/message.h"
#include "io/csv.h"
#include "io/ign_transaction.h"
#include "io/json_value.h"

namespace bdf::io {

namespace {

/// Root, list of actions, action, data; a value may be a list or an object that we refuse later.
constexpr int deepest = 8;

/// Walks over a text and counts the lines that it has left behind.
class CountedText {
 public:
  // NOLINTBEGIN(readability-identifier-naming): the names that std::iterator_traits looks for.
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;
  // NOLINTEND(readability-identifier-naming)

  CountedText(const char* at, std::size_t& line) : at_(at), line_(&line) {}
  reference operator*() const { return *at_; }
  CountedText& operator++() {
    if (*at_++ == '\n') ++*line_;
    return *this;
  }
  bool operator==(const CountedText& other) const { return at_ == other.at_; }
  bool operator!=(const CountedText& other) const { return at_ != other.at_; }

 private:
  const char* at_;
  std::size_t* line_;
};

class Reader {
 public:
  Reader(const std::filesystem::path& path, const TableIds& tables)
      : path_(path), tables_(tables) {}

  std::vector<ForeignAction> run() {
    const auto root = parse(content());
    const auto actions = root.is_object() ? root.find("actions") : root.end();
    if (!root.is_object() || actions == root.end() || !actions->is_array())
      fail(1, msg("this is no transaction: a list “actions” is missing"));
    std::vector<ForeignAction> all;
    for (std::size_t i = 0; i < actions->size(); ++i) {
      line_ = i < lines_.size() ? lines_[i] : 1;
      all.push_back(action_of((*actions)[i]));
    }
    return all;
  }

 private:
  [[noreturn]] void fail(std::size_t line, const std::string& why) const {
    throw InputError(msg("{}, line {}: {}", path_.string(), line, why));
  }

  [[nodiscard]] std::string content() const {
    std::ifstream file(path_, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), {}};
    if (!file.is_open() || file.bad()) throw InputError(msg("{} cannot be read", path_.string()));
    return text;
  }

  /// JSON that says one member twice is refused: programs differ in which of them they take.
  bool note(int depth, Json::parse_event_t event, const Json& parsed) {
    if (depth > deepest) fail(line_, msg("it is nested deeper than any transaction is"));
    if (event == Json::parse_event_t::object_start) {
      members_.emplace_back();
      if (depth == 2 && in_actions_) lines_.push_back(line_);
    }
    if (event == Json::parse_event_t::object_end) members_.pop_back();
    if (event != Json::parse_event_t::key) return true;
    const auto name = parsed.get<std::string>();
    if (depth == 1) in_actions_ = name == "actions";
    if (!members_.back().insert(name).second) fail(line_, msg("“{}” is said twice", name));
    return true;
  }

  Json parse(const std::string& text) {
    try {
      const auto keep = [this](int depth, Json::parse_event_t event, Json& parsed) {
        return note(depth, event, parsed);
      };
      return Json::parse(CountedText(text.data(), line_),
                         CountedText(text.data() + text.size(), line_), keep);
    } catch (const nlohmann::json::exception& error) {
      fail(line_, msg("this is no JSON: {}", error.what()));
    }
  }

  [[nodiscard]] const Json& member(const Json& action, const char* name) const {
    const auto found = action.find(name);
    if (found == action.end()) fail(line_, msg("the action has no “{}”", name));
    return *found;
  }

  [[nodiscard]] std::string table_in(const Json& action) const {
    const auto& table = member(action, "table");
    if (!table.is_string() && !table.is_number_integer())
      fail(line_, msg("“table” must be a number or a name"));
    auto id = table.is_string() ? table.get<std::string>() : table.dump();
    for (const auto& [layer, known] : tables_)
      if (known == id) return layer;
    return id;
  }

  [[nodiscard]] Op op_in(const Json& action) const {
    const auto& state = member(action, "state");
    const auto word = state.is_string() ? state.get<std::string>() : state.dump();
    if (same_name(word, "Insert")) return Op::insert;
    if (same_name(word, "Update")) return Op::update;
    if (same_name(word, "Delete")) return Op::remove;
    fail(line_, msg("“{}” is none of the states Insert, Update and Delete", word));
  }

  [[nodiscard]] Value said(const std::string& name, const Json& json) const {
    if (json.is_boolean()) return json.get<bool>() ? "true" : "false";
    if (json.is_array() || json.is_object())
      fail(line_, msg("“{}”: a list or an object is no value of an attribute", name));
    constexpr auto greatest = std::uint64_t{std::numeric_limits<std::int64_t>::max()};
    if (json.is_number_unsigned() && json.get<std::uint64_t>() > greatest) return json.dump();
    return value_of(json);
  }

  [[nodiscard]] ForeignAction action_of(const Json& json) const {
    if (!json.is_object()) fail(line_, msg("an action must be an object"));
    ForeignAction action;
    action.line = line_;
    action.op = op_in(json);
    action.table = table_in(json);
    const auto& data = member(json, "data");
    if (!data.is_object()) fail(line_, msg("“data” must be an object"));
    for (const auto& [name, value] : data.items()) {
      auto one = said(name, value);
      if (name == "_client_feature_id")
        action.sender_id = to_text(view_of(one));
      else
        action.values.push_back({name, std::move(one)});
    }
    return action;
  }

  const std::filesystem::path& path_;
  const TableIds& tables_;
  std::size_t line_ = 1;                        ///< being parsed, then that of the action
  std::vector<std::size_t> lines_;              ///< where each action begins
  std::vector<std::set<std::string>> members_;  ///< of the objects that are open
  bool in_actions_ = false;
};

}  // namespace

std::vector<ForeignAction> read_ign_transaction(const std::filesystem::path& path,
                                                const TableIds& tables) {
  return Reader(path, tables).run();
}

TableIds read_table_ids(const std::filesystem::path& path) {
  const auto rows = read_csv(path);
  const auto layer = rows.empty() ? std::nullopt : csv_column(rows.front(), "layer");
  const auto table = rows.empty() ? std::nullopt : csv_column(rows.front(), "table");
  if (!layer || !table)
    throw InputError(
        msg("{}: the first line must name the columns layer and table", path.string()));
  TableIds ids;
  std::set<std::string> tables;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const auto& cells = rows[i].cells;
    if (std::max(*layer, *table) >= cells.size() || cells[*layer].empty() || cells[*table].empty())
      throw InputError(
          msg("{}, line {}: a layer and a table are expected", path.string(), rows[i].line));
    if (!ids.emplace(cells[*layer], cells[*table]).second || !tables.insert(cells[*table]).second)
      throw InputError(msg("{}, line {}: “{}” or “{}” stands there twice", path.string(),
                           rows[i].line, cells[*layer], cells[*table]));
  }
  return ids;
}

}  // namespace bdf::io
