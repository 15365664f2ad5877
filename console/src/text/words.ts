// The words of the interface's code lists. The types come from openapi.json: a word the server
// learns, or forgets, does not compile until it stands here. Chinese as in glossary.toml.
import type { S } from '../api/client'
import { bilingual } from './text'

export const stages = bilingual<Record<S['Stage'], string>>(
  {
    clue: '风险线索',
    dispatched: '已派发',
    identifying: '识别认定中',
    identified: '已识别',
    assisted: '帮扶中',
    eliminating: '风险消除中',
    eliminated: '风险已消除',
    dismissed: '已排除',
    closed: '已终止',
  },
  {
    clue: 'Clue',
    dispatched: 'Dispatched',
    identifying: 'Being identified',
    identified: 'Identified',
    assisted: 'Assisted',
    eliminating: 'Being eliminated',
    eliminated: 'Risk eliminated',
    dismissed: 'Dismissed',
    closed: 'Closed',
  },
)

export const risks = bilingual<Record<S['Risk'], string>>(
  {
    illness: '因病',
    disability: '因残',
    schooling: '因学',
    natural_disaster: '因自然灾害',
    accident: '因意外事故',
    business_failure: '因产业项目失败',
    unstable_employment: '因务工就业不稳',
    labor_shortage: '缺劳动力',
    unsafe_housing: '因安全住房',
    unsafe_water: '因安全饮水',
    other: '其他风险',
  },
  {
    illness: 'Illness',
    disability: 'Disability',
    schooling: 'Schooling',
    natural_disaster: 'Natural disaster',
    accident: 'Accident',
    business_failure: 'Failed business',
    unstable_employment: 'Unstable employment',
    labor_shortage: 'Labour shortage',
    unsafe_housing: 'Unsafe housing',
    unsafe_water: 'Unsafe water',
    other: 'Other',
  },
)

export const monitoringTypes = bilingual<Record<S['MonitoringType'], string>>(
  {
    unstable_out_of_poverty: '脱贫不稳定户',
    marginal_vulnerable: '边缘易致贫户',
    sudden_severe_difficulty: '突发严重困难户',
  },
  {
    unstable_out_of_poverty: 'Unstably out of poverty',
    marginal_vulnerable: 'Marginally vulnerable',
    sudden_severe_difficulty: 'In sudden severe difficulty',
  },
)

export const findings = bilingual<Record<S['Finding'], string>>(
  { confirmed: '属实', not_confirmed: '不属实', unverifiable: '无法核实' },
  { confirmed: 'Confirmed', not_confirmed: 'Not confirmed', unverifiable: 'Cannot be verified' },
)

/** Classes of clues, as screening writes them. */
export const clueClasses = bilingual(
  {
    new_clue: '新线索',
    new_clue_after_confirmation: '待人工确认的线索',
    risk_supplement: '监测户补充风险',
    already_known: '已监测且风险已记录',
    reopen_review: '风险消除后需复查',
  },
  {
    new_clue: 'New clue',
    new_clue_after_confirmation: 'To be confirmed',
    risk_supplement: 'Added risk',
    already_known: 'Already known',
    reopen_review: 'Review after elimination',
  },
)

/** States of a clock. */
export const clockStates = bilingual(
  { in_time: '正常', at_risk: '临期', overdue: '超期' },
  { in_time: 'In time', at_risk: 'Due soon', overdue: 'Overdue' },
)

/** A word of a code list, or the code itself where an older server sends one this list lacks. */
export function word(list: object, code: string | null | undefined): string {
  if (code == null) return '—'
  return (list as Record<string, string>)[code] ?? code
}
