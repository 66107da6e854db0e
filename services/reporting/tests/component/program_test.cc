// The whole program: over gRPC, and killed at its crash points. There is no Kafka: a rebuild reads
// everything from the owners' histories.
#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <thread>

#include <gtest/gtest.h>
#include <sys/wait.h>

#include "motcua/reporting/v1/reporting_service.grpc.pb.h"

#include "motcua/base/error.h"
#include "motcua/log/capture.h"
#include "motcua/rpc/client.h"
#include "motcua/rpc/page.h"
#include "motcua/testing/eventually.h"
#include "motcua/wire/time.h"

#include "app/application.h"
#include "component/world.h"

namespace motcua::reporting::testing {
namespace {

using namespace std::chrono_literals;

constexpr char kNowhere[] = "127.0.0.1:1";

class Program : public ::testing::Test {
 protected:
  Program() {
    config_.program.province = "H99";
    const auto options = MakeOptions(config_);  // names the service
    config_.program.db_dsn = world_.dsn();
    config_.program.kafka_brokers = kNowhere;
    config_.program.drain_delay = 0ms;
    config_.intake_targets = {world_.owners()[0].address()};
    config_.processing_targets = {world_.owners()[1].address()};
    config_.feedback_targets = {world_.owners()[2].address()};
  }
  ~Program() override {
    if (app_ != nullptr) {
      app_->Stop();
    }
  }
  void Start() {
    auto app = MakeApplication(config_, logs_.logger(), shutdown_);
    ASSERT_TRUE(app.ok()) << app.status();
    app_ = *std::move(app);
    ASSERT_TRUE(app_->Start().ok());
    stub_ = v1::ReportingService::NewStub(
        rpc::MakeChannel({"127.0.0.1:" + std::to_string(app_->grpc_port())}));
  }
  template <typename Request, typename Response>
  absl::StatusOr<Response> Do(grpc::Status (v1::ReportingService::Stub::*method)(
                                  grpc::ClientContext*, const Request&, Response*),
                              const Request& request, const std::string& key) {
    Response response;
    CallContext call;
    call.idempotency_key = key;
    const absl::Status status =
        rpc::Call(call, "component-test", 20s, [&](grpc::ClientContext* context) {
          return (stub_.get()->*method)(context, request, &response);
        });
    return status.ok() ? absl::StatusOr<Response>(std::move(response)) : status;
  }
  /// With a key of its own.
  template <typename Request, typename Response>
  absl::StatusOr<Response> Do(grpc::Status (v1::ReportingService::Stub::*method)(
                                  grpc::ClientContext*, const Request&, Response*),
                              const Request& request) {
    return Do(method, request, "component-" + std::to_string(++next_key_));
  }
  static v1::GetForm06aRequest Question(const Period& period) {
    v1::GetForm06aRequest request;
    request.mutable_period()->set_from(calendar::FormatDate(period.from));
    request.mutable_period()->set_to(calendar::FormatDate(period.to));
    request.set_grouping(v1::FORM06A_GROUPING_AGENCY);
    return request;
  }
  static v1::StartRebuildRequest ARebuild() {
    v1::StartRebuildRequest request;
    request.mutable_actor()->set_kind(type::v1::ACTOR_KIND_OFFICER);
    request.mutable_actor()->set_id("CB001");
    request.mutable_actor()->set_agency("H99.11");
    return request;
  }
  void Rebuild() {
    v1::StartRebuildRequest request;
    EXPECT_EQ(Reason(Do(&v1::ReportingService::Stub::StartRebuild, request).status()),
              "ACTOR_INVALID");
    request = ARebuild();
    const auto started = Do(&v1::ReportingService::Stub::StartRebuild, request);
    ASSERT_TRUE(started.ok()) << started.status();
    EXPECT_TRUE(motcua::testing::Eventually(
        [&] {
          const auto status = Do(&v1::ReportingService::Stub::GetRebuild, {});
          return status.ok() && status->active_generation() == started->generation();
        },
        60s));
  }

  World world_;
  int next_key_ = 0;
  Config config_;
  log::Capture logs_;
  runtime::Shutdown shutdown_;
  std::unique_ptr<program::Application> app_;
  std::unique_ptr<v1::ReportingService::Stub> stub_;
};

TEST_F(Program, AnswersOverTheWire) {
  const auto histories = MakeHistories(21, 150);
  world_.Publish(histories);
  Start();
  Rebuild();

  const Period span = WholeSpan();
  const auto form = Do(&v1::ReportingService::Stub::GetForm06a, Question(span));
  ASSERT_TRUE(form.ok()) << form.status();
  const auto expected = Recount(histories, span);
  ASSERT_EQ(form->rows_size(), static_cast<int>(expected.size()));
  for (const v1::Form06aRow& row : form->rows()) {
    EXPECT_EQ(row.received_total(), expected.at(row.code()).received_total);
    EXPECT_EQ(row.open_overdue(), expected.at(row.code()).open_overdue);
  }
  EXPECT_EQ(form->generation(), 2);

  // The overdue list of today, page by page.
  v1::ListOverdueRequest list;
  list.set_page_size(2);
  std::size_t listed = 0;
  do {
    const auto page = Do(&v1::ReportingService::Stub::ListOverdue, list);
    ASSERT_TRUE(page.ok()) << page.status();
    listed += static_cast<std::size_t>(page->dossiers_size());
    list.set_page_token(page->next_page_token());
  } while (!list.page_token().empty());
  // By the machine's day all due dates have passed.
  EXPECT_EQ(listed, static_cast<std::size_t>(world_.Number(
                        "SELECT count(*) FROM dossiers WHERE overdue_from IS NOT NULL")));
  EXPECT_GT(listed, 2U);

  v1::GetForm06aRequest wrong = Question(span);
  wrong.set_agency("H99.99");
  EXPECT_EQ(Reason(Do(&v1::ReportingService::Stub::GetForm06a, wrong).status()), "AGENCY_UNKNOWN");
  wrong = Question({span.to, span.from});
  EXPECT_EQ(Reason(Do(&v1::ReportingService::Stub::GetForm06a, wrong).status()), "PERIOD_INVERTED");
  wrong.mutable_period()->set_to("2199-01-01");
  EXPECT_EQ(Reason(Do(&v1::ReportingService::Stub::GetForm06a, wrong).status()), "PERIOD_FUTURE");
  wrong = Question(span);
  wrong.clear_grouping();
  EXPECT_EQ(Reason(Do(&v1::ReportingService::Stub::GetForm06a, wrong).status()),
            "GROUPING_INVALID");
  // The last two: a due date before 1970, and one after 9999.
  for (const std::string& token : {std::string("nonsense"), rpc::MakePageToken("", {"", "-1", ""}),
                                   rpc::MakePageToken("", {"", "253402300800000000", ""})}) {
    list.set_page_token(token);
    EXPECT_EQ(Reason(Do(&v1::ReportingService::Stub::ListOverdue, list).status()),
              "PAGE_TOKEN_INVALID")
        << token;
  }
  list.set_page_size(-1);
  EXPECT_EQ(Reason(Do(&v1::ReportingService::Stub::ListOverdue, list).status()), "PAGE_SIZE");
}

TEST_F(Program, ListsSharedPaymentsByPages) {
  const Instant first = calendar::ToInstant(calendar::LocalTime(WholeSpan().from)) + 9h;
  std::vector<Payment> made;
  for (int i = 0; i < 7; ++i) {  // "A" four times, "B" three times, and last
    made.push_back(world_.MakePayment(i % 2 == 0 ? "FT-A" : "ft b", 1000 + i,
                                      first + std::chrono::days(i == 5 ? 20 : i),
                                      AgencyName(i % 2)));
    world_.PublishPayment(made.back());
  }
  world_.PublishPayment(world_.MakePayment("alone", 1, first));
  Start();
  Rebuild();
  const auto all = [&](v1::ListSharedPaymentsRequest request) {
    std::vector<v1::SharedPayment> lines;
    do {
      const auto page = Do(&v1::ReportingService::Stub::ListSharedPayments, request);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) {
        break;
      }
      if (request.page_size() > 0) {
        EXPECT_LE(page->payments_size(), request.page_size());
      }
      lines.insert(lines.end(), page->payments().begin(), page->payments().end());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return lines;
  };
  const auto codes = [](const std::vector<v1::SharedPayment>& lines) {
    std::vector<std::string> keyed;
    for (const v1::SharedPayment& line : lines) {
      keyed.push_back(line.reference_key() + " " + line.code());
    }
    return keyed;
  };
  const auto whole = all({});
  ASSERT_EQ(whole.size(), 7U);
  for (std::size_t i = 0; i < whole.size(); ++i) {
    EXPECT_EQ(whole[i].reference_key(), i < 3 ? "ftb" : "fta");
    EXPECT_EQ(whole[i].debts(), i < 3 ? 3 : 4);
    EXPECT_EQ(whole[i].total_vnd(), i < 3 ? 3009 : 4012);
    const auto payment = std::ranges::find(made, whole[i].code(), &Payment::code);
    ASSERT_NE(payment, made.end());
    EXPECT_EQ(whole[i].payment_reference(), payment->reference);
    EXPECT_EQ(whole[i].amount_vnd(), payment->amount_vnd);
    EXPECT_EQ(whole[i].handling_agency(), payment->agency);
    EXPECT_EQ(wire::ToInstant(whole[i].confirmed_at()), payment->confirmed_at);
  }
  v1::ListSharedPaymentsRequest request;
  for (const int size : {1, 2, 3, 6, 7}) {
    request.set_page_size(size);
    EXPECT_EQ(codes(all(request)), codes(whole)) << size;
  }
  request.set_agency(AgencyName(1));
  EXPECT_EQ(all(request).size(), 3U);
  request.clear_agency();
  const auto day = [&](int number) {
    return calendar::FormatDate(WholeSpan().from + std::chrono::days(number));
  };
  request.mutable_period()->set_from(day(6));
  request.mutable_period()->set_to(day(6));
  EXPECT_EQ(all(request).size(), 4U) << "the day of the newest payment of A";
  request.set_page_size(1);
  const auto page = Do(&v1::ReportingService::Stub::ListSharedPayments, request);
  ASSERT_TRUE(page.ok()) << page.status();

  const auto reason = [&] {
    return Reason(Do(&v1::ReportingService::Stub::ListSharedPayments, request).status());
  };
  request.set_page_token(page->next_page_token());
  EXPECT_EQ(reason(), "");
  request.set_agency(AgencyName(1));
  EXPECT_EQ(reason(), "PAGE_TOKEN_INVALID") << "of another list";
  request.clear_agency();
  const std::string filter = "|" + day(6) + "|" + day(6) + "|";
  for (const std::string& token :
       {std::string("nonsense"), rpc::MakePageToken(filter, {"-1", "a", "", ""}),
        rpc::MakePageToken(filter, {"253402300800000000", "a", "", ""}),
        rpc::MakePageToken(filter, {"1", std::string("a\0", 2), "", ""})}) {
    request.set_page_token(token);
    EXPECT_EQ(reason(), "PAGE_TOKEN_INVALID") << token;
  }
  request.clear_page_token();
  request.set_agency("H99.99");
  EXPECT_EQ(reason(), "AGENCY_UNKNOWN");
  request.clear_agency();
  request.set_page_size(-1);
  EXPECT_EQ(reason(), "PAGE_SIZE");
  request.set_page_size(1);
  request.mutable_period()->set_to(day(5));
  EXPECT_EQ(reason(), "PERIOD_INVERTED");
  request.mutable_period()->set_to("2199-01-01");
  EXPECT_EQ(reason(), "PERIOD_FUTURE");
  request.mutable_period()->clear_to();
  EXPECT_EQ(reason(), "PERIOD_INVALID");
}

TEST_F(Program, ShowsTargetsBesideTheirValues) {
  world_.Publish(MakeHistories(22, 30));
  Start();
  Rebuild();
  v1::LoadTargetsRequest load;
  v1::Target& target = *load.add_targets();
  target.set_id("T2");
  target.set_indicator("dossiers_on_time");
  target.set_at_least_basis_points(9800);
  target.set_name_vi("Đúng hạn");
  target.set_source("QĐ");
  *load.add_targets() = target;
  EXPECT_EQ(Reason(Do(&v1::ReportingService::Stub::LoadTargets, load).status()), "TARGET_INVALID");
  load.mutable_targets(1)->set_id("T1");
  load.mutable_targets(1)->set_indicator("happiness");
  EXPECT_EQ(Reason(Do(&v1::ReportingService::Stub::LoadTargets, load).status()), "TARGET_INVALID");
  load.mutable_targets(1)->set_indicator("procedures_published");
  load.set_dry_run(true);
  ASSERT_TRUE(Do(&v1::ReportingService::Stub::LoadTargets, load).ok());
  v1::GetTargetsRequest request;
  *request.mutable_period() = Question(WholeSpan()).period();
  EXPECT_EQ(Do(&v1::ReportingService::Stub::GetTargets, request)->values_size(), 0);
  load.set_dry_run(false);
  ASSERT_TRUE(Do(&v1::ReportingService::Stub::LoadTargets, load).ok());
  const auto answer = Do(&v1::ReportingService::Stub::GetTargets, request);
  ASSERT_TRUE(answer.ok()) << answer.status();
  ASSERT_EQ(answer->values_size(), 2);
  const auto form = Do(&v1::ReportingService::Stub::GetForm06a, Question(WholeSpan()));
  EXPECT_EQ(answer->values(0).of(), form->total().resolved_total());
  EXPECT_EQ(answer->values(0).reached(),
            form->total().resolved_early() + form->total().resolved_on_time());
  EXPECT_EQ(answer->values(1).of(), 3);
}

TEST_F(Program, ARepeatedLoadGetsItsAnswerAndChangesNothing) {
  Start();
  const auto targets = [](const std::string& id) {
    v1::LoadTargetsRequest load;
    v1::Target& target = *load.add_targets();
    target.set_id(id);
    target.set_indicator("dossiers_on_time");
    target.set_name_vi("Đúng hạn");
    target.set_source("QĐ");
    return load;
  };
  const auto in_force = [&] {
    v1::GetTargetsRequest request;
    *request.mutable_period() = Question(WholeSpan()).period();
    const auto answer = Do(&v1::ReportingService::Stub::GetTargets, request);
    return answer.ok() && answer->values_size() == 1 ? answer->values(0).target().id() : "none";
  };
  const auto load = [&](const v1::LoadTargetsRequest& request, const std::string& key) {
    return Do(&v1::ReportingService::Stub::LoadTargets, request, key);
  };
  EXPECT_EQ(Reason(load(targets("T2"), "").status()), "IDEMPOTENCY_KEY_MISSING");
  ASSERT_TRUE(load(targets("T2"), "first").ok());
  ASSERT_TRUE(load(targets("T3"), "second").ok());
  ASSERT_EQ(in_force(), "T3");
  const auto again = load(targets("T2"), "first");
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->loaded(), 1);
  EXPECT_EQ(in_force(), "T3") << "a call that arrives late does not undo a newer one";
  EXPECT_EQ(Reason(load(targets("T4"), "first").status()), "IDEMPOTENCY_KEY_REUSED");
  // A dry run asks: no key, and nothing is stored that a later load could meet.
  v1::LoadTargetsRequest dry_run = targets("T5");
  dry_run.set_dry_run(true);
  EXPECT_TRUE(load(dry_run, "").ok());
  EXPECT_TRUE(load(dry_run, "third").ok());
  EXPECT_EQ(in_force(), "T3");
  ASSERT_TRUE(load(targets("T5"), "third").ok());
  EXPECT_EQ(in_force(), "T5");
  EXPECT_EQ(world_.Number("SELECT count(*) FROM audit_log WHERE method = 'LoadTargets' AND"
                          " actor_id = 'component-test'"),
            3);
}

TEST_F(Program, OfManyRebuildsWithOneKeyOneStarts) {
  world_.Publish(MakeHistories(25, 30));
  Start();
  std::vector<absl::StatusOr<v1::StartRebuildResponse>> answers(
      6, absl::StatusOr<v1::StartRebuildResponse>(absl::UnknownError("")));
  {
    std::vector<std::jthread> callers;
    for (auto& answer : answers) {
      callers.emplace_back(
          [&] { answer = Do(&v1::ReportingService::Stub::StartRebuild, ARebuild(), "rebuild"); });
    }
  }
  for (const auto& answer : answers) {
    ASSERT_TRUE(answer.ok()) << answer.status();
    EXPECT_EQ(answer->generation(), 2);
  }
  EXPECT_TRUE(motcua::testing::Eventually(
      [&] { return world_.generations().List({}).value().size() == 1; }, 60s));
  // Nothing runs any more, and still it is the same call.
  EXPECT_EQ(Do(&v1::ReportingService::Stub::StartRebuild, ARebuild(), "rebuild")->generation(), 2);
  v1::StartRebuildRequest by_other = ARebuild();
  by_other.mutable_actor()->set_id("CB002");
  EXPECT_EQ(Reason(Do(&v1::ReportingService::Stub::StartRebuild, by_other, "rebuild").status()),
            "IDEMPOTENCY_KEY_REUSED");
  EXPECT_EQ(world_.generations().ReadStatus({}).value().active, 2);
  EXPECT_EQ(world_.Number("SELECT count(*) FROM audit_log WHERE method = 'StartRebuild' AND"
                          " actor_id = 'CB001' AND subject = 'generation/2'"),
            1);
}

// Read by a different library than the one that wrote it.
TEST_F(Program, TheSpreadsheetHoldsTheForm) {
  world_.Publish(MakeHistories(23, 30));
  Start();
  Rebuild();
  v1::ExportForm06aRequest request;
  *request.mutable_form() = Question(WholeSpan());
  const auto sheet = Do(&v1::ReportingService::Stub::ExportForm06a, request);
  ASSERT_TRUE(sheet.ok()) << sheet.status();
  const auto again = Do(&v1::ReportingService::Stub::ExportForm06a, request);
  EXPECT_EQ(sheet->content(), again->content()) << "the same form gives the same bytes";
  const auto form = Do(&v1::ReportingService::Stub::GetForm06a, request.form());
  const std::string base = ::testing::TempDir() + "reporting_sheet_" + std::to_string(::getpid());
  std::ofstream(base + ".xlsx", std::ios::binary) << sheet->content();
  std::ofstream expected(base + ".txt");
  const auto line = [&](const v1::Form06aRow& row, const std::string& name) {
    expected << name;
    for (const std::int64_t value :
         {row.received_total(), row.received_online(), row.received_direct_post(),
          row.carried_over(), row.resolved_total(), row.resolved_early(), row.resolved_on_time(),
          row.resolved_overdue(), row.open_total(), row.open_in_limit(), row.open_overdue()}) {
      expected << '\t' << value;
    }
    expected << '\n';
  };
  for (const v1::Form06aRow& row : form->rows()) {
    line(row, row.name_vi());
  }
  line(form->total(), "TỔNG SỐ");
  expected.close();
  const std::string command = MOTCUA_SOURCE_DIR
                              "/services/reporting/tests/component/read_sheet.py " +
                              base + ".xlsx " + base + ".txt";
  EXPECT_EQ(std::system(command.c_str()), 0);
}

#ifdef MOTCUA_FAILPOINTS
class KilledAt : public Program, public ::testing::WithParamInterface<const char*> {};

// The program dies at the point; started again it ends the rebuild, and the counts are right.
TEST_P(KilledAt, GoesOnWithTheRebuild) {
  const auto histories = MakeHistories(24, 30);
  world_.TakeAll(world_.Publish({histories.begin(), histories.begin() + 15}), 2);
  world_.Settle();
  world_.Publish({histories.begin() + 15, histories.end()});
  ASSERT_TRUE(world_.StartRebuild().ok());
  const std::string command =
      "MOTCUA_CRASH_AT=" + std::string(GetParam()) + " MOTCUA_REPORTING_DB_DSN=\"" + world_.dsn() +
      "\" MOTCUA_REPORTING_PROVINCE=H99 MOTCUA_REPORTING_KAFKA_BROKERS=" + kNowhere +
      " MOTCUA_REPORTING_INTAKE_TARGETS=" + config_.intake_targets[0] +
      " MOTCUA_REPORTING_PROCESSING_TARGETS=" + config_.processing_targets[0] +
      " MOTCUA_REPORTING_FEEDBACK_TARGETS=" + config_.feedback_targets[0] +
      " timeout 60 " MOTCUA_BINARY_DIR "/services/reporting/motcua-reporting > /dev/null";
  const int end = std::system(command.c_str());
  ASSERT_TRUE(WIFEXITED(end));
  ASSERT_EQ(WEXITSTATUS(end), 137);
  Start();
  EXPECT_TRUE(motcua::testing::Eventually(
      [&] { return world_.generations().List({}).value().size() == 1; }, 60s));
  EXPECT_EQ(world_.generations().ReadStatus({}).value().active, 2);
  for (const Period& period : {WholeSpan(), Period{WholeSpan().from + std::chrono::days(30),
                                                   WholeSpan().from + std::chrono::days(50)}}) {
    ExpectEqual(world_.Form(period).value(), Recount(histories, period));
  }
}

INSTANTIATE_TEST_SUITE_P(CrashPoints, KilledAt,
                         ::testing::Values("reporting.after_page:1", "reporting.before_swap:1",
                                           "reporting.after_swap:1",
                                           "reporting.after_drop_batch:2"));
#endif

}  // namespace
}  // namespace motcua::reporting::testing
