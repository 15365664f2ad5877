import { useSaid } from '../../ledgers/said'
import { Mark } from '../../parts/Mark'
import { common } from '../../text/common'
import { useText } from '../../text/text'
import { word } from '../../text/words'
import { kindWords } from '../words'
import type { Story } from './Target'
import { text } from './text'

/** What measures a target: the indicator with its formula, or people with a document. */
export function Measure({ story: { indicator } }: { story: Story }) {
  const own = useText(text)
  const words = useText(common)
  const kinds = useText(kindWords)
  const say = useSaid()
  return (
    <section className="target-part">
      <h2 className="section">{own.measuredBy}</h2>
      {indicator ? (
        <dl className="target-facts">
          <dt>{say(indicator)}</dt>
          <dd>{word(kinds, indicator.kind)}</dd>
          {indicator.formula && (
            <>
              <dt>{own.formula}</dt>
              <dd className="target-formula">{indicator.formula}</dd>
            </>
          )}
          <dt>{own.definedBy}</dt>
          <dd>
            {indicator.is_default ? <Mark tone="care">{words.notStated}</Mark> : indicator.basis}
            {indicator.note && <div className="quiet">{indicator.note}</div>}
          </dd>
        </dl>
      ) : (
        <p className="targets-note">{own.byHand}</p>
      )}
    </section>
  )
}
