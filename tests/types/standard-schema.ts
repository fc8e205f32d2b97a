// Compiled, never run: what other libraries infer of the schemas.
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { createMediaKit, type UploadMediaRequest, type UploadMediaRequestInput } from '@aurastream/media-wasm';
import { createMediaClient } from '@aurastream/media-wasm/client';
import type { MediaAsset } from '@aurastream/media-wasm';
import { schema as lazySchema } from '@aurastream/media-wasm/schema';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const sure = <T extends true>(): T | undefined => undefined;

const kit = await createMediaKit();
const now = kit.contract.schema('UploadMediaRequest');
const later = lazySchema('UploadMediaRequest');
const taken: StandardSchemaV1[] = [now, later];
sure<Same<StandardSchemaV1.InferInput<typeof now>, UploadMediaRequestInput>>();
sure<Same<StandardSchemaV1.InferOutput<typeof now>, UploadMediaRequest>>();
sure<Same<StandardSchemaV1.InferOutput<typeof later>, UploadMediaRequest>>();
const verdict = now['~standard'].validate({});
if (!verdict.issues) verdict.value.displayName.trim();
// @ts-expect-error the light entry's verdict is a promise
later['~standard'].validate({}).issues;
// @ts-expect-error no such model
kit.contract.schema('Nothing');

const client = createMediaClient({ baseUrl: 'https://api.example.com', getToken: () => 'x' });
const asset: MediaAsset = await client.getMedia('a', { signal: AbortSignal.timeout(5) });
const none: MediaAsset | null = await client.getPrimaryAsset('logo');
await client.uploadMedia({ assetType: 'logo', displayName: 'L', image: new Blob() }, { onUploadProgress: ({ loaded }) => loaded });
await client.listMedia();
// @ts-expect-error an id is needed
await client.getMedia();
// @ts-expect-error nothing drifts where nothing is tolerated
asset.drift;
(await createMediaClient({ baseUrl: '', tolerant: true }).getMedia('a')).drift.length;
void [taken, none];
