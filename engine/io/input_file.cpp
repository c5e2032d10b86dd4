// SPDX-License-Identifier: MIT
#include "io/input_file.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include "base/error.h"
#include "base/message.h"

namespace bdf::io {

void require_file(const std::filesystem::path& path) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status))
    throw InputError(msg("{}: there is no such file", path.string()));
  if (std::filesystem::is_directory(status))
    throw InputError(msg("{}: this is a folder; a file is needed", path.string()));
  if (!std::filesystem::is_regular_file(status))
    throw InputError(
        msg("{}: this is no file, but a pipe or a device: bring what comes from it into a file",
            path.string()));
  errno = 0;
  if (access(path.c_str(), R_OK) != 0)
    throw InputError(msg("{}: cannot be read ({})", path.string(), std::strerror(errno)));
}

}  // namespace bdf::io
