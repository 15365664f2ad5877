import { Alert, Input, Radio } from 'antd'
import { useState } from 'react'
import { api, type S } from '../../api/client'
import { common } from '../../text/common'
import { useText } from '../../text/text'

interface OtherHouseholdProps {
  id?: string
  value?: number
  onChange?: (household: number) => void
  /** The household that cannot be chosen. */
  not: number
}

/** Finds another household by the name of its head or its number, and chooses it. */
export function OtherHousehold({ id, value, onChange, not }: OtherHouseholdProps) {
  const words = useText(common)
  const [wanted, setWanted] = useState<S['SearchIn']>()
  const found = api.useQuery('post', '/api/v1/households/search', { body: wanted ?? {} }, { enabled: !!wanted })
  const look = (typed: string) => {
    const it = typed.trim()
    if (it) setWanted(/^\d+$/.test(it) ? { household_no: it } : { name: it })
  }
  const rows = (found.data ?? []).filter(it => it.household !== not)
  return (
    <>
      <Input.Search id={id} onSearch={look} enterButton={words.query} loading={found.isFetching} />
      {found.error && <Alert type="error" showIcon title={found.error.detail} />}
      {found.data && rows.length === 0 && <p className="quiet">{words.nothing}</p>}
      <Radio.Group
        vertical
        value={value}
        onChange={it => onChange?.(it.target.value as number)}
        options={rows.map(it => ({
          value: it.household,
          label: `${it.householder} · ${it.village} · ${it.household_no}`,
        }))}
      />
    </>
  )
}
