// The targets of a plan, chapter by chapter.
import { Link } from '@tanstack/react-router'
import { Card, Empty, Table, type TableProps } from 'antd'
import type { ReactNode } from 'react'
import type { S } from '../api/client'
import { useAddress } from '../frame/address'
import { useSaid } from '../ledgers/said'
import { Mark } from '../parts/Mark'
import { useLanguage, useText } from '../text/text'
import { word } from '../text/words'
import { Light } from './Light'
import { oddityId } from './Oddities'
import { carried, type Chapter, type TargetSearch } from './search'
import { text } from './text'
import { wantedText } from './wanted'
import { howWords, natures } from './words'

type Target = S['TargetView']

/** A row: a chapter, or one of its targets. */
type Row = { key: string; heading: string; target?: undefined } | { key: string; target: Target }

export function TargetTable({ chapters, loading }: { chapters: Chapter[]; loading: boolean }) {
  const own = useText(text)
  const columns = useColumns()
  const all = chapters.flatMap<Row>(it => [
    { key: `${it.plan} ${it.chapter}`, heading: own.whole(it.plan, it.chapter) },
    ...it.targets.map(target => ({ key: target.target, target })),
  ])
  return (
    <Card styles={{ body: { padding: 0 } }}>
      <Table<Row>
        size="small"
        rowKey="key"
        columns={columns}
        dataSource={all}
        loading={loading}
        pagination={false}
        scroll={all.length > 0 ? { x: 1400 } : undefined}
        rowClassName={it => (it.target ? '' : 'targets-chapter')}
        locale={{ emptyText: <Empty description={own.noneShown} image={Empty.PRESENTED_IMAGE_SIMPLE} /> }}
      />
    </Card>
  )
}

function useColumns(): TableProps<Row>['columns'] {
  const own = useText(text)
  const hows = useText(howWords)
  /** A column about targets; a chapter's heading takes the whole row. */
  const of = (title: string, width: number, show: (it: Target) => ReactNode) => ({
    title,
    width,
    onCell: (row: Row) => (row.target ? {} : { colSpan: 0 }),
    render: (_: unknown, row: Row) => row.target && show(row.target),
  })
  const figure = (title: string, width: number, show: (it: Target) => ReactNode) => ({
    ...of(title, width, show),
    align: 'right' as const,
    className: 'number',
  })
  const columns: NonNullable<TableProps<Row>['columns']> = [
    {
      title: own.target,
      width: 290,
      render: (_, row) => (row.target ? <Name target={row.target} /> : <strong>{row.heading}</strong>),
    },
    figure(own.base, 120, it => (it.baseline == null ? '—' : <Base target={it} />)),
    figure(own.wanted, 150, it => (it.wanted == null ? '—' : <Wanted target={it} />)),
    figure(own.value, 150, it => {
      if (it.value == null) return <span className="quiet">{own.noValue}</span>
      const from = it.how === 'reported' && it.document ? it.document : word(hows, it.how)
      return (
        <>
          <strong>{it.value}</strong> {it.unit}
          <div className="quiet targets-sub">
            {it.period} · {from}
          </div>
          {it.counties && <div className="quiet targets-sub">{own.counties(it.counties)}</div>}
        </>
      )
    }),
    figure(own.gap, 100, it => {
      if (it.reached) return own.reached
      return (
        <>
          {it.gap ?? '—'}
          {it.share && <div className="quiet targets-sub">{own.share(it.share)}</div>}
        </>
      )
    }),
    figure(own.path, 90, it => it.on_path ?? '—'),
    of(own.forecast, 170, it => <Forecast target={it} />),
    of(own.light, 170, it => <Lit target={it} />),
    of(own.tasks, 160, it => <Tasks target={it} />),
    of(own.oddity, 100, it => <Odd numbers={it.oddities} />),
  ]
  const [name, ...rest] = columns
  return [{ ...name, fixed: 'left', onCell: row => (row.target ? {} : { colSpan: columns.length }) }, ...rest]
}

function Name({ target }: { target: Target }) {
  const own = useText(text)
  const say = useSaid()
  const nature = word(useText(natures), target.nature)
  const { language } = useLanguage()
  const [search] = useAddress<TargetSearch>()
  const parent = language === 'zh' ? target.parent : target.parent_en
  const about = [target.item && own.item(target.item), parent, nature].filter(Boolean)
  return (
    <>
      <Link to="/targets/$target" params={{ target: target.target }} search={carried(search) as never}>
        {say(target)}
      </Link>
      {about.length > 0 && <div className="quiet targets-sub">{about.join(' · ')}</div>}
    </>
  )
}

function Base({ target }: { target: Target }) {
  const own = useText(text)
  const base = target.baseline ?? ''
  return <>{target.baseline_year == null ? base : own.ofYear(target.baseline_year, base)}</>
}

function Wanted({ target }: { target: Target }) {
  const own = useText(text)
  const { language } = useLanguage()
  const test = language === 'zh' ? target.test_zh : target.test_en
  return (
    <>
      {wantedText(target)}
      {target.due && <div className="quiet targets-sub">{own.by(target.due)}</div>}
      {test && <div className="quiet targets-sub">{test}</div>}
    </>
  )
}

function Forecast({ target }: { target: Target }) {
  const own = useText(text)
  const { language } = useLanguage()
  const it = target.forecast
  if (!it) return <>—</>
  return (
    <>
      <span className="number">{own.forecastAt(it.month, it.value)}</span>
      {it.reaches != null && (
        <span className={it.reaches ? '' : 'soon'}> · {it.reaches ? own.forecastReaches : own.forecastFails}</span>
      )}
      <div className="quiet targets-sub" title={it.points.join('，')}>
        {language === 'zh' ? it.method_zh : it.method_en}
      </div>
    </>
  )
}

function Lit({ target }: { target: Target }) {
  const { language } = useLanguage()
  return (
    <>
      <Light light={target.light} />
      <div className="quiet targets-sub">{language === 'zh' ? target.why_zh : target.why_en}</div>
    </>
  )
}

function Tasks({ target }: { target: Target }) {
  const own = useText(text)
  if (target.needs_task) return <Mark tone="care">{own.needsTask}</Mark>
  if (target.tasks.length === 0) return <>—</>
  return target.tasks.map(it => (
    <div key={it.record} className="targets-sub">
      <Link to="/ledgers/$ledger/$record" params={{ ledger: 'task_items', record: String(it.record) }}>
        {it.ended ? own.taskEnded(it.owner_unit) : own.taskDue(it.owner_unit, it.due_on ?? '—')}
      </Link>
    </div>
  ))
}

function Odd({ numbers }: { numbers: number[] }) {
  const own = useText(text)
  if (numbers.length === 0) return <>—</>
  return numbers.map(no => (
    <div key={no}>
      <a href={`#${oddityId(no)}`}>{own.odd(no)}</a>
    </div>
  ))
}
