// A form with the server's verdicts: the Standard Schema of one model, which a form library would take as it is.
import { schema } from '@aurastream/media-wasm/schema';

const form = document.querySelector('form');
const updateMedia = schema('UpdateMediaRequest');

/** What the form says, as the request has it. */
const values = () => ({
  displayName: form.displayName.value,
  tags: form.tags.value.split(',').map((tag) => tag.trim()).filter(Boolean),
  description: form.description.value || undefined,
});

/** Shows each issue beside its field. @returns what would be sent, or undefined */
async function check() {
  const { value, issues = [] } = await updateMedia['~standard'].validate(values());
  for (const name of ['displayName', 'tags', 'description']) {
    const field = form.elements[name];
    const message = issues.find(({ path }) => path[0] === name)?.message ?? '';
    field.nextElementSibling.textContent = message;
    field.setAttribute('aria-invalid', String(message !== ''));
  }
  return value;
}

form.addEventListener('input', check);
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const value = await check();
  form.querySelector('output').textContent = value ? `This would be sent: ${JSON.stringify(value)}` : 'Not yet.';
});
