// Inputs that many forms share. Values are what the interface takes: days as text, money in 分.
import { DatePicker, InputNumber, Radio } from 'antd'
import dayjs from 'dayjs'
import { common } from '../../text/common'
import { useText } from '../../text/text'

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
  return (
    <InputNumber
      id={id}
      value={value == null ? null : value / 100}
      onChange={it => onChange?.(it == null ? undefined : Math.round(it * 100))}
      precision={2}
      suffix="元"
      className="field-money"
    />
  )
}

interface YesNoProps extends Field<boolean> {
  yes?: string
  no?: string
}

/** 是 or 否, neither chosen beforehand. */
export function YesNo({ id, value, onChange, yes, no }: YesNoProps) {
  const words = useText(common)
  return (
    <Radio.Group
      id={id}
      value={value}
      onChange={it => onChange?.(it.target.value as boolean)}
      options={[
        { value: true, label: yes ?? words.yes },
        { value: false, label: no ?? words.no },
      ]}
    />
  )
}

/** The options of a code list. */
export function optionsOf<K extends string>(list: Record<K, string>): { value: K; label: string }[] {
  return (Object.keys(list) as K[]).map(value => ({ value, label: list[value] }))
}
