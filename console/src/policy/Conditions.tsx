import type { S } from '../api/client'
import { useText } from '../text/text'
import { text } from './text'

/** What a rule asks for, in words: all of these, and one of those. */
export function Conditions({ rule }: { rule: S['RuleView'] }) {
  const own = useText(text)
  const isPlain = rule.all.length + rule.any.length === 1
  return (
    <div className="conditions">
      {rule.all.length > 0 && (
        <>
          {!isPlain && <span className="quiet">{own.all}</span>}
          <List conditions={rule.all} />
        </>
      )}
      {rule.any.length > 0 && (
        <>
          {!isPlain && <span className="quiet">{own.any}</span>}
          <List conditions={rule.any} />
        </>
      )}
    </div>
  )
}

function List({ conditions }: { conditions: S['ConditionView'][] }) {
  const own = useText(text)
  return (
    <ul>
      {conditions.map(it => (
        <li key={`${it.fact_zh} ${it.op_zh} ${it.limit_zh}`}>
          {own.condition(it.fact_zh, it.op_zh, it.limit_zh)}
          {it.parameter_zh && <span className="quiet">{own.from(it.parameter_zh)}</span>}
        </li>
      ))}
    </ul>
  )
}
