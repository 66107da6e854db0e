#pragma once

#include <mutex>

#include "motcua/operations/v1/operations_service.grpc.pb.h"

#include "motcua/base/clock.h"
#include "motcua/db/pool.h"
#include "motcua/rpc/unary.h"

namespace motcua::operations {

/// SimulationService: sets business time in this replica and in table installation, from which it
/// is read at the next start. Each replica must be called. Time never goes backwards, relative to
/// this replica and to the database; setting the same time again is OK. Thread-safe; edge, pool and
/// clock must outlive it.
class SimulationServiceImpl final : public v1::SimulationService::CallbackService {
 public:
  /// `clock` from OpenInstallation; if nullptr, every call is answered FAILED_PRECONDITION /
  /// NOT_A_SIMULATION.
  SimulationServiceImpl(const rpc::Edge& edge, db::Pool& pool, SettableClock* clock);

  grpc::ServerUnaryReactor* SetClock(grpc::CallbackServerContext* context,
                                     const v1::SetClockRequest* request,
                                     v1::SetClockResponse* response) override;

 private:
  absl::Status Set(const CallContext& call, const v1::SetClockRequest& request,
                   v1::SetClockResponse& response);

  const rpc::Edge& edge_;
  db::Pool& pool_;
  SettableClock* const clock_;
  std::mutex one_at_a_time_;  // database and clock change together
};

}  // namespace motcua::operations
