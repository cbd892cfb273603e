/** The sha256 of some bytes, or of a text as UTF-8, in hexadecimal. */
export async function sha256(content: string | Uint8Array<ArrayBuffer>): Promise<string> {
  return Array.from(await digest(content), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** `sha256-…`, as policies and the attribute `integrity` write it. */
export async function hashOf(content: string | Uint8Array<ArrayBuffer>): Promise<string> {
  return `sha256-${btoa(String.fromCharCode(...(await digest(content))))}`;
}

async function digest(content: string | Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}
