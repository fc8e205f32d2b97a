// The tables, for js/generate.mjs: no module of the package carries what only the build reads.
#include "bridge.h"
#include "contract/contract.h"

namespace media::bridge {

MEDIA_EXPORT Address contract_tables() { return reply(contract::tables_json()); }

}  // namespace media::bridge
