import { Tag } from 'antd'
import type { S } from '../api/client'
import { common } from '../text/common'
import { useText } from '../text/text'
import { monitoringTypes, risks, word } from '../text/words'
import { useNearName } from './nearName'
import { text } from './text'
import { baseTypes, monitoringStates } from './words'

/** Who the household is, at a glance: head, village, types, state of monitoring, risks. */
export function HeadCard({ household }: { household: S['HouseholdView'] }) {
  const words = useText(common)
  const own = useText(text)
  const types = useText(baseTypes)
  const states = useText(monitoringStates)
  const kinds = useText(monitoringTypes)
  const riskWords = useText(risks)
  const near = useNearName()
  const head = household.members.find(it => it.is_head)
  const rows: [string, React.ReactNode][] = [
    [words.householdNo, <span className="number">{household.household_no}</span>],
    [own.village, near(household.village)],
    [own.members, <span className="number">{household.members.filter(it => !it.departed).length}</span>],
    [own.baseType, word(types, household.base_type)],
    [own.monitoring, word(states, household.monitoring_state)],
    [own.monitoringType, household.monitoring_type && word(kinds, household.monitoring_type)],
    [own.identifiedOn, household.identified_on],
    [own.eliminatedOn, household.eliminated_on],
    [
      own.nationalRisks,
      household.risks.length > 0 && household.risks.map(it => <Tag key={it}>{word(riskWords, it)}</Tag>),
    ],
  ]
  return (
    <div className="household-card">
      <h1>
        {head?.name ?? household.household_no}
        <span className="household-head">{own.head}</span>
      </h1>
      {household.no_labor_safety_net && <Tag>{own.safetyNet}</Tag>}
      <dl>
        {rows
          .filter(it => it[1])
          .map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      <p className="quiet household-note">{own.asRegister}</p>
    </div>
  )
}
