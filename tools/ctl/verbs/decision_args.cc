#include "verbs/decision_args.h"

namespace motcua::ctl {

void DecisionArgs::Bind(CLI::App& command, unsigned options) {
  command.add_option("CODE", dossier, "code or id of the dossier")->required();
  actor.Bind(command);
  command.add_option("--reason", reason, "reason; no personal data")->type_name("TEXT");
  command.add_option("--legal-ground", legal_ground, "legal ground, such as an article of law")
      ->type_name("TEXT");
  command
      .add_option("--revision", revision,
                  "revision you saw; default: the current one, which is printed")
      ->type_name("N");
  command
      .add_option("--key", key,
                  "idempotency key; repeat it, with --revision, to repeat the command safely")
      ->type_name("KEY");
  if ((options & kTask) != 0) {
    command.add_option("--task", task, "task; optional while your agency has only one open")
        ->type_name("ID");
  }
  if ((options & kRequest) != 0) {
    command.add_option("--request", request, "request; optional while only one is open")
        ->type_name("ID");
  }
  if ((options & kItems) != 0) {
    command.add_option("--item", items, "what is missing, in Vietnamese; may be repeated")
        ->required()
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->type_name("TEXT");
  }
  if ((options & kPapers) != 0) {
    command.add_option("--part", papers, "part and its papers (motcuactl upload); may be repeated")
        ->required()
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->type_name("PART=PAPER[,PAPER]");
  }
  if ((options & kAmount) != 0) {
    command
        .add_option("--amount", amount_vnd, "whole dong; before acceptance, the procedure's fee")
        ->type_name("VND");
  }
  if ((options & kPayment) != 0) {
    command.add_option("--amount", amount_vnd, "whole dong")->required()->type_name("VND");
    command
        .add_option("--payment-reference", payment_reference, "number of receipt or transaction")
        ->required()
        ->type_name("TEXT");
  }
  if ((options & kReceiver) != 0) {
    command.add_option("--to-agency", to_agency, "agency that takes over the task")
        ->required()
        ->type_name("CODE");
    command.add_option("--to-officer", to_officer, "staff number at that agency")->type_name("ID");
  }
  if ((options & kResult) != 0) {
    command.add_option("--result-number", result_number, "number of the result document")
        ->required()
        ->type_name("TEXT");
  }
  if ((options & kHandOver) != 0) {
    command.add_option("--way", way, "direct, post or online; default direct")
        ->check(CLI::IsMember({"direct", "post", "online"}))
        ->type_name("WAY");
    command.add_option("--proof", proof, "signature entry, waybill or delivery record")
        ->required()
        ->type_name("TEXT");
  }
  if ((options & kExtension) != 0) {
    command.add_option("--value", extension_value, "length of the extension")
        ->required()
        ->type_name("N");
    command
        .add_option("--unit", extension_unit, "working_day (default), working_hour, calendar_day")
        ->check(CLI::IsMember({"working_day", "working_hour", "calendar_day"}))
        ->type_name("UNIT");
    command.add_option("--document", document_number, "number of the apology (form 04)")
        ->required()
        ->type_name("TEXT");
  }
}

intake::v1::FiledPart ToFiledPart(const std::string& text) {
  intake::v1::FiledPart part;
  const std::size_t equals = text.find('=');
  part.set_part_id(text.substr(0, equals));
  for (std::size_t at = equals; at != std::string::npos;) {
    const std::size_t comma = text.find(',', at + 1);
    const std::size_t end = comma == std::string::npos ? text.size() : comma;
    if (end > at + 1) {
      part.add_paper_ids(text.substr(at + 1, end - at - 1));
    }
    at = comma;
  }
  return part;
}

processing::v1::HandOverWay ToWay(const std::string& text) {
  return text == "post"     ? processing::v1::HAND_OVER_WAY_POST
         : text == "online" ? processing::v1::HAND_OVER_WAY_ONLINE
                            : processing::v1::HAND_OVER_WAY_DIRECT;
}

type::v1::LimitUnit ToUnit(const std::string& text) {
  return text == "working_hour"   ? type::v1::LIMIT_UNIT_WORKING_HOUR
         : text == "calendar_day" ? type::v1::LIMIT_UNIT_CALENDAR_DAY
                                  : type::v1::LIMIT_UNIT_WORKING_DAY;
}

}  // namespace motcua::ctl
