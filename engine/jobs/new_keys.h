// SPDX-License-Identifier: MIT
// The keys that a base gives to the objects that come into it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/value.h"
#include "refbase/layers.h"
#include "refbase/sql_session.h"
#include "rules/layer_schema.h"

namespace bdf::jobs {

/// What keys of a class are made of: letters, and so many digits behind them.
struct KeyForm {
  std::string prefix;
  std::size_t digits = 0;
};
/// Of a pattern as ^TRON_EAU[0-9]{16}$; nullopt for another.
[[nodiscard]] std::optional<KeyForm> key_form_of(std::string_view pattern);

/// A key that no object of the layer has or had, within the caller's transaction: of the class's
/// form; of whole numbers the next one; else the uid by which the producer knows the object. Null
/// for a layer whose objects are known by their fid.
[[nodiscard]] Value new_key(refbase::SqlSession& session, const refbase::BaseLayer& layer,
                            const rules::LayerSchema* schema, const std::string& uid);

}  // namespace bdf::jobs
