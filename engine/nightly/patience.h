// SPDX-License-Identifier: MIT
// A base whose server may be gone for a while, and come back.
#pragma once

#include <functional>
#include <string>

#include "refbase/sql_session.h"

namespace bdf::nightly {

/// Does `work`, again where it throws StoreError since the base's server is lost meanwhile, for as
/// long as a server takes to come back. Throws StoreError.
void patiently(const std::string& base, const std::function<void()>& work);

/// The same with a session of the base.
void with_base(const std::string& base, const std::function<void(refbase::SqlSession&)>& work);

/// A server that has been started anew has taken with it whatever was going on. "" of a file.
[[nodiscard]] std::string start_of_server(const std::string& base);

}  // namespace bdf::nightly
