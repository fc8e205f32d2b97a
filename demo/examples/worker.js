// The page's side: a file goes to the worker, a JPEG comes back.
const worker = new Worker(new URL('./worker-job.js', import.meta.url), { type: 'module' });
const input = document.querySelector('input');
const status = document.querySelector('output');

worker.onmessage = ({ data }) => {
  if (data.error) {
    status.textContent = `${data.error.message} (${data.error.code})`;
    return;
  }
  const image = document.querySelector('img');
  Object.assign(image, { src: URL.createObjectURL(new Blob([data.bytes], { type: 'image/jpeg' })), hidden: false });
  status.textContent = `${data.width} × ${data.height}, ${data.bytes.length} bytes`;
};

input.addEventListener('change', () => {
  const [file] = input.files;
  if (!file) return;
  status.textContent = 'Working…';
  worker.postMessage(file);
});
