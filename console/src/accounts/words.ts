// Words of accounts. Roles and levels come as texts: what is missing here is shown as it came.
import type { S } from '../api/client'
import { bilingual } from '../text/text'

export const levels = bilingual(
  { province: '省级', prefecture: '州市级', county: '县级', township: '乡镇级', village: '村级' },
  { province: 'province', prefecture: 'prefecture', county: 'county', township: 'township', village: 'village' },
)

export const tokenStates = bilingual<Record<S['TokenState'], string>>(
  { active: '有效', expired: '过期', revoked: '已吊销' },
  { active: 'active', expired: 'expired', revoked: 'revoked' },
)

/** What a role is there for, in a sentence. What it may do exactly is the server's to say. */
export const duties = bilingual(
  {
    village_worker: '入户核实、组织民主评议和公示、回访',
    grid_worker: '巡查发现、入户核实、帮群众代办申报',
    township_officer: '派发线索、定帮扶责任人、制定帮扶计划',
    township_reviewer: '综合研判、审核村里报来的，不合格的退回',
    county_officer: '导入部门数据、筛查、派发、督办，登记家庭变化',
    county_approver: '审定纳入和风险消除，批准政策草案',
    prefecture_officer: '看全州市各县的进度，督导，起草政策参数',
    province_officer: '看全省的进度，督导，起草政策参数',
    department_officer: '登记本部门的比对结果，办转到本部门的诉求和措施',
    helper: '回访分给自己的户，登记落实的措施',
    security_admin: '建账号、定角色、解锁、重置密码',
    system_admin: '看后台任务和系统状态',
    auditor: '看审计记录，核对审计链，留存检查点',
  },
  {
    village_worker: 'visits families, holds the review, posts notices, follows up',
    grid_worker: 'finds families on rounds, visits them, applies for those who cannot',
    township_officer: 'dispatches clues, names assistance officers, plans measures',
    township_reviewer: 'analyses and reviews what villages send, returns what does not do',
    county_officer: 'imports files, screens, dispatches, records changes of households',
    county_approver: 'decides on inclusion and elimination, approves policy drafts',
    prefecture_officer: 'looks after the counties of a prefecture, drafts parameters',
    province_officer: 'looks after a province, drafts parameters',
    department_officer: 'records what the department compared, deals with what is sent to it',
    helper: 'follows up the families assigned, records measures delivered',
    security_admin: 'makes accounts, gives roles, unlocks, resets passwords',
    system_admin: 'looks after jobs and the state of the system',
    auditor: 'reads the audit chain, verifies it, keeps checkpoints',
  },
)
