// Every numeric operation as JavaScript calls it, with any doubles and any room: nothing is written beyond the room,
// and what is refused says why.
#include <memory>

#include "operations.h"  // before the bindings

#include "../../wasm/bind_placement.cpp"
#include "fuzz_input.h"

using media::fuzz::check;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  media::fuzz::Input in(data, size);
  const auto& all = media::fuzz::operations();
  const auto& operation = all[in.byte() % all.size()];
  const auto count = static_cast<uint32_t>(in.whole(0, 60)), room = static_cast<uint32_t>(in.whole(0, 80));
  // Of the heap, so that what is read or written beyond is seen.
  const auto numbers = std::make_unique<double[]>(count), out = std::make_unique<double[]>(room);
  for (uint32_t i = 0; i < count; ++i) numbers[i] = in.is_over() ? 1 + i % 5 : (in.byte() & 3) == 0 ? in.number() : in.size();
  const double answer = operation.call(reinterpret_cast<uintptr_t>(numbers.get()), count, reinterpret_cast<uintptr_t>(out.get()), room);
  check(answer <= room);
  if (answer < 0) {
    const auto* reply = reinterpret_cast<const media::bridge::Reply*>(static_cast<uintptr_t>(-answer));
    check(reply->ok == 0 && reply->text.starts_with("invalid_argument\n"));
    delete reply;
  }
  return 0;
}
