#include "component/province.h"

#include <thread>

#include "motcua/testing/eventually.h"
#include "motcua/testing/table_snapshot.h"

namespace motcua::processing::testing {

using Stub = v1::ProcessingService::Stub;

Province::Province(int replicas) : database_(motcua::testing::MigratedDatabase("processing")) {
  Prepare(dsn());
  for (int i = 0; i < replicas; ++i) {
    replicas_.push_back(std::make_unique<RunningProcessing>(dsn(), intake_.address()));
  }
  LoadRules(replica());
}

Province::~Province() {
  std::vector<std::thread> stops;
  for (std::unique_ptr<RunningProcessing>& replica : replicas_) {
    stops.emplace_back([&replica] { replica.reset(); });
  }
  for (std::thread& stop : stops) {
    stop.join();
  }
}

void Province::SetClock(const std::string& local) {
  for (const std::unique_ptr<RunningProcessing>& replica : replicas_) {
    replica->SetClock(local);
  }
}

v1::Dossier Province::Accepted() {
  const outbox::Event event = intake_.Hold(AnAcceptance());
  v1::Dossier dossier;
  dossier.set_dossier_id(event.key);
  return Read(dossier);
}

v1::Dossier Province::InProcess() {
  return Must(replica().Do(&Stub::ForwardDossier,
                           On<v1::ForwardDossierRequest>(Accepted(), kCounter)))
      .dossier();
}

v1::Dossier Province::Read(const v1::Dossier& dossier) {
  v1::GetDossierRequest request;
  request.set_dossier(dossier.dossier_id());
  return Must(replica().Do(&Stub::GetDossier, request)).dossier();
}

v1::GetTimelineResponse Province::Timeline(const v1::Dossier& dossier) {
  v1::GetTimelineRequest request;
  request.set_dossier(dossier.dossier_id());
  return Must(replica().Do(&Stub::GetTimeline, request));
}

v1::ExplainDueDateResponse Province::Explain(const v1::Dossier& dossier) {
  v1::ExplainDueDateRequest request;
  request.set_dossier(dossier.dossier_id());
  return Must(replica().Do(&Stub::ExplainDueDate, request));
}

void Province::WaitUntilQuiet() {
  EXPECT_TRUE(motcua::testing::Eventually([&] {
    const auto before = motcua::testing::SnapshotTables(dsn());
    return motcua::testing::Throughout(std::chrono::milliseconds(1500), [&] {
      return motcua::testing::SnapshotTables(dsn()) == before;
    });
  }));
}

}  // namespace motcua::processing::testing
