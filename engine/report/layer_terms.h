// SPDX-License-Identifier: MIT
// In which terms the sides of a layer were compared: what tells a difference from another spelling.
#pragma once

#include <map>
#include <string>

#include "merge/layout.h"
#include "rules/theme.h"

namespace bdf::report {

struct LayerTerms {
  merge::Layout layout;
  rules::LayerRules rules;  ///< keeps the schema alive that the layout refers to
};

/// By the layer's name, as conflicts give it. A layer that is not there is one of which nothing is
/// known: values are compared as texts.
using TermsByLayer = std::map<std::string, LayerTerms>;

}  // namespace bdf::report
