// 办案: the cases of a stage, and which of them wait for me.
import { DownloadOutlined } from '@ant-design/icons'
import { keepPreviousData } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { App, Button, Flex, Select, Tag } from 'antd'
import { useState, type Key } from 'react'
import { api, download, type S } from '../api/client'
import { useAddress } from '../frame/address'
import { Deadline } from '../parts/Deadline'
import { cursor, type ListSearch } from '../parts/cursor'
import { List } from '../parts/List'
import { RegionField } from '../parts/RegionField'
import { useMay } from '../session/session'
import { common } from '../text/common'
import { useText } from '../text/text'
import { monitoringTypes, risks, stages, word } from '../text/words'
import { Bulk } from './Bulk'
import './cases.css'
import { DayField, optionsOf } from './forms/fields'
import { usePlace } from './place'
import { text } from './text'

interface CaseSearch extends ListSearch {
  stage?: S['Stage']
  region?: string
  type?: S['MonitoringType']
  before?: string
}

type Row = S['CaseRow']

export default function Cases() {
  const words = useText(common)
  const own = useText(text)
  const typeWords = useText(monitoringTypes)
  const riskWords = useText(risks)
  const may = useMay()
  const place = usePlace()
  const { message } = App.useApp()
  const [search, setSearch] = useAddress<CaseSearch>()
  const [selected, setSelected] = useState<Key[]>([])
  const counts = api.useQuery('get', '/api/v1/cases/counts', { params: { query: { region: search.region } } })
  const stage = search.stage ?? first(counts.data)
  const list = api.useQuery(
    'get',
    '/api/v1/cases',
    {
      params: {
        query: {
          stage,
          region: search.region,
          monitoring_type: search.type,
          due_before: search.before,
          ...cursor(search),
        },
      },
    },
    { enabled: !counts.isPending, placeholderData: keepPreviousData },
  )
  const todos = api.useQuery('get', '/api/v1/cases/todos', {}, { enabled: may('list_todos') })
  const waiting = new Map((todos.data ?? []).map(it => [it.case, it]))
  const chosen = selected.map(it => waiting.get(Number(it))).filter(it => it !== undefined)
  const step = (row: Row) => waiting.get(row.case)?.step_zh ?? '—'
  const waits = { title: own.waitsForMe, width: 140, render: (_: unknown, row: Row) => step(row) }
  const take = async (all: boolean) => {
    const problem = await download(`/api/v1/cases/export${all ? '' : `?stage=${stage}`}`)
    if (problem) message.error(problem.detail)
  }
  return (
    <>
      <StageTabs
        counts={counts.data}
        stage={stage}
        onStage={it => {
          setSelected([])
          setSearch({ ...search, stage: it, trail: undefined })
        }}
      />
      <List<Row, CaseSearch>
        title={own.title}
        search={search}
        onSearch={setSearch}
        filters={[
          { name: 'region', label: words.region, node: <RegionField /> },
          {
            name: 'type',
            label: own.type,
            node: <Select allowClear placeholder={words.all} options={optionsOf(typeWords)} />,
          },
          { name: 'before', label: own.dueBefore, node: <DayField placeholder={words.all} /> },
        ]}
        columns={[
          {
            title: words.householder,
            width: 124,
            fixed: 'left',
            render: (_, row) => (
              <>
                <Link to={`/cases/${row.case}`}>{row.householder}</Link>
                <div className="quiet small number">{row.household_no}</div>
              </>
            ),
          },
          {
            title: words.village,
            render: (_, row) => (
              <>
                <span title={row.village}>{place(row.village)}</span>
                {row.residence && <div className="quiet small">{own.residence(place(row.residence))}</div>}
              </>
            ),
          },
          ...(waiting.size > 0 ? [waits] : []),
          {
            title: words.due,
            width: 116,
            render: (_, row) => <Deadline due={row.due} today={counts.data?.as_of} />,
          },
          { title: own.type, width: 126, render: (_, row) => word(typeWords, row.monitoring_type) },
          {
            title: words.risk,
            width: 130,
            render: (_, row) => (
              <Flex gap={4} wrap>
                {row.risks.map(it => (
                  <Tag key={it}>{word(riskWords, it)}</Tag>
                ))}
              </Flex>
            ),
          },
          { title: own.officer, width: 150, render: (_, row) => row.officer ?? '—' },
          { title: own.firstClue, dataIndex: 'first_clue_on', width: 106, className: 'number' },
          { title: own.identified, width: 106, className: 'number', render: (_, row) => row.identified_on ?? '—' },
        ]}
        page={list.data}
        problem={list.error ?? counts.error}
        loading={counts.isPending || list.isFetching}
        rowKey={row => String(row.case)}
        selected={waiting.size > 0 && may('act_on_cases') ? selected : undefined}
        onSelect={waiting.size > 0 && may('act_on_cases') ? setSelected : undefined}
        width={waiting.size > 0 ? 1260 : 1120}
        tools={
          <>
            {waiting.size > 0 && (
              <Bulk chosen={chosen.length === selected.length ? chosen : []} onDone={() => setSelected([])} />
            )}
            {may('export_cases') && (
              <>
                <Button icon={<DownloadOutlined />} onClick={() => void take(false)}>
                  {words.export}
                </Button>
                <Button onClick={() => void take(true)}>{own.exportAll}</Button>
              </>
            )}
          </>
        }
      />
    </>
  )
}

/** The order of a life. */
const order = Object.keys(stages.zh) as S['Stage'][]

/** The stage the page begins with: the first that has cases. */
function first(counts: S['CaseCounts'] | undefined): S['Stage'] {
  return order.find(it => counts?.stages[it]) ?? 'dispatched'
}

interface StageTabsProps {
  counts: S['CaseCounts'] | undefined
  stage: S['Stage']
  onStage: (stage: S['Stage']) => void
}

/** The stages, each with how many cases it holds and how many of them are late. */
function StageTabs({ counts, stage, onStage }: StageTabsProps) {
  const own = useText(text)
  const stageWords = useText(stages)
  return (
    <nav aria-label={own.stages} className="stage-tabs">
      {order.map(it => {
        const late = counts?.overdue[it]
        return (
          <Button
            key={it}
            type={it === stage ? 'primary' : 'text'}
            aria-current={it === stage ? 'page' : undefined}
            onClick={() => onStage(it)}
          >
            {stageWords[it]} <span className="number">{counts?.stages[it] ?? 0}</span>
            {late ? <span className="number tab-late">{own.overdueOf(late)}</span> : null}
          </Button>
        )
      })}
      {counts && <span className="quiet small">{own.asOf(counts.as_of)}</span>}
    </nav>
  )
}
