#pragma once

#include <string>
#include <vector>

#include <absl/status/status.h>

namespace motcua::intake {

/// What the applicant submitted for one part.
struct FiledPart {
  std::string part_id;
  std::vector<std::string> paper_ids;
  int originals = 0;
  int copies = 0;
  bool replaced_by_data = false;
  friend bool operator==(const FiledPart&, const FiledPart&) = default;
};

/// The applicant: personal data, stored only in intake's tables (design rule 6).
struct Applicant {
  int kind = 0;  // national LoaiDoiTuong: 1 citizen, 2 enterprise, 3 state agency, 4 other
  std::string full_name;
  std::string identity_number;
  std::string phone;
  std::string email;
  std::string address;
  friend bool operator==(const Applicant&, const Applicant&) = default;
};

/// The content of a dossier.
struct DossierContent {
  std::string procedure_code;
  std::string receiving_agency;
  std::string handling_agency;
  Applicant applicant;
  std::string subject;
  std::vector<FiledPart> parts;
  std::string variant;
  std::string payer;
  friend bool operator==(const DossierContent&, const DossierContent&) = default;
};

/// Checks each field independently of the catalogue, and gives the content as it is stored: phone
/// in national form, identity number without blanks and in capitals; texts as typed.
/// INVALID_ARGUMENT with the field: APPLICANT_KIND_INVALID, APPLICANT_NAME_INVALID,
/// IDENTITY_NUMBER_INVALID, PHONE_INVALID, EMAIL_INVALID, ADDRESS_TOO_LONG, SUBJECT_TOO_LONG,
/// TEXT_INVALID, and those of CheckParts. Identity number, phone, e-mail and address may be absent,
/// because a counter must not refuse a person who lacks them (CĐ 111/CĐ-TTg). A landline is taken:
/// it is a contact, though not for text messages, which the receipt says.
absl::StatusOr<DossierContent> ReadContent(DossierContent typed);

/// COUNT_INVALID, and those of CheckPaperIds for all papers together. `field` is the path of the
/// list.
absl::Status CheckParts(const std::vector<FiledPart>& parts, const std::string& field);

/// Without a look at what was uploaded. TOO_MANY_PAPERS (over 200), PAPER_UNKNOWN (not even an id).
absl::Status CheckPaperIds(const std::vector<std::string>& paper_ids, const std::string& field);
/// INVALID_ARGUMENT / PAPER_UNKNOWN about the paper at `index` of the list `field`.
absl::Status PaperUnknown(const std::string& field, std::size_t index);

/// Ids of all papers, each once, in order.
std::vector<std::string> PapersOf(const std::vector<FiledPart>& parts);

}  // namespace motcua::intake
