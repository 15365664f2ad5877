// Inputs that many forms share. Values are what the interface takes: days as text, money in 分.
import { Checkbox, DatePicker, Form, InputNumber, Radio } from 'antd'
import dayjs from 'dayjs'
import type { S } from '../../api/client'
import { common } from '../../text/common'
import { useText } from '../../text/text'
import { text } from './text'

interface Field<T> {
  id?: string
  value?: T
  onChange?: (value: T | undefined) => void
}

interface DayFieldProps extends Field<string> {
  placeholder?: string
  /** Days to come cannot be chosen. */
  past?: boolean
}

/** A day as `YYYY-MM-DD`. */
export function DayField({ id, value, onChange, placeholder, past }: DayFieldProps) {
  return (
    <DatePicker
      id={id}
      value={value ? dayjs(value) : null}
      onChange={it => onChange?.(it?.format('YYYY-MM-DD'))}
      placeholder={placeholder}
      maxDate={past ? dayjs() : undefined}
      className="field-day"
    />
  )
}

/** 元 on the page, 分 in the value. */
export function MoneyField({ id, value, onChange }: Field<number>) {
  const own = useText(text)
  return (
    <InputNumber
      id={id}
      value={value == null ? null : value / 100}
      onChange={it => onChange?.(it == null ? undefined : Math.round(it * 100))}
      precision={2}
      suffix={own.yuan}
      className="field-money"
    />
  )
}

interface ChoiceItemProps<T> {
  name: string | (string | number)[]
  label: string
  options: { value: T; label: string }[]
  extra?: string
  optional?: boolean
  hidden?: boolean
  /** One below the other. */
  vertical?: boolean
}

/** One of a few, none chosen beforehand, asked for unless it is optional. */
export function ChoiceItem<T>({ options, optional, vertical, ...item }: ChoiceItemProps<T>) {
  const own = useText(text)
  return (
    <Form.Item {...item} rules={optional ? undefined : [{ required: true, message: own.choose(item.label) }]}>
      <Radio.Group aria-label={item.label} options={options} vertical={vertical} className="choices" />
    </Form.Item>
  )
}

interface YesNoItemProps extends Omit<ChoiceItemProps<boolean>, 'options'> {
  yes?: string
  no?: string
}

/** 是 or 否, neither chosen beforehand. */
export function YesNoItem({ yes, no, ...item }: YesNoItemProps) {
  const words = useText(common)
  const options = [
    { value: true, label: yes ?? words.yes },
    { value: false, label: no ?? words.no },
  ]
  return <ChoiceItem {...item} options={options} />
}

interface MembersItemProps {
  name: string
  label: string
  extra?: string
  members: S['MemberView'][]
}

/** Some of the members of a household. */
export function MembersItem({ members, ...item }: MembersItemProps) {
  const own = useText(text)
  return (
    <Form.Item {...item} rules={[{ required: true, message: own.choose(item.label) }]}>
      <Members label={item.label} members={members} />
    </Form.Item>
  )
}

/** The boxes by themselves: a group of them takes fewer attributes than a form would give it. */
function Members({ value, onChange, label, members }: Field<number[]> & { label: string; members: S['MemberView'][] }) {
  return (
    <Checkbox.Group
      role="group"
      aria-label={label}
      value={value}
      onChange={onChange}
      options={members.map(memberOption)}
      className="choices"
    />
  )
}

/** A member, told from namesakes by the day of birth. */
export function memberOption(it: S['MemberView']): { value: number; label: string } {
  return { value: it.person, label: `${it.name}（${it.birth}）` }
}

/** The options of a code list. */
export function optionsOf<K extends string>(list: Record<K, string>): { value: K; label: string }[] {
  return (Object.keys(list) as K[]).map(value => ({ value, label: list[value] }))
}
