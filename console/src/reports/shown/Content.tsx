// A report as it is printed, with numbers that open.
import { Button, Card, Table, type TableColumnType, type TableColumnGroupType } from 'antd'
import { useState } from 'react'
import type { S } from '../../api/client'
import { useText } from '../../text/text'
import { grouped, headed } from '../columns'
import '../reports.css'
import { text } from '../text'
import { NumberCell } from './NumberCell'
import { NumberDrawer } from './NumberDrawer'

type Part = S['ReportContentPart']
type TablePart = Extract<Part, { kind: 'table' }>
type ListPart = Extract<Part, { kind: 'list' }>
type TextPart = Extract<Part, { kind: 'text' }>

interface ContentProps {
  content: S['ReportContent']
  /** The day its numbers are opened with; those of now when absent. */
  asOf?: string | null
}

export function Content({ content, asOf }: ContentProps) {
  const own = useText(text)
  const [source, setSource] = useState<S['CellSource']>()
  return (
    <Card>
      <h2 className="report-title">{content.title}</h2>
      <p className="report-line quiet">
        <span>
          {[content.number && own.numberOf(content.number), content.issuer && own.issuer(content.issuer)]
            .filter(Boolean)
            .join('　')}
        </span>
        <span>
          {content.region_name}　{content.period_zh}　{content.unit && own.unitOf(content.unit)}
        </span>
      </p>
      {content.parts.map((part, at) => (
        // Parts have no name of their own and never change places.
        <Shown key={at} part={part} region={content.region_name} onOpen={setSource} />
      ))}
      <ul className="report-notes quiet">
        <li>{own.noData}</li>
        {content.hidden_below != null && <li>{own.hidden(content.hidden_below)}</li>}
        {content.notes.map(it => (
          <li key={it}>{it}</li>
        ))}
      </ul>
      <NumberDrawer source={source} asOf={asOf} onClose={() => setSource(undefined)} />
    </Card>
  )
}

interface ShownProps<T> {
  part: T
  region: string
  onOpen: (source: S['CellSource']) => void
}

function Shown({ part, region, onOpen }: ShownProps<Part>) {
  const props = { region, onOpen }
  return (
    <section>
      {part.heading && <h3 className="report-part">{part.heading}</h3>}
      {part.kind === 'table' && <Rows part={part} {...props} />}
      {part.kind === 'list' && <Items part={part} {...props} />}
      {part.kind === 'text' && <Sentences part={part} {...props} />}
    </section>
  )
}

function Rows({ part, onOpen }: ShownProps<TablePart>) {
  const own = useText(text)
  type Row = S['ReportRegionRow']
  const column = (place: number): TableColumnType<Row> => {
    const heading = part.columns[place]!
    const figure = heading.group ? `${heading.group}${heading.label}` : heading.label
    return {
      key: String(place),
      title: <span title={heading.formula}>{headed(heading)}</span>,
      align: 'right',
      width: 110,
      render: (_, row) => <NumberCell cell={row.cells[place]!} place={row.name} figure={figure} onOpen={onOpen} />,
    }
  }
  const columns: (TableColumnType<Row> | TableColumnGroupType<Row>)[] = grouped(part.columns).map(it =>
    it.name ? { title: it.name, key: `g${it.places[0]}`, children: it.places.map(column) } : column(it.places[0]!),
  )
  return (
    <Table<Row>
      size="small"
      bordered
      pagination={false}
      dataSource={part.rows}
      rowKey={row => `${row.region}${row.is_total}`}
      rowClassName={row => (row.is_total ? 'report-total' : '')}
      scroll={{ x: 160 + 110 * part.columns.length }}
      columns={[{ title: own.area, dataIndex: 'name', width: 160, fixed: 'left' }, ...columns]}
    />
  )
}

function Items({ part, region, onOpen }: ShownProps<ListPart>) {
  const own = useText(text)
  const name = (it: S['ReportItem']) => (it.heading.group ? `${it.heading.group}：${it.heading.label}` : it.heading.label)
  return (
    <Table<S['ReportItem']>
      size="small"
      bordered
      pagination={false}
      dataSource={part.items}
      rowKey={it => name(it)}
      columns={[
        { title: own.item, render: (_, it) => <span title={it.heading.formula}>{name(it)}</span> },
        { title: own.unit, width: 100, render: (_, it) => it.heading.unit },
        {
          title: own.value,
          width: 160,
          align: 'right',
          render: (_, it) => <NumberCell cell={it.cell} place={region} figure={name(it)} onOpen={onOpen} />,
        },
      ]}
    />
  )
}

function Sentences({ part, region, onOpen }: ShownProps<TextPart>) {
  const own = useText(text)
  return part.paragraphs.map((pieces, at) => (
    <p key={at} className="report-text">
      {pieces.map((it, place) => {
        const { source } = it
        if (!source) return <span key={place}>{it.text}</span>
        return (
          <Button
            key={place}
            type="link"
            className="report-number"
            aria-label={own.openNumber(region, source.indicator, it.text)}
            onClick={() => onOpen(source)}
          >
            {it.text}
          </Button>
        )
      })}
    </p>
  ))
}
