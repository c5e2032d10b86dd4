// SPDX-License-Identifier: MIT
// Another geometry or value for an object that merged holds, or none of it.
#pragma once

#include <string>

#include "topology/merged_layer.h"

namespace bdf::topology {

/// In the change to local, which is made where there is none, and in what goes to the reference of
/// the object: with its insertion or its geometry where these go out; and, where merged held it as
/// the reference does, by authority over geometries. A change that is made stands last.
void put_geometry(MergedLayer& layer, HeldObject& object, const std::string& wkb);

/// Nothing of an update's geometry goes to the reference of that cluster. Whether anything did.
bool withhold_geometry(MergedLayer& layer, std::size_t cluster);

/// Deletes an object that each side has once: from local, and by authority over existence from the
/// reference. The ledger's entry says so, with `rule`.
void put_removal(MergedLayer& layer, const HeldObject& object, const std::string& rule);

/// As put_geometry(), for the value of an attribute, by authority over that; nothing goes to a
/// reference that does not carry it, or while it is being asked what becomes of the value or of the
/// object, or a proposal of the value waits.
void put_value(MergedLayer& layer, HeldObject& object, const merge::Attribute& attribute,
               const Value& value);

}  // namespace bdf::topology
