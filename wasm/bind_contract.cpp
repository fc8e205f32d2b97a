// Bindings of src/contract.
#include <emscripten/bind.h>

#include "bridge.h"
#include "contract/contract.h"

namespace media::bridge {
namespace {

Address send_text(Result<std::string> result) {
  return result ? reply(std::move(*result)) : fail(result.error());
}

}  // namespace

Address send_body(std::string head, contract::Body body) {
  return reply(std::move(head), std::move(body.json), body.late.at, body.late.text, std::move(body.encoded));
}

// `raw_length` 0: there is no raw text in the JSON.
Address contract_validate(Address model, uint32_t model_length, Address json, uint32_t json_length,
                          Address only, uint32_t only_length, bool camel, bool from_object, bool only_some,
                          uint32_t raw_at, uint32_t raw_length) {
  contract::ValidateOptions options{.camel = camel, .from_object = from_object};
  if (only_some) options.only = text(only, only_length);
  auto result = contract::validate_late(text(model, model_length), bytes(json, json_length), options,
                                        {raw_at, raw_length});
  if (!result) return fail(result.error());
  return reply(std::move(result->json), {}, 0, result->late);
}

Address contract_encode(Address model, uint32_t model_length, Address json, uint32_t json_length, uint32_t raw_at,
                        uint32_t raw_length) {
  auto result = contract::encode(text(model, model_length), bytes(json, json_length), {raw_at, raw_length});
  if (!result) return fail(result.error());
  return send_body(std::move(result->head), std::move(result->body));
}

// `has_image` 0: the image's address means nothing.
Address contract_request(Address endpoint, uint32_t endpoint_length, Address params, uint32_t params_length,
                         Address context, uint32_t context_length, Address image, uint32_t image_length,
                         bool has_image, uint32_t raw_at, uint32_t raw_length) {
  auto result = contract::build_request(text(endpoint, endpoint_length), bytes(params, params_length),
                                        bytes(context, context_length),
                                        has_image ? bytes(image, image_length) : ByteView(), {raw_at, raw_length});
  if (!result) return fail(result.error());
  return send_body(std::move(result->head), std::move(result->body));
}

Address contract_background_removal(Address type, uint32_t length, int asked) {
  return send_text(
      contract::background_removal_json(text(type, length), static_cast<contract::Asked>(asked)));
}

Address contract_access(Address tier, uint32_t length) {
  return reply(contract::access_json(text(tier, length)));
}

Address contract_room(Address tier, uint32_t tier_length, Address context, uint32_t context_length) {
  return send_text(contract::room_json(text(tier, tier_length), bytes(context, context_length)));
}

Address contract_schema(Address model, uint32_t length) {
  return send_text(contract::json_schema(text(model, length)));
}

Address contract_response(Address endpoint, uint32_t endpoint_length, Address json, uint32_t json_length,
                          bool tolerant) {
  return send_text(
      contract::parse_response(text(endpoint, endpoint_length), bytes(json, json_length), tolerant));
}

Address contract_error_response(Address json, uint32_t length, int status) {
  return reply(contract::parse_error_response(status, bytes(json, length)));
}

Address contract_describe(Address input, uint32_t length) {
  return send_text(contract::describe_placements(bytes(input, length)));
}

Address contract_constants() { return reply(contract::constants_json()); }
Address contract_models() { return reply(contract::models_json()); }
Address contract_tables() { return reply(contract::tables_json()); }
Address contract_phrases() { return reply(contract::phrases_json()); }

EMSCRIPTEN_BINDINGS(contract) {
  emscripten::function("contract_validate", &contract_validate);
  emscripten::function("contract_encode", &contract_encode);
  emscripten::function("contract_request", &contract_request);
  emscripten::function("contract_background_removal", &contract_background_removal);
  emscripten::function("contract_access", &contract_access);
  emscripten::function("contract_room", &contract_room);
  emscripten::function("contract_schema", &contract_schema);
  emscripten::function("contract_response", &contract_response);
  emscripten::function("contract_error_response", &contract_error_response);
  emscripten::function("contract_tables", &contract_tables);
  emscripten::function("contract_describe", &contract_describe);
  emscripten::function("contract_constants", &contract_constants);
  emscripten::function("contract_models", &contract_models);
  emscripten::function("contract_phrases", &contract_phrases);
}

}  // namespace media::bridge
