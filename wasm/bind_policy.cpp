// Which backgrounds are removed: the one rule of src/contract that the pixels' module has too.
#include "bridge.h"
#include "contract/contract.h"

namespace media::bridge {

MEDIA_EXPORT Address contract_background_removal(Address type, uint32_t length, int asked) {
  return send_text(
      contract::background_removal_json(text(type, length), static_cast<contract::Asked>(asked)));
}

}  // namespace media::bridge
