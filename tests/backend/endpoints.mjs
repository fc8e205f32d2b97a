// The sixteen endpoints: what each does once the request stands. Names are the contract's.
import { randomUUID } from 'node:crypto';
import { Refusal } from './http.mjs';
import { extensionOf } from './pictures.mjs';
import { checkedBody, checkedQuery, preflight } from './verdicts.mjs';

const now = () => new Date().toISOString();

/**
 * @param kit, database, store (files), pictures, user
 * @returns by name: ({ params, query, body, saysJson, tier }) => what is answered
 */
export function createEndpoints({ kit, database, store, pictures, user }) {
  const known = (tier) => ({ tier, counts: database.counts(user), knownIds: database.ids(user) });
  const withTier = (tier) => ({ tier });
  /** Changes that read, wait and write are made one after the other. */
  let turn = Promise.resolve();
  const inTurn = (work) => {
    const result = turn.then(work);
    turn = result.catch(() => {});
    return result;
  };

  function assetOf(name, { params, tier }) {
    const assetId = params.asset_id;
    preflight(kit, name, { assetId }, known(tier), 'path');
    return database.find(user, assetId) ?? notFound();
  }
  const notFound = () => {
    throw new Refusal(404, 'No asset has this id.');
  };

  /** A JSON array of ids. */
  function idsOf(name, { body, saysJson, tier }, context) {
    let ids;
    try {
      ids = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    } catch {
      if (body.length === 0) throw new Refusal(422, [{ type: 'missing', loc: ['body'], msg: 'Field required', input: null }]);
      throw new Refusal(422, [{ type: 'json_invalid', loc: ['body', 0], msg: 'JSON decode error', input: {}, ctx: { error: 'This is not JSON.' } }]);
    }
    if (!Array.isArray(ids) || !saysJson) throw new Refusal(422, [{ type: 'list_type', loc: ['body'], msg: 'This must be a list.', input: ids }]);
    const wrong = ids.flatMap((id, i) => (typeof id === 'string' ? [] : [{ type: 'string_type', loc: ['body', i], msg: 'This must be text.', input: id }]));
    if (wrong.length > 0) throw new Refusal(422, wrong);
    preflight(kit, name, ids, context(tier));
    return ids;
  }

  async function upload({ body, saysJson, tier }) {
    const json = checkedBody(kit, 'UploadMediaRequest', body, saysJson);
    const { value } = kit.contract.validate('UploadMediaRequest', json);
    // Metadata was judged as text above; as an object it could not hold the NaN that Python's JSON may.
    preflight(kit, 'uploadMedia', { ...value, metadata: null }, { tier, counts: database.counts(user) });
    const bytes = Buffer.from(value.image_base64.replace(/[^A-Za-z0-9+/=]/g, ''), 'base64');
    const { mime, width, height } = pictures.look(bytes);
    const policy = kit.contract.backgroundRemoval(value.asset_type, value.remove_background ?? undefined);
    const cut = policy.effective ? await pictures.cutOut(bytes, value.asset_type) : undefined;
    const thumbnail = pictures.thumbnail(cut ?? bytes);
    const id = randomUUID();
    const original = store.write(`${id}/original.${extensionOf(mime)}`, bytes);
    const processed = cut && store.write(`${id}/processed.png`, cut);
    const time = now();
    try {
      return database.insert({
        id,
        user_id: user,
        asset_type: value.asset_type,
        display_name: value.display_name,
        description: value.description,
        url: original.url,
        storage_path: original.path,
        thumbnail_url: thumbnail ? store.write(`${id}/thumbnail.png`, thumbnail).url : null,
        processed_url: processed?.url ?? null,
        processed_storage_path: processed?.path ?? null,
        file_size: bytes.length,
        mime_type: mime,
        width,
        height,
        tags: value.tags ?? [],
        is_favorite: value.is_favorite,
        is_primary: value.set_as_primary,
        has_background_removed: cut !== undefined,
        metadata: value.metadata ?? {},
        usage_count: 0,
        last_used_at: null,
        created_at: time,
        updated_at: time,
      });
    } catch (error) {
      store.removeAsset(id);
      throw error;
    }
  }

  function remove(id) {
    database.remove(user, id);
    store.removeAsset(id);
  }

  const used = (assets) =>
    assets.map((asset) => database.update(user, asset, { usage_count: asset.usage_count + 1, last_used_at: now() }));

  /** The picture of a request's assets, and what an image model would be told. */
  function generated(assetType, words, value) {
    const ids = [...new Set([...(value.media_asset_ids ?? []), ...(value.media_asset_placements ?? []).map(({ asset_id }) => asset_id)])];
    const assets = used(ids.flatMap((id) => database.find(user, id) ?? []));
    const canvas = kit.placement.canvasSize(assetType);
    const placements =
      value.media_asset_placements ??
      assets.map((asset, i) => ({
        assetId: asset.id,
        displayName: asset.display_name,
        assetType: asset.asset_type,
        url: asset.processed_url ?? asset.url,
        ...kit.placement.defaultPlacement(i, canvas, { width: asset.width ?? 1, height: asset.height ?? 1 }),
      }));
    const files = assets.map(({ id, storage_path, processed_storage_path }) => [id, store.read(processed_storage_path ?? storage_path)]);
    const { png, width, height } = pictures.compose({ assetType, words, placements, files });
    const id = randomUUID();
    return {
      id,
      status: 'completed',
      asset_type: assetType,
      url: store.write(`generated/${id}.png`, png).url,
      width,
      height,
      prompt: [words, placements.length > 0 ? kit.prompt.describe(placements, canvas) : ''].filter(Boolean).join('\n\n'),
    };
  }

  return {
    getAccess({ tier }) {
      const { hasAccess, totalLimit, maxPerPrompt, upgradeMessage } = kit.contract.accessFor(tier);
      return { has_access: hasAccess, tier, total_limit: totalLimit, max_per_prompt: maxPerPrompt, upgrade_message: upgradeMessage ?? null };
    },
    uploadMedia: (call) => inTurn(async () => ({ asset: await upload(call), message: 'Asset uploaded successfully' })),
    listMedia({ query, tier }) {
      const wanted = checkedQuery(kit, query);
      preflight(kit, 'listMedia', wanted, withTier(tier), 'query');
      const { assets, total } = database.list(user, wanted);
      const { limit, offset } = wanted;
      return { assets, total, limit, offset, has_more: offset + assets.length < total };
    },
    getSummary({ tier }) {
      preflight(kit, 'getSummary', {}, withTier(tier));
      const rows = database.summary(user);
      return {
        summaries: rows.map(({ bytes, ...summary }) => summary),
        total_assets: rows.reduce((sum, row) => sum + row.total_count, 0),
        storage_used_bytes: rows.reduce((sum, row) => sum + row.bytes, 0),
      };
    },
    getAssetTypes() {
      const { MEDIA_ASSET_TYPES, MEDIA_ASSET_TYPE_DESCRIPTIONS } = kit.contract.constants;
      return { types: MEDIA_ASSET_TYPES, descriptions: MEDIA_ASSET_TYPE_DESCRIPTIONS };
    },
    getPrimaryAsset({ params, tier }) {
      preflight(kit, 'getPrimaryAsset', { assetType: params.asset_type }, withTier(tier), 'path');
      return database.primary(user, params.asset_type);
    },
    getMedia: (call) => assetOf('getMedia', call),
    updateMedia: (call) =>
      inTurn(() => {
        const json = checkedBody(kit, 'UpdateMediaRequest', call.body, call.saysJson);
        const asset = assetOf('getMedia', call);
        // Only what the body names; null empties what may be empty, and leaves the rest as it is.
        const named = JSON.parse(new TextDecoder().decode(kit.contract.encode('UpdateMediaRequest', json).body));
        const changes = Object.fromEntries(Object.entries(named).filter(([name, value]) => value !== null || name === 'description'));
        return database.update(user, asset, { ...changes, updated_at: now() });
      }),
    deleteMedia: (call) =>
      inTurn(() => {
        remove(assetOf('deleteMedia', call).id);
        return { success: true, message: 'Asset deleted successfully' };
      }),
    bulkDeleteMedia: (call) =>
      inTurn(() => {
        const ids = [...new Set(idsOf('bulkDeleteMedia', call, withTier))];
        const [there, missing] = [true, false].map((wanted) => ids.filter((id) => Boolean(database.find(user, id)) === wanted));
        there.forEach(remove);
        return { deleted_count: there.length, failed_ids: missing, message: `Deleted ${there.length} of ${ids.length} assets` };
      }),
    getMediaForPrompt: (call) =>
      inTurn(() => {
        const assets = used(idsOf('getMediaForPrompt', call, known).map((id) => database.find(user, id) ?? notFound()));
        return assets.map(({ id, asset_type, display_name, url, processed_url, metadata }) => ({ id, asset_type, display_name, url: processed_url ?? url, metadata }));
      }),
    toggleFavorite: (call) =>
      inTurn(() => {
        const asset = assetOf('toggleFavorite', call);
        return database.update(user, asset, { is_favorite: !asset.is_favorite, updated_at: now() });
      }),
    setPrimary: (call) => inTurn(() => database.update(user, assetOf('setPrimary', call), { is_primary: true, updated_at: now() })),
    startCoach: (call) =>
      inTurn(() => {
        const json = checkedBody(kit, 'StartCoachRequest', call.body, call.saysJson);
        const { value } = kit.contract.validate('StartCoachRequest', json);
        preflight(kit, 'startCoach', value, known(call.tier));
        const id = randomUUID();
        database.addSession(id, value);
        return { session_id: id, status: 'ready', asset_type: value.asset_type, prompt: value.description };
      }),
    generateFromSession: (call) =>
      inTurn(() => {
        const json = checkedBody(kit, 'GenerateFromSessionRequest', call.body, call.saysJson);
        const { value } = kit.contract.validate('GenerateFromSessionRequest', json);
        const sessionId = call.params.session_id;
        preflight(kit, 'generateFromSession', { ...value, sessionId }, known(call.tier));
        const brief = database.session(sessionId);
        if (!brief) throw new Refusal(404, 'No session has this id.');
        const media = value.media_asset_ids || value.media_asset_placements ? value : brief;
        return { session_id: sessionId, ...generated(brief.asset_type, brief.description, media) };
      }),
    generate: (call) =>
      inTurn(() => {
        const json = checkedBody(kit, 'GenerateRequest', call.body, call.saysJson);
        const { value } = kit.contract.validate('GenerateRequest', json);
        preflight(kit, 'generate', value, known(call.tier));
        return generated(value.asset_type, value.custom_prompt ?? '', value);
      }),
  };
}
