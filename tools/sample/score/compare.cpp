// SPDX-License-Identifier: MIT
#include "score/compare.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <memory>

namespace bdf::score {
namespace {

using sample::Path;
using sample::Position;
using sample::Rings;

std::string upper(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

std::string trimmed(const std::string& text) {
  constexpr const char* blanks = " \t\r\n\v\f";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string composed(const std::string& text) {
  utf8proc_uint8_t* bytes = nullptr;
  const auto size =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                   static_cast<utf8proc_ssize_t>(text.size()), &bytes,
                   static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  const std::unique_ptr<utf8proc_uint8_t, void (*)(void*)> owner(bytes, std::free);
  if (size < 0) return text;  // no UTF-8
  return {reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size)};
}

std::string boolean(const std::string& text) {
  const std::string word = upper(text);
  constexpr std::array<std::string_view, 6> yes{"1", "VRAI", "OUI", "TRUE", "T", "YES"};
  constexpr std::array<std::string_view, 6> no{"0", "FAUX", "NON", "FALSE", "F", "NO"};
  if (std::find(yes.begin(), yes.end(), word) != yes.end()) return "1";
  return std::find(no.begin(), no.end(), word) != no.end() ? "0" : text;
}

/// A decimal as the shortest text that reads back to it: 2 and 2.0 are one.
std::string number(const std::string& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return text;
  std::array<char, 32> digits{};
  const auto done = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  return {digits.data(), done.ptr};
}

/// By the second, in UTC as all of the sample's are; a midnight is its day.
std::string moment(std::string text) {
  if (text.size() < 10) return text;
  if (text.size() > 10) text[10] = 'T';
  text = text.substr(0, 19);
  return text.size() == 10 || text.ends_with("T00:00:00") ? text.substr(0, 10) : text;
}

std::string links(const std::string& text) {
  std::vector<std::string> parts;
  for (std::size_t from = 0;;) {
    const auto to = text.find('/', from);
    parts.push_back(trimmed(text.substr(from, to - from)));
    if (to == std::string::npos) break;
    from = to + 1;
  }
  std::sort(parts.begin(), parts.end());
  std::string joined;
  for (const auto& part : parts) joined += (joined.empty() ? "" : "/") + part;
  return joined;
}

bool is_altitude(double z) { return !std::isnan(z) && z > -999; }

bool same_altitude(double a, double b) {
  if (!is_altitude(a) || !is_altitude(b)) return is_altitude(a) == is_altitude(b);
  return std::abs(a - b) <= tolerance + 1e-6;
}

bool same_place(const Position& a, const Position& b) {
  return sample::distance(a, b) <= tolerance + 1e-6;
}

bool same_vertex(const Position& a, const Position& b, bool z) {
  return same_place(a, b) && (!z || same_altitude(a.z, b.z));
}

bool same_line(const Path& a, const Path& b, bool z) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [z](const Position& x, const Position& y) { return same_vertex(x, y, z); });
}

bool same_ring(const Path& a, const Path& b, bool z) {
  if (a.size() != b.size() || a.size() < 2) return same_line(a, b, z);
  const std::size_t count = a.size() - 1;  // the last is the first again
  for (std::size_t start = 0; start < count; ++start) {
    for (const std::size_t step : {std::size_t{1}, count - 1}) {
      std::size_t i = 0;
      while (i < count && same_vertex(a[i], b[(start + i * step) % count], z)) ++i;
      if (i == count) return true;
    }
  }
  return false;
}

/// Whether each of `a` finds one of `b` of its own.
template <class T, class Same>
bool same_set(const std::vector<T>& a, const std::vector<T>& b, Same&& same) {
  if (a.size() != b.size()) return false;
  std::vector<bool> used(b.size());
  return std::all_of(a.begin(), a.end(), [&](const T& one) {
    for (std::size_t i = 0; i < b.size(); ++i) {
      if (used[i] || !same(one, b[i])) continue;
      used[i] = true;
      return true;
    }
    return false;
  });
}

bool same_part(const Rings& a, const Rings& b, bool area, bool z) {
  if (!area) return same_line(a.front(), b.front(), z);
  if (a.empty() || b.empty()) return a.empty() == b.empty();
  if (!same_ring(a.front(), b.front(), z)) return false;
  return same_set(Rings(a.begin() + 1, a.end()), Rings(b.begin() + 1, b.end()),
                  [z](const Path& x, const Path& y) { return same_ring(x, y, z); });
}

bool has_vertex(const Drawn& drawn, const Position& at) {
  for (const Rings& part : drawn.shape.parts) {
    for (const Path& path : part) {
      for (const Position& one : path) {
        if (same_place(one, at)) return true;
      }
    }
  }
  return false;
}

/// Vertices of one that another has not.
Path vertices_beyond(const Drawn& one, const Drawn& other) {
  Path beyond;
  for (const Rings& part : one.shape.parts) {
    for (const Path& path : part) {
      for (const Position& at : path) {
        if (!has_vertex(other, at)) beyond.push_back(at);
      }
    }
  }
  return beyond;
}

}  // namespace

std::string said(const bdf::Value& value, const ReadColumn& column) {
  std::string text = trimmed(composed(to_text(view_of(value))));
  const std::string type = upper(column.type);
  if (type.starts_with("BOOL")) return boolean(text);
  if (type.starts_with("DATE")) return moment(std::move(text));
  if (type.starts_with("TEXT")) return text.find('/') == std::string::npos ? text : links(text);
  text = number(text);
  return text == "9999" && column.name == "precision_altimetrique" ? "" : text;
}

bool same_shape(const Drawn& a, const Drawn& b) {
  const bool z = a.z && b.z;
  const bool area = a.shape.kind == sample::ShapeKind::area;
  return a.shape.kind == b.shape.kind &&
         same_set(a.shape.parts, b.shape.parts,
                  [&](const Rings& x, const Rings& y) { return same_part(x, y, area, z); });
}

bool same_shape(const std::optional<Drawn>& a, const std::optional<Drawn>& b) {
  return a && b ? same_shape(*a, *b) : a.has_value() == b.has_value();
}

bool holds_parts(const Drawn& whole, const Drawn& piece) {
  const bool area = piece.shape.kind == sample::ShapeKind::area;
  return std::all_of(piece.shape.parts.begin(), piece.shape.parts.end(), [&](const Rings& one) {
    return std::any_of(whole.shape.parts.begin(), whole.shape.parts.end(), [&](const Rings& other) {
      return same_part(other, one, area, whole.z && piece.z);
    });
  });
}

bool holds_edit(const Drawn& merged, const Drawn& before, const Drawn& after) {
  const auto held = [&](const Position& at) { return has_vertex(merged, at); };
  const Path came = vertices_beyond(after, before);
  const Path went = vertices_beyond(before, after);
  return came.size() + went.size() > 0 && std::all_of(came.begin(), came.end(), held) &&
         std::none_of(went.begin(), went.end(), held);
}

void bring_to_flow(ReadLayer& layer) {
  const auto flow = layer.column("sens_de_l_ecoulement");
  if (!flow) return;
  for (ReadFeature& feature : layer.features) {
    if (feature.values[*flow] != bdf::Value("Sens inverse") || !feature.drawn) continue;
    feature.values[*flow] = "Sens direct";
    for (Rings& part : feature.drawn->shape.parts) {
      for (Path& path : part) std::reverse(path.begin(), path.end());
    }
  }
}

}  // namespace bdf::score
