import { percent } from '../parts/figures'
import './precision.css'

/** A share as number and bar, the number first. */
export function Bar({ basisPoints, nothing, title }: { basisPoints: number | null | undefined; nothing: string; title?: string }) {
  if (basisPoints == null) return <span className="quiet">{nothing}</span>
  return (
    <span className="bar" title={title}>
      <span className="bar-number number">{percent(basisPoints)}</span>
      <span className="bar-track" aria-hidden>
        <span className="bar-fill" style={{ width: `${Math.min(basisPoints, 10_000) / 100}%` }} />
      </span>
    </span>
  )
}
