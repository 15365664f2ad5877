import { Form } from 'antd'
import type { ReactNode } from 'react'
import type { Problem, S } from '../api/client'
import { placeOf } from './fields/FieldItem'
import { Sections } from './fields/Sections'
import { Refused } from './Refused'
import { changed, filledFrom, type Filled, type Values } from './values'

/** What stands beside the fields of a ledger. */
export interface Beside {
  region?: string
  reason?: string
  on?: string
}

interface RecordFormProps {
  /** Ties the button of the drawer to the form. */
  id: string
  ledger: S['LedgerView']
  /** Names of the fields that are asked for, and of those that have to be filled in. */
  names: string[]
  needed: string[]
  /** What was on record when the form was opened. */
  was?: Values
  hasLeft?: boolean
  beside?: Beside
  problem: Problem | null
  reload?: () => void
  /** Only what differs from what was on record is sent. */
  onSend: (values: Record<string, string>, beside: Beside) => void
  /** Asked before the fields, and after them. */
  first?: ReactNode
  last?: ReactNode
}

/** The form of a record: the fields of the ledger, and what the server refuses of them. */
export function RecordForm(p: RecordFormProps) {
  const [form] = Form.useForm<Beside & { values?: Filled }>()
  const all = p.ledger.fields.map(it => it.name)
  const send = ({ values, ...beside }: Beside & { values?: Filled }) => p.onSend(changed(values ?? {}, p.was), beside)
  return (
    <Form
      id={p.id}
      name={p.id}
      form={form}
      layout="vertical"
      initialValues={{ ...p.beside, values: filledFrom(all, p.was) }}
      onFinish={send}
      onValuesChange={({ values, ...beside }: Beside & { values?: Filled }) => {
        // What was refused of a field is said until somebody changes it.
        const names = [...Object.keys(values ?? {}).map(placeOf), ...(Object.keys(beside) as (keyof Beside)[])]
        form.setFields(names.map(name => ({ name, errors: [] })))
      }}
    >
      <Refused problem={p.problem} shown={p.names} reload={p.reload} />
      {p.first}
      <Sections ledger={p.ledger} names={p.names} needed={p.needed} was={p.was} hasLeft={p.hasLeft} />
      {p.last}
    </Form>
  )
}
