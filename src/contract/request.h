// From parameters to a request, or to the answer that the server would give instead.
#pragma once

#include <string>
#include <vector>

#include "contract/endpoint.h"
#include "contract/engine.h"

namespace media::contract {

// What the caller knows; each part may be missing, and what is not known is not checked.
class Context {
 public:
  explicit Context(const Document& document) : document_(document) {}

  bool has_tier() const { return tier().has_value(); }
  std::string_view tier_name() const { return has_tier() ? document_[*tier()].text : std::string_view(); }
  // Assets in the library: of one type, or all together (the sum of the types when no total is given). -1:
  // not known.
  double count_of(std::string_view asset_type) const;
  double total_count() const;
  bool knows(std::string_view asset_id) const;  // true also when no list of ids is given

 private:
  Member tier() const;
  Member counts() const { return find_member(document_, 0, "counts"); }

  const Document& document_;
};

// The server's answer to a request that it refuses; status 0: it does not.
struct Refusal {
  int status = 0;
  Issues issues;
};

inline constexpr std::string_view kImageField = "image_base64";

Issue make_issue(IssueType type, const Location& location, std::string message, std::string context);

// The checks after the schema, in the server's order. `params` is a valid body (or array of ids at `ids`);
// `image` the bytes of an upload, if they were given.
Refusal check_upload(const Document& params, const Context& context, ByteView image);
Refusal check_bulk(const Document& params, uint32_t ids);
Refusal check_prompt_ids(const Document& params, uint32_t ids, const Context& context);
Refusal check_prompt_media(const Document& params, const Context& context);
Refusal check_known(std::string_view asset_id, const Location& location, const Context& context);

// What a request is sent with: {"accept": …}, and with a body "content-type".
std::string headers_json(const Endpoint& endpoint);

// Whether an id in a path would reach another endpoint than its own: one with a slash or backslash, with control
// characters, of dots alone, or a word of a route. Tested as it reads with its percent signs decoded, for some
// servers decode twice.
bool misleads(std::string_view id);

// Everything but unreserved characters as %XX (RFC 3986).
std::string percent_encoded(std::string_view text);

}  // namespace media::contract
