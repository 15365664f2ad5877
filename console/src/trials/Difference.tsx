import { yuan } from '../parts/figures'
import { useText } from '../text/text'
import { resultText } from './text'

interface DifferenceProps {
  now: number | null | undefined
  tried: number | null | undefined
  isRate?: boolean
  isMoney?: boolean
}

/** How much more or less the tried side has, with its sign. */
export function Difference({ now, tried, isRate, isMoney }: DifferenceProps) {
  const own = useText(resultText)
  if (now == null || tried == null) return null
  const difference = tried - now
  if (difference === 0) return <span className="quiet">0</span>
  const size = Math.abs(difference)
  const shown = isRate ? own.points((size / 100).toLocaleString('zh-CN')) : isMoney ? yuan(size) : size.toLocaleString('zh-CN')
  return (
    <span className="more-than">
      {difference > 0 ? '+' : '−'}
      {shown}
    </span>
  )
}
