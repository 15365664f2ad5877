// Words of the code lists that cases, notices and assistance carry. Chinese as in glossary.toml.
import type { S } from '../api/client'
import { bilingual } from '../text/text'

/** What people do with a case. */
export type ActionWord = S['Action']['do']

export const actions = bilingual<Record<ActionWord, string>>(
  {
    dispatch: '派发',
    join_clue: '并入线索',
    help_first: '先行帮扶',
    authorize: '签承诺授权书',
    verify_home: '登记入户核查',
    analyze: '登记综合研判',
    compare_assets: '登记比对结果',
    explain_hit: '说明资产命中',
    rule_on_hit: '裁定资产命中',
    hold_review: '登记民主评议',
    publish_notice: '发布公示',
    lodge_objection: '提出异议',
    answer_objection: '答复异议',
    close_notice: '公示届满',
    approve: '审核通过',
    return: '退回',
    identify: '认定监测对象',
    announce: '发布公告',
    dismiss: '排除',
    assign_officer: '定帮扶责任人',
    plan_measures: '制定帮扶计划',
    deliver_measure: '落实措施',
    add_cause: '补录风险',
    review_effect: '登记成效评议',
    begin_elimination: '启动风险消除',
    eliminate: '标注风险消除',
    keep_assisting: '继续帮扶',
    follow_up: '登记回访',
    reopen: '再次标注风险',
    roll_back: '回退风险消除',
    take_over: '承接国家系统记录',
    change_household: '家庭变化',
  },
  {
    dispatch: 'Dispatch',
    join_clue: 'Join a clue',
    help_first: 'Help first',
    authorize: 'Authorisation letter',
    verify_home: 'Record home verification',
    analyze: 'Record analysis',
    compare_assets: 'Record comparison',
    explain_hit: 'Explain an asset hit',
    rule_on_hit: 'Rule on an asset hit',
    hold_review: 'Record democratic review',
    publish_notice: 'Publish notice',
    lodge_objection: 'Lodge objection',
    answer_objection: 'Answer objection',
    close_notice: 'Notice is over',
    approve: 'Approve',
    return: 'Return',
    identify: 'Identify as monitored',
    announce: 'Announce',
    dismiss: 'Dismiss',
    assign_officer: 'Assign officer',
    plan_measures: 'Plan measures',
    deliver_measure: 'Deliver a measure',
    add_cause: 'Add a risk',
    review_effect: 'Record effect review',
    begin_elimination: 'Begin elimination',
    eliminate: 'Mark risk as eliminated',
    keep_assisting: 'Keep assisting',
    follow_up: 'Record follow-up',
    reopen: 'Mark risk again',
    roll_back: 'Roll back elimination',
    take_over: 'Taken over from the national system',
    change_household: 'Change in the household',
  },
)

export const signers = bilingual<Record<S['SignedBy'], string>>(
  { signature: '签字', thumbprint: '按手印', electronic: '电子授权', agent: '监护人或代理人' },
  { signature: 'Signature', thumbprint: 'Thumbprint', electronic: 'Electronic', agent: 'Guardian or agent' },
)

export const rulings = bilingual<Record<S['Ruling'], string>>(
  { accept: '不影响纳入', exclude: '不得纳入', recheck: '重新比对' },
  { accept: 'Does not stand in the way', exclude: 'Excludes', recheck: 'Compare again' },
)

export const dismissals = bilingual<Record<S['DismissalReason'], string>>(
  {
    not_confirmed: '不属实',
    no_risk: '属实，但没有返贫致贫风险',
    already_solved: '已有政策解决',
    excluded: '原则上不得纳入',
    review_not_passed: '评议未通过',
    objection_upheld: '公示异议成立',
    declined: '本人不愿意',
    lives_elsewhere: '不在本地常住，转居住地',
    duplicate: '重复线索',
  },
  {
    not_confirmed: 'Not confirmed',
    no_risk: 'Confirmed, no risk of falling back',
    already_solved: 'Solved by a policy already',
    excluded: 'Excluded in principle',
    review_not_passed: 'Review not passed',
    objection_upheld: 'Objection upheld',
    declined: 'Declined by the household',
    lives_elsewhere: 'Lives elsewhere, passed on',
    duplicate: 'Duplicate clue',
  },
)

export const modes = bilingual<Record<S['EliminationMode'], string>>(
  { by_assistance: '帮扶消除', naturally: '自然消除' },
  { by_assistance: 'By assistance', naturally: 'Naturally' },
)

export const outcomes = bilingual<Record<S['EffectOutcome'], string>>(
  { weakly_stable: '稳定性较弱，继续帮扶', no_labor: '无劳动能力，社会保障并长期跟踪', stably_removed: '风险稳定消除' },
  {
    weakly_stable: 'Weakly stable, help goes on',
    no_labor: 'No labour, guarded and followed',
    stably_removed: 'Risk stably removed',
  },
)

export const points = bilingual<Record<S['EffectPoint'], string>>(
  { yes: '是', partly: '部分', no: '否' },
  { yes: 'Yes', partly: 'Partly', no: 'No' },
)

/** The four points of an effect review. */
export type EffectQuestion = 'measures_fit' | 'risk_removed' | 'income_stable' | 'motivated'

export const questions = bilingual<Record<EffectQuestion, string>>(
  { measures_fit: '措施是否对路', risk_removed: '风险点是否消除', income_stable: '收入是否稳定', motivated: '有没有内生动力' },
  {
    measures_fit: 'Measures fit',
    risk_removed: 'Risk removed',
    income_stable: 'Income stable',
    motivated: 'Motivated',
  },
)

export const groups = bilingual<Record<S['MeasureGroup'], string>>(
  {
    industry: '产业帮扶',
    employment: '就业帮扶',
    finance: '金融帮扶',
    public_welfare_post: '公益性岗位帮扶',
    housing: '住房安全保障',
    water: '饮水安全保障',
    health: '健康帮扶',
    compulsory_education: '义务教育保障',
    other_education: '其他教育帮扶',
    comprehensive_security: '综合保障',
    society: '社会帮扶',
    relocation: '搬迁',
    living_conditions: '生产生活条件改善',
    infrastructure: '基础设施建设',
  },
  {
    industry: 'Industry',
    employment: 'Employment',
    finance: 'Finance',
    public_welfare_post: 'Public welfare post',
    housing: 'Housing',
    water: 'Water',
    health: 'Health',
    compulsory_education: 'Compulsory education',
    other_education: 'Other education',
    comprehensive_security: 'Comprehensive security',
    society: 'Society',
    relocation: 'Relocation',
    living_conditions: 'Living conditions',
    infrastructure: 'Infrastructure',
  },
)

export type HouseholdEventWord = S['HouseholdEvent']['event']

export const events = bilingual<Record<HouseholdEventWord, string>>(
  {
    birth: '出生',
    death: '死亡',
    move_in: '婚入、迁入、回迁',
    move_out: '婚出、迁出',
    household_split: '分户',
    household_merge: '合户',
    head_change: '户主变更',
    household_extinct: '整户自然消亡',
  },
  {
    birth: 'Birth',
    death: 'Death',
    move_in: 'Moved in',
    move_out: 'Moved out',
    household_split: 'Household split',
    household_merge: 'Households merged',
    head_change: 'Change of head',
    household_extinct: 'Nobody is left',
  },
)

/** 三保障和饮水安全. */
export const guarantees = bilingual<Record<keyof S['GuaranteeStatus'], string>>(
  { education: '义务教育有保障', medical: '基本医疗有保障', housing: '住房安全有保障', water: '饮水安全有保障' },
  { education: 'Education secured', medical: 'Medical care secured', housing: 'Housing safe', water: 'Water safe' },
)
