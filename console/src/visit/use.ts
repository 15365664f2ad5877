import { useSyncExternalStore } from 'react'
import type { Book, Contents } from './book/book'

/** What the book holds, again with every change. */
export function useContents(book: Book): Contents {
  return useSyncExternalStore(book.subscribe, book.contents)
}

/** Whether the browser sees a network. */
export function useOnline(): boolean {
  return useSyncExternalStore(
    then => {
      addEventListener('online', then)
      addEventListener('offline', then)
      return () => {
        removeEventListener('online', then)
        removeEventListener('offline', then)
      }
    },
    () => navigator.onLine,
  )
}

/** Whether the form that is open was opened from the list: then going back leads there. */
let fromList = false

/** The part of the address after `#/`: the visit that is open. */
export function useOpenVisit(): { open: string | undefined; close: () => void } {
  const hash = useSyncExternalStore(
    then => {
      const look = (event: HashChangeEvent) => {
        fromList = visitIn(new URL(event.oldURL).hash) === undefined
        then()
      }
      addEventListener('hashchange', look)
      return () => removeEventListener('hashchange', look)
    },
    () => location.hash,
  )
  const close = () => {
    if (fromList) history.back()
    else location.replace('#/')
  }
  return { open: visitIn(hash), close }
}

function visitIn(hash: string): string | undefined {
  return hash.slice(2) || undefined
}
