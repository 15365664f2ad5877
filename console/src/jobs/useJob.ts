import { useEffect, useState } from 'react'
import { api, type S } from '../api/client'

type Job = S['JobView']

/** How often the server is asked while the stream of events is broken. */
const everyFewSeconds = 3000

export function isUnderWay(job: Job): boolean {
  return job.state === 'waiting' || job.state === 'running'
}

/** A job as it goes on: told by the server's stream of events, and asked for where that breaks off. */
export function useJob(first: Job): { job: Job; isBroken: boolean } {
  const [told, setTold] = useState<Job>()
  const [isBroken, setBroken] = useState(false)
  const follows = isUnderWay(first)
  useEffect(() => {
    if (!follows) return
    const events = new EventSource(`/api/v1/jobs/${first.job}/events`)
    events.addEventListener('job', event => {
      const job = JSON.parse((event as MessageEvent<string>).data) as Job
      setTold(job)
      if (!isUnderWay(job)) events.close()
    })
    events.onerror = () => {
      events.close()
      setBroken(true)
    }
    return () => events.close()
  }, [first.job, follows])
  const asked = api.useQuery(
    'get',
    '/api/v1/jobs/{job}',
    { params: { path: { job: first.job } } },
    {
      enabled: follows && isBroken,
      refetchInterval: it => (it.state.data && !isUnderWay(it.state.data) ? false : everyFewSeconds),
    },
  )
  // Who began the job may have asked for it too: that answer is older than what was told since.
  const job = follows ? ((isBroken ? asked.data : undefined) ?? told ?? first) : first
  return { job, isBroken: isBroken && isUnderWay(job) }
}
