import { Alert, Card } from 'antd'
import { api } from '../api/client'
import { useToday } from '../cases/today'
import { FollowUps } from '../todos/FollowUps'
import { useText } from '../text/text'
import { text } from './text'

/** Households to be visited again, who has waited longest first. */
export function DueFollowUps() {
  const own = useText(text)
  const today = useToday()
  const found = api.useQuery('get', '/api/v1/assistance/follow-ups')
  return (
    <Card size="small" title={<h2 className="card-title">{own.followUps}</h2>}>
      <p className="quiet">{own.followUpsWhy}</p>
      {found.error && <Alert type="error" showIcon title={found.error.detail} />}
      <FollowUps visits={found.data} loading={found.isPending} today={today} />
    </Card>
  )
}
