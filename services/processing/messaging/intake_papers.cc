#include "messaging/intake_papers.h"

#include "motcua/base/error.h"
#include "motcua/rpc/client.h"

namespace motcua::processing {
namespace {

constexpr std::chrono::milliseconds kLimit{2000};

}  // namespace

absl::Status IntakePapers::Check(const CallContext& call,
                                 const std::vector<std::string>& paper_ids) {
  intake::v1::DescribePapersRequest request;
  request.mutable_paper_ids()->Add(paper_ids.begin(), paper_ids.end());
  intake::v1::DescribePapersResponse response;
  const absl::Status described =
      rpc::Call(call, "processing", kLimit, [&](grpc::ClientContext* context) {
        return stub_->DescribePapers(context, request, &response);
      });
  if (described.code() == absl::StatusCode::kUnimplemented) {
    return Error(absl::StatusCode::kUnavailable, "INTAKE_TOO_OLD",
                 "intake cannot describe papers yet; it is being upgraded");
  }
  return described;
}

}  // namespace motcua::processing
