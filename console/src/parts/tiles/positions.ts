// Where counties stand among each other: our own grid of tiles, no border lines.
import { useQuery } from '@tanstack/react-query'

export type Cell = [column: number, row: number]
type Positions = Record<string, Record<string, number[]>>

async function read(): Promise<Positions> {
  return (await import('./positions.json')).default
}

/** The cells of counties, moved to begin at the first column and row; none unless every one of the
 * codes is a county that has a place. */
export function useCells(codes: string[]): Map<string, Cell> | undefined {
  const isCounties = codes.length > 1 && codes.every(it => /^\d{4}(?!00)\d\d0{6}$/.test(it))
  const found = useQuery({ queryKey: ['region', 'positions'], queryFn: read, staleTime: Infinity, enabled: isCounties })
  return isCounties && found.data ? cellsOf(codes, found.data) : undefined
}

/** The cells of counties in the grid of their province. */
export function cellsOf(codes: string[], positions: Positions): Map<string, Cell> | undefined {
  const cells = codes.map(code => positions[code.slice(0, 2)]?.[code.slice(0, 6)])
  const known = cells.flatMap(([column, row] = []) => (column == null || row == null ? [] : [[column, row] as Cell]))
  if (known.length < codes.length) return undefined
  const left = Math.min(...known.map(it => it[0]))
  const top = Math.min(...known.map(it => it[1]))
  return new Map(codes.map((code, index) => [code, [(known[index]?.[0] ?? 0) - left, (known[index]?.[1] ?? 0) - top]]))
}
