#include <set>

#include <absl/strings/escaping.h>
#include <absl/strings/str_replace.h>
#include <gtest/gtest.h>

#include "motcua/base/error.h"

#include "component/province.h"

namespace motcua::processing::testing {
namespace {

using Stub = v1::ProcessingService::Stub;

TEST(QueueTest, IsPagedByDueDateWithTokensThatFitOneAgencyOnly) {
  Province province(2);
  std::set<std::string> made;
  for (int i = 0; i < 5; ++i) {
    made.insert(province.InProcess().dossier_id());
  }
  v1::ListTasksRequest request;
  request.set_agency(kOffice);
  request.set_page_size(2);
  std::multiset<std::string> listed;
  std::string token;
  int pages = 0;
  do {
    request.set_page_token(token);
    const auto page = Must(province.replica(++pages).Do(&Stub::ListTasks, request));
    for (const v1::QueueEntry& entry : page.entries()) {
      EXPECT_EQ(entry.task().agency(), kOffice);
      EXPECT_EQ(entry.state(), type::v1::DOSSIER_STATE_IN_PROCESS);
      EXPECT_EQ(entry.revision(), 2);
      listed.insert(entry.dossier_id());
    }
    token = page.next_page_token();
  } while (!token.empty() && pages < 10);
  EXPECT_EQ(pages, 3);
  EXPECT_EQ(listed, std::multiset<std::string>(made.begin(), made.end()));

  request.clear_page_token();
  token = Must(province.replica().Do(&Stub::ListTasks, request)).next_page_token();
  const auto reason_of = [&](const std::string& made_up) {
    request.set_page_token(made_up);
    return Reason(province.replica().Do(&Stub::ListTasks, request).status());
  };
  EXPECT_EQ(reason_of("rác"), "PAGE_TOKEN_INVALID");
  std::string plain;
  ASSERT_TRUE(absl::WebSafeBase64Unescape(token, &plain));
  EXPECT_EQ(reason_of(absl::WebSafeBase64Escape(absl::StrReplaceAll(plain, {{"2025", "hôm"}}))),
            "PAGE_TOKEN_INVALID");
  EXPECT_EQ(reason_of(absl::WebSafeBase64Escape(absl::StrReplaceAll(plain, {{"-03-", "-13-"}}))),
            "PAGE_TOKEN_INVALID");
  request.set_agency(kPartner);
  EXPECT_EQ(reason_of(token), "PAGE_TOKEN_INVALID");
  request.clear_page_token();
  request.set_page_size(-1);
  EXPECT_EQ(Reason(province.replica().Do(&Stub::ListTasks, request).status()), "PAGE_SIZE");
}

}  // namespace
}  // namespace motcua::processing::testing
