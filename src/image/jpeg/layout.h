// The headers of a JPEG, and a clean copy of it for stb_image (ITU T.81 annex B).
#pragma once

#include "base/buffer.h"

namespace media::image {

struct JpegLayout {
  int frame_marker = 0;  // 0xc0 baseline, 0xc1 extended, 0xc2 progressive; 0: none was found
  int precision = 0, width = 0, height = 0, components = 0;
  ByteView exif;           // a TIFF structure, or empty
  bool has_adobe = false;  // Adobe's marker, which tells how four components are meant
  bool has_icc_profile = false;
  bool has_scan = false;
};

// Reads the segments up to the first scan.
JpegLayout read_jpeg(ByteView file);

// The second byte of the next marker, with `in` moved behind it; 0 at the end of the file. Bytes before it, zeros
// after an 0xff among them, and fill bytes are passed over, as libjpeg does.
class Reader;
int next_jpeg_marker(Reader& in);

// Stand without a length: TEM, RSTn, SOI.
bool jpeg_marker_stands_alone(int marker);
// SOF0…SOF15 without DHT, JPG and DAC, whose codes lie among them.
bool is_jpeg_frame_header(int marker);

// The file's frame, tables and scans, one behind the other, ended by an end-of-image marker: no other segment, and
// nothing between them. What is wrong with these is found here: corrupt_image. A scan without the tables that it needs
// is refused, for it would come out black. With `allow_truncated` the copy ends where the file does, or at damage.
// image_too_large when the scans visit more than `max_work` coefficients, counted by the frame's promise, for a scan
// may go over all blocks with no data at all.
Result<Bytes> clean_jpeg(ByteView file, const JpegLayout& headers, bool allow_truncated, int64_t max_work);

}  // namespace media::image
