import { SearchOutlined } from '@ant-design/icons'
import { Button, Input, Radio } from 'antd'
import { useState } from 'react'
import type { S } from '../api/client'
import { common } from '../text/common'
import { useText } from '../text/text'
import { text } from './text'

type By = keyof S['SearchIn']

interface SearchFormProps {
  /** Says whether the server answered it. */
  onSearch: (wanted: S['SearchIn']) => Promise<boolean>
  /** A name to begin with. */
  name?: string
}

/** One field, and by what it is looked for. An identity number is cleared once it was answered. */
export function SearchForm({ onSearch, name }: SearchFormProps) {
  const words = useText(common)
  const own = useText(text)
  const [by, setBy] = useState<By>(name ? 'name' : 'household_no')
  const [wanted, setWanted] = useState(name ?? '')
  const [busy, setBusy] = useState(false)
  const hints: Record<By, string> = { household_no: own.noHint, name: own.nameHint, id_number: own.idHint }
  const look = async () => {
    if (!wanted.trim()) return
    setBusy(true)
    const isAnswered = await onSearch({ [by]: wanted.trim() })
    setBusy(false)
    if (isAnswered && by === 'id_number') setWanted('')
  }
  return (
    <div role="search" className="household-search">
      <Radio.Group
        aria-label={own.searchBy}
        optionType="button"
        value={by}
        onChange={it => {
          setBy(it.target.value as By)
          setWanted('')
        }}
        options={[
          { value: 'household_no', label: own.byNo },
          { value: 'name', label: own.byName },
          { value: 'id_number', label: own.byId },
        ]}
      />
      <Input
        className="household-search-field"
        aria-label={own.whatFor}
        autoComplete="off"
        value={wanted}
        onChange={it => setWanted(it.target.value)}
        onPressEnter={it => {
          it.preventDefault()
          void look()
        }}
      />
      <Button type="primary" icon={<SearchOutlined />} loading={busy} onClick={look}>
        {words.query}
      </Button>
      <p className="quiet household-search-hint">{hints[by]}</p>
    </div>
  )
}
