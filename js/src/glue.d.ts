declare module '*/media_core.js' {
  const createCore: (options: object) => Promise<never>;
  export default createCore;
}
declare module '*.wasm' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
