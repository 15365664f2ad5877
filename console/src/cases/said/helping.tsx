// What was said while a household is helped, and what happened to it.
import type { S } from '../../api/client'
import { useText } from '../../text/text'
import { monitoringTypes, risks, word } from '../../text/words'
import { marks } from '../marks'
import { events, groups, modes, outcomes, points, questions, signers, type EffectQuestion } from '../words'
import { Fact, useCauses } from './Fact'
import type { SaidProps } from './Said'
import { text } from './text'

export function OfficerSaid({ label, officer }: { label: string; officer: S['AssistanceOfficer'] }) {
  const own = useText(text)
  const mark = useText(marks)
  return (
    <Fact label={label}>
      {[officer.name, officer.unit, own.from(officer.from)].join(mark.comma)}
    </Fact>
  )
}

export function PlanSaid({ action }: SaidProps<'plan_measures'>) {
  const own = useText(text)
  const mark = useText(marks)
  const groupWords = useText(groups)
  const riskWords = useText(risks)
  return (
    <>
      {action.measures.map((it, at) => (
        <Fact key={at} label={word(groupWords, it.group)}>
          {it.what}
          {mark.open}
          {own.forRisk(word(riskWords, it.answers))}
          {mark.close}
        </Fact>
      ))}
    </>
  )
}

export function EffectSaid({ review }: { review: S['EffectReview'] }) {
  const own = useText(text)
  const outcomeWords = useText(outcomes)
  const pointWords = useText(points)
  const questionWords = useText(questions)
  return (
    <>
      <Fact label={own.meetingOn}>{review.on}</Fact>
      <Fact label={own.result}>{word(outcomeWords, review.outcome)}</Fact>
      {(Object.keys(questionWords) as EffectQuestion[]).map(
        it =>
          review[it] && (
            <Fact key={it} label={questionWords[it]}>
              {word(pointWords, review[it])}
            </Fact>
          ),
      )}
      <Fact label={own.opinion}>{review.opinion}</Fact>
    </>
  )
}

export function BeginSaid({ action }: SaidProps<'begin_elimination'>) {
  const own = useText(text)
  const mark = useText(marks)
  const modeWords = useText(modes)
  const signerWords = useText(signers)
  const { consent } = action
  return (
    <>
      <Fact label={own.mode}>{word(modeWords, action.mode)}</Fact>
      <Fact label={own.consent}>
        {consent ? `${consent.on}${mark.comma}${word(signerWords, consent.signed_by)}` : own.noConsent}
      </Fact>
      <Fact label={own.helper}>{consent?.helper}</Fact>
    </>
  )
}

export function TakeOverSaid({ action }: SaidProps<'take_over'>) {
  const own = useText(text)
  const typeWords = useText(monitoringTypes)
  const causes = useCauses()
  const { record } = action
  return (
    <>
      <Fact label={own.type}>{word(typeWords, record.monitoring_type)}</Fact>
      {record.causes.length > 0 && <Fact label={own.causes}>{causes(record.causes)}</Fact>}
      {record.eliminated && <Fact label={own.eliminated}>{record.eliminated_on ?? '—'}</Fact>}
      {record.no_labor_safety_net && <div>{own.noLabor}</div>}
      <Fact label={own.record}>{record.source}</Fact>
    </>
  )
}

export function ChangeSaid({ action, name }: SaidProps<'change_household'>) {
  const own = useText(text)
  const mark = useText(marks)
  const eventWords = useText(events)
  const { change } = action
  return (
    <>
      <div>{word(eventWords, change.event)}</div>
      {'person_id' in change && <Fact label={own.member}>{name(change.person_id)}</Fact>}
      {change.event === 'household_split' && (
        <Fact label={own.member}>
          {change.leaving.map(name).join(mark.and)}
          {mark.stop}
          {change.risk_leaves ? own.riskLeaves : own.riskStays}
        </Fact>
      )}
    </>
  )
}
