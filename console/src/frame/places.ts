// The places of the console, in the order of the menu. Somebody sees a place when their roles may
// use the endpoint its page begins with.
import { bilingual } from '../text/text'

export const names = bilingual(
  {
    work: '办理',
    find: '发现',
    policy: '政策',
    administration: '管理',
    todos: '我的待办',
    cases: '办案',
    visits: '走访待确认',
    clues: '线索',
    events: '突发事件',
    riskAlarms: '区域风险预警',
    imports: '数据导入',
    appeals: '群众诉求',
    households: '一户一档',
    income: '收入台账',
    incomeAnalysis: '收入分析',
    targets: '规划目标',
    benefits: '待遇比对',
    notices: '公示公告',
    assistance: '帮扶',
    ledgers: '台账',
    assessment: '考核评估',
    surveys: '入户调查',
    quality: '数据质量',
    reports: '报表',
    cockpit: '驾驶舱',
    parameters: '参数与规则',
    trials: '模拟与草案',
    chains: '流程',
    precision: '线索成效',
    accounts: '账号',
    audit: '审计',
    jobs: '后台任务',
    duties: '减负自查',
    me: '我的账号',
  },
  {
    work: 'Work',
    find: 'Find',
    policy: 'Policy',
    administration: 'Administration',
    todos: 'My to-dos',
    cases: 'Cases',
    visits: 'Visits to settle',
    clues: 'Clues',
    events: 'Sudden events',
    riskAlarms: 'Risk alarms',
    imports: 'Imports',
    appeals: 'Appeals',
    households: 'Households',
    income: 'Incomes',
    incomeAnalysis: 'Income analysis',
    targets: 'Plan targets',
    benefits: 'Entitlements',
    notices: 'Notices',
    assistance: 'Assistance',
    ledgers: 'Ledgers',
    assessment: 'Assessment',
    surveys: 'Visits',
    quality: 'Data quality',
    reports: 'Reports',
    cockpit: 'Cockpit',
    parameters: 'Parameters & rules',
    trials: 'Trials & drafts',
    chains: 'Procedures',
    precision: 'Hit rates',
    accounts: 'Accounts',
    audit: 'Audit',
    jobs: 'Jobs',
    duties: 'Duties',
    me: 'My account',
  },
)

type Name = keyof (typeof names)['zh']

/** What stands above the places of the menu. */
type Group = 'work' | 'find' | 'policy' | 'administration'

/** What stands in the menu; the own page is behind the own name. */
export type PlaceName = Exclude<Name, Group | 'me'>

/** A page of the menu: its address, and the operation it cannot be shown without. */
export interface Place {
  name: PlaceName
  path: string
  needs: string
}

export const menu: { group: Group; places: Place[] }[] = [
  {
    group: 'work',
    places: [
      { name: 'todos', path: '/', needs: 'list_todos' },
      { name: 'cases', path: '/cases', needs: 'list_cases' },
      { name: 'visits', path: '/visits-to-settle', needs: 'list_visits_to_settle' },
      { name: 'appeals', path: '/appeals', needs: 'list_appeals' },
      { name: 'notices', path: '/notices', needs: 'list_notices' },
      { name: 'assistance', path: '/assistance', needs: 'show_coverage' },
      { name: 'ledgers', path: '/ledgers', needs: 'list_ledgers' },
      { name: 'reports', path: '/reports', needs: 'list_reports' },
      { name: 'assessment', path: '/assessment', needs: 'list_assessments' },
      { name: 'surveys', path: '/surveys', needs: 'list_own_surveys' },
    ],
  },
  {
    group: 'find',
    places: [
      { name: 'cockpit', path: '/cockpit', needs: 'show_cockpit' },
      { name: 'clues', path: '/clues', needs: 'list_clues' },
      { name: 'events', path: '/events', needs: 'list_events' },
      { name: 'riskAlarms', path: '/risk-alarms', needs: 'list_risk_alarms' },
      { name: 'imports', path: '/imports', needs: 'show_arrivals' },
      { name: 'households', path: '/households', needs: 'search_households' },
      { name: 'income', path: '/income', needs: 'list_income_accounts' },
      { name: 'incomeAnalysis', path: '/income/analysis', needs: 'show_income_analysis' },
      { name: 'targets', path: '/targets', needs: 'list_targets' },
      { name: 'benefits', path: '/benefits', needs: 'show_county_benefits' },
      { name: 'quality', path: '/quality', needs: 'list_quality_runs' },
    ],
  },
  {
    group: 'policy',
    places: [
      { name: 'parameters', path: '/policy', needs: 'who_am_i' },
      { name: 'trials', path: '/trials', needs: 'list_policy_drafts' },
      { name: 'chains', path: '/chains', needs: 'who_am_i' },
      { name: 'precision', path: '/precision', needs: 'show_precision' },
    ],
  },
  {
    group: 'administration',
    places: [
      { name: 'accounts', path: '/accounts', needs: 'list_accounts' },
      { name: 'audit', path: '/audit', needs: 'list_audit' },
      { name: 'jobs', path: '/jobs', needs: 'list_jobs' },
      { name: 'duties', path: '/duties', needs: 'who_am_i' },
    ],
  },
]
