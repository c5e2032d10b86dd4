// SPDX-License-Identifier: MIT
#include "jobs/changes_file.h"

#include "base/error.h"
#include "base/message.h"
#include "io/output_folder.h"
#include "jobs/styles.h"
#include "report/changes_page.h"

namespace bdf::jobs {

namespace {

enum class Form { geopackage, geojson, json, html };

Form form_of(const std::filesystem::path& path) {
  const auto ending = folded(path.extension().string());
  if (ending == ".gpkg") return Form::geopackage;
  if (ending == ".geojson") return Form::geojson;
  if (ending == ".json") return Form::json;
  if (ending == ".html") return Form::html;
  throw UsageError(
      msg("{}: a difference is written as .gpkg, .geojson, .json or .html, by the ending",
          path.string()));
}

}  // namespace

void require_form_of_changes(const std::filesystem::path& path) {
  static_cast<void>(form_of(path));
}

void write_changes(const std::filesystem::path& path, bool overwrite, const io::ChangesetHead& head,
                   const std::vector<LayerChanges>& layers) {
  io::OutputFile out(path, overwrite);
  switch (form_of(path)) {
    case Form::geopackage:
      write_styled_changeset(out.path(), head, io::to_write(layers));
      break;
    case Form::geojson:
      io::write_changeset_geojson(out.path(), head, layers);
      break;
    case Form::json:
      io::write_changeset_json(out.path(), head, layers);
      break;
    case Form::html:
      io::write_text(out.path(), report::changes_as_html(head, layers));
      break;
  }
  out.commit();
}

}  // namespace bdf::jobs
