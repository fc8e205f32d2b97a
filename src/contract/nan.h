// Where NaN stands: JSON has no word for it, so it is written as null and its places are told beside the value.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "contract/issue.h"
#include "contract/json.h"

namespace media::contract {

// Places of NaN as JSON: each is how many steps it shares with the place before, then its further steps.
class NanPlaces {
 public:
  void add(const Location& location, bool camel);
  // Takes back what was added since `mark()`.
  struct Mark {
    size_t length = 0;
    Location last = {};
  };
  Mark mark() const { return {list_.size(), last_}; }
  void back_to(const Mark& mark);

  bool empty() const { return list_.empty(); }
  std::string json() const { return "[" + list_ + "]"; }

 private:
  std::string list_;
  Location last_;
};

// Calls `found` for every NaN in a value, with `location` grown by the steps to it. Of a repeated key only the last
// value counts.
void each_nan(const Document& document, uint32_t index, Location& location, const std::function<void()>& found);

// Of an object's repeated keys, the values that count: the last, by key.
std::map<std::string_view, uint32_t> last_members(const Document& document, uint32_t object);

}  // namespace media::contract
