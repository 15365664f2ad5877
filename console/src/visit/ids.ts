/** A new id nobody else makes. `randomUUID` is missing in older browsers. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, it => it.toString(16).padStart(2, '0')).join('')
}
