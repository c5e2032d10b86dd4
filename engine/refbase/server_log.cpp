// SPDX-License-Identifier: MIT
#include "refbase/server_log.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/message.h"

namespace bdf::refbase {

namespace {

/// Of a line, and of a field: what comes after is not looked at.
constexpr std::size_t most_of_a_line = 65536;
constexpr std::size_t most_of_a_field = 4096;

/// The bytes of a file one after the other, whatever its size.
class Bytes {
 public:
  explicit Bytes(const std::filesystem::path& path) : file_(path, std::ios::binary) {
    if (!file_) throw InputError(msg("{} cannot be read", path.string()));
  }

  std::optional<char> next() {
    if (at_ == size_) {
      file_.read(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
      size_ = static_cast<std::size_t>(file_.gcount());
      at_ = 0;
      if (size_ == 0) return std::nullopt;
    }
    return buffer_[at_++];
  }

  bool next_line(std::string& line) {
    line.clear();
    auto byte = next();
    if (!byte) return false;
    for (; byte && *byte != '\n'; byte = next())
      if (line.size() < most_of_a_line) line += *byte;
    return true;
  }

 private:
  std::ifstream file_;
  std::array<char, 65536> buffer_{};
  std::size_t size_ = 0;
  std::size_t at_ = 0;
};

/// How long the time is with which a line begins, "2026-11-24 01:09:08.123 CET"; 0 where none does.
std::size_t size_of_time(std::string_view text) {
  constexpr std::string_view form = "0000-00-00 00:00:00.000 ";
  constexpr std::size_t longest_zone = 10;
  if (text.size() < form.size()) return 0;
  for (std::size_t i = 0; i < form.size(); ++i) {
    const bool is_digit = std::isdigit(static_cast<unsigned char>(text[i])) != 0;
    if (form[i] == '0' ? !is_digit : text[i] != form[i]) return 0;
  }
  auto end = form.size();
  while (end < text.size() && (std::isalnum(static_cast<unsigned char>(text[end])) != 0 ||
                               text[end] == '+' || text[end] == '-' || text[end] == ':'))
    ++end;
  const auto zone = end - form.size();
  return zone == 0 || zone > longest_zone ? 0 : end;
}

/// What a JSON object holds itself, as far as it is whole.
class TopLevel : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit TopLevel(LogEntry& entry) : entry_(entry) {}

  bool key(std::string& name) override {
    constexpr std::array<std::string_view, 6> names{"timestamp",  "user",    "dbname",
                                                    "state_code", "message", "ps"};
    const std::array<std::string*, 6> places{&entry_.time, &entry_.account, &entry_.database,
                                             &entry_.code, &entry_.message, &entry_.statement};
    const auto found = std::find(names.begin(), names.end(), name);
    place_ = depth_ == 1 && found != names.end() ? places[found - names.begin()] : nullptr;
    is_process_ = depth_ == 1 && name == "pid";
    return true;
  }
  bool string(std::string& text) override {
    if (place_ != nullptr) *place_ = text.substr(0, most_of_a_field);
    return value();
  }
  bool number_unsigned(std::uint64_t number) override {
    if (is_process_) entry_.process = std::to_string(number);
    return value();
  }
  bool start_object(std::size_t) override { return enter(); }
  bool start_array(std::size_t) override { return enter(); }
  bool end_object() override { return leave(); }
  bool end_array() override { return leave(); }
  bool null() override { return value(); }
  bool boolean(bool) override { return value(); }
  bool number_integer(std::int64_t) override { return value(); }
  bool number_float(double, const std::string&) override { return value(); }
  bool binary(nlohmann::json::binary_t&) override { return value(); }
  bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception&) override {
    return false;
  }

 private:
  bool value() {
    place_ = nullptr;
    is_process_ = false;
    return true;
  }
  bool enter() {
    ++depth_;
    return value();
  }
  bool leave() {
    --depth_;
    return value();
  }

  LogEntry& entry_;
  std::string* place_ = nullptr;
  bool is_process_ = false;
  int depth_ = 0;
};

/// nullopt where the line is no entry.
std::optional<LogEntry> entry_in_json(const std::string& line) {
  if (line.empty() || line.front() != '{') return std::nullopt;
  LogEntry entry;
  TopLevel top(entry);
  // A line that was cut off gives what comes before: the statement, which is long, comes late.
  nlohmann::json::sax_parse(line, &top);
  if (size_of_time(entry.time) != entry.time.size() || entry.time.empty()) return std::nullopt;
  return entry;
}

/// The entries of a csvlog. A statement may be of many lines, between double quotes.
class Table {
 public:
  explicit Table(const ShowLogEntry& show) : show_(show) {}

  void take(char byte) {
    // Of a file that begins in the middle of an entry: to the next line.
    if (is_lost_) {
      if (byte == '\n') clear();
    } else if (in_quotes_) {
      if (byte == '"')
        in_quotes_ = false, may_be_doubled_ = true;
      else
        add(byte);
    } else if (byte == '"' && fields_.size() == 1) {
      is_lost_ = true;  // the time stands in none
    } else if (byte == '"') {
      if (may_be_doubled_) add(byte);
      in_quotes_ = true;
      may_be_doubled_ = false;
    } else if (byte == ',') {
      end_field();
    } else if (byte == '\n') {
      end();
    } else {
      may_be_doubled_ = false;
      add(byte);
    }
  }

  /// Of the last one, too, which may be cut off.
  void end() {
    constexpr std::size_t account = 1, database = 2, process = 3, tag = 7, code = 12, message = 13;
    if (fields_.size() > message)
      show_({fields_[0], fields_[account], fields_[database], fields_[process], fields_[code],
             fields_[message], fields_[tag]});
    clear();
  }

 private:
  void add(char byte) {
    if (fields_.back().size() < most_of_a_field) fields_.back() += byte;
  }
  void end_field() {
    may_be_doubled_ = false;
    const bool is_time = !fields_[0].empty() && size_of_time(fields_[0]) == fields_[0].size();
    if (fields_.size() == 1 && !is_time) is_lost_ = true;
    fields_.emplace_back();
  }
  void clear() {
    fields_.assign(1, "");
    is_lost_ = in_quotes_ = may_be_doubled_ = false;
  }

  const ShowLogEntry& show_;
  std::vector<std::string> fields_{""};
  bool is_lost_ = false;
  bool in_quotes_ = false;
  bool may_be_doubled_ = false;
};

/// The entries of a log as text. What belongs to an entry follows on lines of their own: its
/// statement comes last, and lines that go on begin with a tab.
class Text {
 public:
  explicit Text(const ShowLogEntry& show) : show_(show) {}

  void take(std::string_view line) {
    const auto size = size_of_time(line);
    const auto begin = line.find(" [", size), end = line.find("] ", size);
    if (size == 0 || begin != size || end == std::string_view::npos) return;
    const auto process = line.substr(begin + 2, end - begin - 2);
    const auto said = part(line.substr(end + 2));
    if (is_one_of(said.label, statements) && pending_ && pending_->process == process) {
      pending_->statement = said.text.substr(0, most_of_a_field);
      end_entry();
    } else if (is_one_of(said.label, severities)) {
      end_entry();
      pending_ = entry_of(said.who);
      pending_->time = line.substr(0, size);
      pending_->process = process;
      pending_->message = said.text.substr(0, most_of_a_field);
    }
  }

  void end_entry() {
    if (pending_) show_(*pending_);
    pending_.reset();
  }

 private:
  // As PostgreSQL writes them in English and French.
  static constexpr std::array<std::string_view, 6> severities{"ERROR", "FATAL",  "WARNING",
                                                              "LOG",   "ERREUR", "ATTENTION"};
  static constexpr std::array<std::string_view, 2> statements{"STATEMENT", "INSTRUCTION"};

  template <class Labels>
  static bool is_one_of(std::string_view label, const Labels& labels) {
    return std::find(labels.begin(), labels.end(), label) != labels.end();
  }

  /// north@base ERROR:  no, in its parts.
  struct Said {
    std::string_view who;
    std::string_view label;
    std::string_view text;
  };
  static Said part(std::string_view rest) {
    constexpr std::string_view colon = ":  ";
    const auto at = rest.find(colon);
    if (at == std::string_view::npos) return {};
    auto head = rest.substr(0, at);
    for (const std::string_view blank : {" ", "\u00a0"})
      if (head.ends_with(blank)) head.remove_suffix(blank.size());
    const auto space = head.rfind(' ');
    const bool is_named = space != std::string_view::npos;
    return {is_named ? head.substr(0, space) : std::string_view(),
            is_named ? head.substr(space + 1) : head, rest.substr(at + colon.size())};
  }

  static LogEntry entry_of(std::string_view who) {
    LogEntry entry;
    const auto at = who.rfind('@');
    if (at == std::string_view::npos) return entry;
    entry.account = who.substr(0, at);
    entry.database = who.substr(at + 1);
    return entry;
  }

  const ShowLogEntry& show_;
  std::optional<LogEntry> pending_;
};

enum class Form { json, table, text };

/// By the first line that is an entry; nullopt where none is.
std::optional<Form> form_of(const std::filesystem::path& file, bool& is_empty) {
  Bytes bytes(file);
  std::string line;
  while (bytes.next_line(line)) {
    is_empty = false;
    if (entry_in_json(line)) return Form::json;
    const auto size = size_of_time(line);
    if (size != 0 && size < line.size() && line[size] == ',') return Form::table;
    if (size != 0 && line.substr(size).starts_with(" [")) return Form::text;
  }
  return std::nullopt;
}

}  // namespace

void read_server_log(const std::filesystem::path& file, const ShowLogEntry& show) {
  bool is_empty = true;
  const auto form = form_of(file, is_empty);
  if (is_empty) return;
  if (!form)
    throw InputError(
        msg("{} is no log of PostgreSQL's in a form that is known: jsonlog, csvlog, or "
            "text with the log_line_prefix '%m [%p] %q%u@%d '",
            file.string()));
  Bytes bytes(file);
  std::string line;
  if (*form == Form::table) {
    Table table(show);
    while (const auto byte = bytes.next()) table.take(*byte);
    table.end();
  } else if (*form == Form::json) {
    while (bytes.next_line(line))
      if (const auto entry = entry_in_json(line)) show(*entry);
  } else {
    Text text(show);
    while (bytes.next_line(line)) text.take(line);
    text.end_entry();
  }
}

}  // namespace bdf::refbase
