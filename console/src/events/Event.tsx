// One event: what was recorded, how its households are found, the share of every village, and help.
import { Link, useParams } from '@tanstack/react-router'
import { Alert, App, Button, Card, Flex, Input, Skeleton, Tabs } from 'antd'
import { useState } from 'react'
import { api, type S } from '../api/client'
import { useAddress } from '../frame/address'
import { Mark } from '../parts/Mark'
import { useMay } from '../session/session'
import { common } from '../text/common'
import { useText } from '../text/text'
import { Campaign } from './Campaign'
import './events.css'
import { Help } from './Help'
import { Households } from './Households'
import type { EventSearch } from './search'
import { Shares } from './Shares'
import { text } from './text'

export default function EventPage() {
  const own = useText(text)
  const { event } = useParams({ strict: false }) as { event: string }
  const found = api.useQuery('get', '/api/v1/events/{event}', { params: { path: { event: Number(event) } } })
  return (
    <Flex vertical gap={12}>
      <Link to="/events">← {own.back}</Link>
      {found.error && <Alert type="error" showIcon title={found.error.detail} />}
      {found.isPending && <Skeleton active />}
      {found.data && <Shown view={found.data} />}
    </Flex>
  )
}

function Shown({ view }: { view: S['EventView'] }) {
  const own = useText(text)
  const may = useMay()
  const [search, setSearch] = useAddress<EventSearch>()
  const isOpen = view.state !== 'closed'
  const items = [
    { key: 'shares', label: own.tabShares, children: <Shares shares={view.villages} /> },
    { key: 'households', label: own.tabHouseholds, children: <Households view={view} /> },
    { key: 'help', label: own.tabHelp, children: <Help view={view} /> },
  ]
  const tab = items.some(it => it.key === search.tab) ? search.tab : 'shares'
  return (
    <>
      <Head view={view} />
      {view.may_manage && isOpen && may('open_event_campaign') && <Campaign view={view} />}
      <Tabs activeKey={tab} onChange={it => setSearch({ tab: it })} items={items} destroyOnHidden />
    </>
  )
}

function Head({ view }: { view: S['EventView'] }) {
  const own = useText(text)
  const may = useMay()
  const { course } = view
  const facts: [string, string | null | undefined][] = [
    [own.happenedOn, view.happened_on],
    [own.areas, view.areas.map(it => `${it.name}${it.group ?? ''}`).join('、')],
    [own.source, view.source],
    [own.document, view.document],
    [own.region, view.region_name],
    [own.openedOn, view.opened_on],
    [own.closedOn, view.closed_on && `${view.closed_on} ${view.close_reason ?? ''}`],
    [view.target ? own.event : '', view.target?.name],
    [own.description, view.description],
  ]
  const figures: [string, number][] = [
    [own.listed, course.listed],
    [own.toVerify, course.to_verify],
    [own.hardship, course.hardship],
    [own.following, course.following],
    [own.roundsDue, course.rounds_due],
    [own.recovered, course.recovered],
    [own.monitored, course.monitored],
  ]
  return (
    <Card>
      <Flex justify="space-between" align="start" wrap gap={12}>
        <Flex gap={12} align="center" wrap>
          <h1 className="list-title">{view.title}</h1>
          <Mark tone={view.state === 'surveying' ? 'care' : view.state === 'closed' ? 'plain' : 'told'}>
            {own.states[view.state as keyof typeof own.states]}
          </Mark>
        </Flex>
        {view.may_manage && view.state !== 'closed' && may('close_event') && <Close view={view} />}
      </Flex>
      <dl className="event-facts" aria-label={own.basicInfo}>
        {facts
          .filter(([, value]) => value)
          .map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        {figures.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className="number">
              <strong>{value}</strong>
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}

/** Ends an event; the server says who is not finished. */
function Close({ view }: { view: S['EventView'] }) {
  const own = useText(text)
  const words = useText(common)
  const { message } = App.useApp()
  const [reason, setReason] = useState<string>()
  const close = api.useMutation('post', '/api/v1/events/{event}/close', {
    onSuccess: () => {
      setReason(undefined)
      message.success(words.done)
    },
    onError: problem => void message.error(problem.detail),
  })
  if (reason === undefined) return <Button onClick={() => setReason(own.closeDefault)}>{own.close}</Button>
  const send = () =>
    close.mutate({ params: { path: { event: view.event } }, body: { version: view.version, reason } })
  return (
    <Flex vertical gap={8}>
      <label htmlFor="event-close">{own.closeAsk}</label>
      <Flex gap={8}>
        <Input id="event-close" value={reason} onChange={it => setReason(it.target.value)} />
        <Button onClick={() => setReason(undefined)}>{words.cancel}</Button>
        <Button type="primary" loading={close.isPending} disabled={!reason.trim()} onClick={send}>
          {own.close}
        </Button>
      </Flex>
    </Flex>
  )
}
