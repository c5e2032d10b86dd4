// SPDX-License-Identifier: MIT
// The subcommands of `bdf package`.
#pragma once

#include "bdf/command.h"

namespace bdf::command {

Add add_package_build, add_package_verify, add_package_diff, add_package_publish, add_package_fetch;

}  // namespace bdf::command
