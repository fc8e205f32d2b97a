// Files that people take for pictures and no browser opens: what they are, and what to do about it.

const ascii = (bytes: Uint8Array, from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to));

/** Of an ISO base media file (ISO/IEC 14496-12): its major brand. */
const brand = (bytes: Uint8Array): string => (ascii(bytes, 4, 8) === 'ftyp' ? ascii(bytes, 8, 12) : '');

const AS_PICTURE = 'Save it as JPEG or PNG first.';

const kinds: readonly (readonly [advice: string, is: (bytes: Uint8Array) => boolean])[] = [
  [`This is a HEIC photo. ${AS_PICTURE}`, (bytes) => /^(hei[cfxms]|hev[cxms]|mif1|msf1)$/.test(brand(bytes))],
  ['This is a video. Save one picture of it as PNG or JPEG first.', (bytes) => brand(bytes) !== '' || ascii(bytes, 0, 4) === '\x1a\x45\xdf\xa3'],
  [`This is a TIFF or camera raw picture. ${AS_PICTURE}`, (bytes) => /^(II\*\0|MM\0\*)$/.test(ascii(bytes, 0, 4))],
  [`This is a Photoshop file. ${AS_PICTURE}`, (bytes) => ascii(bytes, 0, 4) === '8BPS'],
  [`This is a PDF. ${AS_PICTURE}`, (bytes) => ascii(bytes, 0, 5) === '%PDF-'],
  ['This is an archive. Unpack it first.', (bytes) => ascii(bytes, 0, 4) === 'PK\x03\x04'],
];

/** What to do about a file in none of the formats that are opened; none: nothing is known of it. */
export const foreignAdvice = (bytes: Uint8Array): string | undefined => kinds.find(([, is]) => is(bytes))?.[0];
