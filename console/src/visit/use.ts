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

/** The part of the address after `#/`: the visit that is open. Going back closes it. */
export function useOpenVisit(): { open: string | undefined; close: () => void } {
  const hash = useSyncExternalStore(
    then => {
      addEventListener('hashchange', then)
      return () => removeEventListener('hashchange', then)
    },
    () => location.hash,
  )
  const close = () => {
    location.hash = '#/'
  }
  return { open: hash.slice(2) || undefined, close }
}
