import { Button } from 'antd'
import type { S } from '../../api/client'
import { useText } from '../../text/text'
import { text } from '../text'

interface NumberCellProps {
  cell: S['ReportCell']
  place: string
  figure: string
  onOpen: (source: S['CellSource']) => void
}

/** A number that opens, or the sign for one that is left out or not there. */
export function NumberCell({ cell, place, figure, onOpen }: NumberCellProps) {
  const own = useText(text)
  const { value, source } = cell
  if (value == null) return <span className="quiet">{cell.hidden ? '*' : '—'}</span>
  const shown = Number(value).toLocaleString('zh-CN', { maximumFractionDigits: 2 })
  if (!source) return <span className="number">{shown}</span>
  return (
    <Button
      type="link"
      className="report-number number"
      aria-label={own.openNumber(place, figure, shown)}
      onClick={() => onOpen(source)}
    >
      {shown}
    </Button>
  )
}
