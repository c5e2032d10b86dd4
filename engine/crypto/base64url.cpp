// SPDX-License-Identifier: MIT
#include "crypto/base64url.h"

#include <sodium.h>

#include "crypto/secret.h"

namespace bdf::crypto {

namespace {

constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

}  // namespace

std::string base64url_of(std::span<const unsigned char> bytes) {
  require_sodium();
  std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), variant);
  text.pop_back();  // the zero at the end
  return text;
}

std::optional<std::vector<unsigned char>> bytes_of_base64url(std::string_view text) {
  require_sodium();
  std::vector<unsigned char> bytes(text.size() / 4 * 3 + 3);
  std::size_t size = 0;
  if (sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &size,
                        nullptr, variant) != 0)
    return std::nullopt;
  bytes.resize(size);
  return bytes;
}

}  // namespace bdf::crypto
