// Inputs by the type of a field. Every value is text, as the interface takes it.
import { DatePicker, Input, Radio, Select } from 'antd'
import dayjs from 'dayjs'
import type { S } from '../../api/client'
import { DayField } from '../../cases/forms/fields'
import { RegionField } from '../../parts/RegionField'
import { common } from '../../text/common'
import { useLanguage, useText } from '../../text/text'
import { useSaid } from '../said'
import { useUnit } from '../unit'
import { apart, joined } from '../values'
import { FamilyField } from './FamilyField'
import { LinkField } from './LinkField'
import { text } from './text'

export interface InputProps {
  field: S['FieldView']
  id?: string
  value?: string
  onChange?: (value: string | undefined) => void
  /** What is there now, in words, where the value is a key. */
  said?: string
}

/** The input of a field. */
export function FieldInput(p: InputProps) {
  const own = useText(text)
  const unit = useUnit()
  const { field, id, value, onChange } = p
  const write = (it: { target: { value: string } }) => onChange?.(it.target.value)
  switch (field.type) {
    case 'long_text':
      return <Input.TextArea id={id} autoSize={{ minRows: 2, maxRows: 8 }} value={value ?? ''} onChange={write} />
    case 'number':
    case 'decimal':
    case 'money': {
      const mode = field.type === 'number' ? 'numeric' : 'decimal'
      const shared = { id, autoComplete: 'off', className: 'number', value: value ?? '', onChange: write }
      return <Input {...shared} inputMode={mode} suffix={unit(field)} />
    }
    case 'date':
      return <DayField id={id} value={value} onChange={onChange} />
    case 'month':
      return <PeriodField {...p} period="month" />
    case 'year':
      return <PeriodField {...p} period="year" />
    case 'yes_no':
      return <YesNoField {...p} />
    case 'code':
    case 'codes':
      return <CodeField {...p} />
    case 'region':
      return <RegionField id={id} value={value} onChange={onChange} placeholder={own.choose} levels={field.levels} />
    case 'household':
    case 'person':
      return <FamilyField {...p} wants={field.type} />
    case 'link':
      return <LinkField {...p} />
    case 'phone':
    case 'id_number':
    case 'account_number':
      return <Input id={id} autoComplete="off" value={value ?? ''} onChange={write} className="number" />
    default:
      return <Input id={id} autoComplete="off" value={value ?? ''} onChange={write} />
  }
}

/** A month as `2023-10`, or a year as `2023`. */
function PeriodField({ id, value, onChange, period }: InputProps & { period: 'month' | 'year' }) {
  const format = period === 'month' ? 'YYYY-MM' : 'YYYY'
  return (
    <DatePicker
      id={id}
      picker={period}
      className="record-day"
      value={value ? dayjs(value, format) : null}
      onChange={it => onChange?.(it?.format(format))}
    />
  )
}

/** 是 or 否; where it may be left blank, that can be chosen as well. */
function YesNoField({ field, id, value, onChange }: InputProps) {
  const words = useText(common)
  const own = useText(text)
  const say = useSaid()
  const answers = [
    { value: '1', label: words.yes },
    { value: '0', label: words.no },
  ]
  const options = field.required ? answers : [...answers, { value: '', label: own.notFilled }]
  const chosen = value ?? (field.required ? undefined : '')
  return (
    <Radio.Group
      id={id}
      aria-label={say(field)}
      options={options}
      value={chosen}
      onChange={it => onChange?.(it.target.value as string)}
    />
  )
}

/** One word of a list, or several of it. */
function CodeField({ field, id, value, onChange }: InputProps) {
  const own = useText(text)
  const { language } = useLanguage()
  const options = field.codes.map(it => ({ value: it.code, label: it[language] }))
  const shared = { id, options, allowClear: true, placeholder: own.choose, showSearch: { optionFilterProp: 'label' } }
  if (field.type === 'codes') {
    return <Select<string[]> {...shared} mode="multiple" value={apart(value)} onChange={it => onChange?.(joined(it))} />
  }
  return <Select<string> {...shared} value={value} onChange={onChange} />
}
