// SPDX-License-Identifier: MIT
#pragma once

#include <unistd.h>

#include <cerrno>

namespace bdf {

/// A file descriptor that is closed in any case; errno stays as it is. -1 for none.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() { reset(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  [[nodiscard]] int number() const { return number_; }
  void reset() {
    const int cause = errno;
    if (number_ >= 0) close(number_);
    errno = cause;
    number_ = -1;
  }

 private:
  int number_;
};

}  // namespace bdf
