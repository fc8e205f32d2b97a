// UTF-8, also in Jest's sandbox of a page, which hides the platform's coders.

type Coders = Pick<typeof globalThis, 'TextDecoder' | 'TextEncoder'>;

const given = globalThis as Partial<Coders>;
const { TextDecoder: Decoder, TextEncoder: Encoder } = (
  given.TextDecoder && given.TextEncoder ? given : process.getBuiltinModule('node:util')
) as Coders;

export const encoder = new Encoder();
export const decoder = new Decoder();

/** A decoder other than {@link decoder}. */
export const decoderFor = (label: string, options?: TextDecoderOptions): TextDecoder => new Decoder(label, options);
