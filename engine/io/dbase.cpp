// SPDX-License-Identifier: MIT
#include "io/dbase.h"

#include <algorithm>

#include "base/error.h"
#include "base/message.h"

namespace bdf::io {

namespace {

constexpr std::size_t fixed_part = 32;
constexpr std::size_t field_part = 32;
constexpr char end_of_fields = '\r';
constexpr char deleted = '*', present = ' ';
constexpr char no_mark = '\0';  // what some programs write instead of a blank

std::size_t byte_at(const std::string& bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}

/// Least significant byte first.
std::size_t number_at(const std::string& bytes, std::size_t at, std::size_t size) {
  std::size_t number = 0;
  for (std::size_t i = size; i-- > 0;) number = number << 8U | byte_at(bytes, at + i);
  return number;
}

std::string read_bytes(std::ifstream& file, std::size_t count) {
  std::string bytes(count, '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(count));
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  return bytes;
}

}  // namespace

DbaseTable::DbaseTable(const std::filesystem::path& path)
    : path_(path), file_(path, std::ios::binary) {
  constexpr std::size_t records_at = 4, header_at = 8, record_at = 10, language_at = 29;
  const auto fixed = read_bytes(file_, fixed_part);
  if (fixed.size() < fixed_part) fail_broken();
  record_count_ = number_at(fixed, records_at, 4);
  header_size_ = number_at(fixed, header_at, 2);
  record_size_ = number_at(fixed, record_at, 2);
  language_ = static_cast<int>(byte_at(fixed, language_at));
  if (header_size_ <= fixed_part) fail_broken();
  const auto header = read_bytes(file_, header_size_ - fixed_part);
  if (header.size() < header_size_ - fixed_part) fail_broken();
  read_fields(header);
  if (std::filesystem::file_size(path_) < header_size_ + record_count_ * record_size_)
    throw InputError(msg("{}: the file ends before the last of its {} records: it was cut short",
                         path_.string(), record_count_));
}

void DbaseTable::read_fields(const std::string& header) {
  constexpr std::size_t name_size = 11, type_at = 11, width_at = 16;
  std::size_t offset = 1;  // behind the mark of deletion
  for (std::size_t at = 0; at + field_part <= header.size() && header[at] != end_of_fields;
       at += field_part) {
    const auto name = header.substr(at, name_size);
    const std::size_t width = byte_at(header, at + width_at);
    fields_.push_back({name.substr(0, name.find('\0')), header[at + type_at], offset, width});
    offset += width;
  }
  if (fields_.empty() || offset > record_size_) fail_broken();
}

void DbaseTable::fail_broken() const {
  throw InputError(msg("{}: its header is broken: the attributes cannot be read", path_.string()));
}

void DbaseTable::for_each_record(const std::function<void(std::string_view)>& visit) {
  constexpr std::size_t records_at_once = 1024;
  file_.clear();
  file_.seekg(static_cast<std::streamoff>(header_size_));
  for (std::size_t left = record_count_; left > 0;) {
    const std::size_t count = std::min(left, records_at_once);
    const auto block = read_bytes(file_, count * record_size_);
    for (std::size_t at = 0; at + record_size_ <= block.size(); at += record_size_) {
      const auto record = std::string_view(block).substr(at, record_size_);
      const bool unmarked =
          record[0] == no_mark && record.find_first_not_of(no_mark) != record.npos;
      if (record[0] != deleted && record[0] != present && !unmarked)
        throw InputError(
            msg("{}: record {} of {} is damaged: save the layer anew from where it comes",
                path_.string(), record_count_ - left + at / record_size_ + 1, record_count_));
      if (record[0] != deleted) visit(record);
    }
    left -= count;
  }
}

std::string_view trimmed(std::string_view record, const DbaseField& field) {
  constexpr std::string_view blanks(" \0", 2);
  const auto text = record.substr(field.offset, field.width);
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

}  // namespace bdf::io
