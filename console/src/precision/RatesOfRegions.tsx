import type { S } from '../api/client'
import { percent } from '../parts/figures'
import { useRegion } from '../parts/regions'
import { Tiles } from '../parts/tiles/Tiles'
import { useText } from '../text/text'
import { text } from './text'

/** The rates as tiles, where every row is a region right below the one looked at. */
export function RatesOfRegions({ region, rows }: { region: string; rows: S['PrecisionRow'][] }) {
  const own = useText(text)
  const here = useRegion(region)
  const codes = new Map(here?.children.map(it => [it.name, it.code]))
  const tiles = rows.flatMap(row => {
    const name = row.key[0] ?? ''
    const code = codes.get(name)
    return code ? [{ code, name, value: row.hit_rate_basis_points, label: percent(row.hit_rate_basis_points) }] : []
  })
  if (tiles.length < 2 || tiles.length < rows.length) return null
  return <Tiles rows={tiles} figure={own.rate} format={percent} />
}
