import { Alert, Card, Flex, Progress, Skeleton } from 'antd'
import { api } from '../api/client'
import { useText } from '../text/text'
import { readFailure, readSimulation } from './simulation'
import { text } from './text'
import { TrialResult } from './TrialResult'

const hasEnded = (state: string | undefined) => state === 'done' || state === 'failed'

/** A trial by the id of its job: how far it is, why it failed, or what it found. */
export function Trial({ job }: { job: string }) {
  const own = useText(text)
  const found = api.useQuery(
    'get',
    '/api/v1/jobs/{job}',
    { params: { path: { job } } },
    { refetchInterval: query => (hasEnded(query.state.data?.state) || query.state.error ? false : 1000) },
  )
  const it = found.data
  if (found.error) return <Alert type="error" showIcon title={found.error.detail} />
  if (!it) return <Skeleton active />
  if (it.state === 'failed') {
    return <Alert type="error" showIcon title={own.failed} description={readFailure(it.result)} />
  }
  if (it.state !== 'done') {
    return (
      <Card>
        <Flex vertical gap={8} role="status">
          <span>
            {it.state === 'waiting' ? own.waiting : own.running} {it.message} {own.progress(it.done, it.total)}
          </span>
          <Progress
            aria-label={own.states}
            percent={it.total > 0 ? Math.round((it.done * 100) / it.total) : 0}
            status="active"
            showInfo={it.total > 0}
          />
        </Flex>
      </Card>
    )
  }
  const result = readSimulation(it.result)
  return result ? <TrialResult result={result} /> : <Alert type="warning" showIcon title={own.unreadable} />
}
