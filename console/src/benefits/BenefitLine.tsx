import type { S } from '../api/client'
import { Mark, type Tone } from '../parts/Mark'
import { useText } from '../text/text'
import { Explanation } from './Explanation'
import { text } from './text'

const tones: Record<S['State'], Tone> = { entitled: 'good', not_entitled: 'plain', unknown: 'care' }

/** One benefit: whether somebody is entitled to it and to how much; opened, how that was computed. */
export function BenefitLine({ benefit }: { benefit: S['BenefitsOf'] }) {
  const own = useText(text)
  const { explanation: it } = benefit
  // An account entitles nobody: it only says what comes out.
  const state = it.outcome === 'account' && it.state === 'entitled' ? own.accountDone : own.states[it.state]
  const amount = it.state === 'entitled' && it.outcome === 'money' ? it.amount_shown : undefined
  return (
    <details className="benefit-line">
      <summary>
        <span className="benefit-name">{it.zh}</span>
        <Mark tone={tones[it.state]}>{state}</Mark>
        {amount && <strong className="number">{amount}</strong>}
        {it.class_zh && it.state === 'entitled' && <span>{it.class_zh}</span>}
        {it.reason && <span className="quiet">{it.reason}</span>}
        {it.uses_default && <Mark tone="care">{own.isDefault}</Mark>}
      </summary>
      {benefit.missing_tables.length > 0 && <p className="quiet benefit-note">{own.missingTables}</p>}
      <Explanation explanation={it} />
    </details>
  )
}
