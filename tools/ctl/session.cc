#include "session.h"

#include <ostream>

#include "motcua/base/error.h"

#include "output/json.h"
#include "output/text.h"

namespace motcua::ctl {

Session::Session(Targets targets, bool json, Io io)
    : targets_(std::move(targets)), json_(json), io_(io) {}

absl::StatusOr<std::shared_ptr<grpc::Channel>> Session::ChannelTo(Program program) {
  std::shared_ptr<grpc::Channel>& channel = channels_[program];
  if (channel == nullptr) {
    MOTCUA_ASSIGN_OR_RETURN(const std::vector<std::string> replicas, targets_.Of(program));
    channel = rpc::MakeChannel(replicas);
  }
  return channel;
}

absl::Status Session::NameReplica(const absl::Status& status, Program program,
                                  const std::string& replica) {
  ErrorMetadata metadata = Metadata(status);
  metadata.emplace_back("replica", std::string(Name(program)) + " " + replica);
  return WithReason(status.code(), Reason(status), Message(status), metadata);
}

absl::Status Session::PrintJson(const google::protobuf::Message& message) const {
  MOTCUA_ASSIGN_OR_RETURN(const boost::json::value document, ToJson(message));
  PrintJson(document);
  return absl::OkStatus();
}

void Session::PrintJson(const boost::json::value& document) const {
  out() << PrintableJson(boost::json::serialize(document)) << '\n';
}

}  // namespace motcua::ctl
