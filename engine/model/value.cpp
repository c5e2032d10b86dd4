// SPDX-License-Identifier: MIT
#include "model/value.h"

#include <charconv>

#include "model/overloaded.h"

namespace bdf {

namespace {

template <class Number>
std::string digits(Number number) {
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, number).ptr;
  return {buffer, end};
}

}  // namespace

Value to_value(ValueView view) {
  return std::visit(Overloaded{[](std::string_view text) -> Value { return std::string(text); },
                               [](BlobView blob) -> Value { return Blob{std::string(blob.bytes)}; },
                               [](auto other) -> Value { return other; }},
                    view);
}

ValueView view_of(const Value& value) {
  return std::visit(
      Overloaded{[](const std::string& text) -> ValueView { return std::string_view(text); },
                 [](const Blob& blob) -> ValueView { return BlobView{blob.bytes}; },
                 [](auto other) -> ValueView { return other; }},
      value);
}

std::string to_hex(std::string_view bytes) {
  constexpr char hex[] = "0123456789ABCDEF";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const char byte : bytes) {
    const auto code = static_cast<unsigned char>(byte);
    text += hex[code >> 4];
    text += hex[code & 15];
  }
  return text;
}

std::optional<std::string> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  bytes.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    unsigned code = 0;
    const auto end = text.data() + i + 2;
    const auto [stop, error] = std::from_chars(text.data() + i, end, code, 16);
    if (error != std::errc() || stop != end) return std::nullopt;
    bytes += static_cast<char>(code);
  }
  return bytes;
}

std::string to_text(const ValueView& value) {
  return std::visit(
      Overloaded{[](Null) { return std::string(); }, [](std::int64_t n) { return digits(n); },
                 [](double n) { return digits(n); },
                 [](std::string_view text) { return std::string(text); },
                 [](BlobView blob) { return to_hex(blob.bytes); }},
      value);
}

}  // namespace bdf
