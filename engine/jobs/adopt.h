// SPDX-License-Identifier: MIT
// The themes that a base goes by.
#pragma once

#include <optional>
#include <string>

#include "refbase/sql_session.h"
#include "refbase/transaction.h"
#include "rules/theme.h"

namespace bdf::jobs {

struct AdoptJob {
  std::string base;
  std::string theme;         ///< a name or a .yaml file
  std::string organisation;  ///< who does this
  std::string message;
  /// From now on the base takes only versions that one of these public keys has signed: a file with
  /// a line each, or a folder. "": as it was.
  std::string trust;
  std::string now;
};

/// What comes into the base is judged by this version of the theme from now on, and on a server its
/// members get their rights. The base keeps the text of every version. The same version again is no
/// transaction: rights are then given anew. Throws RightsError for a version that is not signed as
/// the base asks.
[[nodiscard]] refbase::Transaction adopt_theme(const AdoptJob& job);

/// The text of the version that the base goes by; nullopt where it goes by no theme of that name.
[[nodiscard]] std::optional<std::string> text_of_adopted(refbase::SqlSession& session,
                                                         const std::string& name);

/// The theme that the base goes by; of a base that goes by none, the one of that name or file.
/// Throws RightsError where the base goes by others, InputError where `theme` is a file of another
/// version than the base's.
[[nodiscard]] rules::Theme theme_of_base(refbase::SqlSession& session, const std::string& theme);

}  // namespace bdf::jobs
