import { useStaff } from '../session/session'
import { useText } from '../text/text'
import { draftText } from './draftText'

/** Who wrote or decided: the server names accounts, not people. */
export function Person({ actor }: { actor: string | null | undefined }) {
  const own = useText(draftText)
  const staff = useStaff()
  if (!actor) return <>—</>
  if (!actor.startsWith('account:')) return <>{own.owner}</>
  return <>{actor === `account:${staff.account}` ? `${staff.name}（${own.me}）` : own.somebody}</>
}
