// SPDX-License-Identifier: MIT
#include "jobs/label_check.h"

#include "base/clock.h"
#include "base/error.h"
#include "base/message.h"

namespace bdf::jobs {

LabelCheck check_label(const LabelCheckJob& job) {
  LabelCheck check;
  check.time = time_of_run(job.now);
  check.data = open_labelled(job.subject, job.reading);
  if (!job.socle.empty()) check.socle = open_labelled(job.socle, job.reading);
  if (!job.attestation.empty())
    check.attestation = read_attestation(job.attestation, *check.data.theme.label);
  if (check.attestation && check.attestation->date > check.time.substr(0, 10))
    throw InputError(
        msg("{}: its date, {}, is yet to come", job.attestation.string(), check.attestation->date));
  FigureRequest request{&check.data, nullptr, nullptr, check.time, job.reading.threads};
  if (check.socle) request.socle = &*check.socle;
  if (check.attestation) request.attestation = &*check.attestation;
  check.judgement =
      label::judge(*check.data.theme.label, check.data.pack.code, measure_figures(request));
  return check;
}

}  // namespace bdf::jobs
