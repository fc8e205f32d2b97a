// What the tests of requests and responses share.

/** A MediaAsset on the wire with what is required and nothing else. */
export const asset = {
  id: 'a1',
  user_id: 'u1',
  asset_type: 'logo',
  display_name: 'Logo',
  url: 'https://cdn/a.png',
  storage_path: 'u1/a.png',
  created_at: '2026-01-01T00:00:00Z',
  updated_at: '2026-01-01T00:00:00Z',
};
