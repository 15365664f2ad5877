import { Badge } from 'antd'
import type { S } from '../api/client'
import { chinaTime } from '../parts/time'
import { useText } from '../text/text'
import { text } from './text'

/** Whether an account may be used, in words. */
export function State({ account }: { account: S['AccountView'] }) {
  const own = useText(text)
  if (account.state === 'disabled') return <Badge status="default" text={own.disabled} />
  if (account.locked_until) {
    return <Badge status="error" text={own.locked(chinaTime(account.locked_until).slice(5))} />
  }
  if (account.must_change_password) return <Badge status="warning" text={own.firstToCome} />
  return <Badge status="success" text={own.active} />
}
