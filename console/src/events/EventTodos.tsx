import { Link } from '@tanstack/react-router'
import { Alert } from 'antd'
import { api } from '../api/client'
import { useText } from '../text/text'
import './events.css'
import { text } from './text'

/** What the own region has to do for open campaigns. */
export function EventTodos() {
  const own = useText(text)
  const found = api.useQuery('get', '/api/v1/events/todos')
  if (found.error) return <Alert type="error" showIcon title={found.error.detail} />
  if (!found.data || found.data.length === 0) return null
  return (
    <Alert
      type="warning"
      showIcon
      title={
        <ul className="event-todos">
          {found.data.map(it => (
            <li key={it.event}>
              <Link to={`/events/${it.event}`} search={{ tab: 'households' } as never}>
                {own.todo(it.title, it.to_verify, it.rounds_due)}
              </Link>
            </li>
          ))}
        </ul>
      }
    />
  )
}
