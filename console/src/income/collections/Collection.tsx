// One collection that was read: what became of its rows, what differs, what was refused.
import { DownloadOutlined } from '@ant-design/icons'
import { Link, useParams } from '@tanstack/react-router'
import { Alert, App, Button, Card, Empty, Flex, Result, Skeleton, Table } from 'antd'
import { api, download, type S } from '../../api/client'
import { useSaid } from '../../ledgers/said'
import { figureColumn, moneyColumn } from '../../parts/columns'
import { counted } from '../../parts/figures'
import { useMay } from '../../session/session'
import { useText } from '../../text/text'
import { word } from '../../text/words'
import '../income.css'
import { askedAs, firstOf } from '../period'
import { text as listText } from '../text'
import { origins } from '../words'
import { lastIs } from './Collections'
import { text } from './text'

type View = S['IncomeCollectionView']

export default function Collection() {
  const own = useText(text)
  const { collection } = useParams({ strict: false }) as { collection: string }
  const found = api.useQuery('get', '/api/v1/income/collections/{collection}', { params: { path: { collection } } })
  const back = <Link to="/income/collections">← {own.back}</Link>
  if (found.error?.status === 404) {
    return <Result status="404" title={<h1 className="list-title">{own.noCollection}</h1>} extra={back} />
  }
  return (
    <Flex vertical gap={12}>
      {back}
      {found.error && <Alert type="error" showIcon title={found.error.detail} />}
      {found.isPending && <Skeleton active />}
      {found.data && (
        <>
          <Counts view={found.data} />
          <Different view={found.data} />
          <LeftOut rows={found.data.left_out} />
        </>
      )}
    </Flex>
  )
}

function Counts({ view }: { view: View }) {
  const own = useText(text)
  const list = useText(listText)
  const may = useMay()
  const { message } = App.useApp()
  const get = async () => {
    const problem = await download(`/api/v1/income/collections/${view.collection}/differences`)
    if (problem) message.error(problem.detail)
  }
  const refused = view.refused
  return (
    <Card>
      <Flex justify="space-between" align="start" wrap gap={12}>
        <div>
          <h1 className="list-title">{own.title}</h1>
          <p className="income-note income-file">
            {own.about(view.file, list.range(firstOf(lastIs(view)), view.period))}
          </p>
        </div>
        {may('export_income_differences') && (
          <Button icon={<DownloadOutlined />} className="no-print" onClick={() => void get()}>
            {own.workbook}
          </Button>
        )}
      </Flex>
      <p className="income-note">
        <strong>{own.sumIs(counted(view.rows), counted(view.stored), counted(view.skipped), counted(refused))}</strong>
      </p>
      <p className="income-note">{own.skippedAre(counted(view.repeated), counted(view.no_data))}</p>
      <p className="income-note">
        {own.totalsAre(counted(view.entered), counted(view.same), counted(view.differences))}
      </p>
    </Card>
  )
}

function Different({ view }: { view: View }) {
  const own = useText(text)
  const may = useMay()
  const say = useSaid()
  const sources = useText(origins)
  const period = askedAs(lastIs(view))
  return (
    <Card>
      <h2 className="section">{own.different}</h2>
      {view.different.length === 0 ? (
        <Empty description={own.noneDifferent} image={Empty.PRESENTED_IMAGE_SIMPLE} />
      ) : (
        <>
          <p className="quiet income-note">{own.differentHint}</p>
          <Table<S['IncomeDifference']>
            size="small"
            rowKey={it => `${it.household} ${it.component}`}
            dataSource={view.different}
            pagination={view.different.length > 50 ? { pageSize: 50, showSizeChanger: false } : false}
            scroll={{ x: 900 }}
            columns={[
              {
                title: own.householdNo,
                width: 200,
                className: 'number',
                render: (_, it) =>
                  may('show_household_income') ? (
                    <Link
                      to="/households/$household/income"
                      params={{ household: String(it.household) }}
                      search={{ period } as never}
                    >
                      {it.household_no}
                    </Link>
                  ) : (
                    it.household_no
                  ),
              },
              { title: own.component, render: (_, it) => say(it) },
              moneyColumn(own.inFile, it => it.in_file, 140),
              moneyColumn(own.here, it => it.here, 140),
              moneyColumn(own.difference, it => it.in_file - it.here, 140),
              {
                title: own.from,
                width: 150,
                render: (_, it) => (it.origin === 'lines' ? own.lines : word(sources, it.origin)),
              },
              figureColumn(own.row, 80, it => it.row),
            ]}
          />
        </>
      )}
    </Card>
  )
}

function LeftOut({ rows }: { rows: S['IncomeRefused'][] }) {
  const own = useText(text)
  return (
    <Card>
      <h2 className="section">{own.leftOut}</h2>
      {rows.length === 0 ? (
        <p className="quiet income-note">{own.noneLeftOut}</p>
      ) : (
        <Table<S['IncomeRefused']>
          size="small"
          rowKey="row"
          dataSource={rows}
          pagination={rows.length > 50 ? { pageSize: 50, showSizeChanger: false } : false}
          columns={[figureColumn(own.row, 90, it => it.row), { title: own.why, dataIndex: 'why' }]}
        />
      )}
    </Card>
  )
}
