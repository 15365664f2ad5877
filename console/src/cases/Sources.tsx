import { Basis } from '../clues/Why'
import { useText } from '../text/text'
import { marks } from './marks'
import { text } from './text'

/** `名称 值（名字，政策包，依据，YYYY-MM-DD起）`, as the server writes what it counted with. */
const written = /^(.+?) (\S+)（[a-z_.]+，([^，]+)，(.+)，(\d{4}-\d{2}-\d{2})起）$/

/** The figures something was counted with, each with where it comes from. */
export function Sources({ sources }: { sources: string[] }) {
  const own = useText(text)
  const mark = useText(marks)
  return sources.map(it => {
    const [, name, value, pack, basis, from] = written.exec(it) ?? []
    if (!name || !pack || !basis || !from) return null
    return (
      <div key={it} className="quiet small">
        {name} <strong className="number">{value}</strong>
        {mark.comma}
        {own.from(from)}
        {mark.comma}
        <Basis basis={basis} pack={pack} inline />
      </div>
    )
  })
}
