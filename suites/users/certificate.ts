/** A self-signed certificate of example.test: one DER structure in base64. */
export const CERTIFICATE = [
  'MIIBhjCCASugAwIBAgIUXDQwxQn1J5MXpKI3l8NSEo25jT0wCgYIKoZIzj0EAwIwFzEVMBMGA1UEAwwMZXhhbXBsZS',
  '50ZXN0MCAXDTI2MTEyNDA5NDAyNloYDzIxMjYxMDMxMDk0MDI2WjAXMRUwEwYDVQQDDAxleGFtcGxlLnRlc3QwWTAT',
  'BgcqhkjOPQIBBggqhkjOPQMBBwNCAAQMOdeXOuol/PNYZCoLtBG0diHF63j7Fe3vUx9TgW3V+5Bb+cUVamdXACIXfe',
  'So3JQUlgd8z7bd0JRMw59VRlOko1MwUTAdBgNVHQ4EFgQUolwSy1f2r8UY3sky0l7XWr3La1wwHwYDVR0jBBgwFoAU',
  'olwSy1f2r8UY3sky0l7XWr3La1wwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNJADBGAiEAoPRUUIve7clWr4',
  'UgEr7wTVNnROQqwTx4l9EfgXcU20oCIQC6BzX8fDn5oshwfluWhflnIrwdRKZ1AldYa2M9B5FrYg==',
].join('');

/**
 * Length in bytes of the one DER structure that a base64 text holds; `undefined` where it holds anything else, such as
 * PEM armour or two certificates (RFC 7643 section 4.1.2).
 */
export function derLength(text: string): number | undefined {
  const bytes = Buffer.from(text, 'base64');
  const clean = text.replace(/[\s=]/g, '');
  if (!/^[A-Za-z0-9+/]+$/.test(clean) || bytes[0] !== 0x30) return undefined;
  const first = bytes[1] ?? 0;
  const more = first < 0x80 ? 0 : first & 0x7f;
  const body = more === 0 ? first : Number.parseInt(bytes.subarray(2, 2 + more).toString('hex'), 16);
  return body + 2 + more === bytes.length ? bytes.length : undefined;
}
