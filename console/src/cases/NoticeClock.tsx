import dayjs from 'dayjs'
import { useText } from '../text/text'
import { marks } from './marks'
import { text } from './text'

interface NoticeClockProps {
  until: string
  today?: string
  /** The last day stands beside it. */
  short?: boolean
}

/** The countdown of a notice: the last day it hangs counts as well. */
export function NoticeClock({ until, today, short }: NoticeClockProps) {
  const own = useText(text)
  const mark = useText(marks)
  const days = dayjs(until).startOf('day').diff(dayjs(today).startOf('day'), 'day') + 1
  return (
    <div>
      {!short && `${own.hangsUntil(until)}${mark.comma}`}
      <strong className="number">{days > 0 ? own.daysLeft(days) : own.over}</strong>
    </div>
  )
}
