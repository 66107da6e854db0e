#include "domain/message.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <absl/time/time.h>

#include "motcua/base/error.h"
#include "motcua/calendar/time_zone.h"
#include "motcua/text/text.h"
#include "motcua/text/utf8.h"

namespace motcua::portalsync {
namespace {

// Lengths of domain 2.3 and 2.4, in characters.
constexpr std::size_t kMaxSubject = 1000;
constexpr std::size_t kMaxFileName = 4000;
constexpr std::size_t kMaxHandler = 50;

std::string StateNumber(NationalState state) {
  return std::to_string(dossier::WireNumber(state));
}

struct KindText {
  std::string_view kind;
  std::string_view text;
};
// Description of events that the state alone does not show.
constexpr std::array<KindText, 17> kKindTexts = {{
    {"DossierFiled", "Nộp hồ sơ trực tuyến"},
    {"DossierAccepted", "Tiếp nhận hồ sơ"},
    {"AcceptanceDelayed", "Hồ sơ chờ tiếp nhận quá thời gian quy định"},
    {"DossierForwarded", "Chuyển bước xử lý"},
    {"TaskTransferred", "Chuyển người, đơn vị xử lý"},
    {"DossierRecalled", "Thu hồi bước đã chuyển"},
    {"SupplementRequested", "Yêu cầu bổ sung giấy tờ"},
    {"SupplementSent", "Công dân gửi giấy tờ bổ sung"},
    {"SupplementConfirmed", "Xác nhận đã bổ sung giấy tờ"},
    {"PaymentRequested", "Yêu cầu thực hiện nghĩa vụ tài chính"},
    {"PaymentConfirmed", "Xác nhận đã thực hiện nghĩa vụ tài chính"},
    {"DossierResumed", "Tiếp tục xử lý"},
    {"ResultTransferred", "Chuyển kết quả về bộ phận một cửa"},
    {"ResultConfirmed", "Bộ phận một cửa nhận kết quả"},
    {"DueDateExtended", "Xin lỗi và hẹn lại ngày trả kết quả"},
    {"DueDateRecomputed", "Tính lại ngày hẹn trả theo lịch làm việc mới"},
    {"DossierReturned", "Trả lại hồ sơ không đủ điều kiện giải quyết"},
}};

std::string WhatWasDone(const DossierEvent& event) {
  const auto* const known =
      std::find_if(kKindTexts.begin(), kKindTexts.end(),
                   [&](const KindText& entry) { return entry.kind == event.kind; });
  std::string text(known == kKindTexts.end() ? dossier::VietnameseName(event.state) : known->text);
  if (event.kind == "DossierForwarded" && !event.step_vi.empty()) {
    text += ": " + event.step_vi;
  }
  return text;
}

std::string Handler(const DossierEvent& event) {
  switch (event.actor) {
    case ActorKind::kOfficer:
      return text::CutToCharacters(event.officer, kMaxHandler);  // a staff number, never a name
    case ActorKind::kCitizen:
      return "Công dân";
    case ActorKind::kSystem:
    case ActorKind::kUnspecified:
      break;
  }
  return "Hệ thống";
}

std::vector<Fields> Identities(const DisclosedDossier& disclosed) {
  constexpr int kCitizen = 1;
  constexpr std::size_t kCitizenCard = 12;
  constexpr std::size_t kOldCard = 9;
  const std::string& number = disclosed.identity_number;
  if (disclosed.applicant_kind != kCitizen ||
      (!text::IsDigits(number, kCitizenCard, kCitizenCard) &&
       !text::IsDigits(number, kOldCard, kOldCard))) {
    return {};
  }
  return {{{"LoaiDinhDanh", number.size() == kCitizenCard ? "1" : "2"}, {"SoDinhDanh", number}}};
}

std::vector<Fields> Papers(const DisclosedDossier& disclosed) {
  std::vector<Fields> papers;
  for (const DisclosedDossier::Paper& paper : disclosed.papers) {
    papers.push_back({{"TepDinhKemId", paper.id},
                      {"TenTepDinhKem", text::CutToCharacters(paper.file_name, kMaxFileName)},
                      {"IsDeleted", "False"},
                      {"MaThanhPhanHoSo", paper.part_id},
                      {"DuongDanTaiTepTin", ""},  // papers are not published by a public link
                      {"DuocSoHoa", "1"},
                      {"DuocTaiSuDung", "0"},
                      {"DuocLayTuKhoDMQG", "0"},
                      {"MaKetQuaThayThe", ""}});
  }
  return papers;
}

std::vector<Fields> Fees(const DisclosedDossier& disclosed) {
  if (disclosed.fee_vnd <= 0) {
    return {};
  }
  return {{{"TenPhiLePhi", "Phí, lệ phí"},
           {"MaPhiLePhi", ""},
           {"HinhThucThu", ""},
           {"Gia", std::to_string(disclosed.fee_vnd)},
           {"LoaiPhiLePhi", ""}}};
}

absl::Status CheckFilled(const Fields& fields) {
  constexpr std::array<std::string_view, 9> kFilled = {
      "MaHoSo",       "MaTTHC",       "TenTTHC",     "MaLinhVuc", "TenLinhVuc",
      "KenhThucHien", "LoaiDoiTuong", "NgayNopHoSo", "DonViXuLy"};
  for (const auto& [name, value] : fields) {
    if ((value.empty() || value == "0") &&
        std::find(kFilled.begin(), kFilled.end(), name) != kFilled.end()) {
      return Error(absl::StatusCode::kFailedPrecondition, "MESSAGE_INCOMPLETE",
                   "a field required by the portal is unknown", {{"field", name}});
    }
  }
  return absl::OkStatus();
}

}  // namespace

std::string PortalTime(const std::optional<Instant>& instant) {
  if (!instant.has_value()) {
    return "";
  }
  const std::chrono::microseconds local = calendar::ToLocal(*instant).time_since_epoch();
  return absl::FormatTime("%E4Y%m%d%H%M%S", absl::FromUnixMicros(local.count()),
                          absl::UTCTimeZone());
}

absl::StatusOr<DossierMessage> MakeDossierMessage(const NextEvent& next,
                                                  const DisclosedDossier& disclosed) {
  const DossierEvent& event = next.event;
  DossierMessage message;
  message.fields = {
      {"MaHoSo", next.code},
      {"MaTTHC", disclosed.procedure_code},
      {"TenTTHC", disclosed.procedure_vi},
      {"MaLinhVuc", disclosed.field_code},
      {"TenLinhVuc", disclosed.field_vi},
      {"KenhThucHien", std::to_string(disclosed.channel)},
      {"ChuHoSo", disclosed.full_name},
      {"SoGiayToChuHoSo", disclosed.identity_number},
      {"LoaiDoiTuong", std::to_string(disclosed.applicant_kind)},
      {"MaDoiTuong", ""},
      {"ThongTinKhac", ""},
      {"GhiChu", ""},
      {"Fax", ""},
      {"Email", disclosed.email},
      {"SoDienThoai", disclosed.phone},
      // Required by the portal but optional here: the procedure's name is used instead.
      {"TrichYeuHoSo",
       text::CutToCharacters(disclosed.subject.empty() ? disclosed.procedure_vi : disclosed.subject,
                             kMaxSubject)},
      {"NgayNopHoSo", PortalTime(disclosed.filed_at)},
      {"NgayTiepNhan", PortalTime(event.received_at)},
      {"NgayHenTra", PortalTime(event.due_at)},
      {"TrangThaiHoSo", StateNumber(event.state)},
      {"NgayKetThucXuLy", PortalTime(event.finished_at)},
      {"NgayTra", PortalTime(event.handed_over_at)},
      {"ThongTinTra", ""},
      {"NgayTuChoi", PortalTime(event.refused_at)},
      {"HinhThuc", ""},
      {"DonViXuLy", event.handling_agency},
      {"NoiNopHoSo",
       "2"},  // filed with the province; otherwise the portal would treat it as its own
      {"HoSoCoThanhPhanSoHoa", "0"},
      {"TaiKhoanDuocXacThucVoiVNeID", "0"},
      {"DuocThanhToanTrucTuyen", "0"}};
  if (absl::Status status = CheckFilled(message.fields); !status.ok()) {
    return status;
  }
  for (auto& [name, entries] : {std::pair{"DinhDanhCHS", Identities(disclosed)},
                                {"TaiLieuNop", Papers(disclosed)},
                                {"DanhSachLePhi", Fees(disclosed)}}) {
    if (!entries.empty()) {
      message.lists.emplace_back(name, entries);
    }
  }
  return message;
}

Fields MakeProgressMessage(const NextEvent& next) {
  const DossierEvent& event = next.event;
  return {
      {"MaHoSo", next.code},
      {"NguoiXuLy", Handler(event)},
      {"ChucDanh", ""},
      {"PhongBanXuLy", event.current_agency.empty() ? event.handling_agency : event.current_agency},
      {"ThoiDiemXuLy", PortalTime(event.occurred_at)},
      {"NoiDungXuLy", WhatWasDone(event)},
      {"TrangThai", StateNumber(event.state)},
      {"NgayBatDau", ""},
      {"NgayKetThucTheoQuyDinh", ""}};
}

}  // namespace motcua::portalsync
