import { AutoComplete } from 'antd'
import { useText } from '../text/text'
import { text } from './text'

/** A parameter somebody may choose. */
export interface KnownParameter {
  name: string
  zh: string
}

interface ParameterFieldProps {
  value?: string
  onChange?: (name: string) => void
  id?: string
  /** What a draft is known to change. */
  known: KnownParameter[]
}

/** What the full name of a parameter looks like. */
export const parameterName = /^[a-z0-9_]+\.[a-z0-9_]+$/

/** Names a parameter: typed, or chosen among those that a draft changes. */
export function ParameterField({ value, onChange, id, known }: ParameterFieldProps) {
  const own = useText(text)
  return (
    <AutoComplete
      id={id}
      aria-label={own.parameter}
      value={value}
      onChange={it => onChange?.(it.trim())}
      placeholder="income.monitoring_line"
      options={known.map(it => ({ value: it.name, label: `${it.zh}（${it.name}）` }))}
      showSearch={{ filterOption: (typed, option) => `${option?.label ?? ''}`.includes(typed) }}
    />
  )
}
