import { useText } from '../../text/text'
import type { Way } from '../book/courier'
import type { Outcome } from '../book/sync'
import { timeOf } from '../days'
import { Notice } from '../parts/Notice'
import { text } from '../text'
import { useOnline } from '../use'

interface SyncBarProps {
  way: Way
  readAt: number | null
  pending: number
  owner: string
  onSync: () => Promise<void>
  onSignIn: () => void
}

/** Whether there is signal, what is to be uploaded, and the button that does it. */
export function SyncBar({ way, readAt, pending, owner, onSync, onSignIn }: SyncBarProps) {
  const own = useText(text)
  const online = useOnline()
  return (
    <div className="sync">
      <p role="status">
        {online ? own.online : own.offline} · {own.toUpload(pending)}
        {' · '}
        {readAt === null ? own.never : own.synced(timeOf(readAt))}
        {way.last?.is === 'done' && way.last.recorded > 0 && <> · {own.recordedNow(way.last.recorded)}</>}
      </p>
      {!way.busy && online && <Trouble last={way.last} owner={owner} onSignIn={onSignIn} />}
      <button type="button" className="main" disabled={!online || way.busy} onClick={() => void onSync()}>
        {way.busy ? own.syncing : own.sync}
      </button>
    </div>
  )
}

/** Why the last way to the server came to nothing. */
function Trouble({ last, owner, onSignIn }: { last: Outcome | null; owner: string; onSignIn: () => void }) {
  const own = useText(text)
  const again = (
    <button type="button" onClick={onSignIn}>
      {own.signIn}
    </button>
  )
  switch (last?.is) {
    case 'unreachable':
      return <Notice tone="warn">{own.unreachable}</Notice>
    case 'signed_out':
      return (
        <Notice tone="warn">
          {own.signInAgain} {again}
        </Notice>
      )
    case 'other':
      return (
        <Notice tone="warn">
          {own.otherAccount(last.name, owner)} {again}
        </Notice>
      )
    case 'no_duty':
      return <Notice tone="warn">{own.noDuty}</Notice>
    case 'full':
      return <Notice tone="bad">{own.full}</Notice>
    case 'problem':
      return <Notice tone="bad">{last.detail}</Notice>
    default:
      return null
  }
}
