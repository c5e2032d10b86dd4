// SPDX-License-Identifier: MIT
// A JSON object that others have written, read member by member.
#pragma once

#include <initializer_list>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "base/instant.h"

namespace bdf::crypto {

/// A view of an object, which must outlive it. Whatever is refused is an InputError that names the
/// place: “proof.created”: a text is needed here.
class JsonMembers {
 public:
  /// `place` is what the object is called, "" for the document itself. Throws where it is none.
  JsonMembers(const nlohmann::json& object, std::string_view place);

  [[nodiscard]] const nlohmann::json& json() const { return object_; }
  [[nodiscard]] bool has(std::string_view name) const;
  /// Throws where it is missing.
  [[nodiscard]] const nlohmann::json& at(std::string_view name) const;
  /// A text that is not empty.
  [[nodiscard]] std::string text(std::string_view name) const;
  /// The same, or "" where there is no such member.
  [[nodiscard]] std::string optional_text(std::string_view name) const;
  /// A text that is a dateTimeStamp.
  [[nodiscard]] std::string time(std::string_view name) const;
  /// The same, or "" where there is no such member.
  [[nodiscard]] std::string optional_time(std::string_view name) const;
  [[nodiscard]] JsonMembers object(std::string_view name) const;
  /// Throws where `name` is missing or is another text.
  void require(std::string_view name, std::string_view value) const;
  /// Throws where there is a member of another name.
  void allow_only(std::initializer_list<std::string_view> names) const;
  [[noreturn]] void refuse(std::string_view name, const std::string& why) const;
  /// What a member is called in messages.
  [[nodiscard]] std::string place_of(std::string_view name) const;

 private:
  const nlohmann::json& object_;
  std::string place_;
};

}  // namespace bdf::crypto
