// Cuts the subject out, then uploads it: background removal and the client, with progress and errors for people.
import { createBackgroundRemover } from '@aurastream/media-wasm/background-removal';
import { createMediaClient, MediaError } from '@aurastream/media-wasm/client';

const media = createMediaClient({ baseUrl: '' });
const remover = await createBackgroundRemover();
const input = document.querySelector('input');
const status = document.querySelector('output');
const percent = (fraction) => `${Math.round(100 * fraction)} %`;

input.addEventListener('change', async () => {
  const [file] = input.files;
  if (!file) return;
  try {
    const cut = await remover.remove(file, {
      assetType: 'logo',
      output: 'blob',
      onProgress: ({ phase, fraction }) => (status.textContent = `${phase}, ${percent(fraction)}`),
    });
    if (cut.verdict === 'doubtful') console.warn('Worth a look:', cut.doubts);
    const { asset } = await media.uploadMedia(
      { assetType: 'logo', displayName: file.name.replace(/\.\w+$/, ''), image: cut.blob },
      { onUploadProgress: ({ loaded, total }) => (status.textContent = `Uploading, ${percent(loaded / total)}`) },
    );
    const image = document.querySelector('img');
    Object.assign(image, { src: asset.url, hidden: false });
    status.textContent = `${asset.displayName} is in the library.`;
  } catch (error) {
    if (!(error instanceof MediaError)) throw error;
    status.textContent = error.issues?.map(({ message }) => message).join(' ') || error.message;
  }
});
