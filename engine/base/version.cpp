// SPDX-License-Identifier: MIT
#include "base/version.h"

namespace bdf {

std::string_view version() { return BDF_VERSION; }

}  // namespace bdf
