import { seal, unseal, type Sealed } from './sealing'
import { memoryShelf, type Shelf } from './shelf'

/** Where visits are kept while somebody is at work. */
export interface Keep {
  read<T>(name: string): Promise<T | undefined>
  write(name: string, value: unknown): Promise<void>
  remove(name: string): Promise<void>
  names(): Promise<string[]>
  /** Still there when the page is opened again. */
  lasting: boolean
}

/** Keeps everything sealed on a shelf. */
export function sealedKeep(shelf: Shelf, key: CryptoKey): Keep {
  return {
    read: async <T>(name: string) => {
      const row = (await shelf.get(name)) as Sealed | undefined
      return row && ((await unseal(key, name, row)) as T)
    },
    write: async (name, value) => shelf.put(name, await seal(key, name, value)),
    remove: name => shelf.remove(name),
    names: () => shelf.names(),
    lasting: true,
  }
}

/** Keeps everything until the page is closed: without HTTPS nothing can be sealed, so nothing is
 * stored. */
export function passingKeep(): Keep {
  const shelf = memoryShelf()
  return {
    read: async <T>(name: string) => (await shelf.get(name)) as T | undefined,
    write: (name, value) => shelf.put(name, value),
    remove: name => shelf.remove(name),
    names: () => shelf.names(),
    lasting: false,
  }
}
