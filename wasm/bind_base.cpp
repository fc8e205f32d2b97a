// Bindings that every call needs, and what the build asks the core for.
#include "bridge.h"

namespace media::bridge {

MEDIA_EXPORT void reply_free(Address address) { delete reinterpret_cast<Reply*>(address); }

// [{"code": …, "meaning": …}], from which the TypeScript union and the README's table are made.
MEDIA_EXPORT Address error_codes() {
  std::string out;
#define MEDIA_ROW(name, meaning) out += std::string(out.empty() ? "[" : ",") + "{\"code\":\"" #name "\",\"meaning\":\"" meaning "\"}";
  MEDIA_ERROR_CODES(MEDIA_ROW)
#undef MEDIA_ROW
  return reply(out + "]");
}

}  // namespace media::bridge
