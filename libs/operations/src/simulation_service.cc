#include "motcua/operations/simulation_service.h"

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/wire/time.h"

#include "timestamps.h"

namespace motcua::operations {
namespace {

constexpr db::Statement kSetSimulatedNow{
    "set_simulated_now",
    "UPDATE installation SET simulated_now = $1"
    " WHERE simulation AND (simulated_now IS NULL OR simulated_now <= $1)"};

absl::Status Backwards() {
  return FieldError("now", "CLOCK_BACKWARDS", "Simulated time cannot go backwards.");
}

}  // namespace

SimulationServiceImpl::SimulationServiceImpl(const rpc::Edge& edge, db::Pool& pool,
                                             SettableClock* clock)
    : edge_(edge), pool_(pool), clock_(clock) {}

grpc::ServerUnaryReactor* SimulationServiceImpl::SetClock(grpc::CallbackServerContext* context,
                                                          const v1::SetClockRequest* request,
                                                          v1::SetClockResponse* response) {
  return rpc::HandleUnary(context, edge_, "motcua.operations.v1.SimulationService/SetClock",
                          *request, [this, request, response](const CallContext& call) {
                            return Set(call, *request, *response);
                          });
}

absl::Status SimulationServiceImpl::Set(const CallContext& call, const v1::SetClockRequest& request,
                                        v1::SetClockResponse& response) {
  if (clock_ == nullptr) {
    return Error(absl::StatusCode::kFailedPrecondition, "NOT_A_SIMULATION",
                 "This installation runs on real time.");
  }
  MOTCUA_ASSIGN_OR_RETURN(const Instant now,
                          CheckedInstant("now", "TIMESTAMP_INVALID", request.now()));
  if (!request.has_now()) {
    return FieldError("now", "TIMESTAMP_INVALID", "Give the time to set.");
  }
  const std::lock_guard lock(one_at_a_time_);
  if (now < clock_->Now()) {
    return Backwards();
  }
  MOTCUA_ASSIGN_OR_RETURN(const db::Pool::Lease connection, pool_.Acquire(call));
  MOTCUA_ASSIGN_OR_RETURN(
      const db::Result updated,
      connection->Execute({.statement = kSetSimulatedNow, .params = db::Params().Time(now)}));
  if (updated.affected() == 0) {
    return Backwards();
  }
  clock_->Set(now);
  *response.mutable_now() = wire::ToProto(now);
  return absl::OkStatus();
}

}  // namespace motcua::operations
