#include "image/jpeg/layout.h"

#include <string_view>

#include "image/jpeg/markers.h"
#include "image/reader.h"

namespace media::image {
namespace {

void read_segment(int marker, ByteView data, JpegLayout& out) {
  Reader in(data);
  if (is_jpeg_frame_header(marker) && out.frame_marker == 0 && data.size() >= 6) {
    out.frame_marker = marker;
    out.precision = in.u8();
    out.height = in.be16();
    out.width = in.be16();
    out.components = in.u8();
  } else if (marker == 0xe1 && out.exif.empty() && in.next_is(std::string_view("Exif\0\0", 6))) {
    out.exif = data.subspan(6);
  } else if (marker == 0xe2 && in.next_is("ICC_PROFILE")) {
    out.has_icc_profile = true;
  } else if (marker == kAdobe && in.next_is("Adobe")) {
    out.has_adobe = true;
  }
}

}  // namespace

int next_jpeg_marker(Reader& in) {
  for (in.find(0xff); in.left() >= 2; in.find(0xff)) {
    in.skip(1);
    int code = in.u8();
    while (code == 0xff && in.left() > 0) code = in.u8();
    if (code != 0 && code != 0xff) return code;
  }
  return 0;
}

bool jpeg_marker_stands_alone(int marker) { return marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8); }

bool is_jpeg_frame_header(int marker) {
  return marker >= 0xc0 && marker <= 0xcf && marker != kHuffman && marker != 0xc8 && marker != 0xcc;
}

JpegLayout read_jpeg(ByteView file) {
  JpegLayout out;
  Reader in(file);
  in.skip(2);
  for (int marker = next_jpeg_marker(in); marker != 0; marker = next_jpeg_marker(in)) {
    if (jpeg_marker_stands_alone(marker)) continue;
    if (marker == kEndOfImage) return out;
    int length = in.be16();
    ByteView data = in.take(length < 2 ? 0 : static_cast<uint64_t>(length - 2));
    if (in.past_end()) return out;
    if (marker == kStartOfScan) {
      out.has_scan = true;
      return out;
    }
    read_segment(marker, data, out);
  }
  return out;
}

}  // namespace media::image
