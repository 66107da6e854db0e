#include "domain/message_template.h"

#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include "motcua/base/error.h"
#include "motcua/sms/segments.h"

#include "store/pg_templates.h"

namespace motcua::notification {
namespace {

using ::testing::IsEmpty;

calendar::LocalDate Day(const char* text) {
  return *calendar::ParseDate(text);
}

Template ATemplate() {
  return {.id = "received",
          .version = 1,
          .valid_from = Day("2025-01-01"),
          .moment = Moment::kReceived,
          .accented = "Hồ sơ {code}, hẹn {due_at}, {items}. LH {contact}",
          .unaccented = "Ho so {code}, hen {due_at}, {items}. LH {contact}",
          .validity_hours = 24,
          .enabled = true};
}

Values SomeValues() {
  return {.code = "H19.12-250312-0001",
          .due_at = "17/03/2025 16:30",
          .items = {"Bản vẽ", "Đơn"},
          .amount_vnd = 1500000,
          .agency = "H19.12",
          .contact = "02511022"};
}

TEST(RenderTest, PutsTheValuesInWithoutAccents) {
  const auto rendered = Render(ATemplate(), SomeValues());
  ASSERT_TRUE(rendered.ok());
  EXPECT_EQ(rendered->text,
            "Ho so H19.12-250312-0001, hen 17/03/2025 16:30, Ban ve; Don. LH 02511022");
  EXPECT_EQ(rendered->parts, 1);
}

TEST(RenderTest, KeepsAccentsWhereTheyAreWanted) {
  Template text = ATemplate();
  text.send_accented = true;
  // It cannot be cut to one part, so all items are included.
  const auto rendered = Render(text, SomeValues());
  EXPECT_EQ(rendered->text,
            "Hồ sơ H19.12-250312-0001, hẹn 17/03/2025 16:30, Bản vẽ; Đơn. LH 02511022");
  EXPECT_EQ(rendered->parts, 2);
}

TEST(RenderTest, CutsItemsToOneMessage) {
  Values values = SomeValues();
  values.items.assign(20, "Giấy chứng nhận quyền sử dụng đất");
  const auto rendered = Render(ATemplate(), values);
  EXPECT_EQ(rendered->parts, 1);
  EXPECT_NE(rendered->text.find("Giay chung nhan quyen su dung dat; ..."), std::string::npos);
}

TEST(RenderTest, NoListIsTooLongToSend) {
  Template text = ATemplate();
  text.send_accented = true;
  Values values = SomeValues();
  values.items.assign(100, "Giấy chứng nhận quyền sử dụng đất");
  const auto rendered = Render(text, values);
  ASSERT_TRUE(rendered.ok());
  EXPECT_EQ(rendered->parts, 6);
  values.items.assign(1, std::string(3000, 'x'));
  EXPECT_NE(Render(text, values)->text.find("xem giấy báo"), std::string::npos);
}

TEST(RenderTest, WritesSumsAndAMissingDate) {
  Template text = ATemplate();
  text.unaccented = "{amount_vnd} {due_at}";
  Values values = SomeValues();
  values.due_at.clear();
  EXPECT_EQ(Render(text, values)->text, "1.500.000 theo quy dinh");
}

TEST(RenderTest, RefusesMoreThanSixParts) {
  Template text = ATemplate();
  text.unaccented = std::string(990, 'x') + "{code}";
  EXPECT_EQ(Reason(Render(text, SomeValues()).status()), "TEXT_TOO_LONG");
}

TEST(FaultsTest, FindsNoneInAGoodOne) {
  EXPECT_THAT(FindFaults(ATemplate()), IsEmpty());
}

TEST(FaultsTest, NamesTheField) {
  const auto field_of = [](auto change) {
    Template text = ATemplate();
    change(text);
    const auto faults = FindFaults(text);
    return faults.empty() ? std::string("none") : faults.front().first;
  };
  EXPECT_EQ(field_of([](Template& t) { t.id = "Nhận"; }), "id");
  EXPECT_EQ(field_of([](Template& t) { t.id.clear(); }), "id");
  EXPECT_EQ(field_of([](Template& t) { t.version = 0; }), "version");
  EXPECT_EQ(field_of([](Template& t) { t.moment = Moment::kReply; }), "moment");
  EXPECT_EQ(field_of([](Template& t) { t.moment = static_cast<Moment>(99); }), "moment");
  EXPECT_EQ(field_of([](Template& t) { t.channels = {4}; }), "channels");
  EXPECT_EQ(field_of([](Template& t) { t.validity_hours = 0; }), "validity_hours");
  EXPECT_EQ(field_of([](Template& t) { t.accented.clear(); }), "accented_vi");
  EXPECT_EQ(field_of([](Template& t) { t.accented = "{name}"; }), "accented_vi");
  EXPECT_EQ(field_of([](Template& t) { t.accented = std::string(500, 'x') + "đ"; }), "accented_vi");
  EXPECT_EQ(field_of([](Template& t) { t.unaccented = "{code"; }), "unaccented_vi");
  EXPECT_EQ(field_of([](Template& t) { t.unaccented = "code}"; }), "unaccented_vi");
  EXPECT_EQ(field_of([](Template& t) { t.unaccented = "Hồ sơ"; }), "unaccented_vi");
  EXPECT_EQ(field_of([](Template& t) { t.unaccented = "\xff"; }), "unaccented_vi");
  EXPECT_EQ(field_of([](Template& t) { t.unaccented = std::string(161, 'x'); }), "unaccented_vi");
}

TEST(ChooseTest, TakesTheNewestInForceAndTheMoreSpecific) {
  Template first = ATemplate();
  Template second = ATemplate();
  second.version = 2;
  second.valid_from = Day("2025-06-01");
  Template online = ATemplate();
  online.id = "z.online";
  online.channels = {2};
  const std::vector<Template> all = {second, online, first};
  EXPECT_EQ(Choose(all, Moment::kReceived, 1, Day("2025-05-31"))->version, 1);
  EXPECT_EQ(Choose(all, Moment::kReceived, 1, Day("2025-06-01"))->version, 2);
  EXPECT_EQ(Choose(all, Moment::kReceived, 2, Day("2025-06-01"))->id, "z.online");
  EXPECT_FALSE(Choose(all, Moment::kReceived, 1, Day("2024-12-31")).has_value());
  EXPECT_FALSE(Choose(all, Moment::kRefused, 1, Day("2025-06-01")).has_value());
}

TEST(ChooseTest, ASpecificTemplateThatIsOffSilencesItsChannel) {
  Template online = ATemplate();
  online.id = "z.online";
  online.channels = {2};
  online.enabled = false;
  const std::vector<Template> all = {ATemplate(), online};
  EXPECT_FALSE(Choose(all, Moment::kReceived, 2, Day("2025-06-01")).has_value());
  EXPECT_TRUE(Choose(all, Moment::kReceived, 1, Day("2025-06-01")).has_value());
}

// A Vietnamese letter has up to three bytes.
TEST(FaultsTest, LimitsAreInCharacters) {
  Template text = ATemplate();
  text.unaccented = "x";
  const auto wrong = [&](int letters) {
    text.accented.clear();
    for (int i = 0; i < letters; ++i) {
      text.accented += "ế";
    }
    const auto faults = FindFaults(text);
    return faults.empty() ? std::string() : faults.front().second;
  };
  EXPECT_EQ(wrong(350), "");
  EXPECT_THAT(wrong(1000), ::testing::HasSubstr("six messages"));
  EXPECT_EQ(wrong(1001), "1 to 1000 characters");
}

// The province's own texts: no faults, no warnings, and unaccented within one message for any code.
TEST(SampleTemplatesTest, AreGoodAndShort) {
  std::ifstream file(std::string(MOTCUA_SOURCE_DIR) + "/deploy/sample/templates.json");
  std::stringstream document;
  document << file.rdbuf();
  v1::LoadTemplatesRequest request;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(document.str(), &request).ok());
  std::vector<Template> templates;
  for (const v1::Template& one : request.templates()) {
    const auto text = ToTemplate(one);
    ASSERT_TRUE(text.ok());
    EXPECT_THAT(FindFaults(*text), IsEmpty()) << one.id();
    templates.push_back(*text);
    Values values = SomeValues();
    values.code = "000.12.345.H19-250312-00012";
    for (int items = 0; items < 6; ++items) {
      values.items.assign(static_cast<std::size_t>(items), "Đơn đề nghị cấp giấy phép xây dựng");
      const auto rendered = Render(*text, values);
      ASSERT_TRUE(rendered.ok());
      EXPECT_EQ(rendered->parts, 1) << rendered->text;
    }
  }
  EXPECT_THAT(FindWarnings(templates), IsEmpty());
  for (const Moment moment : kDossierMoments) {
    for (const int channel : {1, 2, 3}) {
      EXPECT_TRUE(Choose(templates, moment, channel, Day("2025-03-12")).has_value());
    }
  }
}

}  // namespace
}  // namespace motcua::notification
