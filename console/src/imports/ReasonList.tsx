import { useText } from '../text/text'
import { counted } from '../parts/figures'
import { otherReason } from './reasons'

interface ReasonListProps {
  title: string
  /** How many of each code. */
  counts: Record<string, number>
  /** The words of the codes. */
  words: Record<string, string>
  /** A number as it is told: `12 行`. */
  told: (count: string) => string
}

/** What became of some rows, reason by reason, the most frequent first; nothing where there is none. */
export function ReasonList({ title, counts, words, told }: ReasonListProps) {
  const { other } = useText(otherReason)
  const found = Object.entries(counts).sort((one, another) => another[1] - one[1])
  if (found.length === 0) return null
  return (
    <section className="reasons">
      <h3>{title}</h3>
      <ul>
        {found.map(([code, count]) => (
          <li key={code}>
            <span className="number">{told(counted(count))}</span> {words[code] ?? other}
          </li>
        ))}
      </ul>
    </section>
  )
}
