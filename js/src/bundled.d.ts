/** Gzip in base64: see inflate.ts. */
declare module '*.wasm' {
  const text: string;
  export default text;
}
// The builds of ONNX Runtime are typed where they are used.
declare module 'onnxruntime-web' {}
declare module 'onnxruntime-web/wasm' {}
declare module 'onnxruntime-web/webgpu' {}
