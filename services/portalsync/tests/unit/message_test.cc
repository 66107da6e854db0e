#include "domain/message.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "motcua/base/error.h"

#include "support/fakes.h"

namespace motcua::portalsync::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

std::string Value(const Fields& fields, const std::string& name) {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const auto& field) { return field.first == name; });
  return found == fields.end() ? "(absent)" : found->second;
}

std::vector<Fields> List(const DossierMessage& message, const std::string& name) {
  const auto found = std::find_if(message.lists.begin(), message.lists.end(),
                                  [&](const auto& list) { return list.first == name; });
  return found == message.lists.end() ? std::vector<Fields>() : found->second;
}

TEST(MessageTest, EveryFieldOfADossier) {
  const auto message = MakeDossierMessage(ANext(), ADisclosure());
  ASSERT_TRUE(message.ok()) << message.status();
  EXPECT_THAT(
      message->fields,
      ElementsAre(Pair("MaHoSo", kCode), Pair("MaTTHC", "1.001193"),
                  Pair("TenTTHC", "Thủ tục đăng ký khai sinh"), Pair("MaLinhVuc", "G15"),
                  Pair("TenLinhVuc", "Hộ tịch"), Pair("KenhThucHien", "2"),
                  Pair("ChuHoSo", "Nguyễn Văn An"), Pair("SoGiayToChuHoSo", "012345678901"),
                  Pair("LoaiDoiTuong", "1"), Pair("MaDoiTuong", ""), Pair("ThongTinKhac", ""),
                  Pair("GhiChu", ""), Pair("Fax", ""), Pair("Email", "an@example.vn"),
                  Pair("SoDienThoai", "0901234567"), Pair("TrichYeuHoSo", "Đăng ký khai sinh"),
                  Pair("NgayNopHoSo", "20250312091507"), Pair("NgayTiepNhan", "20250312091507"),
                  Pair("NgayHenTra", "20250315091507"), Pair("TrangThaiHoSo", "2"),
                  Pair("NgayKetThucXuLy", ""), Pair("NgayTra", ""), Pair("ThongTinTra", ""),
                  Pair("NgayTuChoi", ""), Pair("HinhThuc", ""), Pair("DonViXuLy", "H19.50"),
                  Pair("NoiNopHoSo", "2"), Pair("HoSoCoThanhPhanSoHoa", "0"),
                  Pair("TaiKhoanDuocXacThucVoiVNeID", "0"), Pair("DuocThanhToanTrucTuyen", "0")));
  ASSERT_EQ(List(*message, "TaiLieuNop").size(), 1U);
  EXPECT_EQ(Value(List(*message, "TaiLieuNop")[0], "TenTepDinhKem"), "to-khai-an.pdf");
  EXPECT_EQ(Value(List(*message, "TaiLieuNop")[0], "MaThanhPhanHoSo"), "to-khai");
  ASSERT_EQ(List(*message, "DanhSachLePhi").size(), 1U);
  EXPECT_EQ(Value(List(*message, "DanhSachLePhi")[0], "Gia"), "8000");
}

TEST(MessageTest, AllTenStatesAreSentAsTheyAre) {
  for (const NationalState state : dossier::kAllNationalStates) {
    const std::string number = std::to_string(dossier::WireNumber(state));
    const auto message = MakeDossierMessage(ANext(state), ADisclosure());
    ASSERT_TRUE(message.ok());
    EXPECT_EQ(Value(message->fields, "TrangThaiHoSo"), number);
    EXPECT_EQ(Value(MakeProgressMessage(ANext(state)), "TrangThai"), number);
  }
}

TEST(MessageTest, EndsBringTheirDates) {
  NextEvent next = ANext(NationalState::kHandedOver);
  next.event.finished_at = Morning() + std::chrono::hours(1);
  next.event.handed_over_at = Morning() + std::chrono::hours(2);
  next.event.refused_at = Morning() + std::chrono::hours(3);
  const auto message = MakeDossierMessage(next, ADisclosure());
  ASSERT_TRUE(message.ok());
  EXPECT_EQ(Value(message->fields, "NgayKetThucXuLy"), "20250312101507");
  EXPECT_EQ(Value(message->fields, "NgayTra"), "20250312111507");
  EXPECT_EQ(Value(message->fields, "NgayTuChoi"), "20250312121507");
}

TEST(MessageTest, TimesAreOfVietNamToTheSecond) {
  EXPECT_EQ(PortalTime(std::nullopt), "");
  // 17:00:00.5 UTC on New Year's Eve is New Year there.
  EXPECT_EQ(PortalTime(Instant(std::chrono::milliseconds(1735664400500))), "20250101000000");
}

TEST(MessageTest, WhatIsNotYetKnownIsEmpty) {
  NextEvent next = ANext(NationalState::kFiled);
  next.event.received_at.reset();
  next.event.due_at.reset();
  const auto message = MakeDossierMessage(next, ADisclosure());
  ASSERT_TRUE(message.ok());
  EXPECT_EQ(Value(message->fields, "NgayTiepNhan"), "");
  EXPECT_EQ(Value(message->fields, "NgayHenTra"), "");
}

TEST(MessageTest, LongTextsAreCutAtCharacters) {
  DisclosedDossier disclosed = ADisclosure();
  disclosed.subject.clear();
  for (int i = 0; i < 1001; ++i) {
    disclosed.subject += "ế";
  }
  const auto message = MakeDossierMessage(ANext(), disclosed);
  ASSERT_TRUE(message.ok());
  EXPECT_EQ(Value(message->fields, "TrichYeuHoSo").size(), 3000U);
  NextEvent next = ANext();
  next.event.officer = std::string(64, 'x');
  EXPECT_EQ(Value(MakeProgressMessage(next), "NguoiXuLy"), std::string(50, 'x'));
}

TEST(MessageTest, ASubjectThatIsMissingIsTheProcedure) {
  DisclosedDossier disclosed = ADisclosure();
  disclosed.subject.clear();
  EXPECT_EQ(Value(MakeDossierMessage(ANext(), disclosed)->fields, "TrichYeuHoSo"),
            disclosed.procedure_vi);
}

TEST(MessageTest, AFieldThatThePortalNeedsAndNobodyKnowsIsNamed) {
  const auto field_of = [](const NextEvent& next, const DisclosedDossier& disclosed) {
    const absl::Status status = MakeDossierMessage(next, disclosed).status();
    EXPECT_EQ(Reason(status), "MESSAGE_INCOMPLETE");
    return Metadata(status).empty() ? std::string() : Metadata(status).front().second;
  };
  DisclosedDossier disclosed = ADisclosure();
  disclosed.field_code.clear();
  EXPECT_EQ(field_of(ANext(), disclosed), "MaLinhVuc");
  disclosed = ADisclosure();
  disclosed.channel = 0;
  EXPECT_EQ(field_of(ANext(), disclosed), "KenhThucHien");
  NextEvent next = ANext();
  next.event.handling_agency.clear();
  EXPECT_EQ(field_of(next, ADisclosure()), "DonViXuLy");
}

TEST(MessageTest, IdentityCardsByTheirDigits) {
  const auto kind = [](const std::string& number, int applicant = 1) {
    DisclosedDossier disclosed = ADisclosure();
    disclosed.identity_number = number;
    disclosed.applicant_kind = applicant;
    const auto message = MakeDossierMessage(ANext(), disclosed);
    const std::vector<Fields> list = List(*message, "DinhDanhCHS");
    return list.empty() ? std::string() : Value(list[0], "LoaiDinhDanh");
  };
  EXPECT_EQ(kind("012345678901"), "1");
  EXPECT_EQ(kind("123456789"), "2");
  EXPECT_EQ(kind("B1234567"), "");
  EXPECT_EQ(kind("012345678901", 2), "");
}

TEST(MessageTest, ProgressSaysWhoWhenAndWhat) {
  NextEvent next = ANext(NationalState::kInProcess);
  next.event.kind = "DossierForwarded";
  next.event.step_vi = "Thẩm định";
  EXPECT_THAT(
      MakeProgressMessage(next),
      ElementsAre(Pair("MaHoSo", kCode), Pair("NguoiXuLy", "CB001"), Pair("ChucDanh", ""),
                  Pair("PhongBanXuLy", "H19.90"), Pair("ThoiDiemXuLy", "20250312091507"),
                  Pair("NoiDungXuLy", "Chuyển bước xử lý: Thẩm định"), Pair("TrangThai", "4"),
                  Pair("NgayBatDau", ""), Pair("NgayKetThucTheoQuyDinh", "")));
  next.event.actor = ActorKind::kCitizen;
  next.event.kind = "ANewKindOfEvent";
  EXPECT_EQ(Value(MakeProgressMessage(next), "NguoiXuLy"), "Công dân");
  EXPECT_EQ(Value(MakeProgressMessage(next), "NoiDungXuLy"), "Đang xử lý");
}

TEST(RedactTest, NothingPersonalIsLeft) {
  const std::string words =
      "Email an@example.vn của Nguyễn Văn An (012345678901, 0901234567) không hợp lệ; "
      "tệp to-khai-an.pdf, Đăng ký khai sinh";
  EXPECT_EQ(Redact(words, ADisclosure()),
            "Email *** của *** (***, ***) không hợp lệ; tệp ***, ***");
  EXPECT_EQ(Redact(std::string(600, 'x'), ADisclosure()).size(), 500U);
  EXPECT_EQ(Redact("đủ", DisclosedDossier()), "đủ");
}

}  // namespace
}  // namespace motcua::portalsync::testing
