// Reads values whose shape the interface leaves open, such as the report of a job. What does not
// fit is refused as a whole, and nothing is taken on trust.

export type Reader<T> = (value: unknown) => T

/** The value does not have the shape that was asked for. */
export class Unreadable extends Error {}

export const string: Reader<string> = value => {
  if (typeof value !== 'string') throw new Unreadable('string')
  return value
}

export const integer: Reader<number> = value => {
  if (typeof value !== 'number' || !Number.isInteger(value)) throw new Unreadable('integer')
  return value
}

/** The value, or none. */
export function maybe<T>(read: Reader<T>): Reader<T | null> {
  return value => (value == null ? null : read(value))
}

export function list<T>(read: Reader<T>): Reader<T[]> {
  return value => {
    if (!Array.isArray(value)) throw new Unreadable('list')
    return value.map(read)
  }
}

/** Values by names nobody knows beforehand. */
export function byName<T>(read: Reader<T>): Reader<Record<string, T>> {
  return value => Object.fromEntries(Object.entries(object(value)).map(([name, it]) => [name, read(it)]))
}

/** The fields that are asked for; further ones are passed over. */
export function shape<T extends object>(fields: { [K in keyof T]-?: Reader<T[K]> }): Reader<T> {
  return value => {
    const found = object(value)
    const read = Object.entries(fields).map(([name, field]) => [name, (field as Reader<unknown>)(found[name])])
    return Object.fromEntries(read) as T
  }
}

function object(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Unreadable('object')
  return value as Record<string, unknown>
}
