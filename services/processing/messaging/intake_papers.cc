#include "messaging/intake_papers.h"

#include "motcua/rpc/client.h"

namespace motcua::processing {
namespace {

constexpr std::chrono::milliseconds kLimit{2000};

}  // namespace

absl::Status IntakePapers::Check(const CallContext& call,
                                 const std::vector<std::string>& paper_ids) {
  if (paper_ids.empty()) {
    return absl::OkStatus();
  }
  intake::v1::DescribePapersRequest request;
  request.mutable_paper_ids()->Add(paper_ids.begin(), paper_ids.end());
  intake::v1::DescribePapersResponse response;
  return rpc::Call(call, "processing", kLimit, [&](grpc::ClientContext* context) {
    return stub_->DescribePapers(context, request, &response);
  });
}

}  // namespace motcua::processing
