declare global {
  var __webpack_nonce__: string | undefined
}

/**
 * The nonce the server wrote into the page, without which the content security policy refuses every generated style.
 * Mantine asks for it; the scroll lock inside its dialogs reads it from a global that bundlers define.
 */
export function readStyleNonce(): string {
  const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''
  globalThis.__webpack_nonce__ = nonce
  return nonce
}
