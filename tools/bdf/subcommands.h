// SPDX-License-Identifier: MIT
// One declaration a subcommand; each is defined in the file of its name.
#pragma once

#include "bdf/command.h"

namespace bdf::command {

Add add_sync, add_diff, add_match, add_apply, add_invert, add_resolve, add_explain, add_validate,
    add_theme, add_info, add_base, add_key, add_sign, add_convert, add_package, add_label,
    add_nightly;

}  // namespace bdf::command
