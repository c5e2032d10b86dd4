// SPDX-License-Identifier: MIT
// What a label says of what: the subject of its credential.
//
// It is bound to a package by the digest of the manifest, which names every other file; to another
// base by the digests of its layers' contents. A figure stands with what was asked at the time, so
// that whoever reads it needs no theme.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "label/judgement.h"

namespace bdf::label {

/// The types and the context that credentials of labels have besides the common ones.
inline constexpr std::string_view label_type = "BDFranceLabel";
/// What JSON-LD makes of the terms that no other context knows (Verifiable Credentials 2.0, 5.13).
inline constexpr std::string_view label_context =
    "https://www.w3.org/ns/credentials/undefined-terms/v2";

struct LabelledContent {
  std::string layer;  ///< as the theme calls it
  std::uint64_t features = 0;
  std::string digest;  ///< SHA-256 of its content
  bool operator==(const LabelledContent&) const = default;
};

/// A package that is named, with digest_of_manifest(); "" for none.
struct NamedPackage {
  std::string name;
  std::string manifest_digest;
  bool operator==(const NamedPackage&) const = default;
};

/// What the label is about.
struct LabelScope {
  NamedPackage package;  ///< without a digest: another base, by its title
  std::string theme, theme_version, theme_digest;
  std::string pack;
  std::string territory;
  std::string edition;
  std::string date;  ///< of the edition
  std::string steward;
  std::vector<LabelledContent> layers;
  bool operator==(const LabelScope&) const = default;
};

/// A figure as the label says it.
struct StatedFigure {
  std::string criterion;
  std::string measure;
  rules::Evidence evidence = rules::Evidence::package;
  std::optional<double> value;
  std::string layer;
  rules::Bound bound;
  double weight = 0;  ///< 0: mandatory
  bool holds = false;
  bool operator==(const StatedFigure&) const = default;
};

struct LabelSubject {
  LabelScope scope;
  Level level = Level::socle;
  std::string evaluated;  ///< when the figures were measured
  NamedPackage socle;     ///< that they were held against; unnamed for none
  double weighted = 0;
  std::vector<StatedFigure> figures;
  bool operator==(const LabelSubject&) const = default;
};

[[nodiscard]] StatedFigure stated(const Result& result);

/// A JSON object, and back. Throws InputError, naming the member, for what is missing, of another
/// type, or not known.
[[nodiscard]] std::string subject_as_json(const LabelSubject& subject);
[[nodiscard]] LabelSubject subject_from_json(std::string_view text);

}  // namespace bdf::label
