// SPDX-License-Identifier: MIT
// A column in another form, and how values get into it. For .cpp files that know GDAL.
#pragma once

#include <ogrsf_frmts.h>

#include <cstddef>
#include <string>

#include "io/export_layer.h"
#include "model/value.h"

namespace bdf::io {

struct ExportField {
  ExportForm form = ExportForm::flatgeobuf;
  OGRFieldType type = OFTString;
  bool is_boolean = false;
  std::size_t width = 0;  ///< bytes of a text, characters of a number; 0: as many as come
};

/// Times are text where the form has no time that says its zone, dates where it has no date without
/// a time; bytes are hexadecimal text where it has none.
[[nodiscard]] ExportField field_for(const Column& column, const ExportColumn& exported,
                                    ExportForm form);
/// Adds it to a layer; false where GDAL refuses.
[[nodiscard]] bool add_field(OGRLayer& layer, const ExportField& field, const std::string& name);

/// Sets what the field can be; what it cannot be at all becomes NULL, a text that is too long is
/// cut between characters.
void set_value(OGRFeature& feature, int index, const ExportField& field, const ValueView& value);

}  // namespace bdf::io
