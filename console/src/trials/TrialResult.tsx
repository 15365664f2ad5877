import { Card, Collapse, Flex } from 'antd'
import { useRegion } from '../parts/regions'
import { useText } from '../text/text'
import { Changes } from './Changes'
import { SideBySide } from './SideBySide'
import type { Simulation } from './simulation'
import { resultText } from './text'
import { TrialAreas } from './TrialAreas'
import { TrialBenefits, TrialRules } from './TrialRules'
import { TrialHouseholds } from './TrialHouseholds'

/** What a trial found: what was tried, the numbers of both sides, regions, rules, benefits and
 * households. */
export function TrialResult({ result }: { result: Simulation }) {
  const own = useText(resultText)
  const region = useRegion(result.region)
  const isFigure = (kind: string) => kind === '参数'
  const figures = result.changes.filter(it => isFigure(it.kind))
  const others = result.changes.filter(it => !isFigure(it.kind))
  return (
    <Flex vertical gap={12}>
      <Card>
        <h2 className="list-title">{own.title(region?.name ?? '', result.months.join('、'))}</h2>
        <Section title={own.changed}>
          {result.changes.length === 0 && own.nothingChanged}
          {figures.length > 0 && <Changes rows={figures} />}
          {others.length > 0 && (
            <Collapse ghost size="small" items={[{ key: 'others', label: own.otherChanges(others.length), children: <Changes rows={others} /> }]} />
          )}
        </Section>
        <Section title={own.numbers}>
          <SideBySide area={result.total} />
        </Section>
      </Card>
      <Card>
        <Section title={own.areas}>
          <TrialAreas result={result} region={region} />
        </Section>
      </Card>
      <Card>
        <Section title={own.rules}>
          <TrialRules rules={result.rules} />
        </Section>
        <Section title={own.benefits}>
          <TrialBenefits benefits={result.benefits} />
        </Section>
      </Card>
      <Card>
        <Section title={own.changedHouseholds(result.households_changed)}>
          <TrialHouseholds result={result} within={region?.path ?? ''} />
        </Section>
      </Card>
      <Card>
        <Section title={own.notes}>
          <ul className="plain-list quiet">
            {result.notes.map(it => (
              <li key={it}>{it}</li>
            ))}
          </ul>
        </Section>
      </Card>
    </Flex>
  )
}

function Section({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section className="trial-section">
      <h3 className="section">{title}</h3>
      {children}
    </section>
  )
}
