// SPDX-License-Identifier: MIT
#include "merge/subject.h"

#include "merge/evidence.h"
#include "merge/object.h"

namespace bdf::merge {

Subject subject_of(const Context& context, const ThreeWay<FeatureRef>& features,
                   const Attribute& attribute) {
  Subject subject;
  subject.attribute = &attribute;
  subject.responsibility = responsibility_of(context, attribute.responsibility);
  subject.evidence = side_by_evidence(context, features, subject.responsibility);
  subject.ancestor_known = features.ancestor && attribute.carried_by(Side::ancestor);
  subject.in_reference = attribute.carried_by(Side::reference);
  for (const auto side : all_sides)
    subject.values[side] = value_of(features[side], attribute, side);
  if (!subject.in_reference) subject.values.reference = subject.values.ancestor;
  if (attribute.is_gained()) subject.values.local = subject.values.ancestor = Null{};
  return subject;
}

}  // namespace bdf::merge
