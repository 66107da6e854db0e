#include "domain/inbound_command.h"

#include <random>

#include <gtest/gtest.h>

#include "motcua/calendar/time_zone.h"
#include "motcua/sms/segments.h"

#include "domain/inbound_limits.h"
#include "domain/replies.h"

namespace motcua::notification {
namespace {

using dossier::NationalState;

struct Case {
  const char* text;
  InboundKind kind;
  const char* code = "";
  int score = 0;
};

TEST(InboundCommandTest, ReadsTheGrammar) {
  constexpr char kCode[] = "H19.12-250312-0001";
  const Case cases[] = {
      {"H19.12-250312-0001", InboundKind::kStatus, kCode},
      {"h19 12 250312 0001", InboundKind::kStatus, kCode},
      {" H19.12 - 250312 - 0001 \n", InboundKind::kStatus, kCode},
      {"TRACUU H19.12-250312-0001", InboundKind::kStatus, kCode},
      {"tra cuu h19.12-250312-0001", InboundKind::kStatus, kCode},
      {"Tra cứu H19.12-250312-0001", InboundKind::kStatus, kCode},
      {"T R A C U U   H19.12-250312-0001", InboundKind::kStatus, kCode},
      {"Hồ sơ: H19.12-250312-0001.", InboundKind::kStatus, kCode},
      {"HS H19.12-250312-0001", InboundKind::kStatus, kCode},
      {"hsH19.12-250312-0001", InboundKind::kStatus, kCode},
      {"tc H19.12-250312-0001", InboundKind::kStatus, kCode},
      {"000.00.19.H19-250312-0001", InboundKind::kStatus, "000.00.19.H19-250312-0001"},
      {"5", InboundKind::kRating, "", 5},
      {" 1.", InboundKind::kRating, "", 1},
      {"9", InboundKind::kRating, "", 9},
      {"DG 4", InboundKind::kRating, "", 4},
      {"Đánh giá H19.12-250312-0001 4", InboundKind::kRating, kCode, 4},
      {"dg h19.12 250312 0001 5", InboundKind::kRating, kCode, 5},
      {"DG H19.12-250312-0001 tot", InboundKind::kRating, kCode, 0},
      {"HUY", InboundKind::kOptOut},
      {"hủy", InboundKind::kOptOut},
      {"Stop!", InboundKind::kOptOut},
      {"DANG KY", InboundKind::kOptIn},
      {"Đăng ký", InboundKind::kOptIn},
      {"help", InboundKind::kHelp},
      {"Hướng dẫn", InboundKind::kHelp},
      {"huongdan", InboundKind::kHelp},
      {"", InboundKind::kUnknown},
      {"xin chao", InboundKind::kUnknown},
      {"HUY BO HO SO", InboundKind::kUnknown},
      {"12", InboundKind::kUnknown},
      // F15: words beside the code.
      {"HS H19.12-250312-0001 cam on", InboundKind::kStatus, kCode},
      {"HS HS H19.12-250312-0001", InboundKind::kStatus, kCode},
      {"H19.12-250312-0001 cảm ơn", InboundKind::kStatus, kCode},
      {"Mã hồ sơ: H19.12-250312-0001", InboundKind::kStatus, kCode},
      {"Cho hỏi hồ sơ H19.12–250312–0001 xong chưa ạ", InboundKind::kStatus, kCode},
      {"H19.12-250312-0001 va H19.12-250312-0002", InboundKind::kStatus, kCode},
      {"HUY HO SO H19.12-250312-0001", InboundKind::kStatus, kCode},
      {"H19.12-250312-0001 5", InboundKind::kStatus, kCode},
      {"Ho so cua toi xong chua", InboundKind::kUnknown},
      // F16: opt-out and opt-in in other words.
      {"Stop. Cam on", InboundKind::kOptOut},
      {"HUY TIN NHAN", InboundKind::kOptOut},
      {"Hủy nhận tin", InboundKind::kOptOut},
      {"Hủy ạ", InboundKind::kOptOut},
      {"Từ chối nhận tin", InboundKind::kOptOut},
      {"Huỷ đăng ký", InboundKind::kOptOut},
      {"Hủy lịch hẹn", InboundKind::kUnknown},
      {"Đăng kí", InboundKind::kOptIn},
      {"Ðăng ký", InboundKind::kOptIn},
      {"DK nhan tin lai", InboundKind::kOptIn},
      {"Đăng ký kinh doanh thế nào", InboundKind::kUnknown},
      // F18: scores with words, fractions and leading zeros.
      {"5 sao", InboundKind::kRating, "", 5},
      {"5 điểm", InboundKind::kRating, "", 5},
      {"5/5", InboundKind::kRating, "", 5},
      {"05", InboundKind::kRating, "", 5},
      {"5sao nhé", InboundKind::kRating, "", 5},
      {"Năm sao", InboundKind::kRating, "", 5},
      {"Rất hài lòng 4 điểm", InboundKind::kRating, "", 4},
      {"10/10", InboundKind::kRating, "", 0},
      {"DG H19.12-250312-0001 5 sao", InboundKind::kRating, kCode, 5},
      {"DG 5 H19.12-250312-0001", InboundKind::kRating, kCode, 5},
      {"DG: H19.12-250312-0001 - 5/5", InboundKind::kRating, kCode, 5},
      {"H19.12-250312-0001 5 sao", InboundKind::kRating, kCode, 5},
      {"Toi co 5 nguoi con", InboundKind::kUnknown},
      {"\xff\xfe", InboundKind::kUnknown},
      {"😀😀", InboundKind::kUnknown},
      {"hsbc chuyen tien", InboundKind::kUnknown},
  };
  for (const Case& one : cases) {
    const InboundCommand command = ReadInbound(one.text);
    EXPECT_EQ(ToString(command.kind), ToString(one.kind)) << one.text;
    EXPECT_EQ(command.code, one.code) << one.text;
    if (one.kind == InboundKind::kRating) {
      EXPECT_EQ(command.score, one.score) << one.text;
    }
  }
}

TEST(InboundCommandTest, AKeywordWithAnImpossibleCodeIsStillAQuestion) {
  EXPECT_EQ(ReadInbound("HS 12345").kind, InboundKind::kStatus);
  EXPECT_EQ(ReadInbound("TRA CUU H19.12-250230-0001").kind, InboundKind::kStatus);
}

// A code is found whatever stands around it: all scripts, forms and directions.
TEST(InboundCommandTest, ACodeIsFoundInAnyText) {
  const char* const pieces[] = {" ",        "xin chào ", "😀",  "Đơn ", "\u202E", "\u00A0",
                                "мир ",     "ใน ",       "؟ ", "“",    "…",      "\n",
                                "e\u0301 ", "漢字 ",     "? ", "hs "};
  std::mt19937 random(11);
  for (int i = 0; i < 100000; ++i) {
    const auto some = [&] {
      std::string text;
      for (auto n = random() % 6; n > 0; --n) {
        text += pieces[random() % std::size(pieces)];
      }
      return text;
    };
    const std::string text = some() + " H19.12-250312-0001 " + some();
    const InboundCommand command = ReadInbound(text);
    ASSERT_EQ(command.kind, InboundKind::kStatus) << text;
    ASSERT_EQ(command.code, "H19.12-250312-0001") << text;
    ReadInbound(some());
  }
}

TEST(InboundCommandTest, TakesAnyBytes) {
  std::mt19937 random(7);
  for (int i = 0; i < 20000; ++i) {
    std::string text(random() % 60, '\0');
    for (char& c : text) {
      c = static_cast<char>(random());
    }
    ReadInbound(text);
  }
  EXPECT_EQ(ReadInbound(std::string(1000000, 'H')).kind, InboundKind::kUnknown);
}

TEST(InboundLimitsTest, CountRepliesOfASender) {
  const InboundLimits limits;
  EXPECT_FALSE(IsLimited(InboundKind::kStatus, {}, limits));
  EXPECT_FALSE(IsLimited(InboundKind::kStatus, {.replies_last_minute = 2}, limits));
  EXPECT_TRUE(IsLimited(InboundKind::kStatus, {.replies_last_minute = 3}, limits));
  EXPECT_TRUE(IsLimited(InboundKind::kStatus, {.replies_last_day = 20}, limits));
  EXPECT_TRUE(IsLimited(InboundKind::kUnknown, {.unknown_replies_last_day = 1}, limits));
  EXPECT_FALSE(IsLimited(InboundKind::kHelp, {.unknown_replies_last_day = 1}, limits));
  EXPECT_TRUE(IsLimited(InboundKind::kStatus, {.repeated = true}, limits));
}

FoundStatus Found(NationalState state, bool own) {
  return {.code = "H19.12-250312-0001",
          .state = state,
          .own = own,
          .due_at = *calendar::ParseRfc3339("2025-03-17T16:30:00+07:00")};
}

TEST(RepliesTest, SayOnlyTheStateToStrangers) {
  EXPECT_EQ(StatusReply(Found(NationalState::kInProcess, false), "02511022"),
            "Ho so H19.12-250312-0001: DANG XU LY. LH 02511022");
  EXPECT_EQ(StatusReply(Found(NationalState::kInProcess, true), "02511022"),
            "Ho so H19.12-250312-0001: DANG XU LY. Hen tra 17/03/2025 16:30. LH 02511022");
  EXPECT_EQ(StatusReply(Found(NationalState::kFinished, true), "02511022"),
            "Ho so H19.12-250312-0001: DA CO KET QUA. Moi den Bo phan Mot cua nhan. LH 02511022");
  EXPECT_EQ(StatusReply(Found(NationalState::kSupplementRequested, true), "02511022"),
            "Ho so H19.12-250312-0001: CAN BO SUNG giay to. Chi tiet tren dichvucong.gov.vn. LH "
            "02511022");
  EXPECT_EQ(StatusReply(Found(NationalState::kFinished, false), ""),
            "Ho so H19.12-250312-0001: DA CO KET QUA.");
  EXPECT_EQ(NotFoundReply("02511022"),
            "Khong tim thay ho so. Kiem tra ma in tren giay tiep nhan. LH 02511022");
}

TEST(RepliesTest, FitOneMessage) {
  const std::string contact = "0251 1022 hoac 19001";
  std::vector<std::string> replies = {
      NotFoundReply(contact), TooManyTriesReply(contact), HelpReply(contact),
      OptedOutReply(contact), OptedInReply(contact),      BusyReply(contact),
      NothingToRateReply(),   NotYoursReply(contact),     RatedReply(std::string(64, 'H'), 5)};
  for (const char* const reason :
       {"NOT_HANDED_OVER", "ALREADY_RATED", "DOSSIER_UNKNOWN", "SCORE_INVALID", "?"}) {
    replies.push_back(RatingRefusedReply(reason, contact));
  }
  for (const NationalState state : dossier::kAllNationalStates) {
    for (const bool own : {true, false}) {
      FoundStatus found = Found(state, own);
      replies.push_back(StatusReply(found, contact));
      found.code = std::string(64, 'H');
      replies.push_back(StatusReply(found, contact));
    }
  }
  for (const std::string& reply : replies) {
    const auto cost = sms::CountSegments(reply);
    ASSERT_TRUE(cost.ok());
    EXPECT_EQ(cost->encoding, sms::Encoding::kGsm7) << reply;
    EXPECT_LE(cost->units, sms::kGsm7Single) << reply;
  }
}

}  // namespace
}  // namespace motcua::notification
