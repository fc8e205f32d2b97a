// Whose requests make the demo's server do something.

/** Only this page may have the server fetch or keep something: neither other sites nor names that point here. */
export function isOwnPage({ headers }) {
  const isLocal = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(headers.host ?? '');
  return isLocal && headers.origin === `http://${headers.host}`;
}
