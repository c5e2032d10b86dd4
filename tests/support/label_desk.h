// SPDX-License-Identifier: MIT
// Data that miss nothing of what a label asks for, and the command that labels them.
#pragma once

#include <filesystem>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "label/subject.h"
#include "support/desk.h"

namespace bdf::tests {

/// When labels are given here; the edition is of 2025-12-15.
inline const std::string label_time = "2026-01-10T00:00:00Z";

using Words = std::vector<std::string>;
using Changes = std::vector<std::pair<std::string, std::string>>;

/// A folder with a commune's data, made such that all criteria of the theme hold of its package.
class LabelDesk {
 public:
  /// "hydro": labelled as HYDRO-BCAE, of which all criteria are asked; "vegetation".
  explicit LabelDesk(std::string theme);

  [[nodiscard]] std::filesystem::path operator/(const std::string& name) const {
    return desk_ / name;
  }
  [[nodiscard]] std::string pack() const;
  /// A copy of the installed theme in which `from`, which must be there, has become `to`.
  [[nodiscard]] std::filesystem::path other_theme(const std::string& from,
                                                  const std::string& to) const;

  /// data.gpkg: what packages are built of from then on.
  [[nodiscard]] support::Sql data() const { return support::Sql(desk_ / "data.gpkg"); }
  /// Rewrites attestation.yaml with these statements of that organisation, both in YAML.
  void attest(const std::string& statements, const std::string& steward = "DDT 38") const;
  /// base.yaml, which declares data.gpkg with all that a package has, and in which each first has
  /// become the second.
  [[nodiscard]] std::filesystem::path declare(const Changes& changes = {}) const;

  /// A package of data.gpkg in a folder of its own: a folder, unless `more` says otherwise.
  [[nodiscard]] std::filesystem::path build(const Words& more = {});
  /// The socle's package of the data as they were at first.
  [[nodiscard]] const std::filesystem::path& socle() const { return socle_; }

  /// A private key, the same for the same number, of "DDT <number>"; the public one is beside it.
  [[nodiscard]] std::filesystem::path key(int number) const;
  [[nodiscard]] std::filesystem::path public_key(int number) const;

  /// `bdf label check --json`, with the socle and the attestation.
  [[nodiscard]] Ran check(const std::filesystem::path& subject, const Words& more = {}) const;
  /// `bdf label issue` likewise, by key 1 unless `more` says otherwise, into a folder of its own:
  /// the labelled package, or label.json.
  [[nodiscard]] std::filesystem::path issue(const std::filesystem::path& subject,
                                            const Words& more = {});
  /// `bdf label verify --json` with the socle, on the next day; key 1 is trusted.
  [[nodiscard]] Ran verify(const std::filesystem::path& subject, const Words& more = {}) const;

 private:
  [[nodiscard]] std::filesystem::path new_folder();

  support::Desk desk_;
  std::string theme_;
  std::filesystem::path socle_;
  int folders_ = 0;
};

/// `bdf label …` at label_time; an option of `more` comes in the place of the same one here.
[[nodiscard]] Ran label_command(Words words, const Words& more = {});

/// What was said with --json: by "check" (or issue), or "verification". What is not as its
/// definition, schemas/formats/label_NAME.schema.json, fails the test.
[[nodiscard]] nlohmann::json said_by_label(const std::string& name, const Ran& ran);

/// The criteria that a check has found missed.
[[nodiscard]] std::set<std::string> missed(const nlohmann::json& check);

/// Of a verification: what is altered, by its codes; the figures in that state.
[[nodiscard]] std::set<std::string> altered(const nlohmann::json& verification);
[[nodiscard]] std::set<std::string> figures(const nlohmann::json& verification,
                                            const std::string& state);

using ChangeSubject = std::function<void(label::LabelSubject&)>;

/// A label's text with its subject changed, signed anew by sample_key(key), as whoever has that key
/// can.
[[nodiscard]] std::string forged(const std::string& text, int key, const ChangeSubject& change);

}  // namespace bdf::tests
