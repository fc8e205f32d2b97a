#include "contract/nan.h"

#include <algorithm>
#include <vector>

namespace media::contract {
namespace {

class Search {
 public:
  Search(const Document& document, Location& location, const std::function<void()>& found)
      : document_(document), location_(location), found_(found) {}

  void begin(uint32_t index) {
    for (uint32_t i = index; i < document_[index].next; ++i) {
      if (document_[i].literal && document_[i].text == "NaN") nans_.push_back(i);
    }
    if (!nans_.empty()) look_at(index);
  }

 private:
  void look_at(uint32_t index) {
    const Node& node = document_[index];
    const auto first = std::lower_bound(nans_.begin(), nans_.end(), index);
    if (first == nans_.end() || *first >= node.next) return;
    if (*first == index) return found_();
    if (node.kind == Kind::array) {
      uint32_t position = 0;
      for (uint32_t i = index + 1; i < node.next; i = document_[i].next, ++position) {
        location_.push_back({.index = position, .is_index = true});
        look_at(i);
        location_.pop_back();
      }
    } else {
      for (const auto& [name, i] : last_members(document_, index)) {
        location_.push_back({.name = name});
        look_at(i);
        location_.pop_back();
      }
    }
  }

  const Document& document_;
  Location& location_;
  const std::function<void()>& found_;
  std::vector<uint32_t> nans_;
};

}  // namespace

void NanPlaces::add(const Location& location, bool camel) {
  size_t shared = 0;
  while (shared < location.size() && shared < last_.size() && location[shared] == last_[shared]) ++shared;
  Location rest(location.begin() + static_cast<ptrdiff_t>(shared), location.end());
  for (Step& step : rest) step.index -= step.left_out;
  const std::string steps = location_json(rest, camel);
  list_ += (list_.empty() ? "[" : ",[") + std::to_string(shared) + (rest.empty() ? "" : ",") + steps.substr(1);
  last_ = location;
}

void NanPlaces::back_to(const Mark& mark) {
  list_.resize(mark.length);
  last_ = mark.last;
}

void each_nan(const Document& document, uint32_t index, Location& location, const std::function<void()>& found) {
  Search(document, location, found).begin(index);
}

std::map<std::string_view, uint32_t> last_members(const Document& document, uint32_t object) {
  std::map<std::string_view, uint32_t> last;
  for (uint32_t i = object + 1; i < document[object].next; i = document[i + 1].next) last[document[i].text] = i + 1;
  return last;
}

}  // namespace media::contract
