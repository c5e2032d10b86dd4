// SPDX-License-Identifier: MIT
// What a document of JSON-LD says, read by a program that is not ours (python3-rdflib).
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "support/run.h"
#include "support/temporary_folder.h"

namespace bdf::tests {

/// Terms are of N3, in the prefixes of the document: "dct:title", "<https://…>", "\"Isère\"@fr".
class Triples {
 public:
  explicit Triples(const std::string& lines) {
    std::istringstream stream(lines);
    for (std::string line; std::getline(stream, line);) {
      const auto first = line.find('\t');
      const auto second = line.find('\t', first + 1);
      all_.push_back({line.substr(0, first), line.substr(first + 1, second - first - 1),
                      line.substr(second + 1)});
    }
  }

  [[nodiscard]] std::vector<std::string> objects(const std::string& subject,
                                                 const std::string& predicate) const {
    std::vector<std::string> found;
    for (const auto& triple : all_)
      if (triple.subject == subject && triple.predicate == predicate)
        found.push_back(triple.object);
    return found;
  }
  /// Each once.
  [[nodiscard]] std::set<std::string> all_objects(const std::string& predicate) const {
    std::set<std::string> found;
    for (const auto& triple : all_)
      if (triple.predicate == predicate) found.insert(triple.object);
    return found;
  }
  [[nodiscard]] std::set<std::string> subjects(const std::string& predicate,
                                               const std::string& object) const {
    std::set<std::string> found;
    for (const auto& triple : all_)
      if (triple.predicate == predicate && triple.object == object) found.insert(triple.subject);
    return found;
  }
  /// Whether the others say all that these say of resources that have an IRI.
  [[nodiscard]] bool are_among(const Triples& others) const {
    std::set<std::string> known;
    for (const auto& triple : others.all_) known.insert(triple.as_text());
    for (const auto& triple : all_)
      if (triple.as_text().find("_:") == std::string::npos && !known.contains(triple.as_text()))
        return false;
    return true;
  }

 private:
  struct Triple {
    std::string subject;
    std::string predicate;
    std::string object;
    [[nodiscard]] std::string as_text() const { return subject + ' ' + predicate + ' ' + object; }
  };
  std::vector<Triple> all_;
};

inline Triples triples_of(const std::string& document) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "document.jsonld";
  std::ofstream(file, std::ios::binary) << document;
  const auto ran =
      run({"/usr/bin/python3", "-B", BDF_REPOSITORY "/tests/support/triples.py", file.string()});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(ran.err, "") << document;
  return Triples(ran.out);
}

}  // namespace bdf::tests
