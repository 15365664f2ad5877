// 方格图: regions as tiles of the same size, shaded by a figure, without border lines.
import { Button, Flex, Segmented, Table } from 'antd'
import { useState } from 'react'
import { useText } from '../../text/text'
import { classesOf, classFor, type ValueClass } from './classes'
import { shortName } from './names'
import { useCells, type Cell } from './positions'
import { text } from './text'
import './tiles.css'

/** A region and its figure. */
export interface TileRow {
  /** Statistical code of 12 digits. */
  code: string
  name: string
  value: number | null | undefined
  /** The figure as people read it. */
  label: string
  /** What is alarming here, in words. Only alarms are red. */
  alarm?: string
}

interface TilesProps {
  rows: TileRow[]
  /** What the figures are. */
  figure: string
  /** A figure as the legend writes it. */
  format?: (value: number) => string
  /** Goes to a region, where there is something below it. */
  onDown?: (code: string) => void
}

/** The regions below a region with one figure each, as tiles or as a table. Counties of provinces
 * whose grid is known stand where they lie; others flow in rows. */
export function Tiles({ rows, figure, format = String, onDown }: TilesProps) {
  const words = useText(text)
  const [isTable, setTable] = useState(false)
  const classes = classesOf(rows.map(it => it.value))
  return (
    <Flex vertical gap={12}>
      <Flex justify="space-between" align="center" wrap gap={12}>
        <Legend classes={classes} figure={figure} format={format} gaps={rows.some(it => it.value == null)} />
        <Segmented
          className="no-print"
          aria-label={words.view}
          value={isTable ? 'table' : 'tiles'}
          onChange={it => setTable(it === 'table')}
          options={[
            { value: 'tiles', label: words.asTiles },
            { value: 'table', label: words.asTable },
          ]}
        />
      </Flex>
      {isTable ? (
        <AsTable rows={rows} figure={figure} onDown={onDown} />
      ) : (
        <Grid rows={rows} figure={figure} classes={classes} onDown={onDown} />
      )}
    </Flex>
  )
}

function Legend({ classes, figure, format, gaps }: { classes: ValueClass[]; figure: string; format: (value: number) => string; gaps: boolean }) {
  const words = useText(text)
  return (
    <Flex align="center" gap={12} wrap>
      <strong>{figure}</strong>
      <ul className="tile-legend" aria-label={words.legend}>
        {classes.map(it => (
          <li key={it.from}>
            <span className={`tile-swatch tile-${it.shade}`} aria-hidden /> {words.range(format(it.from), format(it.to))}
          </li>
        ))}
        {gaps && (
          <li>
            <span className="tile-swatch tile-none" aria-hidden /> {words.none}
          </li>
        )}
      </ul>
    </Flex>
  )
}

function Grid({ rows, figure, classes, onDown }: { rows: TileRow[]; figure: string; classes: ValueClass[]; onDown?: (code: string) => void }) {
  const cells = useCells(rows.map(it => it.code))
  const columns = cells && Math.max(...[...cells.values()].map(it => it[0])) + 1
  const ordered = cells ? [...rows].sort((one, other) => before(cells.get(one.code), cells.get(other.code))) : rows
  return (
    <div className="tile-room">
      <ul
        className={cells ? 'tiles tiles-placed' : 'tiles'}
        style={columns ? { gridTemplateColumns: `repeat(${columns}, minmax(56px, 96px))` } : undefined}
        aria-label={figure}
      >
        {ordered.map(it => {
          const cell = cells?.get(it.code)
          return (
            <li key={it.code} style={cell && { gridColumn: cell[0] + 1, gridRow: cell[1] + 1 }}>
              <Tile row={it} shade={classFor(it.value, classes)?.shade} onDown={onDown} />
            </li>
          )
        })}
      </ul>
    </div>
  )
}

/** Row by row, from left to right, as a page is read. */
function before(one: Cell = [0, 0], other: Cell = [0, 0]): number {
  return one[1] - other[1] || one[0] - other[0]
}

function Tile({ row, shade, onDown }: { row: TileRow; shade?: number; onDown?: (code: string) => void }) {
  const words = useText(text)
  const style = `tile tile-${shade ?? 'none'}${row.alarm ? ' tile-alarm' : ''}`
  const said = [row.name, row.label, row.alarm].filter(Boolean).join(' · ')
  const face = (
    <>
      <span className="tile-name">{shortName(row.name)}</span>
      <span className="tile-figure number">{row.label}</span>
      {row.alarm && <span className="tile-alarmed">{row.alarm}</span>}
    </>
  )
  if (!onDown) {
    return (
      <div className={style} title={said}>
        {face}
      </div>
    )
  }
  return (
    <button type="button" className={style} title={said} onClick={() => onDown(row.code)}>
      {face}
      <span className="tile-unseen">{words.down(row.name)}</span>
    </button>
  )
}

function AsTable({ rows, figure, onDown }: { rows: TileRow[]; figure: string; onDown?: (code: string) => void }) {
  const words = useText(text)
  return (
    <Table<TileRow>
      size="small"
      rowKey="code"
      dataSource={rows}
      pagination={false}
      columns={[
        {
          title: words.region,
          render: (_, row) =>
            onDown ? (
              <Button type="link" size="small" className="tile-link" onClick={() => onDown(row.code)}>
                {row.name}
              </Button>
            ) : (
              row.name
            ),
        },
        {
          title: figure,
          align: 'right',
          className: 'number',
          sorter: (one, other) => (one.value ?? 0) - (other.value ?? 0),
          render: (_, row) => (
            <>
              {row.label}
              {row.alarm && <span className="late"> {row.alarm}</span>}
            </>
          ),
        },
      ]}
    />
  )
}
