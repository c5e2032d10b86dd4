// SPDX-License-Identifier: MIT
#include "package/safe_path.h"

#include <fmt/format.h>
#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <new>

#include "base/message.h"
#include "io/json_value.h"

namespace bdf::package {

namespace {

constexpr std::size_t longest_part = 255;  // of every file system in use
constexpr std::size_t longest_path = 1000;

struct Free {
  void operator()(utf8proc_uint8_t* text) const noexcept { std::free(text); }
};

std::string mapped(std::string_view text, utf8proc_option_t how) {
  utf8proc_uint8_t* result = nullptr;
  const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                 static_cast<utf8proc_ssize_t>(text.size()), &result, how);
  const std::unique_ptr<utf8proc_uint8_t, Free> owner(result);
  if (size < 0) throw std::bad_alloc();  // the text is UTF-8
  return {reinterpret_cast<const char*>(result), static_cast<std::size_t>(size)};
}

std::string composed(std::string_view text) {
  return mapped(text, static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
}

/// What is equal so is one name where case does not count.
std::string folded(std::string_view text) {
  return mapped(
      text, static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD));
}

bool is_control(unsigned char byte) { return byte < 0x20 || byte == 0x7F; }

/// C1 controls, and the marks that turn the direction of what is shown (file names that end in
/// "gpj.exe" and look like "exe.jpg").
bool has_hidden_character(std::string_view text) {
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  for (utf8proc_ssize_t at = 0, size = static_cast<utf8proc_ssize_t>(text.size()); at < size;) {
    utf8proc_int32_t character = 0;
    const auto step = utf8proc_iterate(bytes + at, size - at, &character);
    if (step <= 0) return true;
    const auto category = utf8proc_category(character);
    if (category == UTF8PROC_CATEGORY_CC || category == UTF8PROC_CATEGORY_CF ||
        category == UTF8PROC_CATEGORY_ZL || category == UTF8PROC_CATEGORY_ZP)
      return true;
    at += step;
  }
  return false;
}

/// CON, NUL.txt, COM1 … are devices on Windows, whatever their ending.
bool is_device_of_windows(std::string_view part) {
  std::string stem(part.substr(0, part.find('.')));
  stem.erase(stem.find_last_not_of(' ') + 1);
  for (char& c : stem)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  constexpr std::array<std::string_view, 4> devices{"CON", "PRN", "AUX", "NUL"};
  if (std::find(devices.begin(), devices.end(), stem) != devices.end()) return true;
  return stem.size() == 4 && (stem.starts_with("COM") || stem.starts_with("LPT")) &&
         stem[3] >= '1' && stem[3] <= '9';
}

std::string flaw_of_part(std::string_view part) {
  if (part.empty()) return msg("a part of its path is empty");
  if (part == "." || part == "..") return msg("its path has a part “{}”", part);
  if (part.size() > longest_part)
    return msg("a part of its path is longer than {} bytes", longest_part);
  if (part.back() == '.' || part.back() == ' ')
    return msg("a part of its path ends with a dot or a blank, which Windows does not allow");
  if (is_device_of_windows(part)) return msg("“{}” is a device on Windows", part);
  return "";
}

std::string flaw_of_characters(std::string_view path) {
  if (!io::is_utf8(path)) return msg("its name is not UTF-8");
  if (std::any_of(path.begin(), path.end(),
                  [](char c) { return is_control(static_cast<unsigned char>(c)); }) ||
      has_hidden_character(path))
    return msg("its name has control characters");
  if (const auto at = path.find_first_of("\\:*?\"<>|"); at != std::string_view::npos)
    return msg("its name has “{}”, which Windows does not allow", path.substr(at, 1));
  if (composed(path) != path)
    return msg(
        "its name is not in Unicode's composed form (NFC): other systems spell it otherwise");
  return "";
}

}  // namespace

std::string flaw_of_path(std::string_view path) {
  if (path.empty()) return msg("it has no name");
  if (path.size() > longest_path) return msg("its path is longer than {} bytes", longest_path);
  if (auto flaw = flaw_of_characters(path); !flaw.empty()) return flaw;
  if (path.front() == '/') return msg("its path is absolute");
  for (std::size_t begin = 0; begin <= path.size();) {
    const auto end = std::min(path.find('/', begin), path.size());
    if (auto flaw = flaw_of_part(path.substr(begin, end - begin)); !flaw.empty()) return flaw;
    begin = end + 1;
  }
  return "";
}

std::string printable(std::string_view text) {
  const bool is_text = io::is_utf8(text) && !has_hidden_character(text);
  std::string shown;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (is_control(byte) || (byte >= 0x80 && !is_text))
      shown += fmt::format("\\x{:02x}", byte);
    else
      shown += c;
  }
  return shown;
}

std::string PathSet::add(std::string_view path, bool is_folder) {
  if (auto flaw = flaw_of_path(path); !flaw.empty()) return flaw;
  for (auto end = path.find('/'); end != std::string_view::npos; end = path.find('/', end + 1))
    if (auto flaw = add_part(path.substr(0, end), true, false); !flaw.empty()) return flaw;
  return add_part(path, is_folder, true);
}

std::string PathSet::add_part(std::string_view path, bool is_folder, bool is_listed) {
  const auto [place, is_new] =
      by_folded_path_.try_emplace(folded(path), Known{std::string(path), is_folder, is_listed});
  if (is_new) return "";
  auto& known = place->second;
  if (known.path != path)
    return msg("“{}” and “{}” are one name on systems that do not heed case", known.path, path);
  if (known.is_folder != is_folder) return msg("“{}” is a file and a folder", path);
  if (known.is_listed && is_listed) return msg("it is there twice");
  known.is_listed = known.is_listed || is_listed;
  return "";
}

}  // namespace bdf::package
