import { Table } from 'antd'
import type { S } from '../../api/client'
import { figureColumn, moneyColumn } from '../../parts/columns'
import { yuan } from '../../parts/figures'
import { Mark } from '../../parts/Mark'
import { chinaTime } from '../../parts/time'
import { common } from '../../text/common'
import { useText } from '../../text/text'
import { word } from '../../text/words'
import { firstOf } from '../period'
import { text as listText } from '../text'
import { origins } from '../words'
import { text } from './text'

type Line = S['IncomeLineView']

/** Whether there is something behind a line that can be opened. */
export function hasSources(line: Line): boolean {
  return line.rows.length + line.payments.length + line.entries.length > 0
}

/** What a line rests on: rows of lists, payments, and everything that was entered for it. */
export function Sources({ line }: { line: Line }) {
  const own = useText(text)
  const isCorrected = line.feed != null && line.from !== 'feed'
  return (
    <div className="income-sources">
      {isCorrected && <span className="soon">{own.feedSays(yuan(line.feed))}</span>}
      {line.rows.length > 0 && <Rows rows={line.rows} />}
      {line.payments.length > 0 && <Payments payments={line.payments} />}
      {line.entries.length > 0 && <Entries entries={line.entries} />}
    </div>
  )
}

function Rows({ rows }: { rows: S['SourceRow'][] }) {
  const own = useText(text)
  return (
    <section>
      <h4>{own.rows}</h4>
      <Table<S['SourceRow']>
        size="small"
        rowKey={it => `${it.batch}/${it.file}/${it.sheet}/${it.row}/${it.fact}`}
        dataSource={rows}
        pagination={false}
        columns={[
          { title: own.department, dataIndex: 'department', width: 120 },
          {
            title: own.from,
            className: 'income-file',
            render: (_, it) => own.row(it.sheet ? `${it.file} [${it.sheet}]` : it.file, it.row),
          },
          { title: own.person, width: 90, render: (_, it) => it.person ?? '—' },
          { title: own.value, dataIndex: 'value_zh', width: 130, align: 'right', className: 'number' },
          {
            title: own.matched,
            width: 120,
            render: (_, it) => (it.doubtful ? <Mark tone="care">{own.doubtful}</Mark> : it.matched),
          },
        ]}
      />
    </section>
  )
}

function Payments({ payments }: { payments: S['IncomePayment'][] }) {
  const own = useText(text)
  return (
    <section>
      <h4>{own.payments}</h4>
      <Table<S['IncomePayment']>
        size="small"
        rowKey={it => `${it.file}/${it.row}/${it.item}`}
        dataSource={payments}
        pagination={false}
        columns={[
          { title: own.item, dataIndex: 'item' },
          moneyColumn(own.amount, it => it.amount, 130),
          { title: own.paidOn, width: 120, className: 'number', render: (_, it) => it.paid_on ?? '—' },
          { title: own.from, className: 'income-file', render: (_, it) => own.row(it.file, it.row) },
        ]}
      />
    </section>
  )
}

function Entries({ entries }: { entries: S['IncomeEntryView'][] }) {
  const own = useText(text)
  const list = useText(listText)
  const words = useText(common)
  const sources = useText(origins)
  return (
    <section>
      <h4>{own.entries}</h4>
      <Table<S['IncomeEntryView'] & { key: number }>
        size="small"
        dataSource={entries.map((it, key) => ({ ...it, key })).reverse()}
        pagination={false}
        columns={[
          { title: own.at, width: 140, className: 'number', render: (_, it) => chinaTime(it.at) },
          { title: own.by, dataIndex: 'by', width: 90 },
          {
            title: own.ofPeriod,
            width: 160,
            className: 'number',
            render: (_, it) => list.range(firstOf({ last: it.period, months: it.months }), it.period),
          },
          figureColumn(own.amount, 120, it => (it.fen == null ? own.takenBack : yuan(it.fen))),
          { title: own.from, width: 110, render: (_, it) => word(sources, it.kind) },
          { title: own.restsOn, render: (_, it) => it.source || '—' },
          { title: words.reason, render: (_, it) => it.reason ?? '—' },
        ]}
      />
    </section>
  )
}
