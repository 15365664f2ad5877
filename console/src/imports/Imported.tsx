import { Link } from '@tanstack/react-router'
import { Button, Card, Flex, Result } from 'antd'
import type { S } from '../api/client'
import { useAddress } from '../frame/address'
import { useMay } from '../session/session'
import { useText } from '../text/text'
import { JobWatch } from './JobWatch'
import { Mending } from './Mending'
import { ReportView } from './ReportView'
import type { ImportSearch } from './search'
import { text } from './text'

/** What an import brought: that every row is accounted for, and what is to be mended. */
export function Imported({ job }: { job: string }) {
  const own = useText(text)
  const [search, setSearch] = useAddress<ImportSearch>()
  const back = () => setSearch({ ...search, result: undefined })
  return (
    <JobWatch job={job} hint={own.importing} failed={<Button onClick={back}>{own.back}</Button>}>
      {it => <Brought report={it.result as S['ImportReport']} />}
    </JobWatch>
  )
}

function Brought({ report }: { report: S['ImportReport'] }) {
  const own = useText(text)
  const may = useMay()
  const { batch } = report
  return (
    <Flex vertical gap={14}>
      <Card>
        <Result
          className="import-result"
          status={report.committed ? 'success' : 'warning'}
          title={batch == null ? own.notCommitted : own.done(batch)}
          extra={
            <Flex gap={16} justify="center" wrap>
              {batch != null && (
                <Link to="/imports/$batch" params={{ batch: String(batch) } as never}>
                  {own.toBatch}
                </Link>
              )}
              <Link to="/imports" search={{ tab: 'new' } as never}>
                {own.next}
              </Link>
              {may('start_job') && may('list_jobs') && <Link to="/jobs">{own.screen}</Link>}
            </Flex>
          }
        />
        {batch != null && report.totals.quarantined > 0 && <Mending batch={batch} />}
      </Card>
      <ReportView report={report} />
    </Flex>
  )
}
