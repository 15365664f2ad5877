import { Alert, Progress, Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { api, type S } from '../api/client'
import { isUnderWay, useJob } from '../jobs/useJob'
import { useReadAgain } from '../jobs/useReadAgain'
import { useText } from '../text/text'
import { watchText } from './watchText'

interface JobWatchProps {
  job: string
  /** What is being done, and that it may take a while. */
  hint: string
  /** What to show when it is done. */
  children: (job: S['JobView']) => ReactNode
  /** What to offer when it failed. */
  failed?: ReactNode
}

/** A job as it goes on, and then what it brought. */
export function JobWatch({ job, hint, children, failed }: JobWatchProps) {
  const found = api.useQuery('get', '/api/v1/jobs/{job}', { params: { path: { job } } })
  if (found.error) return <Alert type="error" showIcon title={found.error.detail} action={failed} />
  if (!found.data) return <Skeleton active />
  return (
    <Watched key={job} first={found.data} hint={hint} failed={failed}>
      {children}
    </Watched>
  )
}

function Watched({ first, hint, children, failed }: Omit<JobWatchProps, 'job'> & { first: S['JobView'] }) {
  const own = useText(watchText)
  const { job } = useJob(first)
  // A short job is over before it is first asked for.
  useReadAgain(!isUnderWay(job))
  if (job.state === 'failed') {
    const told = (job.result ?? {}) as { error?: string }
    return <Alert type="error" showIcon title={own.failed} description={told.error} action={failed} />
  }
  if (!isUnderWay(job)) return children(job)
  const percent = job.total > 0 ? Math.floor((job.done * 100) / job.total) : 0
  return (
    <div className="job-watch" aria-live="polite">
      <p className="job-watch-state">
        {job.state === 'waiting' ? own.waiting : own.running}
        {job.state === 'running' && job.total > 0 && <span className="number"> {own.steps(job.done, job.total)}</span>}
      </p>
      <Progress percent={percent} status="active" showInfo={job.total > 0} aria-label={own.running} />
      {job.message && <p className="quiet job-watch-now">{own.now(job.message)}</p>}
      <p className="quiet">{hint}</p>
    </div>
  )
}
