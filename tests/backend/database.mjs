// The library's table, in SQLite: Node's own where it is there, else its build as WebAssembly.
import fs from 'node:fs';

const SCHEMA = `
CREATE TABLE IF NOT EXISTS creator_media_assets (
  id TEXT PRIMARY KEY, user_id TEXT NOT NULL, asset_type TEXT NOT NULL, display_name TEXT NOT NULL, description TEXT,
  url TEXT NOT NULL, storage_path TEXT NOT NULL, thumbnail_url TEXT, processed_url TEXT, processed_storage_path TEXT,
  file_size INTEGER, mime_type TEXT, width INTEGER, height INTEGER, tags TEXT NOT NULL DEFAULT '[]',
  is_favorite INTEGER NOT NULL DEFAULT 0, is_primary INTEGER NOT NULL DEFAULT 0,
  has_background_removed INTEGER NOT NULL DEFAULT 0, metadata TEXT NOT NULL DEFAULT '{}',
  usage_count INTEGER NOT NULL DEFAULT 0, last_used_at TEXT, created_at TEXT NOT NULL, updated_at TEXT NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS one_primary ON creator_media_assets (user_id, asset_type) WHERE is_primary = 1;
CREATE TABLE IF NOT EXISTS coach_sessions (id TEXT PRIMARY KEY, brief TEXT NOT NULL);
`;
const FLAGS = ['is_favorite', 'is_primary', 'has_background_removed'];
const JSONS = ['tags', 'metadata'];

/** @returns {Promise<{exec, run, all, close}>} run and all take the parameters as an array */
async function openSqlite(file) {
  const own = await import('node:sqlite').catch(() => undefined);
  if (own) {
    const db = new own.DatabaseSync(file);
    return {
      exec: (sql) => db.exec(sql),
      run: (sql, values = []) => void db.prepare(sql).run(...values),
      all: (sql, values = []) => db.prepare(sql).all(...values),
      close: () => db.close(),
    };
  }
  const { default: sqlite } = await import('node-sqlite3-wasm');
  // It locks by a folder, which a process that was killed in the midst of a change leaves behind.
  fs.rmSync(`${file}.lock`, { recursive: true, force: true });
  const db = new sqlite.Database(file);
  return {
    exec: (sql) => db.exec(sql),
    run: (sql, values = []) => void db.run(sql, values),
    all: (sql, values = []) => db.all(sql, values),
    close: () => db.close(),
  };
}

/** A row as the API answers with it. */
function assetOf(row) {
  const asset = { ...row };
  for (const name of FLAGS) asset[name] = Boolean(row[name]);
  for (const name of JSONS) asset[name] = JSON.parse(row[name]);
  for (const name of ['file_size', 'width', 'height', 'usage_count']) if (asset[name] !== null) asset[name] = Number(asset[name]);
  return asset;
}

/** Texts that SQLite would cut or change: it knows no NUL and no half of a surrogate pair. */
const storable = (text) => text.toWellFormed?.().replaceAll('\0', '\uFFFD') ?? text.replace(/\0|\p{Surrogate}/gu, '\uFFFD');

function columnOf(name, value) {
  if (FLAGS.includes(name)) return value ? 1 : 0;
  if (JSONS.includes(name)) return JSON.stringify(value);
  return typeof value === 'string' ? storable(value) : value;
}

export async function openDatabase(file) {
  const sqlite = await openSqlite(file);
  sqlite.exec(SCHEMA);
  const one = (sql, values) => sqlite.all(sql, values)[0];

  function transaction(work) {
    sqlite.exec('BEGIN');
    try {
      const result = work();
      sqlite.exec('COMMIT');
      return result;
    } catch (error) {
      sqlite.exec('ROLLBACK');
      throw error;
    }
  }

  /** Only one asset of a type is primary. */
  const makeRoomForPrimary = (user, type) =>
    sqlite.run('UPDATE creator_media_assets SET is_primary = 0 WHERE user_id = ? AND asset_type = ? AND is_primary = 1', [user, type]);

  const find = (user, id) => {
    const row = one('SELECT * FROM creator_media_assets WHERE user_id = ? AND id = ?', [user, id]);
    return row && assetOf(row);
  };

  return {
    close: () => sqlite.close(),
    find,
    ids: (user) => sqlite.all('SELECT id FROM creator_media_assets WHERE user_id = ?', [user]).map(({ id }) => id),
    counts: (user) =>
      Object.fromEntries(
        sqlite
          .all('SELECT asset_type, COUNT(*) AS n FROM creator_media_assets WHERE user_id = ? GROUP BY asset_type', [user])
          .map(({ asset_type, n }) => [asset_type, Number(n)]),
      ),
    insert(asset) {
      const names = Object.keys(asset);
      transaction(() => {
        if (asset.is_primary) makeRoomForPrimary(asset.user_id, asset.asset_type);
        sqlite.run(
          `INSERT INTO creator_media_assets (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
          names.map((name) => columnOf(name, asset[name])),
        );
      });
      return find(asset.user_id, asset.id);
    },
    /** @param changes by column, all of them this module's or the contract's own names */
    update(user, asset, changes) {
      const names = Object.keys(changes);
      transaction(() => {
        if (changes.is_primary) makeRoomForPrimary(user, asset.asset_type);
        if (names.length === 0) return;
        const assignments = names.map((name) => `${name} = ?`).join(', ');
        sqlite.run(`UPDATE creator_media_assets SET ${assignments} WHERE user_id = ? AND id = ?`, [
          ...names.map((name) => columnOf(name, changes[name])),
          user,
          asset.id,
        ]);
      });
      return find(user, asset.id);
    },
    remove: (user, id) => sqlite.run('DELETE FROM creator_media_assets WHERE user_id = ? AND id = ?', [user, id]),
    primary(user, type) {
      const row = one('SELECT * FROM creator_media_assets WHERE user_id = ? AND asset_type = ? AND is_primary = 1', [user, type]);
      return row ? assetOf(row) : null;
    },
    /** @param wanted a valid ListMediaRequest: sort_by and sort_order are of the contract's words */
    list(user, { asset_type, tags, favorites_only, search, limit, offset, sort_by, sort_order }) {
      const where = ['user_id = ?'];
      const values = [user];
      const and = (sql, ...more) => {
        where.push(sql);
        values.push(...more);
      };
      if (asset_type) and('asset_type = ?', asset_type);
      if (favorites_only) and('is_favorite = 1');
      for (const tag of tags ?? []) and('EXISTS (SELECT 1 FROM json_each(tags) WHERE value = ?)', storable(tag));
      if (search) {
        const pattern = `%${storable(search).replace(/[\\%_]/g, '\\$&')}%`;
        and("(display_name LIKE ? ESCAPE '\\' OR description LIKE ? ESCAPE '\\')", pattern, pattern);
      }
      const condition = where.join(' AND ');
      const total = Number(one(`SELECT COUNT(*) AS n FROM creator_media_assets WHERE ${condition}`, values).n);
      const rows = sqlite.all(
        `SELECT * FROM creator_media_assets WHERE ${condition} ORDER BY ${sort_by} ${sort_order}, rowid ${sort_order} LIMIT ? OFFSET ?`,
        [...values, limit, Math.min(offset, Number.MAX_SAFE_INTEGER)],
      );
      return { assets: rows.map(assetOf), total };
    },
    summary: (user) =>
      sqlite
        .all(
          `SELECT asset_type, COUNT(*) AS total_count, SUM(is_favorite) AS favorite_count, MAX(created_at) AS latest_upload,
           SUM(COALESCE(file_size, 0)) AS bytes FROM creator_media_assets WHERE user_id = ? GROUP BY asset_type ORDER BY asset_type`,
          [user],
        )
        .map((row) => ({ ...row, total_count: Number(row.total_count), favorite_count: Number(row.favorite_count), bytes: Number(row.bytes) })),
    addSession: (id, brief) => sqlite.run('INSERT INTO coach_sessions VALUES (?, ?)', [id, JSON.stringify(brief)]),
    session(id) {
      const row = one('SELECT brief FROM coach_sessions WHERE id = ?', [id]);
      return row && JSON.parse(row.brief);
    },
  };
}
