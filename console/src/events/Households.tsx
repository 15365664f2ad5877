import { keepPreviousData } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { App, Button, Flex, InputNumber, Input, Select } from 'antd'
import { useState } from 'react'
import { api, type S } from '../api/client'
import { useAddress } from '../frame/address'
import { figureColumn } from '../parts/columns'
import { cursor } from '../parts/cursor'
import { List } from '../parts/List'
import { Mark } from '../parts/Mark'
import { RegionField } from '../parts/RegionField'
import { useMay } from '../session/session'
import { common } from '../text/common'
import { useText } from '../text/text'
import { HouseholdDrawer } from './HouseholdDrawer'
import type { EventSearch } from './search'
import { text } from './text'

const tones = {
  to_verify: 'told',
  following: 'care',
  not_affected: 'plain',
  recovered: 'good',
  monitored: 'good',
  dropped: 'plain',
} as const

/** The list of a campaign: the own share, household by household. */
export function Households({ view }: { view: S['EventView'] }) {
  const words = useText(common)
  const own = useText(text)
  const may = useMay()
  const [search, setSearch] = useAddress<EventSearch>()
  const { region, stage, due } = search
  const isOpen = view.state === 'surveying'
  const list = api.useQuery(
    'get',
    '/api/v1/events/{event}/households',
    {
      params: {
        path: { event: view.event },
        query: { region, stage: stage as S['EventHouseholdStage'] | undefined, due, ...cursor(search) },
      },
    },
    { placeholderData: keepPreviousData },
  )
  return (
    <>
      <List<S['EventHouseholdRow'], Partial<EventSearch>>
        title={own.tabHouseholds}
        search={search}
        onSearch={it => setSearch({ ...it, tab: 'households' })}
        filters={[
          { name: 'region', label: words.region, node: <RegionField /> },
          {
            name: 'stage',
            label: own.stage,
            node: (
              <Select
                allowClear
                placeholder={words.all}
                options={Object.entries(own.stages).map(([value, label]) => ({ value, label, title: label }))}
              />
            ),
          },
          {
            name: 'due',
            label: own.nextRound,
            node: <Select allowClear placeholder={words.all} options={[{ value: true, label: own.dueOnly }]} />,
          },
        ]}
        columns={[
          {
            title: words.householder,
            width: 110,
            fixed: 'left',
            render: (_, row) => (
              <Button
                type="link"
                className="event-link"
                aria-label={own.openHousehold(row.householder)}
                onClick={() => setSearch({ ...search, household: row.household })}
              >
                {row.householder || row.household}
              </Button>
            ),
          },
          { title: own.village, dataIndex: 'village', width: 220 },
          { title: own.stage, width: 130, render: (_, row) => <Mark tone={tones[row.stage]}>{own.stages[row.stage]}</Mark> },
          {
            title: own.finding,
            width: 170,
            render: (_, row) => (row.finding ? own.findings[row.finding as keyof typeof own.findings] : '—'),
          },
          { title: own.zone, width: 110, render: (_, row) => row.zone_zh ?? '—' },
          { title: own.class, width: 180, render: (_, row) => row.class_zh ?? '—' },
          figureColumn(own.loss, 110, row => row.loss ?? '—'),
          {
            title: own.case,
            width: 80,
            className: 'number',
            render: (_, row) => (row.case == null ? '—' : <Link to={`/cases/${row.case}`}>{row.case}</Link>),
          },
          {
            title: own.nextRound,
            width: 140,
            className: 'number',
            render: (_, row) => (
              <>
                {row.next_round ?? '—'} {row.round_due && <span className="soon">{own.due}</span>}
              </>
            ),
          },
          { title: own.foundBy, width: 240, render: (_, row) => row.why ?? row.found_by },
        ]}
        page={list.data}
        problem={list.error}
        loading={list.isFetching}
        rowKey={row => String(row.household)}
        onOpen={row => setSearch({ ...search, household: row.household })}
        width={1500}
        tools={isOpen && may('add_event_household') && <Add event={view.event} />}
      />
      {search.household != null && (
        <HouseholdDrawer
          event={view.event}
          household={search.household}
          isOpen={isOpen}
          onClose={() => setSearch({ ...search, household: undefined })}
        />
      )}
    </>
  )
}

/** Puts a household on the list, with the reason. */
function Add({ event }: { event: number }) {
  const own = useText(text)
  const words = useText(common)
  const { message } = App.useApp()
  const [isOpen, setOpen] = useState(false)
  const [household, setHousehold] = useState<number | null>(null)
  const [reason, setReason] = useState('')
  const add = api.useMutation('post', '/api/v1/events/{event}/households', {
    onSuccess: () => {
      setOpen(false)
      message.success(words.done)
    },
    onError: problem => void message.error(problem.detail),
  })
  if (!isOpen) return <Button onClick={() => setOpen(true)}>{own.add}</Button>
  const send = () => {
    if (household != null) add.mutate({ params: { path: { event } }, body: { household, reason } })
  }
  return (
    <Flex gap={8} align="center" wrap>
      <InputNumber aria-label={own.household} placeholder={own.household} value={household} onChange={setHousehold} precision={0} min={1} />
      <Input aria-label={own.reason} placeholder={own.reason} value={reason} onChange={it => setReason(it.target.value)} />
      <Button onClick={() => setOpen(false)}>{words.cancel}</Button>
      <Button type="primary" disabled={household == null || !reason.trim()} loading={add.isPending} onClick={send}>
        {own.add}
      </Button>
    </Flex>
  )
}
