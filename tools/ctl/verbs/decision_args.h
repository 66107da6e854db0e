#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <CLI/App.hpp>

#include "motcua/intake/v1/intake_service.pb.h"
#include "motcua/processing/v1/processing_service.pb.h"

#include "verbs/actor_options.h"

namespace motcua::ctl {

/// Options that only some decisions take.
enum DecisionOption : unsigned {
  kTask = 1U << 0U,
  kRequest = 1U << 1U,
  kItems = 1U << 2U,
  kPapers = 1U << 3U,
  kAmount = 1U << 4U,
  kPayment = 1U << 5U,
  kReceiver = 1U << 6U,
  kResult = 1U << 7U,
  kHandOver = 1U << 8U,
  kExtension = 1U << 9U,
};

/// All arguments that a decision on a dossier may have.
struct DecisionArgs {
  std::string dossier;
  ActorOptions actor;
  std::string reason;
  std::string legal_ground;
  std::optional<std::int64_t> revision;
  std::string key;

  std::string task;
  std::string request;
  std::vector<std::string> items;
  std::vector<std::string> papers;
  std::int64_t amount_vnd = 0;
  std::string payment_reference;
  std::string to_agency;
  std::string to_officer;
  std::string result_number;
  std::string way = "direct";
  std::string proof;
  int extension_value = 0;
  std::string extension_unit = "working_day";
  std::string document_number;

  /// Declares the common options and those of `options` (DecisionOption flags).
  void Bind(CLI::App& command, unsigned options);
};

/// Parses `PART=PAPER,PAPER` or `PART` for intake.
intake::v1::FiledPart ToFiledPart(const std::string& text);
processing::v1::HandOverWay ToWay(const std::string& text);
type::v1::LimitUnit ToUnit(const std::string& text);

/// Fills the fields of a request of either owner from the options of the same names.
template <typename Request>
Request FillRequest(const DecisionArgs& args, std::int64_t revision) {
  Request request;
  auto& command = *request.mutable_command();
  command.set_dossier(args.dossier);
  command.set_expected_revision(revision);
  *command.mutable_actor() = args.actor.ToProto();
  command.set_reason(args.reason);
  command.set_legal_ground(args.legal_ground);
  if constexpr (requires { request.set_task_id(args.task); }) {
    request.set_task_id(args.task);
  }
  if constexpr (requires { request.set_request_id(args.request); }) {
    request.set_request_id(args.request);
  }
  if constexpr (requires { request.add_items_vi(args.dossier); }) {
    for (const std::string& item : args.items) {
      request.add_items_vi(item);
    }
  }
  if constexpr (requires { request.add_parts(); }) {
    for (const std::string& text : args.papers) {
      *request.add_parts() = ToFiledPart(text);
    }
  }
  if constexpr (requires { request.add_paper_ids(args.dossier); }) {
    for (const std::string& text : args.papers) {
      // Processing does not use the part of a paper.
      const intake::v1::FiledPart part = ToFiledPart(text);
      request.mutable_paper_ids()->MergeFrom(part.paper_ids());
    }
  }
  if constexpr (requires { request.set_amount_vnd(args.amount_vnd); }) {
    request.set_amount_vnd(args.amount_vnd);
  }
  if constexpr (requires { request.set_payment_reference(args.payment_reference); }) {
    request.set_payment_reference(args.payment_reference);
  }
  if constexpr (requires { request.set_to_agency(args.to_agency); }) {
    request.set_to_agency(args.to_agency);
    request.set_to_officer(args.to_officer);
  }
  if constexpr (requires { request.set_result_number(args.result_number); }) {
    request.set_result_number(args.result_number);
  }
  if constexpr (requires { request.set_proof(args.proof); }) {
    request.set_way(ToWay(args.way));
    request.set_proof(args.proof);
  }
  if constexpr (requires { request.set_document_number(args.document_number); }) {
    request.set_value(args.extension_value);
    request.set_unit(ToUnit(args.extension_unit));
    request.set_document_number(args.document_number);
  }
  return request;
}

}  // namespace motcua::ctl
