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

/** Today as `YYYY-MM-DD`, by the telephone's clock. */
export function dayOf(time: number): string {
  const it = new Date(time)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${it.getFullYear()}-${two(it.getMonth() + 1)}-${two(it.getDate())}`
}

/** A time of day, or a day and a time when it was not today. */
export function timeOf(time: number): string {
  const it = new Date(time)
  const clock = `${String(it.getHours()).padStart(2, '0')}:${String(it.getMinutes()).padStart(2, '0')}`
  return dayOf(time) === dayOf(Date.now()) ? clock : `${dayOf(time)} ${clock}`
}
