import { useState, type FormEvent } from 'react'
import { useText } from '../../text/text'
import { Ask } from '../parts/Ask'
import { Notice } from '../parts/Notice'
import { Title } from '../parts/Title'
import type { Opening } from '../store/door'
import { text } from '../text'

interface UnlockProps {
  onPin: (pin: string) => Promise<Opening>
  onForgotten: () => void
}

/** Asks for the PIN of this telephone; needs no network. */
export function Unlock({ onPin, onForgotten }: UnlockProps) {
  const own = useText(text)
  const [busy, setBusy] = useState(false)
  const [left, setLeft] = useState<number>()
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    setBusy(true)
    const opening = await onPin(String(new FormData(form).get('pin')))
    if (opening.is !== 'wrong') return
    setBusy(false)
    setLeft(opening.left)
    form.reset()
  }
  return (
    <main>
      <Title>{own.unlock}</Title>
      {left !== undefined && <Notice tone="bad">{own.wrongPin(left)}</Notice>}
      <form onSubmit={submit}>
        <label>
          {own.pin}
          <input name="pin" type="password" inputMode="numeric" autoComplete="off" required />
        </label>
        <button type="submit" className="main" disabled={busy}>
          {busy ? own.opening : own.open}
        </button>
      </form>
      <Ask label={own.forgotten} question={own.forgottenAsk} yes={own.wipe} no={own.cancel} onYes={onForgotten} grave />
    </main>
  )
}
