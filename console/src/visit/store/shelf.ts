import Dexie, { type Table } from 'dexie'

/** Where rows lie on the telephone, by name. What lies there is sealed before it comes here. */
export interface Shelf {
  get(name: string): Promise<unknown>
  put(name: string, value: unknown): Promise<void>
  remove(name: string): Promise<void>
  names(): Promise<string[]>
  clear(): Promise<void>
}

interface Row {
  name: string
  value: unknown
}

/** The shelf of this browser. A row counts as put when it is on the disk. */
export function deviceShelf(): Shelf {
  const db = new Dexie('visits', { chromeTransactionDurability: 'strict' }) as Dexie & { rows: Table<Row, string> }
  db.version(1).stores({ rows: 'name' })
  return {
    get: async name => (await db.rows.get(name))?.value,
    put: async (name, value) => {
      await db.rows.put({ name, value })
    },
    remove: name => db.rows.delete(name),
    names: () => db.rows.toCollection().primaryKeys(),
    clear: () => db.rows.clear(),
  }
}

/** A shelf that is gone with the page. */
export function memoryShelf(): Shelf {
  const rows = new Map<string, unknown>()
  return {
    get: async name => rows.get(name),
    put: async (name, value) => void rows.set(name, value),
    remove: async name => void rows.delete(name),
    names: async () => [...rows.keys()],
    clear: async () => rows.clear(),
  }
}
