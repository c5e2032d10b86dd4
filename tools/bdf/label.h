// SPDX-License-Identifier: MIT
// The subcommands of `bdf label`.
#pragma once

#include "bdf/command.h"

namespace bdf::command {

Add add_label_check, add_label_issue, add_label_verify, add_label_register, add_label_revoke,
    add_label_trust;

}  // namespace bdf::command
