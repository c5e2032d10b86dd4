// SPDX-License-Identifier: MIT
#include "support/label_desk.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "credential/credential.h"
#include "crypto/did.h"
#include "support/json_schema.h"
#include "support/package_desk.h"
#include "unit/archive_samples.h"
#include "unit/crypto_samples.h"

namespace bdf::tests {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// What the samples miss: links out of the commune, and what the offices have yet to fill in.
void mend_hydro(support::Sql data) {
  data.execute("ALTER TABLE troncon_hydrographique ADD COLUMN inventaire_bcae TEXT");
  data.execute(
      "UPDATE troncon_hydrographique SET liens_vers_surface_hydrographique = NULL,"
      " lien_vers_noeud_hydrographique_ini = NULL, lien_vers_noeud_hydrographique_fin = NULL,"
      " date_de_confirmation = '2025-10-01', inventaire_police_de_l_eau = 'Inscrit',"
      " inventaire_bcae = 'Inscrit'");
}

/// `from` must be there.
std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto place = text.find(from);
  if (place == std::string::npos) throw std::runtime_error("there is no " + from);
  return text.replace(place, from.size(), to);
}

std::string sound_statements(const std::string& theme) {
  return theme == "hydro" ? "{open-conflicts: 0, organisation: true, process: true}"
                          : "{open-conflicts: 0, organisation: true}";
}

Words layers_of(const std::string& theme) {
  if (theme == "vegetation") return {"zone_de_vegetation", "haie"};
  return {"troncon_hydrographique", "surface_hydrographique", "plan_d_eau", "cours_d_eau",
          "noeud_hydrographique",   "detail_hydrographique"};
}

bool has(const Words& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

LabelDesk::LabelDesk(std::string theme) : theme_(std::move(theme)) {
  fs::copy_file(sample_file(theme_, "ancestor"), desk_ / "data.gpkg");
  if (theme_ == "hydro") mend_hydro(data());
  attest(sound_statements(theme_));
  socle_ = build({"--pack", theme_ == "hydro" ? "HYDRO" : "VEGETATION"});
  fs::copy_file(files_ending(socle_, "iso19139.xml").at(0), desk_ / "base.xml");
  for (const int number : {1, 2, 3}) {
    const crypto::OwnKey own{sample_key(number), "DDT " + std::to_string(number)};
    crypto::write_key_file(key(number), own, {});
    write_bytes(public_key(number), crypto::line_of({own.key.public_key(), own.organisation}));
  }
}

std::string LabelDesk::pack() const { return theme_ == "hydro" ? "HYDRO-BCAE" : "VEGETATION"; }

fs::path LabelDesk::other_theme(const std::string& from, const std::string& to) const {
  const auto text = bytes_of(std::string(BDF_REPOSITORY) + "/themes/" + theme_ + ".yaml");
  write_bytes(desk_ / "theme.yaml", replaced(text, from, to));
  return desk_ / "theme.yaml";
}

void LabelDesk::attest(const std::string& statements, const std::string& steward) const {
  write_bytes(desk_ / "attestation.yaml",
              "steward: " + steward + "\ndate: 2026-01-05\nstatements: " + statements + "\n");
}

fs::path LabelDesk::declare(const Changes& changes) const {
  std::string text = "title: Base du syndicat\ntheme: " + theme_ + "\npack: " + pack() +
                     "\nterritory: \"038\"\nsource: data.gpkg\nedition: automne 2025\n"
                     "date: 2025-12-15\nsteward: Syndicat de rivière\n"
                     "licence: licence-ouverte-2.0\nmetadata: base.xml\nlayers:\n";
  for (const auto& layer : layers_of(theme_))
    text += "  - {layer: " + layer + ", class: " + layer + "}\n";
  for (const auto& [from, to] : changes) text = replaced(text, from, to);
  write_bytes(desk_ / "base.yaml", text);
  return desk_ / "base.yaml";
}

fs::path LabelDesk::new_folder() { return desk_ / ("folder" + std::to_string(++folders_)); }

fs::path LabelDesk::build(const Words& more) {
  const auto out = new_folder();
  const Words usual{"--theme", theme_,      "--pack",     pack(),  "--as",
                    "folder",  "--edition", "2025-12-15", "--now", label_time};
  Words words{"package", "build", "--from", desk_ / "data.gpkg", "--territory", "038",
              "--whole", "--out", out};
  for (std::size_t i = 0; i < usual.size(); i += 2)
    if (!has(more, usual[i])) words.insert(words.end(), {usual[i], usual[i + 1]});
  words.insert(words.end(), more.begin(), more.end());
  const auto ran = support::bdf(words);
  if (ran.code != 0) throw std::runtime_error(ran.err);
  return package_in(out);
}

fs::path LabelDesk::key(int number) const { return desk_ / ("key" + std::to_string(number)); }

fs::path LabelDesk::public_key(int number) const { return key(number).string() + ".pub"; }

Ran LabelDesk::check(const fs::path& subject, const Words& more) const {
  return label_command(
      {"check", subject, "--json", "--socle", socle_, "--attestation", desk_ / "attestation.yaml"},
      more);
}

fs::path LabelDesk::issue(const fs::path& subject, const Words& more) {
  const auto ran =
      label_command({"issue", subject, "--json", "--socle", socle_, "--attestation",
                     desk_ / "attestation.yaml", "--out", new_folder(), "--key", key(1)},
                    more);
  if (ran.code != 0) throw std::runtime_error(ran.err + ran.out);
  return said_by_label("check", ran).at("path").get<std::string>();
}

Ran LabelDesk::verify(const fs::path& subject, const Words& more) const {
  return label_command({"verify", subject, "--json", "--socle", socle_, "--trust", public_key(1),
                        "--now", "2026-01-11T00:00:00Z"},
                       more);
}

Ran label_command(Words words, const Words& more) {
  for (std::size_t i = 0; i + 1 < more.size(); ++i) {
    const auto found = std::find(words.begin(), words.end(), more[i]);
    if (more[i].starts_with("--") && found != words.end() && *found != "--json")
      words.erase(found, found + 2);
  }
  words.insert(words.begin(), "label");
  words.insert(words.end(), more.begin(), more.end());
  if (!has(words, "--now")) words.insert(words.end(), {"--now", label_time});
  return support::bdf(words);
}

json said_by_label(const std::string& name, const Ran& ran) {
  auto document = json::parse(ran.out, nullptr, false);
  for (const auto& violation : support::violations(document, support::schema_of("label_" + name)))
    ADD_FAILURE() << name << violation << ran.err;
  return document;
}

std::set<std::string> missed(const json& check) {
  std::set<std::string> codes;
  for (const auto& one : check.at("criteria"))
    if (!one.at("holds")) codes.insert(one.at("criterion"));
  return codes;
}

std::set<std::string> altered(const json& verification) {
  std::set<std::string> codes;
  for (const auto& one : verification.at("altered")) codes.insert(one.at("code"));
  return codes;
}

std::set<std::string> figures(const json& verification, const std::string& state) {
  std::set<std::string> codes;
  for (const auto& one : verification.at("figures"))
    if (one.at("state") == state) codes.insert(one.at("criterion"));
  return codes;
}

std::string forged(const std::string& text, int key, const ChangeSubject& change) {
  auto credential = credential::read_credential(text).credential;
  auto subject = label::subject_from_json(credential.subject);
  change(subject);
  credential.subject = label::subject_as_json(subject);
  const auto method = crypto::verification_method_of(sample_key(key).public_key());
  credential.issuer = crypto::did_url_in(method)->did;
  return credential::issue(credential, sample_key(key), {method, label_time, ""});
}

}  // namespace bdf::tests
