// What the server answers, read into values and issues.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createMediaKit, MediaError } from '@aurastream/media-wasm';
import { asset } from './contract-support.mjs';

let kit;
before(async () => {
  kit = await createMediaKit();
});
after(() => kit.dispose());

test('an answer that breaks the contract is refused with its issues', () => {
  assert.throws(
    () => kit.responses.getMedia(JSON.stringify({ ...asset, width: 'wide' })),
    (error) =>
      error instanceof MediaError &&
      error.code === 'invalid_response' &&
      error.issues[0].type === 'int_parsing' &&
      /width/.test(error.message),
  );
  assert.throws(
    () => kit.responses.getMedia('null'),
    (error) => error.code === 'invalid_response',
  );
  assert.throws(
    () => kit.responses.getMedia('<html>'),
    (error) => error.code === 'invalid_json',
  );
});

test("the server's error bodies become the same issues as our own", () => {
  const params = {
    assetType: 'logo',
    displayName: 'x'.repeat(101),
    tags: Array(21).fill('t'),
    imageBase64: '',
  };
  const ours = kit.requests.uploadMedia(params);
  const body = {
    detail: [
      {
        type: 'string_too_long',
        loc: ['body', 'display_name'],
        msg: 'String should have at most 100 characters',
        input: params.displayName,
        ctx: { max_length: 100 },
      },
      {
        type: 'too_long',
        loc: ['body', 'tags'],
        msg: 'List should have …',
        input: params.tags,
        ctx: { field_type: 'List', max_length: 20, actual_length: 21 },
      },
    ],
  };
  const theirs = kit.responses.error(JSON.stringify(body), 422);
  const essence = ({ type, loc, path, message, input }) => ({ type, loc, path, message, input });
  assert.deepEqual(theirs.issues.map(essence), ours.issues.map(essence));
  const literal = {
    detail: [
      {
        type: 'literal_error',
        loc: ['body', 'media_asset_placements', 0, 'size_unit'],
        msg: '…',
        ctx: { expected: "'percent' or 'px'" },
      },
    ],
  };
  const [issue] = kit.responses.error(JSON.stringify(literal), 422).issues;
  assert.equal(issue.message, 'Choose one of: percent or px.');
  assert.deepEqual(issue.path, ['mediaAssetPlacements', 0, 'sizeUnit']);
  assert.equal(kit.responses.error('{"detail":"Asset not found"}', 404).message, 'Asset not found');
  for (const body of ['', '<html>502</html>', '{}', '[]', '{"detail":[]}', '{"detail":null}', 'null']) {
    assert.equal(kit.responses.error(body, 502).message, 'The server answered with status 502.', body);
  }
});
