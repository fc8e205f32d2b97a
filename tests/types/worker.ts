// Compiled, never run: what a kit in a worker accepts and answers.
import { createMediaKitWorker, type MediaImage, type MediaKitWorker, type RemoteSession, type PreviewSession } from '@aurastream/media-wasm/worker';

const kit: MediaKitWorker = await createMediaKitWorker({ assetsUrl: '/media/' });
const picture: MediaImage = await kit.image.decode(new Uint8Array(3));
const resized: Promise<MediaImage> = kit.image.resize(picture, 10, 10);
const request = await kit.requests.getMedia('a');
if (request.ok) void fetch(request.url, request);
const size: { width: number } = await kit.placement.canvasSize('thumbnail');
const overlap: number = await kit.placement.query.overlapArea({ x: 0, y: 0, width: 1, height: 1, rotation: 0 }, { x: 0, y: 0, width: 1, height: 1, rotation: 0 });
const limit = (await kit.contract.constants()).MEDIA_ASSET_TYPES;
const session: RemoteSession<PreviewSession> = await kit.preview.createSession({ canvas: { width: 1, height: 1 } });
const { changed } = await session.update([]);
const again = await kit.with({ signal: AbortSignal.timeout(1000), transfer: [picture.data.buffer] }).image.encodePng(picture);
// @ts-expect-error its answer is functions
void kit.contract.schema('MediaAsset');
// @ts-expect-error a value is a method here
void kit.contract.constants.MEDIA_ASSET_TYPES;
// @ts-expect-error no such method
void kit.image.turn(picture);
// @ts-expect-error a picture is wanted
void kit.image.encodePng('a.png');
session.dispose();
kit.dispose();
void [resized, size, overlap, limit, changed, again];
