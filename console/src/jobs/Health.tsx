import { Alert, Button } from 'antd'
import dayjs from 'dayjs'
import { api } from '../api/client'
import { useText } from '../text/text'
import { text } from './text'

/** Whether service and database answer, and which version it is. */
export function Health() {
  const own = useText(text)
  const health = api.useQuery('get', '/api/v1/health')
  if (health.isPending) return null
  const at = dayjs(Math.max(health.dataUpdatedAt, health.errorUpdatedAt)).format('HH:mm:ss')
  return (
    <Alert
      className="jobs-health"
      type={health.data ? 'success' : 'error'}
      showIcon
      title={`${health.data ? own.healthy(health.data.version) : own.unhealthy} · ${own.checkedAt(at)}`}
      action={
        <Button size="small" loading={health.isFetching} onClick={() => health.refetch()}>
          {own.again}
        </Button>
      }
    />
  )
}
