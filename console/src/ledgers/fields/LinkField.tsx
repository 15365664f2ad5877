import { keepPreviousData } from '@tanstack/react-query'
import { Select } from 'antd'
import { useContext, useEffect, useState } from 'react'
import { api } from '../../api/client'
import { useText } from '../../text/text'
import type { InputProps } from './inputs'
import { OfLedger } from './ledger'
import { text } from './text'

/** How long nobody types before the server is asked, in milliseconds. */
const pause = 300

/** Records the list offers at most. */
const most = 200

/** A record of another ledger, looked for by what it is called: one of the own region, or one that the
 * county or the township keeps for all of it. */
export function LinkField({ field, id, value, onChange, said }: InputProps) {
  const own = useText(text)
  const ledger = useContext(OfLedger)
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
    '/api/v1/ledgers/{ledger}/fields/{field}/choices',
    { params: { path: { ledger, field: field.name }, query: { words: words || undefined, limit: most } } },
    { enabled: isOpen, placeholderData: keepPreviousData },
  )
  const options = (found.data ?? []).map(it => ({
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
      // The server looks in more than the title; what it found is all shown.
      showSearch={{ onSearch: setTyped, filterOption: false }}
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
