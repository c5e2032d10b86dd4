// SPDX-License-Identifier: MIT
#include "jobs/label_issue.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "base/error.h"
#include "base/hash.h"
#include "base/message.h"
#include "credential/credential.h"
#include "io/output_folder.h"
#include "jobs/label_register.h"
#include "jobs/package_place.h"
#include "jobs/signing_method.h"
#include "label/badge.h"
#include "label/carrier.h"
#include "label/subject.h"
#include "package/file_check.h"
#include "package/layout.h"
#include "package/paper_page.h"
#include "package/utc_time.h"

namespace bdf::jobs {

namespace {

namespace fs = std::filesystem;
using package::Manifest;

class Issuing {
 public:
  Issuing(const LabelIssueJob& job, const crypto::OwnKey& own) : job_(job), own_(own) {
    issued_.check = check_label(job.check);
  }

  IssuedLabel run() {
    if (!judgement().level) return std::move(issued_);
    describe();
    if (data().manifest)
      label_package();
    else
      label_base();
    return std::move(issued_);
  }

 private:
  [[nodiscard]] const LabelledData& data() const { return issued_.check.data; }
  [[nodiscard]] const label::Judgement& judgement() const { return issued_.check.judgement; }
  [[nodiscard]] const std::string& now() const { return issued_.check.time; }

  /// What is asked is what the package was made by: nobody labels by a theme of their own.
  void require_theme_of_package() const {
    if (data().manifest && data().manifest->theme.digest != data().theme.digest)
      throw InputError(
          msg("{} was made by another version of the theme “{}” than the one at hand: give that "
              "one with --theme, or make the package again",
              data().name, data().theme.name));
  }

  void describe() {
    require_theme_of_package();
    method_ = signing_method(job_.method, own_.key.public_key());
    issued_.issuer = method_.did;
    issued_.valid_until = end_of_label(now(), data().theme.label->months);
    const auto& attestation = issued_.check.attestation;
    steward_ = !data().steward.empty() ? data().steward : attestation ? attestation->steward : "";
  }

  [[nodiscard]] label::LabelFacts facts() const {
    return {data().theme.label->title,
            *judgement().level,
            own_.organisation,
            issued_.issuer,
            steward_,
            now(),
            issued_.valid_until};
  }

  [[nodiscard]] std::string section() const {
    return label::label_section(facts(), judgement(), rules::load_measures());
  }

  /// `digest`: of the manifest that names everything else.
  [[nodiscard]] label::LabelSubject subject(const std::string& digest) const {
    label::LabelSubject subject;
    subject.scope = {{data().name, digest},
                     data().theme.name,
                     data().theme.version,
                     data().theme.digest,
                     data().pack.code,
                     data().territory,
                     data().edition,
                     data().edition_date,
                     steward_,
                     {}};
    for (const auto& layer : data().layers)
      subject.scope.layers.push_back({layer.facts.name, layer.facts.features, layer.digest});
    subject.level = *judgement().level;
    subject.evaluated = now();
    subject.weighted = judgement().weighted;
    for (const auto& result : judgement().results) subject.figures.push_back(label::stated(result));
    if (const auto& socle = issued_.check.socle)
      subject.socle = {socle->name,
                       socle->manifest ? package::digest_of_manifest(*socle->manifest) : ""};
    return subject;
  }

  std::string credential_of(const label::LabelSubject& subject) {
    const auto text = label::subject_as_json(subject);
    credential::Credential credential;
    credential.contexts = {std::string(label::label_context)};
    credential.types = {std::string(label::label_type)};
    credential.issuer = issued_.issuer;
    credential.issuer_name = own_.organisation;
    credential.valid_from = now();
    credential.valid_until = issued_.valid_until;
    credential.subject = text;
    credential.id = issued_.id = "urn:uuid:" + uuid_v5(text + issued_.issuer);
    if (!job_.registry.empty())
      credential.status = enter_label(job_.registry, {issued_.id, data().name, now(), 0, "", ""},
                                      own_.organisation);
    return credential::issue(credential, own_.key, {method_.url, now(), ""});
  }

  /// The target comes first: a label that cannot be put there is not entered in a register.
  void label_package() {
    PackagePlace place(
        job_.out, data().name,
        {package::form_of(job_.check.subject), package::Compression::light, now(), job_.overwrite});
    const auto folder = data().scratch->path() / "labelled";
    package::unpack(job_.check.subject, folder);
    auto manifest = *data().manifest;
    show_in(folder, manifest);
    io::write_text(folder / package::manifest_file, package::manifest_as_json(manifest));
    io::write_text(folder / label::label_file,
                   credential_of(subject(package::digest_of_manifest(manifest))));
    static_cast<void>(place.stage(folder));
    issued_.path = place.put();
  }

  /// The cover page and the badge, as the manifest then lists them.
  void show_in(const fs::path& folder, Manifest& manifest) const {
    const auto cover = package::layout_of(manifest.name).cover;
    io::write_text(folder / cover,
                   label::with_section(package::read_entry(folder, cover), section()));
    io::write_text(folder / label::badge_file, label::badge_of(facts()));
    auto& files = manifest.files;
    std::erase_if(files, [&](const package::ManifestFile& file) {
      return file.path == cover || file.path == label::badge_file;
    });
    files.push_back(package::describe_file(folder, cover, package::role::cover));
    files.push_back(package::describe_file(folder, std::string(label::badge_file),
                                           std::string(label::badge_role)));
    std::sort(files.begin(), files.end(),
              [](const auto& a, const auto& b) { return a.path < b.path; });
  }

  void label_base() {
    const auto target = job_.out / job_.check.subject.stem();
    fs::create_directories(target);
    io::OutputFile badge(target / label::badge_file, job_.overwrite);
    io::OutputFile page(target / "label.html", job_.overwrite);
    io::OutputFile file(target / label::label_file, job_.overwrite);
    io::write_text(badge.path(), label::badge_of(facts()));
    io::write_text(page.path(), package::paper_page(data().theme.label->title, section()));
    io::write_text(file.path(), credential_of(subject("")));
    for (auto* output : {&badge, &page, &file}) output->commit();
    issued_.path = target / label::label_file;
  }

  const LabelIssueJob& job_;
  const crypto::OwnKey& own_;
  IssuedLabel issued_;
  SigningMethod method_;
  std::string steward_;
};

}  // namespace

std::string end_of_label(const std::string& time, int months) {
  using namespace std::chrono;
  const auto utc = package::utc_time_of(time);
  const auto month_then = year(utc.year) / month(utc.month) + std::chrono::months(months);
  const auto last = year_month_day(month_then / std::chrono::last).day();
  const auto then = month_then / std::min(day(utc.day), last);
  return fmt::format("{:04}-{:02}-{:02}{}", static_cast<int>(then.year()),
                     static_cast<unsigned>(then.month()), static_cast<unsigned>(then.day()),
                     time.substr(10));
}

IssuedLabel issue_label(const LabelIssueJob& job, const crypto::OwnKey& own) {
  return Issuing(job, own).run();
}

}  // namespace bdf::jobs
