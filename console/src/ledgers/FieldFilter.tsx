import { DatePicker, Select } from 'antd'
import dayjs from 'dayjs'
import type { S } from '../api/client'
import { common } from '../text/common'
import { useLanguage, useText } from '../text/text'

interface FieldFilterProps {
  field: S['FieldView']
  id?: string
  value?: string
  onChange?: (value: string | undefined) => void
}

/** What a list is narrowed to by one of its own fields: a word of a list, 是 or 否, a year. */
export function FieldFilter({ field, id, value, onChange }: FieldFilterProps) {
  const words = useText(common)
  const { language } = useLanguage()
  if (field.type === 'year') {
    return (
      <DatePicker
        id={id}
        picker="year"
        placeholder={words.all}
        className="ledger-year"
        value={value ? dayjs(String(value), 'YYYY') : null}
        onChange={it => onChange?.(it?.format('YYYY'))}
      />
    )
  }
  const options =
    field.type === 'yes_no'
      ? [
          { value: '1', label: words.yes },
          { value: '0', label: words.no },
        ]
      : field.codes.map(it => ({ value: it.code, label: it[language] }))
  return (
    <Select<string>
      id={id}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      placeholder={words.all}
      options={options}
      value={value}
      onChange={onChange}
    />
  )
}
