import { Select } from 'antd'
import { useState } from 'react'
import { api, type S } from '../api/client'
import { useLanguage } from '../text/text'

interface HitFieldProps {
  hits: S['HitView']
  value?: string
  onChange?: (value: string | undefined) => void
  id?: string
}

/** What an economic shock hit: a record of the ledger that the kind names, or a code of its field. */
export function HitField({ hits, value, onChange, id }: HitFieldProps) {
  const { language } = useLanguage()
  const [words, setWords] = useState<string>()
  const { ledger, field } = hits
  const shown = api.useQuery('get', '/api/v1/ledgers/{ledger}', { params: { path: { ledger } } }, { enabled: !!field })
  const records = api.useQuery(
    'get',
    '/api/v1/ledgers/{ledger}/records',
    { params: { path: { ledger }, query: { words, limit: 50 } } },
    { enabled: !field },
  )
  const problem = shown.error ?? records.error
  const codes = shown.data?.fields.find(it => it.name === field)?.codes ?? []
  const options = field
    ? codes.map(it => ({ value: it.code, label: language === 'en' ? it.en : it.zh }))
    : (records.data?.items ?? []).map(it => ({ value: String(it.record), label: `${it.title} · ${it.region_name}` }))
  return (
    <Select
      id={id}
      showSearch={field ? { optionFilterProp: 'label' } : { filterOption: false, onSearch: setWords }}
      loading={shown.isFetching || records.isFetching}
      value={value}
      onChange={onChange}
      options={options}
      notFoundContent={problem?.detail}
    />
  )
}
