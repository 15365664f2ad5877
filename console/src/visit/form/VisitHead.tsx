import { useText } from '../../text/text'
import { stateOf, type Visit } from '../book/visit'
import { Due, State } from '../list/VisitCard'
import { Notice } from '../parts/Notice'
import { Title } from '../parts/Title'
import { text } from '../text'
import { kinds } from '../words'
import { Difference } from './Answers'

/** Whose door it is, why one is there, and how the visit stands. */
export function VisitHead({ visit, elsewhere }: { visit: Visit; elsewhere: boolean }) {
  const own = useText(text)
  const kindWords = useText(kinds)
  const { household, seen } = visit
  const facts: [string, string][] = [
    [own.members, household.members.join('、')],
    [own.why, household.reasons.join('；')],
    [own.householdNo, household.household_no],
  ]
  return (
    <>
      <Title>
        {household.householder} · {kindWords[household.kind]}
      </Title>
      <p className="soft">{household.village}</p>
      <p>
        <Due due={household.due} />
      </p>
      <dl>
        {facts
          .filter(([, it]) => it)
          .map(([name, it]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{it}</dd>
            </div>
          ))}
      </dl>
      <State item={{ visit, state: stateOf(visit), elsewhere }} />
      {visit.gone && <Notice tone="warn">{own.goneWhy}</Notice>}
      {seen && seen.conflicts.length > 0 && (
        <Notice tone="warn">
          <strong>{own.differs}</strong>
          <ul>
            {seen.conflicts.map(it => (
              <Difference key={it.field} field={it.field} was={it.was} became={it.became} />
            ))}
          </ul>
          {own.settledBy}
        </Notice>
      )}
      {seen?.state === 'refused' && <Notice tone="warn">{own.settledBy}</Notice>}
    </>
  )
}
