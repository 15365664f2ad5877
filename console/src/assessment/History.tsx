import { api } from '../api/client'
import { useText } from '../text/text'
import { dayOf } from './shown'
import { text } from './text'

/** Everything that was ever given for an item, when there is more than what counts. */
export function History({ round, item }: { round: string; item: string }) {
  const own = useText(text)
  const found = api.useQuery('get', '/api/v1/assessments/{round}/items/{item}', { params: { path: { round, item } } })
  const rows = found.data ?? []
  if (rows.length < 2) return null
  return (
    <section>
      <strong>{own.history}</strong>
      <ul className="assess-list">
        {rows.map(it => (
          <li key={`${it.at} ${it.replaced_at}`}>
            {dayOf(it.at)} {it.by}：{it.not_applicable ? own.notApplicable : (it.score ?? own.noNumber)} {it.reason}
            {it.replaced_at && <span className="quiet"> {own.replaced}</span>}
          </li>
        ))}
      </ul>
    </section>
  )
}
