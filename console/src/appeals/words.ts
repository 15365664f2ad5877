// Words of the procedure of appeals, as in docs/appeals-workflow.md.
import type { S } from '../api/client'
import { bilingual } from '../text/text'

/** The word of an action. */
export type Do = S['AppealAction']['do']

export const appealStages = bilingual<Record<S['AppealStage'], string>>(
  {
    received: '已收到',
    accepted: '已受理',
    assigned: '已转办',
    returned: '退回待转',
    handled: '已办理',
    joined: '已并件',
    answered: '已答复',
    reopened: '重新办理',
    closed: '已办结',
    withdrawn: '已撤回',
  },
  {
    received: 'Received',
    accepted: 'Accepted',
    assigned: 'Assigned',
    returned: 'Returned',
    handled: 'Handled',
    joined: 'Joined',
    answered: 'Answered',
    reopened: 'Reopened',
    closed: 'Closed',
    withdrawn: 'Withdrawn',
  },
)

export const appealActions = bilingual<Record<Do, string>>(
  {
    accept: '受理',
    assign: '转办',
    handle: '登记办理情况',
    answer: '答复',
    rate: '登记满意度',
    close: '办结',
    identify: '认定诉求人',
    correct_need: '改诉求类型',
    open_case: '立案',
    link_case: '关联案',
    explain_no_case: '说明不立案',
    return: '退回',
    send_on: '转出',
    join: '并件',
    separate: '拆件',
    reopen: '要求重办',
    withdraw: '撤回',
  },
  {
    accept: 'Accept',
    assign: 'Assign',
    handle: 'Record what was done',
    answer: 'Answer',
    rate: 'Record the rating',
    close: 'Close',
    identify: 'Say which household',
    correct_need: 'Correct the need',
    open_case: 'Open a case',
    link_case: 'Link a case',
    explain_no_case: 'Explain why no case',
    return: 'Return',
    send_on: 'Send on',
    join: 'Join',
    separate: 'Separate',
    reopen: 'Reopen',
    withdraw: 'Withdraw',
  },
)

/** Where an action stands among the buttons. Within a group, the order is that of the words above. */
export const groupOf: Record<Do, 'work' | 'know' | 'away'> = {
  accept: 'work',
  assign: 'work',
  handle: 'work',
  answer: 'work',
  rate: 'work',
  close: 'work',
  identify: 'know',
  correct_need: 'know',
  open_case: 'know',
  link_case: 'know',
  explain_no_case: 'know',
  return: 'away',
  send_on: 'away',
  join: 'away',
  separate: 'away',
  reopen: 'away',
  withdraw: 'away',
}
