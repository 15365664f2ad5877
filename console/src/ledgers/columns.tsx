// The columns of a list of records, from the definition: what a record is called by first, then its
// fields, its region, its state and its last day.
import { Link } from '@tanstack/react-router'
import type { TableProps } from 'antd'
import type { S } from '../api/client'
import { Deadline } from '../parts/Deadline'
import { Mark } from '../parts/Mark'
import { useText } from '../text/text'
import { useSaid, type Both } from './said'
import { text } from './text'
import { grouped, isAmount, useUnit } from './unit'

type Columns = NonNullable<TableProps<S['RecordView']>['columns']>

type Words = ReturnType<typeof useWords>

/** The words that columns need. */
export function useWords() {
  const own = useText(text)
  const say = useSaid()
  const unit = useUnit()
  return { own, say, unit }
}

/** Widths by type; the rest is text. */
const widths: Record<string, number> = {
  date: 112, month: 100, year: 84, yes_no: 90, number: 110, decimal: 120, money: 136, code: 130,
}

/** The columns of a ledger's list. What no row has is left out. */
export function columnsOf(ledger: S['LedgerView'], rows: S['RecordView'][], words: Words): Columns {
  const { own, say } = words
  const fields = ledger.columns.flatMap(name => ledger.fields.find(it => it.name === name) ?? [])
  const title = fields.find(it => it.name === ledger.title)
  const nameOf = (row: S['RecordView']) => {
    const value = row.values[ledger.title]
    return (value && say(value)) || row.title
  }
  const stateOf = (row: S['RecordView']) => ledger.states.find(it => it.name === row.state)
  const columns: Columns = [
    {
      title: title ? say(title) : own.name,
      width: 200,
      fixed: 'left',
      render: (_, row) => (
        <Link to="/ledgers/$ledger/$record" params={{ ledger: ledger.ledger, record: String(row.record) }}>
          {nameOf(row)}
        </Link>
      ),
    },
    { title: own.region, width: 180, dataIndex: 'region_name' },
  ]
  if (ledger.states.length > 1) {
    const state = (_: unknown, row: S['RecordView']) => {
      const it = stateOf(row)
      return it ? <Mark tone={it.ends ? 'good' : 'told'}>{say(it)}</Mark> : '—'
    }
    columns.push({ title: own.stateOf, width: 120, render: state })
  }
  if (rows.some(it => it.due)) {
    columns.push({ title: own.due, width: 110, render: (_, row) => <Deadline due={row.due} /> })
  }
  for (const it of fields.filter(it => it !== title)) {
    const amount = isAmount(it)
    columns.push({
      title: heading(it, words),
      width: widths[it.type] ?? 160,
      align: amount ? 'right' : undefined,
      className: amount ? 'number' : undefined,
      render: (_, row) => shown(row.values[it.name], it, say),
    })
  }
  // An empty table has nothing to scroll to.
  return rows.length > 0 ? columns : columns.map(it => ({ ...it, width: undefined, fixed: undefined }))
}

function heading(field: S['FieldView'], { say, unit }: Words): string {
  const behind = unit(field)
  return behind ? `${say(field)} (${behind})` : say(field)
}

/** A value as a list shows it. */
export function shown(value: S['RecordValue'] | undefined, field: S['FieldView'], say: (it: Both) => string): string {
  const words = value ? say(value) : ''
  if (words === '') return '—'
  return isAmount(field) ? grouped(words) : words
}
