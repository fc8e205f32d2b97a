declare module '*/media_core.js' {
  const createCore: (options: object) => Promise<never>;
  export default createCore;
}
// The builds of ONNX Runtime are typed where they are used.
declare module 'onnxruntime-web' {}
declare module 'onnxruntime-web/wasm' {}
declare module 'onnxruntime-web/webgpu' {}
declare module '*.wasm' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
