// SPDX-License-Identifier: MIT
#include "package/carrier_formats.h"
#include "package/description.h"
#include "package/iso_sections.h"

namespace bdf::package {

namespace {

/// An address under which there is something of the resource.
struct Locator {
  std::string url;
  std::string protocol;  ///< of the words that French catalogues know
  std::string name;
  std::string function;  ///< of CI_OnLineFunctionCode
};

void write_locator(IsoWriter& iso, const Locator& locator) {
  iso.in({"onLine", "CI_OnlineResource"}, [&] {
    iso.typed("linkage", "gmd:URL", iri_of(locator.url));
    iso.text("protocol", locator.protocol);
    iso.text("name", locator.name);
    iso.code("function", "CI_OnLineFunctionCode", locator.function);
  });
}

}  // namespace

void write_distribution(IsoWriter& iso, const PackageFacts& facts,
                        const std::vector<Distribution>& distributions) {
  const auto& publisher = facts.product.publisher;
  iso.in({"distributionInfo", "MD_Distribution"}, [&] {
    iso.in({"distributionFormat", "MD_Format"}, [&] {
      iso.text("name", format_title(facts.manifest.name.format));
      iso.without("version", "unknown");
    });
    iso.in({"transferOptions", "MD_DigitalTransferOptions"}, [&] {
      for (const auto& one : distributions)
        if (is_web_address(one.url))
          write_locator(iso, {one.url, "WWW:DOWNLOAD-1.0-http--download", one.title, "download"});
      write_locator(iso, {publisher.url, "WWW:LINK-1.0-http--link", publisher.name, "information"});
    });
  });
}

}  // namespace bdf::package
