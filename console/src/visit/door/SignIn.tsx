import { useState, type FormEvent, type ReactNode } from 'react'
import { useText } from '../../text/text'
import { Notice } from '../parts/Notice'
import { Title } from '../parts/Title'
import { signIn, type Staff } from '../server'
import { text } from '../text'
import { useOnline } from '../use'

interface SignInProps {
  /** Why one has to. */
  why?: ReactNode
  onSignedIn: (staff: Staff) => void
  onCancel?: () => void
}

/** Asks for login and password; needs a network. */
export function SignIn({ why, onSignedIn, onCancel }: SignInProps) {
  const own = useText(text)
  const online = useOnline()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState('')
  const [first, setFirst] = useState(false)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const said = (name: string) => String(form.get(name) ?? '')
    setBusy(true)
    const answer = await signIn({ login: said('login'), password: said('password'), code: said('code') || null })
    setBusy(false)
    if (answer.is === 'ok') {
      const { staff } = answer.value
      if (staff.must_change_password || staff.must_set_up_totp) setFirst(true)
      else onSignedIn(staff)
      return
    }
    setProblem(answer.is === 'problem' ? answer.problem.detail : own.unreachable)
  }
  return (
    <main>
      <Title>{own.signIn}</Title>
      {why}
      {!online && <Notice tone="warn">{own.firstOnline}</Notice>}
      {problem && <Notice tone="bad">{problem}</Notice>}
      {first && (
        <Notice tone="warn">
          {own.changeOnComputer} <a href="/">{own.toConsole}</a>
        </Notice>
      )}
      <form onSubmit={submit}>
        <label>
          {own.login}
          <input name="login" autoComplete="username" autoCapitalize="none" required />
        </label>
        <label>
          {own.password}
          <input name="password" type="password" autoComplete="current-password" required />
        </label>
        <label>
          {own.code}
          <input name="code" autoComplete="one-time-code" inputMode="numeric" />
        </label>
        <button type="submit" className="main" disabled={busy || !online}>
          {own.signIn}
        </button>
      </form>
      {onCancel && (
        <button type="button" onClick={onCancel}>
          {own.cancel}
        </button>
      )}
    </main>
  )
}
