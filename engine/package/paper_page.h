// SPDX-License-Identifier: MIT
// A page of a package's papers: in two languages, of which the reader picks one; with nothing to
// load and nothing to run, which it also forbids itself. Whatever comes from data goes through
// report::escaped().
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "package/two_languages.h"
#include "report/html.h"

namespace bdf::package {

/// What `part` says (HTML), in each language and marked as such: one of both is shown.
[[nodiscard]] std::string in_both(const std::function<std::string(Language)>& part);

/// The same for a piece of a line: a caption, a label.
[[nodiscard]] std::string in_both_inline(const Wording& text);

[[nodiscard]] std::string paragraph_of(std::string_view text);
/// The text alone where the address is neither of the web, nor of mail, nor relative.
[[nodiscard]] std::string link_to(std::string_view address, std::string_view text);

/// report::html_of() in a frame that scrolls where the screen is narrow, and can be reached by key.
[[nodiscard]] std::string wide_table(const report::Table& table);

/// A whole page. `title` is text, `body` HTML. It shows French first; the choice needs no script.
[[nodiscard]] std::string paper_page(const Wording& title, std::string_view body);

}  // namespace bdf::package
