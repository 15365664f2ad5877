import { useState, type FormEvent } from 'react'
import { useText } from '../../text/text'
import { Notice } from '../parts/Notice'
import { Title } from '../parts/Title'
import { DAYS_KEPT, isFitPin } from '../store/door'
import { text } from '../text'

/** Asks for the PIN of this telephone, before anything is kept on it. */
export function ChoosePin({ onChosen }: { onChosen: (pin: string) => Promise<void> }) {
  const own = useText(text)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState('')
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const pin = String(form.get('pin'))
    if (!isFitPin(pin)) return setProblem(own.pinUnfit)
    if (pin !== String(form.get('again'))) return setProblem(own.pinDiffers)
    setBusy(true)
    await onChosen(pin)
  }
  return (
    <main>
      <Title>{own.choosePin}</Title>
      <p>{own.choosePinWhy(DAYS_KEPT)}</p>
      <p>{own.notTheLogin}</p>
      {problem && <Notice tone="bad">{problem}</Notice>}
      <form onSubmit={submit}>
        <label>
          {own.newPin}
          <input name="pin" type="password" inputMode="numeric" autoComplete="off" required />
        </label>
        <label>
          {own.newPinAgain}
          <input name="again" type="password" inputMode="numeric" autoComplete="off" required />
        </label>
        <button type="submit" className="main" disabled={busy}>
          {busy ? own.opening : own.pinSet}
        </button>
      </form>
    </main>
  )
}
