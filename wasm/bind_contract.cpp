// Bindings of src/contract.
#include "bridge.h"
#include "contract/contract.h"

namespace media::bridge {

static Address send_body(std::string head, contract::Body body) {
  return reply(std::move(head), std::move(body.json), body.late.at, body.late.text, std::move(body.encoded));
}

// `raw_length` 0: there is no raw text in the JSON.
MEDIA_EXPORT Address contract_validate(Address model, uint32_t model_length, Address json,
                                       uint32_t json_length, Address only, uint32_t only_length, bool camel,
                                       bool from_object, bool only_some, uint32_t raw_at,
                                       uint32_t raw_length) {
  contract::ValidateOptions options{.camel = camel, .from_object = from_object};
  if (only_some) options.only = text(only, only_length);
  auto result = contract::validate_late(text(model, model_length), bytes(json, json_length), options,
                                        {raw_at, raw_length});
  if (!result) return fail(result.error());
  return reply(std::move(result->json), {}, 0, result->late);
}

MEDIA_EXPORT Address contract_encode(Address model, uint32_t model_length, Address json, uint32_t json_length,
                                     uint32_t raw_at, uint32_t raw_length) {
  auto result = contract::encode(text(model, model_length), bytes(json, json_length), {raw_at, raw_length});
  if (!result) return fail(result.error());
  return send_body(std::move(result->head), std::move(result->body));
}

// `has_image` 0: the image's address means nothing.
MEDIA_EXPORT Address contract_request(Address endpoint, uint32_t endpoint_length, Address params,
                                      uint32_t params_length, Address context, uint32_t context_length,
                                      Address image, uint32_t image_length, bool has_image, uint32_t raw_at,
                                      uint32_t raw_length) {
  auto result = contract::build_request(
      text(endpoint, endpoint_length), bytes(params, params_length), bytes(context, context_length),
      has_image ? bytes(image, image_length) : ByteView(), {raw_at, raw_length});
  if (!result) return fail(result.error());
  return send_body(std::move(result->head), std::move(result->body));
}

MEDIA_EXPORT Address contract_access(Address tier, uint32_t length) {
  return reply(contract::access_json(text(tier, length)));
}

MEDIA_EXPORT Address contract_room(Address tier, uint32_t tier_length, Address context,
                                   uint32_t context_length) {
  return send_text(contract::room_json(text(tier, tier_length), bytes(context, context_length)));
}

MEDIA_EXPORT Address contract_schema(Address model, uint32_t length) {
  return send_text(contract::json_schema(text(model, length)));
}

MEDIA_EXPORT Address contract_response(Address endpoint, uint32_t endpoint_length, Address json,
                                       uint32_t json_length, bool tolerant) {
  return send_text(
      contract::parse_response(text(endpoint, endpoint_length), bytes(json, json_length), tolerant));
}

MEDIA_EXPORT Address contract_error_response(Address json, uint32_t length, int status) {
  return reply(contract::parse_error_response(status, bytes(json, length)));
}

MEDIA_EXPORT Address contract_describe(Address input, uint32_t length) {
  return send_text(contract::describe_placements(bytes(input, length)));
}

MEDIA_EXPORT Address contract_constants() { return reply(contract::constants_json()); }
MEDIA_EXPORT Address contract_models() { return reply(contract::models_json()); }
MEDIA_EXPORT Address contract_endpoints() { return reply(contract::endpoints_json()); }
MEDIA_EXPORT Address contract_phrases() { return reply(contract::phrases_json()); }

}  // namespace media::bridge
