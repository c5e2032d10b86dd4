// SPDX-License-Identifier: MIT
#include "jobs/label_verify.h"

#include <algorithm>
#include <cmath>

#include "base/clock.h"
#include "base/error.h"
#include "base/message.h"
#include "credential/judgement.h"
#include "jobs/label_figures.h"
#include "jobs/label_issue.h"
#include "jobs/package_check.h"
#include "label/carrier.h"
#include "package/archive.h"
#include "package/manifest.h"
#include "rules/yaml_document.h"

namespace bdf::jobs {

namespace {

namespace fs = std::filesystem;
using credential::Verdict;
using label::FigureValue;
using label::LabelSubject;
using label::StatedFigure;

/// Figures are kept to a millionth.
constexpr double same_figure = 1.5e-6;

bool is_asked_so(const StatedFigure& said, const rules::Criterion& criterion) {
  return said.bound == criterion.bound && said.weight == criterion.weight &&
         said.measure == criterion.measure && said.evidence == rules::evidence_of(criterion.figure);
}

/// Another number, another layer, or one where there is none.
bool is_other_figure(const StatedFigure& said, const FigureValue& found) {
  if (said.value.has_value() != found.value.has_value() || said.layer != found.layer) return true;
  return found.value && std::abs(*found.value - *said.value) > same_figure;
}

class Verifying {
 public:
  explicit Verifying(const LabelVerifyJob& job) : job_(job), now_(time_of_run(job.now)) {}

  LabelVerification run() {
    const auto text = read_label();
    look_at_package();
    judge(text);
    if (!result_.said) return std::move(result_);
    require_binding();
    if (result_.altered.empty()) check_figures();
    return std::move(result_);
  }

 private:
  [[nodiscard]] const LabelSubject& said() const { return *result_.said; }

  [[nodiscard]] std::string read_label() const {
    if (!job_.label.empty()) return rules::read_text(job_.label);
    if (is_declaration(job_.subject))
      throw InputError(msg("say with --label which label is of {}", job_.subject.string()));
    for (const auto& entry : package::entries_of(job_.subject))
      if (entry.path == label::label_file)
        return package::read_entry(job_.subject, label::label_file);
    throw InputError(msg("{} has no label", job_.subject.string()));
  }

  void add(const std::string& code, const std::string& message) {
    result_.altered.push_back({Level::error, code, "", "", "", message});
  }

  void look_at_package() {
    if (is_declaration(job_.subject)) {
      base_ = open_labelled(job_.subject, job_.reading);
      result_.name = base_->name;
      theme_ = base_->theme.name;
      return;
    }
    const auto verification = verify_package(job_.subject, job_.reading.threads);
    manifest_ = verification.manifest;
    result_.name = package::to_text(manifest_->name);
    theme_ = manifest_->theme.name;
    for (const auto& finding : verification.findings)
      if (finding.level == Level::error) result_.altered.push_back(finding);
  }

  void judge(const std::string& text) {
    const auto now = instant_of(now_);
    const credential::Question question{*now, theme_, std::string(label::label_type)};
    std::optional<std::string> list;
    if (!job_.status_list.empty()) list = rules::read_text(job_.status_list);
    const auto judgement = credential::judge(text, read_trust(job_.trust, *now), question, list);
    result_.credential = judgement.finding;
    result_.organisation = judgement.organisation;
    if (!judgement.said) return;
    result_.valid_until = judgement.said->credential.valid_until;
    result_.digest = judgement.said->digest;
    try {
      result_.said = label::subject_from_json(judgement.said->credential.subject);
    } catch (const InputError& error) {
      result_.credential = {Verdict::malformed, error.what()};
    }
  }

  void require_binding() {
    const auto& package = said().scope.package;
    if (package.name != result_.name)
      add("other_subject", msg("the label is of {}, and this is {}", package.name, result_.name));
    else if (said().scope.theme != theme_)
      add("scope_differs",
          msg("the label is of the theme “{}”, and this is of “{}”", said().scope.theme, theme_));
    else if (manifest_)
      require_manifest(package);
    else
      require_layers();
  }

  void require_manifest(const label::NamedPackage& package) {
    if (package.manifest_digest != package::digest_of_manifest(*manifest_))
      add("manifest_differs",
          msg("{} is not the one that the label was given to: another package of this name, or "
              "another label",
              std::string(package::manifest_file)));
    if (said().scope.theme_digest != manifest_->theme.digest)
      add("other_theme", msg("the label was given by another theme than the package was made by"));
  }

  void require_layers() {
    const auto& layers = said().scope.layers;
    for (const auto& layer : base_->layers) {
      const auto found = std::find_if(layers.begin(), layers.end(), [&](const auto& one) {
        return one.layer == layer.facts.name;
      });
      if (found == layers.end())
        add("layer_unlabelled", msg("layer {}: the label says nothing of it", layer.facts.name));
      else if (found->digest != layer.digest)
        add("content_differs",
            msg("layer {}: its content is not what the label was given to", layer.facts.name));
    }
    for (const auto& layer : layers)
      if (std::none_of(base_->layers.begin(), base_->layers.end(),
                       [&](const auto& one) { return one.facts.name == layer.layer; }))
        add("layer_missing", msg("layer {}: it is not there any more", layer.layer));
  }

  /// What else the label says of what it was given to.
  void require_scope(const LabelledData& data) {
    const auto& scope = said().scope;
    const auto require = [&](const char* what, const std::string& said, const std::string& found) {
      if (said != found)
        add("scope_differs",
            msg("the label says “{}” of its {}, and it is “{}”", said, what, found));
    };
    require("theme", scope.theme, data.theme.name);
    require("themeVersion", scope.theme_version, data.theme.version);
    require("pack", scope.pack, data.pack.code);
    require("territory", scope.territory, data.territory);
    require("edition", scope.edition, data.edition);
    require("date", scope.date, data.edition_date);
    if (!data.steward.empty()) require("steward", scope.steward, data.steward);
    std::vector<label::LabelledContent> layers;
    for (const auto& layer : data.layers)
      layers.push_back({layer.facts.name, layer.facts.features, layer.digest});
    if (scope.layers != layers)
      add("scope_differs", msg("the label says of other layers that they are in it"));
  }

  void check_figures() {
    const auto data = manifest_ ? open_labelled(job_.subject, job_.reading) : std::move(*base_);
    result_.has_theme = data.theme.digest == said().scope.theme_digest;
    if (!result_.has_theme)
      return leave_unchecked(
          msg("the label was given by another version of the theme “{}” than "
              "the one at hand: give that one with --theme",
              data.theme.name));
    require_scope(data);
    if (!result_.altered.empty()) return;
    std::optional<LabelledData> socle;
    if (!job_.socle.empty()) socle = open_labelled(job_.socle, job_.reading);
    const bool has_socle = socle && is_socle_of_label(*socle);
    const auto attested = what_was_attested();
    const auto found = measure_figures(
        {&data, has_socle ? &*socle : nullptr, &attested, said().evaluated, job_.reading.threads});
    for (const auto& figure : found) compare(data, figure, socle && !has_socle);
    require_asked(found);
    check_level(data, found);
  }

  void leave_unchecked(const std::string& reason) {
    for (const auto& figure : said().figures)
      result_.figures.push_back(
          {figure.criterion, figure.value, std::nullopt, FigureState::unchecked, reason});
  }

  [[nodiscard]] bool is_socle_of_label(const LabelledData& socle) const {
    const auto digest = socle.manifest ? package::digest_of_manifest(*socle.manifest) : "";
    return said().socle == label::NamedPackage{socle.name, digest};
  }

  /// Nobody can look at it from afar: it stands as it was said.
  [[nodiscard]] Attestation what_was_attested() const {
    Attestation attestation;
    for (const auto& figure : said().figures)
      if (figure.evidence == rules::Evidence::attested && figure.value)
        attestation.statements[figure.criterion] = *figure.value;
    return attestation;
  }

  [[nodiscard]] const StatedFigure* stated(const std::string& criterion) const {
    for (const auto& figure : said().figures)
      if (figure.criterion == criterion) return &figure;
    return nullptr;
  }

  void compare(const LabelledData& data, const FigureValue& found, bool other_socle) {
    const auto& criteria = data.theme.label->criteria;
    const auto& criterion = *std::find_if(criteria.begin(), criteria.end(), [&](const auto& one) {
      return one.code == found.criterion;
    });
    const auto* figure = stated(found.criterion);
    if (figure == nullptr)
      return result_.figures.push_back({found.criterion, std::nullopt, found.value,
                                        FigureState::differs, msg("the label leaves it out")});
    CheckedFigure checked{found.criterion, figure->value, found.value, FigureState::holds, ""};
    if (!is_asked_so(*figure, criterion))
      checked.state = FigureState::differs,
      checked.reason = msg("it was held against something else than the theme asks");
    else if (rules::evidence_of(criterion.figure) == rules::Evidence::attested && figure->value)
      checked.state = FigureState::unchecked, checked.reason = msg("the steward says so");
    else if (found.why == label::Unmeasured::no_socle && figure->value &&
             !said().socle.name.empty())
      checked.state = FigureState::unchecked,
      checked.reason = other_socle ? msg("it was held against another socle: {}", said().socle.name)
                                   : msg("give the socle with --socle: {}", said().socle.name);
    else if (is_other_figure(*figure, found))
      checked.state = FigureState::differs, checked.reason = msg("it is another figure");
    result_.figures.push_back(std::move(checked));
  }

  /// A figure of which the theme does not ask, or that stands twice.
  void require_asked(const std::vector<FigureValue>& found) {
    for (const auto& figure : said().figures) {
      const auto is_it = [&](const auto& one) { return one.criterion == figure.criterion; };
      const auto& all = said().figures;
      if (std::none_of(found.begin(), found.end(), is_it) ||
          std::count_if(all.begin(), all.end(), is_it) > 1)
        result_.figures.push_back({figure.criterion, figure.value, std::nullopt,
                                   FigureState::differs, msg("the theme asks for no such figure")});
    }
  }

  /// The level follows from the figures as they are said; what was not measured here is believed.
  void check_level(const LabelledData& data, const std::vector<FigureValue>& found) {
    auto figures = found;
    for (auto& figure : figures)
      if (const auto* one = stated(figure.criterion); one != nullptr && !figure.value)
        figure.value = one->value;
    const auto judged = label::judge(*data.theme.label, data.pack.code, figures);
    for (const auto& one : judged.results)
      if (const auto* figure = stated(one.criterion->code);
          figure != nullptr && figure->holds != one.holds)
        add_level(msg("the label says of “{}” that it is met or missed, and it is the contrary",
                      one.criterion->code));
    if (judged.level != said().level) add_level(msg("the level does not follow from the figures"));
    if (std::abs(judged.weighted - said().weighted) > same_figure)
      add_level(msg("the share of the weights does not follow from the figures"));
    const auto until = instant_of(result_.valid_until);
    if (!until || until > instant_of(end_of_label(said().evaluated, data.theme.label->months)))
      add_level(msg("it is valid for longer than the theme allows"));
  }

  void add_level(const std::string& reason) {
    result_.figures.push_back({"level", std::nullopt, std::nullopt, FigureState::differs, reason});
  }

  const LabelVerifyJob& job_;
  std::string now_;
  std::string theme_;
  std::optional<package::Manifest> manifest_;
  std::optional<LabelledData> base_;
  LabelVerification result_;
};

}  // namespace

bool LabelVerification::is_good() const {
  return credential.verdict == Verdict::good && has_theme && altered.empty() &&
         std::none_of(figures.begin(), figures.end(),
                      [](const CheckedFigure& one) { return one.state == FigureState::differs; });
}

LabelVerification verify_label(const LabelVerifyJob& job) { return Verifying(job).run(); }

}  // namespace bdf::jobs
