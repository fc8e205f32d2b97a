// Any bytes as JSON for every model and endpoint: no crash, and a value that is accepted is accepted again.
#include <cstdlib>

#include "contract/contract.h"
#include "contract/endpoint.h"
#include "contract/engine.h"
#include "contract/table.h"

using namespace media;
using namespace media::contract;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const ByteView json(data + 1, size - 1);
  const auto models = all_models();
  const Model& model = *models[data[0] % models.size()];
  (void)validate(model.name, json, {.camel = (data[0] & 1) != 0, .from_object = (data[0] & 2) != 0});
  if (const auto document = Document::parse(json)) {
    const WalkResult first = walk(*document, model, {.literals = false});
    if (first.issues.empty()) {
      const auto* value = reinterpret_cast<const uint8_t*>(first.value.data());
      const auto again = Document::parse({value, first.value.size()});
      if (!again || walk(*again, model, {.literals = false}).value != first.value) std::abort();
    }
  }
  const auto endpoints = all_endpoints();
  const Endpoint& endpoint = endpoints[data[0] % endpoints.size()];
  const ByteView image = (data[0] & 4) != 0 ? json : ByteView();
  (void)build_request(endpoint.name, json, json, image);
  (void)encode(model.name, json, {.at = size / 4, .length = data[0]});
  (void)validate_late(model.name, json, {}, {.at = data[0], .length = size / 2});
  (void)parse_response(endpoint.name, json);
  (void)parse_error_response(422, json);
  (void)describe_placements(json);
  return 0;
}
