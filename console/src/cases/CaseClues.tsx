import { Link } from '@tanstack/react-router'
import { Card } from 'antd'
import type { S } from '../api/client'
import { useMay } from '../session/session'
import { useText } from '../text/text'
import { clueClasses, risks, word } from '../text/words'
import { marks } from './marks'
import { text } from './text'

/** The clues a case answers, each leading to why it was raised. */
export function CaseClues({ clues }: { clues: S['CaseClue'][] }) {
  const own = useText(text)
  const classWords = useText(clueClasses)
  const riskWords = useText(risks)
  const mark = useText(marks)
  const may = useMay()
  if (clues.length === 0) return null
  return (
    <Card size="small" title={<h2 className="card-title">{own.clues}</h2>}>
      {clues.map(it => (
        <div key={it.clue} className="measure">
          <div>
            {may('explain_clue') ? (
              <Link to="/clues" search={{ month: it.month, open: it.clue } as never} className="number">
                {it.clue}
              </Link>
            ) : (
              <span className="number">{it.clue}</span>
            )}{' '}
            <span className="quiet">{word(classWords, it.class)}</span>
          </div>
          <div className="quiet">
            {it.new_risks.length > 0
              ? own.newRisks(it.new_risks.map(risk => word(riskWords, risk)).join(mark.and))
              : own.noRisks}
          </div>
        </div>
      ))}
    </Card>
  )
}
