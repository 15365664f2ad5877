import { Link } from '@tanstack/react-router'
import { Alert, App, Button, Drawer, Flex, Input, Skeleton } from 'antd'
import { useState } from 'react'
import { api, type S } from '../api/client'
import { useMay } from '../session/session'
import { common } from '../text/common'
import { useText } from '../text/text'
import { FollowForm } from './FollowForm'
import { ReportForm } from './ReportForm'
import { text } from './text'

interface HouseholdDrawerProps {
  event: number
  household: number
  /** The campaign is open. */
  isOpen: boolean
  onClose: () => void
}

/** One household of the list: what was done, and what can be done now. */
export function HouseholdDrawer({ event, household, isOpen, onClose }: HouseholdDrawerProps) {
  const own = useText(text)
  const path = { event, household }
  const found = api.useQuery('get', '/api/v1/events/{event}/households/{household}', { params: { path } })
  const view = found.data
  return (
    <Drawer open size={640} title={view?.householder ?? own.household} mask={{ closable: false }} onClose={onClose}>
      {found.error && <Alert type="error" showIcon title={found.error.detail} />}
      {found.isPending && <Skeleton active />}
      {view && (
        <Flex vertical gap={16}>
          <Summary view={view} />
          {isOpen && <Todo event={event} view={view} />}
          <section>
            <h2 className="section">{own.history}</h2>
            <ol className="event-history">
              {view.history.map(it => (
                <li key={it.number}>
                  <span className="number">{it.day}</span> {it.action_zh}
                  <Said entry={it.entry as { action?: { note?: string; reason?: string } }} />
                </li>
              ))}
            </ol>
          </section>
        </Flex>
      )}
    </Drawer>
  )
}

function Summary({ view }: { view: S['EventHousehold'] }) {
  const own = useText(text)
  const facts: [string, string | null | undefined][] = [
    [own.village, view.village],
    [own.stage, own.stages[view.stage]],
    [own.finding, view.finding && own.findings[view.finding as keyof typeof own.findings]],
    [own.zone, view.zone_zh],
    [own.class, view.class_zh],
    [own.loss, view.loss],
    [own.nextRound, view.next_round],
    [own.foundBy, [view.found_by, view.why].filter(Boolean).join('：')],
  ]
  return (
    <dl className="event-facts">
      {facts
        .filter(([, value]) => value)
        .map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      {view.case != null && (
        <div>
          <dt>{own.case}</dt>
          <dd>
            <Link to={`/cases/${view.case}`}>{view.case}</Link>
          </dd>
        </div>
      )}
    </dl>
  )
}

/** What people wrote with an action. */
function Said({ entry }: { entry: { action?: { note?: string; reason?: string } } }) {
  const said = entry.action?.note ?? entry.action?.reason
  return said ? <div className="quiet">{said}</div> : null
}

/** The form that fits where the household stands, and the way off the list. */
function Todo({ event, view }: { event: number; view: S['EventHousehold'] }) {
  const may = useMay()
  const canReport = may('report_event_household')
  const isReported = view.stage === 'following' || view.stage === 'not_affected'
  const corrects = isReported && view.rounds === 0
  return (
    <>
      {canReport && view.stage === 'following' && <FollowForm event={event} view={view} />}
      {canReport && (view.stage === 'to_verify' || corrects) && <ReportForm event={event} view={view} />}
      {may('change_event_listing') && <Listing event={event} view={view} />}
    </>
  )
}

/** Takes a household off the list, or puts it back, with the reason. */
function Listing({ event, view }: { event: number; view: S['EventHousehold'] }) {
  const own = useText(text)
  const words = useText(common)
  const { message } = App.useApp()
  const [reason, setReason] = useState('')
  const change = api.useMutation('post', '/api/v1/events/{event}/households/{household}/listing', {
    onSuccess: () => {
      setReason('')
      message.success(words.done)
    },
    onError: problem => void message.error(problem.detail),
  })
  const drops = view.stage === 'to_verify' || view.stage === 'following'
  if (!drops && view.stage !== 'dropped') return null
  const send = () =>
    change.mutate({
      params: { path: { event, household: view.household } },
      body: { version: view.version, drop: drops, reason },
    })
  const label = drops ? own.drop : own.restore
  return (
    <Flex gap={8}>
      <Input aria-label={`${label} ${own.reason}`} placeholder={own.reason} value={reason} onChange={it => setReason(it.target.value)} />
      <Button danger={drops} disabled={!reason.trim()} loading={change.isPending} onClick={send}>
        {label}
      </Button>
    </Flex>
  )
}
