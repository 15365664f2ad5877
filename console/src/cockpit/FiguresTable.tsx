import type { Series } from './options'

interface FiguresTableProps {
  caption: string
  /** What the rows are. */
  head: string
  names: string[]
  series: Series[]
}

/** The figures of a chart for those who cannot see it. */
export function FiguresTable({ caption, head, names, series }: FiguresTableProps) {
  return (
    <table className="unseen">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{head}</th>
          {series.map(it => (
            <th key={it.name} scope="col">
              {it.name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {names.map((name, place) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {series.map(it => (
              <td key={it.name}>{it.values[place]}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
