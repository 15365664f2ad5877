import { Link } from '@tanstack/react-router'
import { Card } from 'antd'
import type { S } from '../api/client'
import { useText } from '../text/text'
import { stages } from '../text/words'
import { text } from './text'

/** How many cases there are in each stage, each figure leading to them. */
export function Counts({ counts }: { counts: S['CaseCounts'] | undefined }) {
  const own = useText(text)
  const stageWords = useText(stages)
  if (!counts) return <Card size="small" loading />
  const found = (Object.keys(stageWords) as S['Stage'][]).filter(it => counts.stages[it])
  if (found.length === 0) return null
  return (
    <Card size="small">
      <div className="counts">
        {found.map(it => {
          const late = counts.overdue[it]
          return (
            <Link key={it} to="/cases" search={{ stage: it } as never} className="count">
              <span>{stageWords[it]}</span>
              <strong className="number">{counts.stages[it]}</strong>
              {late ? <span className="late number small">{own.late(late)}</span> : null}
            </Link>
          )
        })}
        <span className="quiet small counts-day">{own.counts(counts.as_of)}</span>
      </div>
    </Card>
  )
}
