import { useText } from '../../text/text'
import { isOpen } from '../book/visit'
import { dayOf } from '../days'
import { text } from '../text'
import { kinds, states } from '../words'
import type { Item } from './items'

/** One household: who, by when, why, and how the visit stands. */
export function VisitCard({ item }: { item: Item }) {
  const own = useText(text)
  const kindWords = useText(kinds)
  const { household, visit, state } = item
  const act = isOpen(visit) ? own.fill : own.look
  const ended = state === 'recorded' || state === 'gone'
  return (
    <article className="card">
      <h3>{household.householder}</h3>
      <p>
        {kindWords[household.kind]}
        {!ended && (
          <>
            {' · '}
            <Due due={household.due} />
          </>
        )}
      </p>
      {household.reasons.length > 0 && <p>{household.reasons.join('；')}</p>}
      <State item={item} />
      {!ended && (
        <a className="button" href={`#/${item.key}`} aria-label={`${act} ${household.householder}`}>
          {act}
        </a>
      )}
    </article>
  )
}

/** How a visit stands, in words and never in colour alone. */
export function State({ item: { visit, state, elsewhere } }: { item: Pick<Item, 'visit' | 'state' | 'elsewhere'> }) {
  const own = useText(text)
  const stateWords = useText(states)
  const why = visit.problem ?? (state === 'refused' ? visit.seen?.problem : null)
  return (
    <p className={`state ${state}`}>
      <strong>{elsewhere && state === 'sent' ? own.begunElsewhere : stateWords[state]}</strong>
      {why && <>：{why}</>}
      {state === 'unsent' && visit.complete && <> · {visit.submitted ? own.handedOver : own.unsentWhole}</>}
      {visit.late && <> · {own.lateWhy}</>}
    </p>
  )
}

/** The last day in time, and what is left of it. */
export function Due({ due }: { due: string | null | undefined }) {
  const own = useText(text)
  if (!due) return <>{own.noDue}</>
  const days = Math.round((Date.parse(due) - Date.parse(dayOf(Date.now()))) / 86_400_000)
  return (
    <>
      {own.due(due)} <span className={days < 0 ? 'late' : ''}>{days < 0 ? own.overdue(-days) : own.left(days)}</span>
    </>
  )
}
