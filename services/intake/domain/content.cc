#include "domain/content.h"

#include <algorithm>

#include "motcua/base/status_macros.h"
#include "motcua/base/uuid.h"
#include "motcua/sms/phone.h"
#include "motcua/text/email.h"
#include "motcua/text/text.h"

namespace motcua::intake {
namespace {

constexpr std::size_t kMaxName = 200;
constexpr std::size_t kMaxAddress = 500;
constexpr std::size_t kMaxSubject = 1000;
constexpr std::size_t kMaxParts = 100;
constexpr std::size_t kMaxPapers = 200;
constexpr int kMaxCount = 1000;

bool IsUpperLetter(char c) {
  return c >= 'A' && c <= 'Z';
}

// Citizens: identity card of 12 digits, the older one of 9, or a passport (a letter, 7 or 8
// digits). Bodies: tax or enterprise code of 10 digits, a branch with `-nnn`, a 12-digit
// identifier, or 13 digits.
bool IsIdentityNumber(int kind, const std::string& number) {
  if (kind == 1) {
    return text::IsDigits(number, 12, 12) || text::IsDigits(number, 9, 9) ||
           (IsUpperLetter(number.front()) && text::IsDigits(number.substr(1), 7, 8));
  }
  if (number.size() == 14 && number[10] == '-') {
    return text::IsDigits(number.substr(0, 10), 10, 10) && text::IsDigits(number.substr(11), 3, 3);
  }
  return text::IsDigits(number, 10, 10) || text::IsDigits(number, 12, 13) ||
         // State agencies may also use the identifier of QĐ 20/2020.
         (kind == 3 && IsUpperLetter(number.front()) && number.size() <= 35);
}

absl::Status CheckApplicant(const Applicant& applicant) {
  if (applicant.kind < 1 || applicant.kind > 4) {
    return FieldError("content.applicant.kind", "APPLICANT_KIND_INVALID",
                      "the kind of applicant must be 1 to 4");
  }
  MOTCUA_RETURN_IF_ERROR(text::Check(applicant.full_name, {.field = "content.applicant.full_name",
                                                           .most = kMaxName,
                                                           .required = true,
                                                           .missing = "APPLICANT_NAME_INVALID",
                                                           .too_long = "APPLICANT_NAME_INVALID"}));
  if (!applicant.identity_number.empty() &&
      !IsIdentityNumber(applicant.kind, applicant.identity_number)) {
    return FieldError("content.applicant.identity_number", "IDENTITY_NUMBER_INVALID",
                      "invalid identification number for this kind of applicant");
  }
  if (!applicant.phone.empty() && !sms::IsPhone(applicant.phone)) {
    return FieldError("content.applicant.phone", "PHONE_INVALID",
                      "a phone number must begin with 0 or +84, followed by 9 or 10 digits");
  }
  if (!applicant.email.empty() && !text::IsEmail(applicant.email)) {
    return FieldError("content.applicant.email", "EMAIL_INVALID", "invalid e-mail address");
  }
  return text::Check(applicant.address, {.field = "content.applicant.address",
                                         .most = kMaxAddress,
                                         .lines = true,
                                         .too_long = "ADDRESS_TOO_LONG"});
}

}  // namespace

absl::Status PaperUnknown(const std::string& field, std::size_t index) {
  return FieldError(field + "[" + std::to_string(index) + "]", "PAPER_UNKNOWN",
                    "there is no such paper; upload it first");
}

absl::Status CheckPaperIds(const std::vector<std::string>& paper_ids, const std::string& field) {
  if (paper_ids.size() > kMaxPapers) {
    return FieldError(field, "TOO_MANY_PAPERS", "at most 200 papers");
  }
  for (std::size_t i = 0; i < paper_ids.size(); ++i) {
    if (!IsUuid(paper_ids[i])) {
      return PaperUnknown(field, i);
    }
  }
  return absl::OkStatus();
}

absl::Status CheckParts(const std::vector<FiledPart>& parts, const std::string& field) {
  std::size_t papers = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const FiledPart& part = parts[i];
    const std::string path = field + "[" + std::to_string(i) + "]";
    if (part.originals < 0 || part.copies < 0 || part.originals > kMaxCount ||
        part.copies > kMaxCount) {
      return FieldError(path, "COUNT_INVALID", "the number of papers must be 0 to 1000");
    }
    papers += part.paper_ids.size();
    MOTCUA_RETURN_IF_ERROR(CheckPaperIds(part.paper_ids, path + ".paper_ids"));
  }
  if (parts.size() > kMaxParts || papers > kMaxPapers) {
    return FieldError(field, "TOO_MANY_PAPERS", "at most 100 parts and 200 papers in total");
  }
  return absl::OkStatus();
}

absl::Status CheckContent(const DossierContent& content) {
  MOTCUA_RETURN_IF_ERROR(CheckApplicant(content.applicant));
  MOTCUA_RETURN_IF_ERROR(text::Check(content.subject, {.field = "content.subject",
                                                       .most = kMaxSubject,
                                                       .lines = true,
                                                       .too_long = "SUBJECT_TOO_LONG"}));
  return CheckParts(content.parts, "content.parts");
}

std::vector<std::string> PapersOf(const std::vector<FiledPart>& parts) {
  std::vector<std::string> papers;
  for (const FiledPart& part : parts) {
    papers.insert(papers.end(), part.paper_ids.begin(), part.paper_ids.end());
  }
  std::sort(papers.begin(), papers.end());
  papers.erase(std::unique(papers.begin(), papers.end()), papers.end());
  return papers;
}

}  // namespace motcua::intake
