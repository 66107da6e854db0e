#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "motcua/base/error.h"

#include "domain/answer.h"
#include "portal/json_messages.h"
#include "portal/portal_client.h"
#include "support/fakes.h"

namespace motcua::portalsync::testing {
namespace {

TEST(JudgeTest, TheDecisionTable) {
  EXPECT_EQ(Judge(0, "Đồng bộ thành công").verdict, Verdict::kAccepted);
  EXPECT_EQ(Judge(0, "").verdict, Verdict::kAccepted);
  // The national adapter uses this text with any code.
  for (const int code : {0, 3, -3}) {
    EXPECT_EQ(Judge(code, "Hồ sơ H19 đã tồn tại").verdict, Verdict::kExists);
    EXPECT_EQ(Judge(code, "Đã tồn tại").verdict, Verdict::kExists);
  }
  EXPECT_EQ(Judge(401, "").verdict, Verdict::kSessionOver);
  EXPECT_EQ(Judge(9, "Phiên làm việc đã hết hạn").verdict, Verdict::kSessionOver);
  EXPECT_EQ(Judge(2, "MaTTHC không hợp lệ").verdict, Verdict::kRefused);
  EXPECT_EQ(Judge(-1, "").verdict, Verdict::kRefused);
  EXPECT_EQ(Judge(4, "Hồ sơ không tồn tại").verdict, Verdict::kRefused);
}

TEST(ReadAnswerTest, WhatIsNoAnswerFails) {
  for (const char* body :
       {"", "<html></html>", "[]", "null", "{}", R"json({"error_code": null})json",
        R"json({"error_code": "x"})json", R"json({"error_code": 1e99})json",
        R"json({"error_code": 0} trailing)json", R"json({"error_code": {}})json"}) {
    EXPECT_EQ(ReadAnswer(body).verdict, Verdict::kFailed) << body;
  }
  EXPECT_EQ(ReadAnswer(std::string(100'000, '[')).verdict, Verdict::kFailed);
  EXPECT_EQ(ReadAnswer(R"json({"error_code": "0"})json").verdict, Verdict::kAccepted);
  EXPECT_EQ(ReadAnswer(R"json({"error_code": 2, "message": "sai"})json").message, "sai");
}

TEST(ReadLookUpTest, KnownUnknownAndNonsense) {
  EXPECT_FALSE(ReadLookUp(R"json({"error_code": 0, "result": []})json", kCode).held.known);
  const LookedUp known = ReadLookUp(
      R"json({"error_code": 0, "result": [{"MaHoSo": "H19.90-250312-0001", "TrangThaiHoSo": "4",
          "DanhSachTienDo": [{"ThoiDiemXuLy": "20250312091507", "TrangThai": "2"},
                             {"ThoiDiemXuLy": "20250312091600", "TrangThai": "4"}]}]})json",
      kCode);
  ASSERT_TRUE(known.held.known);
  EXPECT_EQ(known.held.state, 4);
  ASSERT_EQ(known.held.progress.size(), 2U);
  EXPECT_EQ(known.held.progress[1].at, "20250312091600");
  for (const char* body :
       {R"json({"error_code": 0})json", R"json({"error_code": 0, "result": {}})json",
        R"json({"error_code": 0, "result": [1]})json",
        R"json({"error_code": 0, "result": [{"MaHoSo": "another", "TrangThaiHoSo": "4",
            "DanhSachTienDo": []}]})json",
        R"json({"error_code": 0, "result": [{"MaHoSo": "H19.90-250312-0001",
            "DanhSachTienDo": []}]})json",
        R"json({"error_code": 0, "result": [{"MaHoSo": "H19.90-250312-0001",
            "TrangThaiHoSo": "4"}]})json",
        R"json({"error_code": 0, "result": [{"MaHoSo": "H19.90-250312-0001", "TrangThaiHoSo": "4",
            "DanhSachTienDo": [7]}]})json"}) {
    const LookedUp looked = ReadLookUp(body, kCode);
    EXPECT_EQ(looked.answer.verdict, Verdict::kFailed) << body;
    EXPECT_FALSE(looked.held.known);
  }
}

TEST(RequestsTest, TextsOfPeopleStayTexts) {
  DisclosedDossier disclosed = ADisclosure();
  disclosed.full_name = "An \"Ba\"\n\\";
  const std::string body = DossierRequest({.session = "s", .unit_code = "u"},
                                          *MakeDossierMessage(ANext(), disclosed), true);
  const boost::json::object request = boost::json::parse(body).as_object();
  EXPECT_EQ(request.at("isUpdating"), "True");
  EXPECT_EQ(request.at("service"), "DongBoHoSoMC");
  EXPECT_EQ(request.at("session"), "s");
  EXPECT_EQ(request.at("madonvi"), "u");
  const boost::json::object& sent = request.at("data").as_array().at(0).as_object();
  EXPECT_EQ(sent.at("ChuHoSo").as_string(), disclosed.full_name.c_str());
  EXPECT_EQ(sent.at("DinhDanhCHS").as_array().size(), 1U);
}

TEST(PortalUrlTest, TakenApart) {
  PortalAccess access;
  ASSERT_TRUE(ReadPortalUrl("http://lgsp.local:8080/adapter/", access).ok());
  EXPECT_EQ(access.address, "http://lgsp.local:8080");
  EXPECT_EQ(access.base_path, "/adapter");
  ASSERT_TRUE(ReadPortalUrl("https://portal.test", access).ok());
  EXPECT_EQ(access.address, "https://portal.test:443");
  EXPECT_EQ(access.base_path, "");
  for (const char* url : {"", "portal:80", "http://portal/?a=1"}) {
    EXPECT_EQ(Reason(ReadPortalUrl(url, access)), "PORTAL_URL_INVALID") << url;
  }
}

TEST(PortalSessionTest, OneLogInForAllAndNoneAfterARefusal) {
  PortalSession session;
  int logins = 0;
  PortalAnswer answer;
  const auto log_in = [&](std::string& made) {
    made = "session-" + std::to_string(++logins);
    return PortalAnswer{.verdict = Verdict::kAccepted};
  };
  EXPECT_EQ(session.Get(log_in, answer), "session-1");
  EXPECT_EQ(session.Get(log_in, answer), "session-1");
  session.Drop("another");
  EXPECT_EQ(session.Get(log_in, answer), "session-1");
  session.Drop("session-1");
  EXPECT_EQ(session.Get(log_in, answer), "session-2");
  session.Drop("session-2");
  const auto refuse = [&](std::string&) {
    ++logins;
    return PortalAnswer{.verdict = Verdict::kRefused, .message = "Sai mật khẩu"};
  };
  EXPECT_EQ(session.Get(refuse, answer), "");
  EXPECT_EQ(answer.verdict, Verdict::kFailed);
  EXPECT_EQ(session.Get(refuse, answer), "");  // our attempts must not lock the account
  EXPECT_EQ(logins, 3);
}

}  // namespace
}  // namespace motcua::portalsync::testing
