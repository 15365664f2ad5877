// 一案: whose it is, where it stands, what can be done, and everything that was done.
import { Link, useParams } from '@tanstack/react-router'
import { Alert, Card, Flex, Result, Skeleton } from 'antd'
import { useMemo } from 'react'
import { api, type S } from '../api/client'
import { useAddress } from '../frame/address'
import { useMay } from '../session/session'
import { useText } from '../text/text'
import { ActDrawer } from './ActDrawer'
import { Actions } from './Actions'
import './cases.css'
import { CaseClues } from './CaseClues'
import { ChainSteps } from './ChainSteps'
import { courseOf } from './course'
import { Head } from './Head'
import { History } from './History'
import { SoFar } from './SoFar'
import { text } from './text'
import { useToday } from './today'
import { useDoable } from './useDoable'
import type { ActionWord } from './words'

/** The address of a case: the action whose form is open, or the step a to-do leads to. */
interface CaseSearch {
  do?: ActionWord
  step?: string
}

export default function Case() {
  const own = useText(text)
  const params = useParams({ strict: false }) as { case?: string }
  const number = Number(params.case)
  const found = api.useQuery(
    'get',
    '/api/v1/cases/{case}',
    { params: { path: { case: number } } },
    { enabled: number > 0 },
  )
  if (found.error?.status === 404 || !(number > 0)) {
    return <Result status="404" title={own.noCase} extra={<Link to="/cases">{own.back}</Link>} />
  }
  if (found.error) return <Alert type="error" showIcon title={found.error.detail} />
  if (!found.data) return <Skeleton active />
  return <Page key={number} view={found.data} reload={() => void found.refetch()} />
}

function Page({ view, reload }: { view: S['CaseView']; reload: () => void }) {
  const own = useText(text)
  const may = useMay()
  const [search, setSearch] = useAddress<CaseSearch>()
  const course = useMemo(() => courseOf(view.history), [view.history])
  const doable = useDoable(view, course)
  const today = useToday()
  const household = api.useQuery(
    'get',
    '/api/v1/households/{household}',
    { params: { path: { household: view.household } } },
    { enabled: may('show_household') },
  )
  const members = household.data?.members ?? []
  const name = (person: number) => members.find(it => it.person === person)?.name ?? '—'
  const asked = doable.open.find(it => it.step.name === search.step)
  const word = search.do ?? (asked?.mine ? asked.words[0] : undefined)
  const close = () => setSearch({})
  const { chain, toCome } = doable
  return (
    <Flex vertical gap={12}>
      <Head view={view} course={course} today={today} />
      {chain && (
        <ChainSteps
          chain={chain}
          done={toCome ? new Map() : course.done}
          open={doable.open.map(it => ({ step: it.step.name, due: it.due, state: it.state }))}
          toCome={toCome}
        />
      )}
      <div className="case-columns">
        <Flex vertical gap={12}>
          <Actions view={view} doable={doable} onDo={(it, step) => setSearch({ do: it, step })} />
          <Card size="small" title={<h2 className="card-title">{own.history}</h2>}>
            <History history={view.history} name={name} />
          </Card>
        </Flex>
        <Flex vertical gap={12}>
          <CaseClues clues={view.clue_list} />
          <SoFar course={course} today={today} />
        </Flex>
      </div>
      {household.isSuccess || !may('show_household') ? (
        <ActDrawer
          word={word}
          doable={doable}
          view={view}
          course={course}
          household={household.data}
          members={members.filter(it => !it.departed)}
          reload={reload}
          onDone={close}
          onClose={close}
        />
      ) : null}
    </Flex>
  )
}
