// Words that stand as values among the particulars of an entry.
import { appealActions, appealStages } from '../appeals/words'
import { actions } from '../cases/words'
import { bilingual, useText } from '../text/text'
import { clueClasses, stages } from '../text/words'

const others = bilingual(
  {
    active: '正常',
    announcement: '审定结果公告',
    disabled: '停用',
    dispatch_clues: '派发线索',
    elimination: '风险消除公示',
    id_number: '证件号码',
    identification: '评议结果公示',
    identity: '统一身份认证',
    identity_with_code: '统一身份认证（含动态码）',
    linked: '已关联',
    measures: '帮扶措施公示',
    none: '无',
    password: '密码',
    phone: '电话',
    screen: '筛查',
    simulate: '试算',
    unknown: '没有这个登录名',
    unknown_login: '没有这个登录名',
    code: '动态码不对',
    code_used: '动态码已用过',
    identity_attempt: '登录过程已过期',
    identity_not_linked: '身份没有关联账号',
    identity_unproved: '平台没有证明身份',
    identity_without_code: '还要动态码',
    locked: '账号锁定中',
  },
  {
    active: 'active',
    announcement: 'announcement',
    disabled: 'disabled',
    dispatch_clues: 'dispatch',
    elimination: 'elimination notice',
    id_number: 'identity number',
    identification: 'identification notice',
    identity: 'identity provider',
    identity_with_code: 'identity provider with code',
    linked: 'linked',
    measures: 'measures notice',
    none: 'none',
    password: 'password',
    phone: 'telephone',
    screen: 'screening',
    simulate: 'trial',
    unknown: 'no such login',
    unknown_login: 'no such login',
    code: 'wrong code',
    code_used: 'code used before',
    identity_attempt: 'attempt ended',
    identity_not_linked: 'identity not linked',
    identity_unproved: 'identity not proved',
    identity_without_code: 'code needed as well',
    locked: 'locked',
  },
)

/** Every word that may stand as a value, in the chosen language. */
export function useValueWords(): Record<string, string> {
  return {
    ...useText(stages),
    ...useText(appealStages),
    ...useText(clueClasses),
    ...useText(appealActions),
    ...useText(actions),
    ...useText(others),
  }
}
