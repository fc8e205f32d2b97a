// Bindings that every call needs, and what the build asks the core for.
#include <emscripten/bind.h>

#include "bridge.h"

namespace media::bridge {

void reply_free(Address address) { delete reinterpret_cast<Reply*>(address); }

// [{"code": …, "meaning": …}], from which the TypeScript union and the README's table are made.
Address error_codes() {
  std::string out;
#define MEDIA_ROW(name, meaning) out += std::string(out.empty() ? "[" : ",") + "{\"code\":\"" #name "\",\"meaning\":\"" meaning "\"}";
  MEDIA_ERROR_CODES(MEDIA_ROW)
#undef MEDIA_ROW
  return reply(out + "]");
}

EMSCRIPTEN_BINDINGS(base) {
  emscripten::function("reply_free", &reply_free);
  emscripten::function("error_codes", &error_codes);
}

}  // namespace media::bridge
