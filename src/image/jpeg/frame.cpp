#include "image/jpeg/frame.h"

#include "image/jpeg/layout.h"
#include "image/jpeg/markers.h"
#include "image/reader.h"

namespace media::image {
namespace {

constexpr int kUntransformed = 0;

bool read_frame_header(Reader& in, JpegFrame& out) {
  in.skip(1);
  out.height = in.be16();
  out.width = in.be16();
  out.count = in.u8();
  if (out.width == 0 || out.height == 0 || (out.count != 1 && out.count != 3)) return false;
  for (size_t i = 0; i < out.count; ++i) {
    auto& component = out.components[i];
    component.id = in.u8();
    const int factors = in.u8();
    component.across = static_cast<size_t>(factors >> 4);
    component.down = static_cast<size_t>(factors & 15);
    component.steps = in.u8() & 3;
  }
  auto& luma = out.components[0];
  if (out.count == 1) luma.across = luma.down = 1;  // a scan of one component goes by blocks
  const auto single = [](const JpegFrame::Component& one) { return one.across == 1 && one.down == 1; };
  return luma.across <= 2 && luma.down <= 2 && single(out.components[1]) && single(out.components[2]);
}

void read_steps(Reader& in, JpegFrame& out) {
  while (in.left() > 0) {
    const int name = in.u8();
    for (const uint8_t place : kZigzag)
      out.steps[name & 3][(place & 7u) << 3 | place >> 3] = static_cast<int16_t>(name >> 4 != 0 ? in.be16() : in.u8());
  }
}

bool read_codes(Reader& in, JpegFrame& out) {
  while (in.left() > 0) {
    const int name = in.u8();
    const ByteView counts = in.take(16);
    size_t codes = 0;
    for (const uint8_t count : counts) codes += count;
    const ByteView symbols = in.take(codes);
    const bool are_first = name >> 4 == 0;
    if (in.past_end() || codes > 256 || !out.codes[(are_first ? 0u : 4u) + (name & 3u)].set(counts.data(), symbols, are_first)) return false;
  }
  return true;
}

// All components in one scan, in the frame's order.
bool read_scan_header(Reader& in, JpegFrame& out) {
  if (in.u8() != out.count) return false;
  for (size_t i = 0; i < out.count; ++i) {
    auto& component = out.components[i];
    const int id = in.u8(), names = in.u8();
    for (size_t before = 0; before < i; ++before) {
      if (out.components[before].id == id) return false;
    }
    if (component.id != id || (names & 0xcc) != 0) return false;
    component.first_codes = static_cast<size_t>(names >> 4);
    component.codes = 4 + static_cast<size_t>(names & 3);
  }
  const int first = in.u8();
  in.skip(1);
  return first == 0 && in.u8() == 0;
}

}  // namespace

bool read_frame(ByteView jpeg, JpegFrame& out) {
  auto codes = Buffer<ScanCodes>::make(8);
  if (!codes) return false;
  out.codes = std::move(*codes);
  Reader in(jpeg);
  in.skip(2);
  bool is_jfif = false;
  int transform = -1;
  while (const int marker = next_jpeg_marker(in)) {
    const int length = in.be16();
    if (length < 2) return false;
    Reader data(in.take(static_cast<uint64_t>(length) - 2));
    bool taken = true;
    if (marker == kStartOfScan) {
      const auto is_named = [&](size_t i, int letter) { return out.components[i].id == letter; };
      const bool is_rgb = out.count == 3 && ((is_named(0, 'R') && is_named(1, 'G') && is_named(2, 'B')) || (transform == kUntransformed && !is_jfif));
      if (out.count == 0 || is_rgb || !read_scan_header(data, out)) return false;
      out.scan = jpeg.subspan(in.position());
      return true;
    }
    if (marker == kQuantisers) {
      read_steps(data, out);
    } else if (marker == kHuffman) {
      taken = read_codes(data, out);
    } else if (marker == kRestarts) {
      out.interval = data.be16();
    } else if (marker == kJfif) {
      is_jfif = is_jfif || data.next_is(std::string_view("JFIF\0", 5));
    } else if (marker == kAdobe) {
      if (data.left() >= 12 && data.next_is(std::string_view("Adobe\0", 6))) {
        data.skip(11);
        transform = data.u8();
      }
    } else if (marker <= kExtendedFrame) {
      taken = read_frame_header(data, out);
    } else {
      taken = false;  // another kind of frame
    }
    if (!taken || data.past_end()) return false;
  }
  return false;
}

}  // namespace media::image
