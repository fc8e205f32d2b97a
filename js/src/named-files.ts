/** How the package's modules name the files beside them. */
export const NAMED = /new URL\("\.\/([\w./-]+)", import\.meta\.url\)/g;
