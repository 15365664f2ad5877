import { Button } from 'antd'
import type { S } from '../../api/client'
import { useSaid } from '../../ledgers/said'
import { yuan } from '../../parts/figures'
import { Mark, type Tone } from '../../parts/Mark'
import { useText } from '../../text/text'
import { word } from '../../text/words'
import { componentStates, origins } from '../words'
import { totalAsked } from './entering'
import type { Entry } from './EntryDrawer'
import { Lines } from './Lines'
import { text } from './text'

const tones: Record<S['ComponentState'], Tone> = { lines: 'good', total: 'told', open: 'care' }

interface ComponentProps {
  account: S['IncomeAccountView']
  component: S['IncomeComponentView']
  /** Begins to enter something, for whoever may. */
  onEnter?: (entry: Entry) => void
}

/** A component of the account: on what it rests, what it comes to, and its lines. */
export function Component({ account, component: it, onEnter }: ComponentProps) {
  const own = useText(text)
  const say = useSaid()
  const states = useText(componentStates)
  const sources = useText(origins)
  const hasTotal = it.total != null
  const id = `component-${it.component}`
  return (
    <section className="income-component" aria-labelledby={id}>
      <div className="income-component-head">
        <h3 id={id}>{say(it)}</h3>
        <strong className="number">{it.fen == null ? own.unknown : yuan(it.fen)}</strong>
        <Mark tone={tones[it.state]}>{states[it.state]}</Mark>
        {hasTotal && <span className="quiet">{own.total(yuan(it.total), word(sources, it.total_from))}</span>}
        {hasTotal && <span className="quiet">{own.linesSum(yuan(it.lines))}</span>}
        {it.exceeds_total && <Mark tone="bad">{own.exceeds}</Mark>}
        {onEnter && hasTotal && (
          <Button
            type="link"
            size="small"
            className="income-link no-print"
            onClick={() => onEnter({ what: 'one', asked: totalAsked(it) })}
          >
            {own.correctLine(own.totalOf(say(it)))}
          </Button>
        )}
      </div>
      <Lines
        account={account}
        lines={account.lines.filter(line => line.component === it.component)}
        isCovered={it.state === 'total'}
        onEnter={onEnter}
      />
    </section>
  )
}
