#include "api/catalogue_grpc_service.h"

#include "motcua/base/status_macros.h"
#include "motcua/program/command_call.h"
#include "motcua/rpc/page.h"

#include "store/catalogue_document.h"

namespace motcua::intake {
namespace {

// The start of a page and the number of entries to read: one more than shown, to see whether more
// follow.
struct Page {
  std::string after;
  std::size_t size = 0;
};

template <typename Request>
absl::StatusOr<Page> ToPage(const std::string& filter, const Request& request) {
  MOTCUA_ASSIGN_OR_RETURN(const int size, rpc::PageSize(request.page_size()));
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<std::string> position,
                          rpc::ParsePageToken(filter, request.page_token(), 1));
  return Page{.after = position.empty() ? std::string() : position.front(),
              .size = static_cast<std::size_t>(size)};
}

template <typename Entry, typename Response, typename Add>
void Fill(const std::string& filter, const std::vector<Entry>& entries, std::size_t size,
          Response& response, Add add) {
  for (std::size_t i = 0; i < entries.size() && i < size; ++i) {
    add(entries[i]);
  }
  if (entries.size() > size) {
    response.set_next_page_token(rpc::MakePageToken(filter, {entries[size - 1].code}));
  }
}

}  // namespace

CatalogueGrpcService::Reactor* CatalogueGrpcService::LoadCatalogue(
    Context* context, const v1::LoadCatalogueRequest* request,
    v1::LoadCatalogueResponse* response) {
  return rpc::HandleUnary(
      context, edge_, "LoadCatalogue", *request,
      [this, request, response](const CallContext& call) {
        return program::RunLoad(
            pool_, call, "LoadCatalogue", *request, *response,
            [&](db::Transaction& transaction) -> absl::StatusOr<v1::LoadCatalogueResponse> {
              const Catalogue catalogue = ToCatalogue(request->catalogue());
              MOTCUA_ASSIGN_OR_RETURN(
                  const CatalogueChange change,
                  loads_.Load(transaction, call, catalogue, request->dry_run()));
              v1::LoadCatalogueResponse made;
              made.set_agencies_changed(static_cast<int>(change.agencies.size()));
              made.set_rule_sets_changed(static_cast<int>(change.rule_sets.size()));
              made.set_procedures_changed(static_cast<int>(change.procedures.size()));
              made.set_unverified(CountUnverified(catalogue));
              return made;
            });
      });
}

CatalogueGrpcService::Reactor* CatalogueGrpcService::GetProcedure(
    Context* context, const v1::GetProcedureRequest* request, v1::GetProcedureResponse* response) {
  return rpc::HandleUnary(context, edge_, "GetProcedure", *request,
                          [this, request, response](const CallContext& call) -> absl::Status {
                            MOTCUA_ASSIGN_OR_RETURN(
                                const Procedure procedure,
                                queries_.FindProcedure(call, request->code(), request->on_date()));
                            *response->mutable_procedure() = ToDocument(procedure);
                            return absl::OkStatus();
                          });
}

CatalogueGrpcService::Reactor* CatalogueGrpcService::ListProcedures(
    Context* context, const v1::ListProceduresRequest* request,
    v1::ListProceduresResponse* response) {
  return rpc::HandleUnary(
      context, edge_, "ListProcedures", *request,
      [this, request, response](const CallContext& call) -> absl::Status {
        MOTCUA_ASSIGN_OR_RETURN(const Page page, ToPage("procedures", *request));
        MOTCUA_ASSIGN_OR_RETURN(const std::vector<Procedure> found,
                                queries_.ListProcedures(call, page.after, page.size + 1));
        Fill("procedures", found, page.size, *response, [&](const Procedure& procedure) {
          *response->add_procedures() = ToDocument(procedure);
        });
        return absl::OkStatus();
      });
}

CatalogueGrpcService::Reactor* CatalogueGrpcService::ListAgencies(
    Context* context, const v1::ListAgenciesRequest* request, v1::ListAgenciesResponse* response) {
  return rpc::HandleUnary(
      context, edge_, "ListAgencies", *request,
      [this, request, response](const CallContext& call) -> absl::Status {
        MOTCUA_ASSIGN_OR_RETURN(const Page page, ToPage("agencies", *request));
        MOTCUA_ASSIGN_OR_RETURN(const std::vector<Agency> found,
                                queries_.ListAgencies(call, page.after, page.size + 1));
        Fill("agencies", found, page.size, *response,
             [&](const Agency& agency) { *response->add_agencies() = ToDocument(agency); });
        return absl::OkStatus();
      });
}

}  // namespace motcua::intake
