// What every call needs.
#include "bridge.h"

namespace media::bridge {

MEDIA_EXPORT void reply_free(Address address) { delete reinterpret_cast<Reply*>(address); }

}  // namespace media::bridge
