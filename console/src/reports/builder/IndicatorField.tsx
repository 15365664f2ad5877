import { Select } from 'antd'
import { api } from '../../api/client'
import { useLanguage } from '../../text/text'

interface IndicatorFieldProps {
  value?: string | string[]
  onChange?: (value: never) => void
  label: string
  id?: string
  /** Several may be chosen. */
  many?: boolean
}

/** Chooses among the indicators of one's region, by name or by identifier. */
export function IndicatorField({ value, onChange, label, id, many = false }: IndicatorFieldProps) {
  const { language } = useLanguage()
  const found = api.useQuery('get', '/api/v1/indicators', {}, { staleTime: 300_000 })
  const options = (found.data ?? []).map(it => ({
    value: it.indicator,
    label: `${language === 'zh' ? it.zh : it.en}（${language === 'zh' ? it.unit_zh : it.unit}）`,
  }))
  return (
    <Select
      id={id}
      value={value as never}
      onChange={onChange as never}
      mode={many ? 'multiple' : undefined}
      showSearch={{ filterOption: (words, it) => `${it?.label} ${it?.value}`.toLowerCase().includes(words.toLowerCase()) }}
      aria-label={label}
      placeholder={label}
      loading={found.isPending}
      options={options}
      notFoundContent={found.error?.detail}
      style={{ width: '100%' }}
    />
  )
}
