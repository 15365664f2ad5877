// The visits of somebody who came through the door.
import { useEffect, useState, useSyncExternalStore } from 'react'
import { useText } from '../text/text'
import type { Book } from './book/book'
import { Courier } from './book/courier'
import { isPending } from './book/visit'
import { SignIn } from './door/SignIn'
import { VisitForm } from './form/VisitForm'
import { VisitList } from './list/VisitList'
import { Notice } from './parts/Notice'
import { server, signOut } from './server'
import { extend, look, wipe } from './store/door'
import type { Shelf } from './store/shelf'
import { text } from './text'
import { useContents, useOpenVisit } from './use'

interface VisitsProps {
  book: Book
  shelf: Shelf | undefined
  onLeft: (why?: 'expired') => void
}

export function Visits({ book, shelf, onLeft }: VisitsProps) {
  const own = useText(text)
  const [courier] = useState(() => new Courier(book, server, async () => shelf && extend(shelf, Date.now())))
  const way = useSyncExternalStore(courier.subscribe, courier.way)
  const [signsIn, setSignsIn] = useState(false)
  const { open, close } = useOpenVisit()
  useOccasions(courier, shelf, onLeft)
  // When the page opens, when a form is opened or left, and after signing in again.
  useEffect(() => {
    if (!signsIn) void courier.go()
  }, [courier, open, signsIn])
  useWarning(book)
  const leave = async () => {
    if (navigator.onLine) await signOut()
    book.close()
    if (shelf) await wipe(shelf)
    onLeft()
  }
  if (signsIn) {
    return (
      <SignIn
        why={<Notice tone="warn">{own.signInAgain}</Notice>}
        onCancel={() => setSignsIn(false)}
        onSignedIn={() => setSignsIn(false)}
      />
    )
  }
  if (open) {
    return <VisitForm key={open} book={book} visitKey={open} onClose={close} />
  }
  const signIn = () => setSignsIn(true)
  return <VisitList book={book} way={way} shelf={shelf} onSync={courier.go} onSignIn={signIn} onLeave={leave} />
}

/** The occasions to go to the server that nobody on the page brings about: signal, and coming back to
 * the page. What is too old is wiped then, too. */
function useOccasions(courier: Courier, shelf: Shelf | undefined, onLeft: (why?: 'expired') => void): void {
  useEffect(() => {
    const go = () => void courier.go()
    const back = async () => {
      if (document.visibilityState !== 'visible') return
      if (shelf && (await look(shelf, Date.now())) !== 'locked') return onLeft('expired')
      go()
    }
    addEventListener('online', go)
    document.addEventListener('visibilitychange', back)
    return () => {
      removeEventListener('online', go)
      document.removeEventListener('visibilitychange', back)
    }
  }, [courier, shelf, onLeft])
}

/** Where nothing is kept, closing the page loses what was not uploaded: the browser asks. */
function useWarning(book: Book): void {
  const { visits } = useContents(book)
  const loses = !book.keep.lasting && [...visits.values()].some(isPending)
  useEffect(() => {
    if (!loses) return
    const ask = (event: BeforeUnloadEvent) => {
      event.preventDefault()
      // What older browsers go by.
      event.returnValue = true
    }
    addEventListener('beforeunload', ask)
    return () => removeEventListener('beforeunload', ask)
  }, [loses])
}
