// Sealing of rows: AES-GCM under a key that comes from the telephone's PIN by PBKDF2. A PIN of six
// digits alone does not withstand somebody who copies the storage and has time; that is why the key
// is slow to come by, little lies there, and it is wiped after some days.

export interface Sealed {
  iv: Uint8Array<ArrayBuffer>
  bytes: Uint8Array<ArrayBuffer>
}

/** The key a PIN gives. */
export async function keyFrom(pin: string, salt: Uint8Array<ArrayBuffer>, rounds: number): Promise<CryptoKey> {
  const pins = await crypto.subtle.importKey('raw', utf8(pin), 'PBKDF2', false, ['deriveKey'])
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds }
  return crypto.subtle.deriveKey(how, pins, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
}

/** Seals a value under the name it is kept by: moved under another name it does not open. */
export async function seal(key: CryptoKey, name: string, value: unknown): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const how = { name: 'AES-GCM', iv, additionalData: utf8(name) }
  return { iv, bytes: new Uint8Array(await crypto.subtle.encrypt(how, key, utf8(JSON.stringify(value)))) }
}

/** Opens a value; fails with another key, another name or a changed byte. */
export async function unseal(key: CryptoKey, name: string, sealed: Sealed): Promise<unknown> {
  const how = { name: 'AES-GCM', iv: sealed.iv, additionalData: utf8(name) }
  return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(how, key, sealed.bytes)))
}

function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text)
}
