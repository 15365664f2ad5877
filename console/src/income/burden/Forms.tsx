import { Card, Table } from 'antd'
import type { S } from '../../api/client'
import { useSaid } from '../../ledgers/said'
import { countColumn, figureColumn } from '../../parts/columns'
import { counted, percent } from '../../parts/figures'
import { useText } from '../../text/text'
import { text } from './text'

type Form = S['FormBurden']

/** Each form with what is left to type, line by line when it is opened. */
export function Forms({ filled }: { filled: S['IncomeFilled'] }) {
  const own = useText(text)
  const say = useSaid()
  const share = (title: string, of: (it: Form) => number) =>
    figureColumn<Form>(title, 130, it => <strong>{percent(of(it))}</strong>)
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
                <div className="quiet">{own.ofHouseholds(counted(it.households))}</div>
              </>
            ),
          },
          countColumn(own.fields, it => it.fields, 112),
          countColumn(own.filled, it => it.filled, 112),
          countColumn(own.entered, it => it.entered, 112),
          countColumn(own.covered, it => it.covered, 112),
          countColumn(own.notCounted, it => it.not_counted, 112),
          countColumn(own.asked, it => it.asked, 112),
          share(own.share, it => it.asked_share),
          share(own.shareWithout, it => it.asked_share_without_totals),
        ]}
      />
    </Card>
  )
}

function Lines({ lines }: { lines: S['LineBurden'][] }) {
  const own = useText(text)
  const say = useSaid()
  return (
    <Table<S['LineBurden']>
      size="small"
      rowKey="line"
      dataSource={lines}
      pagination={false}
      columns={[
        { title: own.line, render: (_, it) => say(it) },
        countColumn(own.filled, it => it.filled, 130),
        countColumn(own.aboveZero, it => it.above_zero, 130),
        countColumn(own.entered, it => it.entered, 130),
        countColumn(own.covered, it => it.covered, 130),
        countColumn(own.asked, it => it.asked, 130),
      ]}
    />
  )
}
