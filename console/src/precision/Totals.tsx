import { Typography } from 'antd'
import type { S } from '../api/client'
import { counted, percent } from '../parts/figures'
import { useText } from '../text/text'
import { text } from './text'

/** All clues of the time together, each counted once. */
export function Totals({ row }: { row: S['PrecisionRow'] }) {
  const own = useText(text)
  const told = row.confirmed + row.not_confirmed
  const figures: [string, string | number][] = [
    [own.clues, row.clues],
    [own.dispatched, row.dispatched],
    [own.confirmed, row.confirmed],
    [own.notConfirmed, row.not_confirmed],
    [own.unverifiable, row.unverifiable],
    [own.identified, row.identified],
    [own.rate, row.hit_rate_basis_points == null ? '—' : percent(row.hit_rate_basis_points)],
  ]
  return (
    <>
      <h2 className="section">{own.total}</h2>
      <dl className="figures">
        {figures.map(([name, figure]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="number">{typeof figure === 'number' ? counted(figure) : figure}</dd>
          </div>
        ))}
      </dl>
      <Typography.Paragraph type="secondary" style={{ margin: '10px 0 0' }}>
        {told > 0 ? own.rateOf(row.confirmed, told) : own.noRate}
      </Typography.Paragraph>
    </>
  )
}
