import { useEffect, useState } from 'react'
import { useText } from '../../text/text'
import { dayOf } from '../days'
import { Ask } from '../parts/Ask'
import { Notice } from '../parts/Notice'
import { keptUntil } from '../store/door'
import type { Shelf } from '../store/shelf'
import { text } from '../text'

interface FootProps {
  shelf: Shelf | undefined
  /** The days are counted anew with every list. */
  readAt: number | null
  pending: number
  onLeave: () => Promise<void>
}

/** What is kept and until when, what the page does not do, and the way out. */
export function Foot({ shelf, readAt, pending, onLeave }: FootProps) {
  const own = useText(text)
  const [until, setUntil] = useState<number>()
  useEffect(() => {
    if (shelf) void keptUntil(shelf).then(setUntil)
  }, [shelf, readAt])
  return (
    <footer>
      {until !== undefined && pending > 0 && <Notice tone="warn">{own.uploadBefore(dayOf(until))}</Notice>}
      {until !== undefined && pending === 0 && <p>{own.keptUntil(dayOf(until))}</p>}
      <p>{own.promise}</p>
      <Ask
        label={own.signOut}
        question={pending > 0 ? own.signOutLoses(pending) : own.signOutAsk}
        yes={own.signOut}
        no={own.cancel}
        onYes={() => void onLeave()}
        grave
      />
    </footer>
  )
}
