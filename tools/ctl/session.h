#pragma once

#include <chrono>
#include <functional>
#include <iosfwd>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <absl/status/status.h>
#include <absl/status/statusor.h>
#include <boost/json.hpp>
#include <google/protobuf/message.h>
#include <grpcpp/channel.h>

#include "motcua/base/status_macros.h"
#include "motcua/base/uuid.h"
#include "motcua/rpc/client.h"

#include "targets.h"

namespace motcua::ctl {

namespace internal {
/// Stub, request and response of a generated method, `&IntakeService::Stub::GetDossier`.
template <typename Method>
struct MethodTraits;
template <typename S, typename Req, typename Res>
struct MethodTraits<grpc::Status (S::*)(grpc::ClientContext*, const Req&, Res*)> {
  using Stub = S;
  using Request = Req;
  using Response = Res;
};
}  // namespace internal

template <auto Method>
using RequestOf = typename internal::MethodTraits<decltype(Method)>::Request;
template <auto Method>
using ResponseOf = typename internal::MethodTraits<decltype(Method)>::Response;

/// One run of motcuactl: the addresses of the programs, and the output. For one thread.
class Session {
 public:
  struct Io {
    std::istream& in;
    std::ostream& out;
    std::ostream& err;
  };

  Session(Targets targets, bool json, Io io);

  const Targets& targets() const { return targets_; }
  /// `--json`: documents, one per line, instead of tables.
  bool json() const { return json_; }
  std::istream& in() const { return io_.in; }
  std::ostream& out() const { return io_.out; }
  std::ostream& err() const { return io_.err; }

  /// One call to any replica of a program, within `kCallLimit`. With `key` it is a command that may
  /// be repeated. Errors: those of the program, UNAVAILABLE, USAGE without an address.
  ///
  ///   session.Ask<&v1::IntakeService::Stub::GetDossier>(Program::kIntake, request)
  template <auto Method>
  absl::StatusOr<ResponseOf<Method>> Ask(Program program, const RequestOf<Method>& request,
                                         const std::string& key = {}) {
    MOTCUA_ASSIGN_OR_RETURN(const std::shared_ptr<grpc::Channel> channel, ChannelTo(program));
    return AskOn<Method>(channel, request, key);
  }

  /// The same to every replica, in order. `take(replica, StatusOr<Response>)` decides whether to
  /// continue; the error names the replica as `replica`.
  template <auto Method, typename Fn>
  absl::Status AskEveryReplica(Program program, const RequestOf<Method>& request, Fn take) {
    MOTCUA_ASSIGN_OR_RETURN(const std::vector<std::string> replicas, targets_.Of(program));
    for (const std::string& replica : replicas) {
      MOTCUA_RETURN_IF_ERROR(take(replica, AskReplica<Method>(program, replica, request)));
    }
    return absl::OkStatus();
  }

  /// The same to one of them.
  template <auto Method>
  absl::StatusOr<ResponseOf<Method>> AskReplica(Program program, const std::string& replica,
                                                const RequestOf<Method>& request) {
    absl::StatusOr<ResponseOf<Method>> answer =
        AskOn<Method>(rpc::MakeChannel({replica}), request, NewKey());
    if (!answer.ok()) {
      return NameReplica(answer.status(), program, replica);
    }
    return answer;
  }

  /// A new idempotency key.
  std::string NewKey() { return ids_.NewId(); }

  /// One line of `--json`.
  absl::Status PrintJson(const google::protobuf::Message& message) const;
  void PrintJson(const boost::json::value& document) const;

 private:
  static constexpr std::chrono::seconds kCallLimit{20};

  absl::StatusOr<std::shared_ptr<grpc::Channel>> ChannelTo(Program program);
  static absl::Status NameReplica(const absl::Status& status, Program program,
                                  const std::string& replica);

  template <auto Method>
  static absl::StatusOr<ResponseOf<Method>> AskOn(const std::shared_ptr<grpc::Channel>& channel,
                                                  const RequestOf<Method>& request,
                                                  const std::string& key) {
    typename internal::MethodTraits<decltype(Method)>::Stub stub(channel);
    ResponseOf<Method> response;
    CallContext call;
    call.idempotency_key = key;
    MOTCUA_RETURN_IF_ERROR(rpc::Call(
        call, "motcuactl", kCallLimit,
        [&](grpc::ClientContext* context) { return (stub.*Method)(context, request, &response); }));
    return response;
  }

  const Targets targets_;
  const bool json_;
  const Io io_;
  RandomIdGenerator ids_;
  std::map<Program, std::shared_ptr<grpc::Channel>> channels_;
};

}  // namespace motcua::ctl
