// SPDX-License-Identifier: MIT
// GDAL's messages, for the time of one operation on one thread.
#pragma once

#include <cpl_error.h>

#include <string>

namespace bdf::io {

/// Keeps GDAL quiet while it lives, and remembers the first failure.
class GdalErrors {
 public:
  GdalErrors() { CPLPushErrorHandlerEx(collect, this); }
  ~GdalErrors() { CPLPopErrorHandler(); }
  GdalErrors(const GdalErrors&) = delete;
  GdalErrors& operator=(const GdalErrors&) = delete;

  [[nodiscard]] bool failed() const { return !failure_.empty(); }
  [[nodiscard]] const std::string& failure() const { return failure_; }

 private:
  static void CPL_STDCALL collect(CPLErr level, CPLErrorNum /*number*/, const char* message) {
    auto* errors = static_cast<GdalErrors*>(CPLGetErrorHandlerUserData());
    if (level >= CE_Failure && errors->failure_.empty()) errors->failure_ = message;
  }

  std::string failure_;
};

}  // namespace bdf::io
