#include "motcua/program/process.h"

#include <algorithm>
#include <ranges>
#include <thread>
#include <utility>

#include "motcua/base/check.h"
#include "motcua/base/status_macros.h"
#include "motcua/kafka/library.h"
#include "motcua/metrics/process_metrics.h"

namespace motcua::program {
namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;

// For the door and the gRPC server together (STOP_SECONDS in tools/lint/check_helm.py).
constexpr std::chrono::milliseconds kServerDrain = 20s;
constexpr std::chrono::milliseconds kExecutorStop = 5s;
constexpr std::chrono::hours kForEver = 24h;
constexpr std::chrono::milliseconds kFeedGauges = 5s;

}  // namespace

Process::Process(ProcessOptions options, const log::Logger& logger, runtime::Shutdown& shutdown)
    : options_(std::move(options)),
      logger_(logger),
      shutdown_(shutdown),
      gauges_(metrics::AddProcessMetrics(registry_, options_.service, options_.version)),
      executor_({.name = options_.executor,
                 .threads = options_.executor_threads,
                 .queue_capacity = static_cast<std::size_t>(options_.executor_queue)},
                registry_),
      observer_(options_.service, registry_, logger_),
      tracer_(std::make_shared<trace::LogExporter>(logger_)),
      edge_{options_.service, executor_, observer_, &tracer_} {
  gauges_.push_back(registry_.AddCallback(metrics::Kind::kGauge, "motcua_program_ready_state",
                                          "1 while it takes calls, as /readyz says.", {}, {},
                                          [this] { return health_.ready() ? 1.0 : 0.0; }));
}

Process::~Process() {
  Stop();
}

runtime::Health::Condition Process::AddCondition(std::string_view name) {
  return health_.AddCondition(name);
}

void Process::AddService(grpc::Service& service) {
  services_.push_back(&service);
}

void Process::AddHttpDoor(http::ServerOptions options, http::Router router) {
  MOTCUA_CHECK(door_ == nullptr);
  door_ = std::make_unique<http::Server>(std::move(options), std::move(router));
}

const Feed& Process::AddFeed(Feed::Options options) {
  feeds_.push_back(
      std::make_unique<Feed>(std::move(options), options_, logger_, shutdown_, registry_));
  return *feeds_.back();
}

void Process::AddPeriodic(std::string name, std::chrono::milliseconds interval,
                          std::function<absl::Status()> task) {
  periodics_.push_back({std::move(name), interval, std::move(task)});
}

void Process::AddWork(Work work) {
  works_.push_back(std::move(work));
}

absl::Status Process::Start() {
  const absl::Status started = StartAll();
  if (!started.ok()) {
    Stop();
  }
  return started;
}

absl::Status Process::StartAll() {
  logger_.Info("client library", {{"kafka", kafka::DescribeLibrary()}});
  MOTCUA_ASSIGN_OR_RETURN(
      exposer_,
      metrics::Exposer::Start(registry_, {.listen = options_.metrics_listen,
                                          .live = [this] { return health_.Live(); },
                                          .ready = [this] { return health_.Ready(); },
                                          .started = [this] { return health_.Started(); }}));
  for (const Work& work : works_) {
    if (work.start) {
      work.start();
    }
  }
  for (const std::unique_ptr<Feed>& feed : feeds_) {
    MOTCUA_RETURN_IF_ERROR(feed->Start());
  }
  MOTCUA_ASSIGN_OR_RETURN(
      server_, rpc::Server::Start({.listen = options_.grpc_listen, .services = services_}));
  if (door_ != nullptr) {
    MOTCUA_RETURN_IF_ERROR(door_->Start());
  }
  StartTasks();
  health_.OnReadyChange([this](bool ready) { server_->SetReady(ready); });
  health_.SetStarted();
  started_ = true;
  std::vector<log::Field> ports = {{"grpc_port", grpc_port()}, {"metrics_port", metrics_port()}};
  if (door_ != nullptr) {
    ports.push_back({"http_port", http_port()});
  }
  logger_.Write(log::Level::kInfo, "started", ports);
  return absl::OkStatus();
}

void Process::StartTasks() {
  if (!feeds_.empty()) {
    AddPeriodic("read lag", kFeedGauges, [this] {
      std::ranges::for_each(feeds_, &Feed::ReadGauges);
      return absl::OkStatus();
    });
  }
  for (const Periodic& periodic : periodics_) {
    tasks_.push_back(std::make_unique<runtime::PeriodicTask>(
        runtime::PeriodicTaskOptions{.interval = periodic.interval},
        [this, &periodic](const std::stop_token&) {
          if (const absl::Status status = periodic.task(); !status.ok()) {
            logger_.Warn("periodic work failed", status, {{"task", periodic.name}});
          }
        }));
  }
}

void Process::Stop() {
  if (std::exchange(stopped_, true)) {
    return;
  }
  health_.StartDraining();
  for (const Work& work : works_) {
    if (work.request_stop) {
      work.request_stop();
    }
  }
  StopServers();
  for (const std::unique_ptr<Feed>& feed : feeds_) {
    feed->Stop();
  }
  tasks_.clear();
  for (const Work& work : std::views::reverse(works_)) {
    work.stop();
  }
  if (const absl::Status status = executor_.Stop(steady_clock::now() + kExecutorStop);
      !status.ok()) {
    logger_.Warn("calls were dropped", status);
    // What a running call uses is destroyed after this.
    executor_.Stop(steady_clock::now() + kForEver).IgnoreError();
  }
  logger_.Info("stopped");
}

void Process::StopServers() {
  if (door_ != nullptr && started_) {
    door_->StartDraining();
  }
  if (started_) {
    // Load balancers, clients and channels need this long to find another replica (R7.7).
    std::this_thread::sleep_for(options_.drain_delay);
  }
  // In parallel, so that a slow client of one does not use up the other's time.
  std::jthread calls;
  if (server_ != nullptr) {
    calls = std::jthread([this] { server_->Stop(kServerDrain); });
  }
  if (door_ != nullptr) {
    if (const absl::Status status = door_->Stop(kServerDrain); !status.ok()) {
      logger_.Warn("requests were cut off", status);
    }
  }
}

}  // namespace motcua::program
