import { Card, Table } from 'antd'
import type { S } from '../../api/client'
import { useSaid } from '../../ledgers/said'
import { percent } from '../../parts/figures'
import { useText } from '../../text/text'
import { text } from './text'

type Form = S['FormBurden']

/** Each form with what is left to type, line by line when it is opened. */
export function Forms({ filled }: { filled: S['IncomeFilled'] }) {
  const own = useText(text)
  const say = useSaid()
  const count = (title: string, of: (it: Form) => number) => ({
    title,
    width: 112,
    align: 'right' as const,
    className: 'number',
    render: (_: unknown, it: Form) => of(it).toLocaleString('zh-CN'),
  })
  const share = (title: string, of: (it: Form) => number) => ({
    title,
    width: 130,
    align: 'right' as const,
    className: 'number',
    render: (_: unknown, it: Form) => <strong>{percent(of(it))}</strong>,
  })
  return (
    <Card>
      <h2 className="section">{own.forms}</h2>
      <Table<Form>
        size="middle"
        rowKey="form"
        dataSource={filled.forms}
        pagination={false}
        scroll={{ x: 1100 }}
        expandable={{
          columnTitle: <span className="income-hidden">{own.lines}</span>,
          expandedRowRender: it => <Lines lines={it.lines} />,
        }}
        columns={[
          {
            title: own.form,
            render: (_, it) => (
              <>
                {say(it)}
                <div className="quiet">{own.ofHouseholds(it.households.toLocaleString('zh-CN'))}</div>
              </>
            ),
          },
          count(own.fields, it => it.fields),
          count(own.filled, it => it.filled),
          count(own.entered, it => it.entered),
          count(own.covered, it => it.covered),
          count(own.notCounted, it => it.not_counted),
          count(own.asked, it => it.asked),
          share(own.share, it => it.asked_share),
          share(own.shareWithout, it => it.asked_share_without_totals),
        ]}
      />
    </Card>
  )
}

function Lines({ lines }: { lines: S['LineBurden'][] }) {
  const own = useText(text)
  const count = (title: string, of: (it: S['LineBurden']) => number) => ({
    title,
    width: 130,
    align: 'right' as const,
    className: 'number',
    render: (_: unknown, it: S['LineBurden']) => of(it).toLocaleString('zh-CN'),
  })
  return (
    <Table<S['LineBurden']>
      size="small"
      rowKey="line"
      dataSource={lines}
      pagination={false}
      columns={[
        { title: own.line, dataIndex: 'zh' },
        count(own.filled, it => it.filled),
        count(own.aboveZero, it => it.above_zero),
        count(own.entered, it => it.entered),
        count(own.covered, it => it.covered),
        count(own.asked, it => it.asked),
      ]}
    />
  )
}
