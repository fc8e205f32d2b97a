// Where the parts of a JPEG lie (ITU T.81 annex B).
#pragma once

#include "base/buffer.h"

namespace media::image {

struct JpegLayout {
  int frame_marker = 0;  // 0xc0 baseline, 0xc1 extended, 0xc2 progressive; 0: none was found
  size_t height_at = 0;  // of the two bytes of height in the frame header
  int precision = 0, width = 0, height = 0, components = 0;
  ByteView exif;           // a TIFF structure, or empty
  bool has_adobe = false;  // Adobe's marker, which tells how four components are meant
  bool has_icc_profile = false;
  size_t scans = 0;         // begun
  size_t last_scan_at = 0;  // where the headers of the last scan that was begun start
  size_t usable = 0;  // up to here the file is whole segments and scan data, without the end-of-image marker
  bool is_whole = false;  // the end-of-image marker is there
};

// Reads the segments up to the first scan, or to the end.
JpegLayout read_jpeg(ByteView file, bool to_end);

}  // namespace media::image
