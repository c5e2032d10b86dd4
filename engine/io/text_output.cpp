// SPDX-License-Identifier: MIT
#include "io/text_output.h"

#include "base/error.h"
#include "base/message.h"

namespace bdf::io {

TextOutput::TextOutput(const std::filesystem::path& path)
    : path_(path), file_(path, std::ios::binary | std::ios::trunc) {
  check();
}

TextOutput& TextOutput::operator<<(std::string_view text) {
  file_ << text;
  check();
  return *this;
}

void TextOutput::close() {
  file_.close();
  check();
}

void TextOutput::check() {
  if (!file_) throw StoreError(msg("Cannot write {}. Is the disk full?", path_.string()));
}

}  // namespace bdf::io
