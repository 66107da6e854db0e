// New dossiers, as fast as they are answered to CALLERS counters.
//
//   receive_load INTAKE CALLERS SECONDS REQUEST_FILE
//
// INTAKE is host:port, REQUEST_FILE a serialized ReceiveDossierRequest: all dossiers are equal
// except for their key. Prints one JSON object. A refusal is counted and ends the run with status
// 1.

#include <cstddef>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "motcua/intake/v1/intake_service.grpc.pb.h"

#include "motcua/base/error.h"
#include "motcua/base/uuid.h"
#include "motcua/rpc/client.h"

#include "callers.h"

namespace motcua::bench {
namespace {

using namespace std::chrono_literals;

int Run(const Load& load) {
  std::ifstream in(load.file, std::ios::binary);
  intake::v1::ReceiveDossierRequest request;
  if (!request.ParseFromString(
          {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()})) {
    std::cerr << "receive_load: " << load.file << " is not a ReceiveDossierRequest\n";
    return 65;
  }
  const auto stub = intake::v1::IntakeService::NewStub(rpc::MakeChannel({load.address}));
  const auto receive = [&request, &stub] {
    CallContext call;
    call.idempotency_key = RandomIdGenerator().NewId();
    intake::v1::ReceiveDossierResponse response;
    return rpc::Call(call, "bench", 20s, [&](grpc::ClientContext* context) {
      return stub->ReceiveDossier(context, request, &response);
    });
  };
  return RunCallers("receive_load",
                    std::vector<std::function<absl::Status()>>(load.callers, receive), load.limit);
}

}  // namespace
}  // namespace motcua::bench

int main(int argc, char** argv) {
  return motcua::bench::Main(argc, argv, "receive_load INTAKE CALLERS SECONDS REQUEST_FILE",
                             motcua::bench::Run);
}
