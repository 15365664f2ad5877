import { Alert } from 'antd'
import { api } from '../api/client'
import { chinaDay } from '../parts/time'
import { useText } from '../text/text'
import { text } from './text'

/** Everything that was ever given for an item, when there is more than what counts. */
export function History({ round, item }: { round: string; item: string }) {
  const own = useText(text)
  const found = api.useQuery('get', '/api/v1/assessments/{round}/items/{item}', { params: { path: { round, item } } })
  if (found.error) return <Alert type="error" showIcon title={found.error.detail} />
  const rows = found.data ?? []
  if (rows.length < 2) return null
  return (
    <section>
      <strong>{own.history}</strong>
      <ul className="assess-list">
        {rows.map(it => (
          <li key={`${it.at} ${it.replaced_at}`}>
            {chinaDay(it.at)} {it.by}：{it.not_applicable ? own.notApplicable : (it.score ?? own.noNumber)} {it.reason}
            {it.replaced_at && <span className="quiet"> {own.replaced}</span>}
          </li>
        ))}
      </ul>
    </section>
  )
}
