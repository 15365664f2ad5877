// 要数登记: who asked for which numbers, when and by which document, and how they were answered.
import { PlusOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Button, Checkbox, Input } from 'antd'
import { useState } from 'react'
import { api, type S } from '../../api/client'
import { useAddress } from '../../frame/address'
import { List } from '../../parts/List'
import { RegionField } from '../../parts/RegionField'
import { chinaTime } from '../../parts/time'
import { useMay } from '../../session/session'
import { common } from '../../text/common'
import { useLanguage, useText } from '../../text/text'
import { IndicatorField } from '../builder/IndicatorField'
import type { ReportsSearch } from '../search'
import { text } from '../text'
import { AnswerDialog } from './AnswerDialog'
import { NewRequest } from './NewRequest'

/** How many the server gives at once. */
const most = 50

export function Requests() {
  const own = useText(text)
  const words = useText(common)
  const { language } = useLanguage()
  const may = useMay()
  const [search, setSearch] = useAddress<ReportsSearch>()
  const [isNew, setNew] = useState(false)
  const [answering, setAnswering] = useState<S['NumberRequestView']>()
  const { region, indicator, open } = search
  const query = { words: search.words, region, indicator, open: open || undefined, before: search.trail?.at(-1) }
  const found = api.useQuery('get', '/api/v1/number-requests', { params: { query } })
  return (
    <>
      <p className="quiet reports-intro">{own.requestsIntro}</p>
      <List<S['NumberRequestView'], Partial<ReportsSearch>>
        title={own.tabRequests}
        search={search}
        onSearch={it => setSearch({ ...it, tab: 'requests' })}
        filters={[
          { name: 'words', label: own.words, node: <Input allowClear maxLength={80} /> },
          { name: 'indicator', label: own.indicator, node: <IndicatorField label={own.indicator} /> },
          { name: 'region', label: words.region, node: <RegionField /> },
          { name: 'open', label: own.onlyOpen, node: <OpenOnly label={own.onlyOpen} /> },
        ]}
        columns={[
          { title: own.askedOn, width: 110, className: 'number', dataIndex: 'asked_on' },
          { title: own.asker, width: 160, dataIndex: 'asker' },
          { title: own.document, width: 160, render: (_, it) => it.document ?? '' },
          { title: words.region, width: 180, dataIndex: 'region_name' },
          { title: own.period, width: 90, className: 'number', dataIndex: 'period' },
          {
            title: own.indicators,
            render: (_, it) => it.indicators.map(one => (language === 'zh' ? one.zh : one.en)).join('、'),
          },
          { title: own.purpose, width: 160, dataIndex: 'purpose' },
          {
            title: own.answer,
            width: 200,
            render: (_, it) => <Answered it={it} onAnswer={() => setAnswering(it)} />,
          },
        ]}
        page={found.data && { items: found.data, next: found.data.length === most ? found.data.at(-1)?.request : null }}
        problem={found.error}
        loading={found.isFetching}
        rowKey={it => it.request}
        width={1200}
        tools={
          may('record_number_request') && (
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setNew(true)}>
              {own.record}
            </Button>
          )
        }
      />
      <NewRequest open={isNew} onClose={() => setNew(false)} />
      <AnswerDialog request={answering} onClose={() => setAnswering(undefined)} />
    </>
  )
}

interface OpenOnlyProps {
  value?: boolean
  onChange?: (value: boolean | undefined) => void
  label: string
}

function OpenOnly({ value, onChange, label }: OpenOnlyProps) {
  return (
    <Checkbox aria-label={label} checked={value ?? false} onChange={it => onChange?.(it.target.checked || undefined)} />
  )
}

function Answered({ it, onAnswer }: { it: S['NumberRequestView']; onAnswer: () => void }) {
  const own = useText(text)
  const may = useMay()
  if (!it.answered_at) {
    if (!may('answer_number_request')) return <span className="soon">{own.waiting}</span>
    return (
      <Button size="small" onClick={onAnswer}>
        {own.answer}
      </Button>
    )
  }
  return (
    <>
      {it.print ? <Link to={`/reports/prints/${it.print}`}>{it.answer}</Link> : it.answer}
      <div className="quiet">{own.answered(it.answered_by ?? '', chinaTime(it.answered_at))}</div>
    </>
  )
}
