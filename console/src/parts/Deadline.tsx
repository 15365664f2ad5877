import dayjs from 'dayjs'
import { common } from '../text/common'
import { useText } from '../text/text'

/** 剩余时限: how many days are left until a day, in words as well as in colour. The days before
 * which a limit counts as close are the server's (`state`); absent, only what is late is marked. */
export function Deadline({ due, state, today }: { due: string | null | undefined; state?: string | null; today?: string }) {
  const words = useText(common)
  if (!due) return <>—</>
  const days = dayjs(due).startOf('day').diff(dayjs(today).startOf('day'), 'day')
  const late = days < 0
  const soon = !late && (state === 'at_risk' || state === '临期')
  return (
    <span className={late ? 'late' : soon ? 'soon' : undefined} title={due}>
      {late ? words.overdue(-days) : words.left(days)}
    </span>
  )
}
