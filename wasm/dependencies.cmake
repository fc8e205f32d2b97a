# Third-party sources, pinned. The set-up script unpacks Debian's copies into MEDIA_DEPS_DIR;
# what is not there is fetched from upstream by hash.
include(FetchContent)

# media_source(<name> <file that proves it is there> <url> <sha256>): sets <name>_DIR.
function(media_source name proof url sha256)
  if(EXISTS "${MEDIA_DEPS_DIR}/${name}/${proof}")
    set(dir "${MEDIA_DEPS_DIR}/${name}")
  else()
    # An unused SOURCE_SUBDIR keeps the dependency's own CMakeLists.txt, if any, out of this build.
    FetchContent_Declare(${name} URL ${url} URL_HASH SHA256=${sha256} SOURCE_SUBDIR none)
    FetchContent_MakeAvailable(${name})
    set(dir "${${name}_SOURCE_DIR}")
  endif()
  set(${name}_DIR "${dir}" PARENT_SCOPE)
endfunction()

# What native tests compare with.
if(NOT EMSCRIPTEN)
  media_source(nlohmann_json include/nlohmann/json.hpp
    https://github.com/nlohmann/json/releases/download/v3.11.3/include.zip
    a22461d13119ac5c78f205d3df1db13403e58ce1bb1794edc9313677313f4a9d)
  add_library(nlohmann_json_headers INTERFACE)
  target_include_directories(nlohmann_json_headers SYSTEM INTERFACE "${nlohmann_json_DIR}/include")
endif()

# stb at 2024-11-09: stb_image 2.30.
media_source(stb stb_image.h
  https://github.com/nothings/stb/archive/5c205738c191bcb0abc65c4febfa9bd25ff35234.tar.gz
  cfeab9f800961882d6d22ddf36e965523b33002f4f937de08321304c9ba72af3)
add_library(stb_headers INTERFACE)
target_include_directories(stb_headers SYSTEM INTERFACE "${CMAKE_CURRENT_BINARY_DIR}" "${stb_DIR}")  # ours first

media_source(libdeflate libdeflate.h
  https://github.com/ebiggers/libdeflate/archive/refs/tags/v1.14.tar.gz
  89e7df898c37c3427b0f39aadcf733731321a278771d20fc553f92da8d4808ac)

# media_patched(<folder> <file> <to> <regex> <replacement> …): the file's copy in <to>, within the build folder, with
# definitions changed. Each expression must match: another version of the source is not built by accident.
function(media_patched folder file to)
  file(READ ${folder}/${file} text)
  math(EXPR last "${ARGC} - 2")
  foreach(i RANGE 3 ${last} 2)
    math(EXPR j "${i} + 1")
    if(NOT text MATCHES "${ARGV${i}}")
      message(FATAL_ERROR "${folder}/${file} is not the version that this build changes: \"${ARGV${i}}\" matches nothing.")
    endif()
    string(REGEX REPLACE "${ARGV${i}}" "${ARGV${j}}" text "${text}")
  endforeach()
  file(CONFIGURE OUTPUT ${to}/${file} CONTENT "${text}" @ONLY)
endfunction()

# libdeflate is built from a copy, of which these files differ.
set(LIBDEFLATE ${CMAKE_CURRENT_BINARY_DIR}/libdeflate)
file(COPY ${libdeflate_DIR}/ DESTINATION ${LIBDEFLATE}
  PATTERN programs EXCLUDE PATTERN common_defs.h EXCLUDE PATTERN ht_matchfinder.h EXCLUDE PATTERN deflate_compress.c EXCLUDE
  PATTERN deflate_decompress.c EXCLUDE PATTERN decompress_template.h EXCLUDE)
# Words of 64 bits, in WebAssembly too, whose addresses have 32: PNGs are written in nine tenths of the time.
media_patched(${libdeflate_DIR} common_defs.h libdeflate "typedef size_t machine_word_t" "typedef u64 machine_word_t")
# Two literals are found at once where they are short: PNGs are read in four fifths of the time.
media_patched(${libdeflate_DIR} lib/deflate_decompress.c libdeflate
  "[(]2 [+] DEFLATE_MAX_MATCH_LEN" "(6 + DEFLATE_MAX_MATCH_LEN"
  "(#define FUNCNAME deflate_decompress_default)" "#include \"literal_pairs.h\"\n\\1")
media_patched(${libdeflate_DIR} lib/decompress_template.h libdeflate
  "(SAFETY_CHECK.build_litlen_decode_table[^\n]*)" "\\1 pair_literals(d->u.litlen_decode_table, d->litlen_tablebits);"
  "lit = entry >> 16;" "lit = entry;"
  "[*]out_next[+][+] = lit;" "out_next += put_literals(lit, out_next);"
  "unlikely.entry & HUFFDEC_SUBTABLE_POINTER."
  "unlikely((entry & (HUFFDEC_LITERAL | HUFFDEC_SUBTABLE_POINTER)) == HUFFDEC_SUBTABLE_POINTER)"
  "[*]out_next[+][+] = length;"
  "*out_next++ = length; if (entry & HUFFDEC_PAIR) { if (out_next == out_end) return LIBDEFLATE_INSUFFICIENT_SPACE; *out_next++ = entry >> 8; }")
# Level 1 looks for matches in a table of 16 KB, which stays in a processor's nearest cache, instead of 128 KB: twice
# as fast for pictures, and no larger for photos (what it finds far away in their noise costs more than it saves).
media_patched(${libdeflate_DIR} lib/ht_matchfinder.h libdeflate "(#define HT_MATCHFINDER_HASH_ORDER[ \t]+)15" "\\113"
  "(#define HT_MATCHFINDER_BUCKET_SIZE[ \t]+)2" "\\11")
# Choices for a small download. Levels 2 to 7 and 10 to 12 parse in other ways than 1 and 9 do, and nothing here asks
# for them.
media_patched(${libdeflate_DIR} lib/deflate_compress.c libdeflate "(#define SUPPORT_NEAR_OPTIMAL_PARSING)[ \t]+1" "\\1 0"
  "impl = deflate_compress_(greedy|lazy2?)" "impl = deflate_compress_lazy2")

# stb_image decodes a JPEG's scan on zeros when its data end too soon, and calls the picture good. The copy counts
# what it makes up (`fed` bytes, `starved` when any of them was used) and makes up ones instead, which are no code:
# such a scan ends. With `lenient` what was decoded until then is kept, the rest is grey. And where colour is halved
# across, the column before the last is weighed as all others are: its weights were the wrong way round.
media_patched(${stb_DIR} stb_image.h .
  "(int +nomore)(;[^\n]*)" "\\1, fed, starved, lenient\\2"
  "unsigned int b = j->nomore [?] 0 : (stbi__get8.j->s.);"
  "if (j->nomore) { ++j->fed; j->code_buffer |= 0xffu << (24 - j->code_bits); j->code_bits += 8; continue; } unsigned int b = \\1;"
  "j->code_bits = 0;[ \n]+j->code_buffer = 0;"
  "j->starved |= j->fed * 8 > j->code_bits; j->fed = j->code_bits = 0; j->code_buffer = 0;"
  "if .!stbi__parse_entropy_coded_data.j.. return 0;"
  "if (!stbi__parse_entropy_coded_data(j)) { if (j->lenient) break; return 0; }"
  "if .!stbi__process_marker.j, m.. return 1;"
  "if (!stbi__process_marker(j, m)) { if (j->lenient) break; return 0; }"
  "div4.input.w-2..3 . input.w-1. . 2." "div4(input[w-1]*3 + input[w-2] + 2)"
  "(z->img_comp.i..data = .stbi_uc..[^\n]*\n)"
  "\\1      if (z->lenient) memset(z->img_comp[i].data, 128, (size_t) z->img_comp[i].w2 * (size_t) z->img_comp[i].h2);\n")

add_library(libdeflate STATIC
  ${LIBDEFLATE}/lib/utils.c ${LIBDEFLATE}/lib/adler32.c ${LIBDEFLATE}/lib/deflate_compress.c ${LIBDEFLATE}/lib/zlib_compress.c
  ${LIBDEFLATE}/lib/deflate_decompress.c ${LIBDEFLATE}/lib/zlib_decompress.c)
if(NOT EMSCRIPTEN)
  file(GLOB LIBDEFLATE_CPU ${LIBDEFLATE}/lib/x86/cpu_features.c ${LIBDEFLATE}/lib/arm/cpu_features.c)
  target_sources(libdeflate PRIVATE ${LIBDEFLATE_CPU})
endif()
target_include_directories(libdeflate SYSTEM PUBLIC "${LIBDEFLATE}" PRIVATE "${LIBDEFLATE}/lib" "${CMAKE_SOURCE_DIR}/src/image/png")
