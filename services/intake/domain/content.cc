#include "domain/content.h"

#include <algorithm>

#include <absl/strings/ascii.h>

#include "motcua/base/status_macros.h"
#include "motcua/base/uuid.h"
#include "motcua/sms/phone.h"
#include "motcua/text/email.h"
#include "motcua/text/text.h"
#include "motcua/text/utf8.h"

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

// The number of a passport: capitals and digits, at most nine (ICAO 9303, part 4, 4.2.2).
bool IsPassport(const std::string& number) {
  constexpr std::size_t kLeast = 6;
  constexpr std::size_t kMost = 9;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  return number.size() >= kLeast && number.size() <= kMost &&
         std::any_of(number.begin(), number.end(), is_digit) &&
         std::all_of(number.begin(), number.end(),
                     [&](char c) { return is_digit(c) || IsUpperLetter(c); });
}

// Citizens: identity card of 12 digits, the older one of 9, or a passport of any country. Bodies:
// tax or enterprise code of 10 digits, a branch with `-nnn`, a 12-digit identifier, or 13 digits.
bool IsIdentityNumber(int kind, const std::string& number) {
  if (kind == 1) {
    return text::IsDigits(number, 12, 12) || IsPassport(number);
  }
  if (number.size() == 14 && number[10] == '-') {
    return text::IsDigits(number.substr(0, 10), 10, 10) && text::IsDigits(number.substr(11), 3, 3);
  }
  return text::IsDigits(number, 10, 10) || text::IsDigits(number, 12, 13) ||
         // State agencies may also use the identifier of QĐ 20/2020.
         (kind == 3 && IsUpperLetter(number.front()) && number.size() <= 35);
}

// `001 095 012 345` and `b1234567` as they are printed.
std::string ReadIdentityNumber(std::string typed) {
  std::erase(typed, ' ');
  absl::AsciiStrToUpper(&typed);
  return typed;
}

absl::Status ReadPhone(std::string& phone) {
  if (phone.empty()) {
    return absl::OkStatus();
  }
  absl::StatusOr<sms::Phone> read = sms::ReadPhone(phone);
  if (!read.ok()) {
    return FieldError("content.applicant.phone", "PHONE_INVALID", Message(read.status()));
  }
  phone = std::move(read->national);
  return absl::OkStatus();
}

absl::Status ReadApplicant(Applicant& applicant) {
  if (applicant.kind < 1 || applicant.kind > 4) {
    return FieldError("content.applicant.kind", "APPLICANT_KIND_INVALID",
                      "the kind of applicant must be 1 to 4");
  }
  MOTCUA_RETURN_IF_ERROR(text::Check(applicant.full_name, {.field = "content.applicant.full_name",
                                                           .most = kMaxName,
                                                           .required = true,
                                                           .missing = "APPLICANT_NAME_INVALID",
                                                           .too_long = "APPLICANT_NAME_INVALID"}));
  applicant.identity_number = ReadIdentityNumber(std::move(applicant.identity_number));
  if (!applicant.identity_number.empty() &&
      !IsIdentityNumber(applicant.kind, applicant.identity_number)) {
    return FieldError("content.applicant.identity_number", "IDENTITY_NUMBER_INVALID",
                      "invalid identification number for this kind of applicant");
  }
  MOTCUA_RETURN_IF_ERROR(ReadPhone(applicant.phone));
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
                    "no such paper; upload it first");
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

absl::StatusOr<DossierContent> ReadContent(DossierContent typed) {
  MOTCUA_RETURN_IF_ERROR(ReadApplicant(typed.applicant));
  MOTCUA_RETURN_IF_ERROR(text::Check(typed.subject, {.field = "content.subject",
                                                     .most = kMaxSubject,
                                                     .lines = true,
                                                     .too_long = "SUBJECT_TOO_LONG"}));
  MOTCUA_RETURN_IF_ERROR(CheckParts(typed.parts, "content.parts"));
  return typed;
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
