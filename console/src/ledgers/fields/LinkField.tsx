import { keepPreviousData } from '@tanstack/react-query'
import { Select } from 'antd'
import { useEffect, useState } from 'react'
import { api } from '../../api/client'
import { useText } from '../../text/text'
import type { InputProps } from './inputs'
import { text } from './text'

/** How long nobody types before the server is asked, in milliseconds. */
const pause = 300

/** Records the list offers at most. */
const most = 200

/** A record of another ledger, looked for by what it is called. */
export function LinkField({ field, id, value, onChange, said }: InputProps) {
  const own = useText(text)
  const [typed, setTyped] = useState('')
  const [words, setWords] = useState('')
  const [isOpen, setIsOpen] = useState(false)
  const [picked, setPicked] = useState<{ value: string; label: string }>()
  useEffect(() => {
    const timer = setTimeout(() => setWords(typed.trim()), pause)
    return () => clearTimeout(timer)
  }, [typed])
  const found = api.useQuery(
    'get',
    '/api/v1/ledgers/{ledger}/records',
    { params: { path: { ledger: field.to ?? '' }, query: { words: words || undefined, limit: most } } },
    { enabled: isOpen, placeholderData: keepPreviousData },
  )
  const options = (found.data?.items ?? []).map(it => ({
    value: String(it.record),
    label: it.title.includes(it.region_name) ? it.title : `${it.title} · ${it.region_name}`,
  }))
  const now = picked ?? (value ? { value, label: said || value } : undefined)
  const known = now && value === now.value && !options.some(it => it.value === value) ? [now, ...options] : options
  const none = found.error?.detail ?? (found.isFetching ? undefined : own.noneFound)
  return (
    <Select<string>
      id={id}
      allowClear
      // Where a record is called by a person or a family, the server does not look for words.
      showSearch={{ onSearch: setTyped, optionFilterProp: 'label' }}
      placeholder={own.lookFor}
      popupMatchSelectWidth={false}
      value={value}
      loading={found.isFetching}
      options={known}
      notFoundContent={none}
      onOpenChange={setIsOpen}
      onChange={(it: string | undefined) => {
        setPicked(options.find(one => one.value === it))
        onChange?.(it)
      }}
    />
  )
}
