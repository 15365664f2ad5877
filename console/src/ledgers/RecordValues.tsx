import { Link } from '@tanstack/react-router'
import { Card } from 'antd'
import type { ReactNode } from 'react'
import type { S } from '../api/client'
import { useMay } from '../session/session'
import { useText } from '../text/text'
import { shown } from './columns'
import { text as fieldText } from './fields/text'
import { Reveal } from './Reveal'
import { useSaid } from './said'
import { useUnit } from './unit'

interface RecordValuesProps {
  ledger: S['LedgerView']
  record: S['RecordView']
}

/** What a record says, section by section. */
export function RecordValues({ ledger, record }: RecordValuesProps) {
  return (
    <>
      {ledger.sections.map(it => (
        <Section key={it.zh} section={it} ledger={ledger} record={record} />
      ))}
    </>
  )
}

function Section({ section, ledger, record }: RecordValuesProps & { section: S['SectionView'] }) {
  const say = useSaid()
  const own = useText(fieldText)
  return (
    <Card>
      <section>
        <h2 className="section">{say(section)}</h2>
        <dl className="record-values">
          {section.fields.map(name => {
            const field = ledger.fields.find(it => it.name === name)
            if (!field) return null
            return (
              <div key={name} className={field.type === 'long_text' ? 'record-wide' : undefined}>
                <dt>
                  {say(field)}
                  {field.computed && <span className="record-computed">{own.computed}</span>}
                </dt>
                <dd>
                  <Value ledger={ledger} record={record} field={field} />
                </dd>
              </div>
            )
          })}
        </dl>
      </section>
    </Card>
  )
}

/** One value: with its unit, as a way to what it points to, or hidden until somebody says why. */
function Value({ ledger, record, field }: RecordValuesProps & { field: S['FieldView'] }): ReactNode {
  const say = useSaid()
  const may = useMay()
  const value = record.values[field.name]
  const words = shown(value, field, say)
  const unit = useUnit()(field)
  if (!value || words === '—') return <span className="quiet">—</span>
  if (value.masked) {
    if (!may('reveal_record')) return words
    return <Reveal key={record.version} ledger={ledger} record={record} field={field} masked={words} />
  }
  if (field.type === 'link' && field.to && value.value) {
    return (
      <Link to="/ledgers/$ledger/$record" params={{ ledger: field.to, record: value.value }}>
        {words}
      </Link>
    )
  }
  if (field.type === 'household' && value.value && may('show_household')) {
    return (
      <Link to="/households/$household" params={{ household: value.value }}>
        {words}
      </Link>
    )
  }
  return (
    <span className={unit || field.type === 'date' ? 'number' : 'record-text'}>
      {words}
      {unit && ` ${unit}`}
    </span>
  )
}
