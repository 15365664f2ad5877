// 年度采集表: collections in the national layout that are read, compared, and handed back.
import { Link } from '@tanstack/react-router'
import { Alert, Card, Empty, Flex, Form, Skeleton, Table } from 'antd'
import { api, type S } from '../../api/client'
import { useAddress } from '../../frame/address'
import { countColumn } from '../../parts/columns'
import { chinaTime } from '../../parts/time'
import { useMay } from '../../session/session'
import { useText } from '../../text/text'
import '../income.css'
import { firstOf, usePeriods, type Filled } from '../period'
import { PeriodField } from '../PeriodField'
import type { PeriodSearch } from '../search'
import { text as listText } from '../text'
import { HandBack } from './HandBack'
import { Take } from './Take'
import { text } from './text'

export default function Collections() {
  const own = useText(text)
  const list = useText(listText)
  const may = useMay()
  const [search] = useAddress<PeriodSearch>()
  const { period, periods, isPending, problem } = usePeriods(search.period)
  return (
    <Flex vertical gap={12}>
      <Link to="/income" className="no-print">
        ← {list.title}
      </Link>
      {problem && <Alert type="error" showIcon title={problem.detail} />}
      {isPending && <Skeleton active />}
      {!isPending && !problem && !period && (
        <Card>
          <h1 className="list-title">{own.title}</h1>
          <Empty description={own.notFilled} image={Empty.PRESENTED_IMAGE_SIMPLE}>
            {may('fill_income') && <Link to="/income/burden">{own.toFill}</Link>}
          </Empty>
        </Card>
      )}
      {period && <Work period={period} periods={periods} />}
      {period && <Listed />}
    </Flex>
  )
}

/** The period, and what can be done with a file for it. */
function Work({ period, periods }: { period: string; periods: Filled[] }) {
  const own = useText(text)
  const may = useMay()
  const [search, setSearch] = useAddress<PeriodSearch>()
  return (
    <>
      <Card>
        <h1 className="list-title">{own.title}</h1>
        <p className="quiet income-note">{own.intro}</p>
        <Form layout="inline" colon={false} className="no-print income-fields">
          <Form.Item label={own.period} htmlFor="collections-period">
            <PeriodField
              id="collections-period"
              periods={periods}
              value={period}
              onChange={it => setSearch({ ...search, period: it })}
            />
          </Form.Item>
        </Form>
      </Card>
      <div className="income-charts no-print">
        {may('take_income_collection') && may('begin_upload') && <Take key={`take ${period}`} period={period} />}
        {may('hand_back_income') && may('begin_upload') && <HandBack key={`back ${period}`} period={period} />}
      </div>
    </>
  )
}

/** What was read before, the newest first. */
function Listed() {
  const own = useText(text)
  const list = useText(listText)
  const found = api.useQuery('get', '/api/v1/income/collections')
  type Line = S['IncomeCollectionLine']
  return (
    <Card>
      <h2 className="section">{own.listed}</h2>
      {found.error && <Alert type="error" showIcon title={found.error.detail} />}
      <Table<Line>
        size="small"
        rowKey="collection"
        dataSource={found.data ?? []}
        loading={found.isFetching}
        pagination={false}
        scroll={{ x: 1060 }}
        locale={{ emptyText: <Empty description={own.none} image={Empty.PRESENTED_IMAGE_SIMPLE} /> }}
        columns={[
          {
            title: own.file,
            fixed: 'left',
            width: 220,
            render: (_, it) => (
              <Link to="/income/collections/$collection" params={{ collection: it.collection }}>
                {it.file}
              </Link>
            ),
          },
          { title: own.period, width: 180, className: 'number', render: (_, it) => list.range(firstOf(lastIs(it)), it.period) },
          { title: own.at, width: 140, className: 'number', render: (_, it) => chinaTime(it.at) },
          countColumn(own.rows, it => it.rows, 90),
          countColumn(own.stored, it => it.stored, 80),
          countColumn(own.skipped, it => it.skipped, 80),
          countColumn(own.refused, it => it.refused, 80),
          countColumn(own.entered, it => it.entered, 80),
          countColumn(own.same, it => it.same, 80),
          countColumn(own.differences, it => it.differences, 80),
        ]}
      />
    </Card>
  )
}

/** A collection's months as periods are kept. */
export function lastIs({ period, months }: S['IncomeCollectionLine']): Filled {
  return { last: period, months }
}
