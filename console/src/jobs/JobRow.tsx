import { Link } from '@tanstack/react-router'
import { App, Button, Flex, Progress } from 'antd'
import { download, type S } from '../api/client'
import { useMay } from '../session/session'
import { useText } from '../text/text'
import { word } from '../text/words'
import { text } from './text'
import { isUnderWay, useJob } from './useJob'
import { useReadAgain } from './useReadAgain'

const bars: Record<string, 'success' | 'exception' | 'active' | 'normal'> = {
  done: 'success',
  failed: 'exception',
  running: 'active',
  waiting: 'normal',
}

/** How far a job is, live while it is under way. */
export function JobProgress({ job: first }: { job: S['JobView'] }) {
  const own = useText(text)
  const { job, isBroken } = useJob(first)
  useReadAgain(isUnderWay(first) && !isUnderWay(job))
  const percent = job.state === 'done' ? 100 : job.total > 0 ? Math.floor((job.done * 100) / job.total) : 0
  const doing = job.state === 'waiting' ? own.waiting : job.state === 'running' && job.message ? own.on(job.message) : ''
  return (
    <div aria-live="polite">
      <Flex gap={8} align="center">
        <span className="jobs-state">{word(own.states, job.state)}</span>
        <Progress
          percent={percent}
          status={bars[job.state]}
          size="small"
          showInfo={false}
          aria-label={word(own.states, job.state)}
        />
        {job.state === 'running' && job.total > 0 && (
          <span className="number">{own.stepsOf(job.done, job.total)}</span>
        )}
      </Flex>
      {doing && <div className="quiet">{doing}</div>}
      {isBroken && <div className="quiet">{own.broken}</div>}
    </div>
  )
}

/** What a job brought, in words, with a way to where it shows. */
export function JobResult({ job }: { job: S['JobView'] }) {
  const own = useText(text)
  const may = useMay()
  const told = (job.result ?? {}) as Record<string, unknown>
  if (job.state === 'failed') return <span className="late">{typeof told.error === 'string' ? told.error : ''}</span>
  if (job.state !== 'done') return null
  const n = (key: string) => Number(told[key] ?? 0)
  switch (job.kind) {
    case 'screen':
      return (
        <>
          <div>{own.screened(n('households'), n('new_clues'), n('added_risks'), n('suppressed'))}</div>
          {may('list_clues') && <Link to="/clues">{own.toClues}</Link>}
        </>
      )
    case 'dispatch_clues':
      return (
        <>
          <div>{own.dispatched(n('opened'), n('joined'), n('supplements'), n('already'), n('left'))}</div>
          {may('list_cases') && <Link to="/cases">{own.toCases}</Link>}
        </>
      )
    case 'import_records':
      return <Recorded job={job.job} report={told as unknown as S['LedgerImport']} />
    case 'simulate':
      return (
        <>
          <div>{own.simulated}</div>
          {may('list_policy_drafts') && <Link to="/trials">{own.toTrials}</Link>}
        </>
      )
    default:
      return <>{own.finished}</>
  }
}

/** What an import into a ledger brought, with the rows it left out. */
function Recorded({ job, report }: { job: string; report: S['LedgerImport'] }) {
  const own = useText(text)
  const may = useMay()
  const { message } = App.useApp()
  const { ledger, read, added, changed, unchanged, quarantined_rows: left } = report
  const get = async () => {
    const problem = await download(`/api/v1/ledgers/${ledger}/imports/${job}/left-out`)
    if (problem) message.error(problem.detail)
  }
  return (
    <>
      <div>{own.recorded(read, added, changed, unchanged, left)}</div>
      {report.preview && <div className="quiet">{own.looked}</div>}
      <Flex gap={12}>
        {may('show_ledger') && (
          <Link to="/ledgers/$ledger" params={{ ledger }}>
            {own.toLedger}
          </Link>
        )}
        {left > 0 && may('export_left_out_records') && (
          <Button type="link" className="list-link" onClick={() => void get()}>
            {own.leftOut}
          </Button>
        )}
      </Flex>
    </>
  )
}
