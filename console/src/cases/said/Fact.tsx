import type { ReactNode } from 'react'
import type { S } from '../../api/client'
import { useText } from '../../text/text'
import { risks, word } from '../../text/words'
import { marks } from '../marks'

/** A label and what it says, on a line of its own; nothing where there is nothing to say. */
export function Fact({ label, children }: { label: string; children?: ReactNode }) {
  if (children == null || children === '') return null
  return (
    <div className="fact">
      <span className="fact-label">{label}</span>
      <span>{children}</span>
    </div>
  )
}

/** Risks with what was written beside them. */
export function useCauses(): (causes: S['RiskCause'][]) => string {
  const riskWords = useText(risks)
  const mark = useText(marks)
  return causes =>
    causes
      .map(it => {
        const beside = [it.detail, it.remark].filter(Boolean).join(mark.comma)
        return beside ? `${word(riskWords, it.risk)}${mark.open}${beside}${mark.close}` : word(riskWords, it.risk)
      })
      .join(mark.and)
}
