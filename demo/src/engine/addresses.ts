// Pictures that are pasted or dropped as an address, or as a part of another page.
/** The addresses of pictures in what was pasted or dropped, the surest first; only text, as a browser hands it over. */
export function pictureAddresses(data: Pick<DataTransfer, 'getData'>): string[] {
  const page = new DOMParser().parseFromString(data.getData('text/html'), 'text/html');
  // Their own attribute: in this document a relative one would be resolved against this page.
  const shown = [...page.querySelectorAll('img[src]')].map((image) => image.getAttribute('src')!);
  const listed = data.getData('text/uri-list').split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#'));
  const typed = data.getData('text/plain').trim();
  const found = shown.length > 0 ? shown : listed.length > 0 ? listed : [typed];
  return [...new Set(found)].filter(isAddress);
}

/** Anything longer is no address that somebody has copied. */
const MOST_LENGTH = 8192;

const isAddress = (text: string): boolean =>
  /^data:image\//i.test(text) || (/^https?:\/\/\S+$/i.test(text) && text.length <= MOST_LENGTH && URL.canParse(text));

const FORBIDDEN = 'Pictures of other sites cannot be fetched here. Copy the picture itself (right button, Copy image), or save it and drop the file.';

/** What is there. @throws Error with a sentence for the person */
export async function pictureAt(address: string): Promise<File> {
  if (/^data:/i.test(address)) return written(address);
  const { origin, pathname, hostname } = new URL(address);
  const name = pathname.split('/').at(-1)?.replaceAll('%20', ' ') || hostname;
  // The page itself asks nobody else for anything (its policy): the server that it came from does.
  const asked = origin === location.origin ? fetch(address) : fetch('./picture', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ address }) });
  const answer = await asked.catch(() => undefined);
  const said = answer && !answer.ok ? ((await answer.json().catch(() => ({}))) as { message?: string }).message : undefined;
  if (!answer?.ok) throw new Error(said ?? FORBIDDEN);
  return new File([await answer.blob()], name, { type: answer.headers.get('content-type') ?? '' });
}

/** A picture that is written in its address (RFC 2397). */
function written(address: string): File {
  const comma = address.indexOf(',');
  const head = address.slice('data:'.length, comma);
  const text = decodeURIComponent(address.slice(comma + 1));
  const bytes = /;base64$/i.test(head) ? Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)) : new TextEncoder().encode(text);
  const [type] = head.split(';');
  return new File([bytes], `Pasted.${type!.replace(/^image\/(x-)?|\+.*$/g, '')}`, { type: type! });
}
