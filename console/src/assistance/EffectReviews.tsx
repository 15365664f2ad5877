import { keepPreviousData } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert, Button, Card, Flex, InputNumber, Popover, Skeleton, Table } from 'antd'
import dayjs from 'dayjs'
import { useState, type Key } from 'react'
import { api, type S } from '../api/client'
import { usePlace } from '../cases/place'
import { Sources } from '../cases/Sources'
import { useToday } from '../cases/today'
import { outcomes } from '../cases/words'
import { useAddress } from '../frame/address'
import { Deadline } from '../parts/Deadline'
import { cursor } from '../parts/cursor'
import { List } from '../parts/List'
import { RegionField } from '../parts/RegionField'
import { useMay } from '../session/session'
import { common } from '../text/common'
import { useText } from '../text/text'
import { ReviewMeeting } from './ReviewMeeting'
import type { AssistanceSearch } from './search'
import { text } from './text'

/** The effect reviews of a year: by village, and the households that still wait, reviewed many at
 * a meeting. */
export function EffectReviews() {
  const words = useText(common)
  const own = useText(text)
  const may = useMay()
  const place = usePlace()
  const today = useToday()
  const [search, setSearch] = useAddress<AssistanceSearch>()
  const [selected, setSelected] = useState<Key[]>([])
  const [meets, setMeets] = useState<S['ToReview'][]>()
  const query = { year: search.year, region: search.region }
  const waiting = api.useQuery(
    'get',
    '/api/v1/assistance/effect-reviews/waiting',
    { params: { query: { ...query, ...cursor(search) } } },
    { placeholderData: keepPreviousData },
  )
  const chosen = (waiting.data?.items ?? []).filter(it => selected.includes(String(it.case)))
  const isThisYear = search.year == null || search.year === dayjs(today).year()
  const reviews = may('review_effects') && isThisYear
  return (
    <Flex vertical gap={12}>
      <List<S['ToReview'], Partial<AssistanceSearch>>
        title={own.waiting}
        search={search}
        onSearch={setSearch}
        filters={[
          {
            name: 'year',
            label: own.year,
            node: (
              <InputNumber
                min={2000}
                max={2100}
                precision={0}
                placeholder={String(dayjs(today).year())}
                className="field-count"
              />
            ),
          },
          { name: 'region', label: words.region, node: <RegionField /> },
        ]}
        columns={[
          {
            title: words.householder,
            width: 108,
            fixed: 'left',
            render: (_, row) => <Link to={`/cases/${row.case}`}>{row.householder}</Link>,
          },
          { title: words.village, render: (_, row) => <span title={row.village}>{place(row.village)}</span> },
          { title: own.officer, width: 110, render: (_, row) => row.officer ?? '—' },
          {
            title: own.measures,
            width: 210,
            render: (_, row) => own.measuresOf(row.measures, row.developmental, row.delivered),
          },
          { title: own.lastReview, width: 120, className: 'number', render: (_, row) => row.effect_reviewed_on ?? '—' },
          { title: words.due, width: 120, render: (_, row) => <Deadline due={row.due} today={today} /> },
        ]}
        page={waiting.data}
        problem={waiting.error}
        loading={waiting.isFetching}
        rowKey={row => String(row.case)}
        selected={reviews ? selected : undefined}
        onSelect={reviews ? setSelected : undefined}
        tools={
          reviews && (
            <Button type="primary" disabled={chosen.length === 0} onClick={() => setMeets(chosen)}>
              {own.reviewChosen}
            </Button>
          )
        }
        width={900}
      />
      <ByVillage query={query} />
      {meets && (
        <ReviewMeeting
          households={meets}
          onClose={() => setMeets(undefined)}
          onDone={() => setSelected([])}
        />
      )}
    </Flex>
  )
}

/** How a column of figures stands. */
const figure = { align: 'right', className: 'number' } as const

function ByVillage({ query }: { query: { year?: number; region?: string } }) {
  const words = useText(common)
  const own = useText(text)
  const outcomeWords = useText(outcomes)
  const place = usePlace()
  const found = api.useQuery('get', '/api/v1/assistance/effect-reviews', { params: { query } })
  if (found.error) return <Alert type="error" showIcon title={found.error.detail} />
  if (!found.data) return <Skeleton active />
  const report = found.data
  return (
    <Card
      size="small"
      title={<h2 className="card-title">{own.byVillage}</h2>}
      extra={
        <Popover
          trigger="click"
          content={
            <div className="terms">
              <Sources sources={[report.source]} />
            </div>
          }
          placement="bottomRight"
        >
          <Button type="link" size="small">
            {own.why}
          </Button>
        </Popover>
      }
      styles={{ body: { padding: 0 } }}
    >
      <p className="list-head">
        {own.reviewed(report.year, report.reviewed, report.households)}
        {report.villages_without > 0 && <span className="soon"> {own.villagesWithout(report.villages_without)}</span>}
      </p>
      <Table<S['VillageReviews']>
        size="small"
        rowKey={it => it.village_code}
        dataSource={report.villages}
        pagination={report.villages.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
        scroll={{ x: 1000 }}
        locale={{ emptyText: words.nothing }}
        columns={[
          { title: words.village, render: (_, it) => <span title={it.village}>{place(it.village)}</span> },
          { title: own.households, dataIndex: 'households', width: 120, ...figure },
          { title: own.reviewedShort, dataIndex: 'reviewed', width: 90, ...figure },
          { title: outcomeWords.weakly_stable, dataIndex: 'weakly_stable', width: 130, ...figure },
          { title: outcomeWords.no_labor, dataIndex: 'no_labor', width: 150, ...figure },
          { title: outcomeWords.stably_removed, dataIndex: 'stably_removed', width: 120, ...figure },
          {
            title: own.lastOn,
            width: 120,
            render: (_, it) => it.last_on ?? (it.has_none ? <span className="soon">{own.none}</span> : '—'),
          },
          { title: own.nextDue, dataIndex: 'next_due', width: 116, className: 'number' },
        ]}
      />
    </Card>
  )
}
