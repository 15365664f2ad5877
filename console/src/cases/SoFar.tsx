// What a case has come to so far: the visit, the hits, the meeting, the notice, the measures.
import { Card, Flex, Tag } from 'antd'
import type { ReactNode } from 'react'
import { useText } from '../text/text'
import { risks, word } from '../text/words'
import type { Course } from './course'
import { marks } from './marks'
import { Fact } from './said/Fact'
import { EffectSaid } from './said/helping'
import { ReviewSaid, VisitSaid } from './said/identifying'
import { text as saidText } from './said/text'
import { NoticeClock } from './NoticeClock'
import { text } from './text'
import { groups, rulings } from './words'

/** What was found and done in the run and the spell under way, each with what is still open. */
export function SoFar({ course, today }: { course: Course; today?: string }) {
  const own = useText(text)
  const review = course.reviews.at(-1)
  const { visit, hits, meeting, notice, measures } = course
  if (!visit && !meeting && !notice && hits.length === 0 && measures.length === 0 && !review) return null
  return (
    <Card size="small" title={<h2 className="card-title">{own.soFar}</h2>}>
      <Flex vertical gap={14}>
        {measures.length > 0 && (
          <Part title={own.measures}>
            {measures.map(it => (
              <Measure key={it.number} measure={it} />
            ))}
          </Part>
        )}
        {visit && (
          <Part title={own.visit}>
            <VisitSaid visit={visit} />
          </Part>
        )}
        {hits.length > 0 && (
          <Part title={own.hits}>
            <Hits hits={hits} />
          </Part>
        )}
        {meeting && (
          <Part title={own.meeting}>
            <ReviewSaid review={meeting} />
          </Part>
        )}
        {notice && (
          <Part title={own.notice}>
            <NoticeClock until={notice.until} today={today} />
            <Objections notice={notice} />
          </Part>
        )}
        {review && (
          <Part title={own.lastReview}>
            <EffectSaid review={review} />
          </Part>
        )}
      </Flex>
    </Card>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3 className="part">{title}</h3>
      {children}
    </section>
  )
}

function Measure({ measure }: { measure: Course['measures'][number] }) {
  const own = useText(text)
  const said = useText(saidText)
  const mark = useText(marks)
  const groupWords = useText(groups)
  const riskWords = useText(risks)
  const delivered = measure.delivered ?? []
  return (
    <div className="measure">
      <div>
        {measure.number}. {measure.what}{' '}
        <span className="quiet">
          {word(groupWords, measure.group)}
          {mark.comma}
          {said.forRisk(word(riskWords, measure.answers))}
        </span>
      </div>
      {delivered.length === 0 && <Tag className="tag-gold">{own.notDelivered}</Tag>}
      {delivered.map(({ on, what }) => (
        <Fact key={`${on}${what}`} label={on}>
          {what}
        </Fact>
      ))}
    </div>
  )
}

function Hits({ hits }: { hits: Course['hits'] }) {
  const own = useText(text)
  const said = useText(saidText)
  const mark = useText(marks)
  const rulingWords = useText(rulings)
  return hits.map((it, at) => (
    <div key={at} className="measure">
      <div>
        {at + 1}. {it.what} <span className="quiet">{it.rule}</span>
      </div>
      {it.explanation ? (
        <Fact label={said.explanation}>{it.explanation}</Fact>
      ) : (
        <Tag className="tag-gold">{own.notExplained}</Tag>
      )}
      {it.ruling ? (
        <Fact label={said.ruling}>
          {word(rulingWords, it.ruling[0])}
          {mark.comma}
          {it.ruling[1]}
        </Fact>
      ) : (
        <Tag className="tag-gold">{own.notRuled}</Tag>
      )}
    </div>
  ))
}

function Objections({ notice }: { notice: NonNullable<Course['notice']> }) {
  const own = useText(text)
  const mark = useText(marks)
  const said = useText(saidText)
  return (
    <>
      <Fact label={said.notice}>{said.span(notice.from, notice.until)}</Fact>
      <Fact label={said.place}>{notice.place}</Fact>
      {(notice.objections ?? []).map((it, at) => (
        <div key={at} className="measure">
          <Fact label={said.objection(at + 1)}>
            {it.text}
            {mark.open}
            {it.on}
            {mark.close}
          </Fact>
          {it.answer ? (
            <Fact label={said.answer}>
              {it.answer[0]}
              {mark.comma}
              {it.answer[1] ? said.upheld : said.notUpheld}
            </Fact>
          ) : (
            <Tag className="tag-gold">{own.noAnswer}</Tag>
          )}
        </div>
      ))}
    </>
  )
}
