// The sixteen endpoints as one table.
#pragma once

#include <span>
#include <string_view>

#include "contract/table.h"

namespace media::contract {

// What the server checks after the schema.
enum class Guard : uint8_t {
  none,
  upload,        // the checks of an upload
  bulk,          // 1 to 50 ids
  prompt_ids,    // at most 2 ids, a tier with access
  prompt_media,  // a tier with access, when media assets are used
};

std::string_view guard_name(Guard guard);  // as above; empty for none

struct Endpoint {
  std::string_view name;
  std::string_view method;
  std::string_view path;       // {name} stands for a path parameter
  std::string_view parameter;  // its name; empty when there is none
  std::string_view body;       // a model; "[]" for an array of ids; empty when there is none
  std::string_view query;      // a model
  std::string_view response;   // a model; "[Model]" an array of it; "Model?" null too; empty: not described
  Guard guard;
  std::string_view about;
  std::string_view hook = {};  // of the web app that reaches it; empty when there is none
};

std::span<const Endpoint> all_endpoints();
const Endpoint* find_endpoint(std::string_view name);

}  // namespace media::contract
