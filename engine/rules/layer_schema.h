// SPDX-License-Identifier: MIT
// A class of features as its schema defines it, read from schemas/NAME/VERSION/CLASS.yaml: what its
// columns are called in each carrier, and what their values mean.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/schema.h"

namespace bdf::rules {

/// Whether an attribute may be published. A restricted one never leaves the producer.
enum class Access { open, restricted };

/// An attribute that repeats, for convenience, what linked objects say.
struct Copied {
  std::string link;       ///< the attribute of the same class that leads to them; "": it is no copy
  std::string attribute;  ///< theirs
};

/// One attribute of a class.
struct AttributeDefinition {
  std::string name;  ///< as the schema's own version calls it
  /// Every name that a file may carry it by, folded: its own, its Shapefile name, and those of
  /// other versions.
  std::vector<std::string> names;
  std::string shapefile_name;  ///< "" where not known
  ColumnType type = ColumnType::text;
  std::optional<std::size_t> width;            ///< characters that a text may have
  std::optional<std::size_t> shapefile_width;  ///< bytes that a Shapefile's column has, if known
  std::optional<int> scale;                    ///< decimals of a number
  std::optional<int> digits;                   ///< of a number, with its decimals
  bool required = false;                       ///< a value is expected in every feature
  bool unique = false;
  std::string pattern;              ///< ECMAScript regular expression; "" for any text
  std::vector<std::string> values;  ///< the enumeration; empty where any value will do
  bool list = false;                ///< members separated by `/`, in no order
  std::string references;           ///< the class whose key its values are; "" for none
  Copied copied;                    ///< from what another attribute leads to
  bool housekeeping = false;        ///< no evidence of a change
  Access access = Access::open;

  /// Whether this very version calls it so, in a GeoPackage or a Shapefile.
  [[nodiscard]] bool is_own_name(std::string_view column) const;
};

/// What the value of an attribute says of the direction in which a line is digitised.
struct FlowDefinition {
  std::string attribute;
  std::string direct;   ///< the flow follows the line
  std::string inverse;  ///< the flow is against the line
  /// The attributes that name the nodes at the line's first and last vertex; "" for none.
  std::string first_node, last_node;
};

/// Where a geometry carries no altitude though its type has Z.
struct NoAltitude {
  std::optional<double> z;  ///< this Z stands for none
  std::string attribute;    ///< and so does, for the whole feature, this attribute …
  double value = 0;         ///< … at this value; "" for no such attribute
};

struct GeometryDefinition {
  std::string type;  ///< as in gpkg_geometry_columns, in upper case: LINESTRING, MULTIPOLYGON …
  bool has_z = false;
  bool required = false;  ///< every feature is expected to have one
  std::string column;     ///< what GeoPackages of this schema call it
  NoAltitude no_altitude;
};

struct LayerSchema {
  std::string schema;   ///< "bdtopo"
  std::string version;  ///< "3.5"
  std::string layer;    ///< the class, as GeoPackages call its layer
  std::string title;    ///< for people, in French
  /// Regular expressions (ECMAScript, without regard to case) for what else files call the layer.
  std::vector<std::string> layer_patterns;
  std::string key;          ///< the attribute that identifies a feature
  std::string key_pattern;  ///< ECMAScript; "" for any
  GeometryDefinition geometry;
  std::optional<FlowDefinition> flow;
  std::vector<AttributeDefinition> attributes;  ///< in the order of delivery, geometry left out

  /// The attribute that a column of that name carries, in any carrier or version; nullptr for a
  /// column of the producer's own.
  [[nodiscard]] const AttributeDefinition* find(std::string_view column) const;
};

/// A producer's own value, and what it means in the attribute; nullopt: nothing the attribute says.
struct ValueMeaning {
  std::string own;
  std::optional<std::string> means;
};

/// A column of a producer's own that says what an attribute of the class says, in other words.
struct ColumnMapping {
  std::string column;
  std::vector<std::string> names;  ///< every name that a file may carry it by, folded
  std::string attribute;
  /// Where several values of the producer's mean the same, the first is the one to write. Empty:
  /// the values are the attribute's own.
  std::vector<ValueMeaning> values;
};

/// A producer's own layer, as schemas/producers/NAME.yaml maps it to a class.
struct ProducerSchema {
  std::string name;
  std::string version;
  std::vector<std::string>
      layer_patterns;  ///< as in LayerSchema; what the producer calls the layer
  std::string schema;  ///< "bdtopo"
  std::string layer;   ///< the class that it maps to
  std::string key;     ///< the producer's own key column; "" for none
  std::vector<ColumnMapping> columns;

  [[nodiscard]] const ColumnMapping* find(std::string_view column) const;
};

/// The class in the newest version of the schema, with the names that all versions give
/// its attributes. Throws InputError with file, line and column, and the nearest known word.
[[nodiscard]] LayerSchema load_layer_schema(const std::string& schema, const std::string& layer);

/// The class in one version, with the names of that version alone, and with those of all.
[[nodiscard]] LayerSchema load_layer_schema(const std::string& schema, const std::string& version,
                                            const std::string& layer);
[[nodiscard]] LayerSchema load_with_all_names(const std::string& schema, const std::string& version,
                                              const std::string& layer);

/// The names of the schemas, in alphabetical order.
[[nodiscard]] std::vector<std::string> schema_names();

/// The versions of a schema, oldest first, and the classes of one, in alphabetical order. Throw
/// InputError where there is no such schema or version.
[[nodiscard]] std::vector<std::string> schema_versions(const std::string& schema);
[[nodiscard]] std::vector<std::string> schema_layers(const std::string& schema,
                                                     const std::string& version);

/// The names of the producers' schemas that ship with the command, in alphabetical order.
[[nodiscard]] std::vector<std::string> producer_schemas();

/// `name` is a .yaml file, or a name looked up in schemas/producers of the shared folders.
[[nodiscard]] ProducerSchema load_producer_schema(const std::string& name);

}  // namespace bdf::rules
