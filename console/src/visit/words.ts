// The words of what the interface calls otherwise.
import { bilingual } from '../text/text'
import type { VisitState } from './book/visit'
import type { FieldName, Kind } from './fields'

export const kinds = bilingual<Record<Kind, string>>(
  { verify_home: '入户核查', follow_up: '回访' },
  { verify_home: 'Home verification', follow_up: 'Follow-up' },
)

/** How a visit stands. */
export const states = bilingual<Record<VisitState, string>>(
  {
    empty: '待走访',
    unsent: '未上传',
    sent: '已上传',
    waiting: '等待前一笔',
    conflict: '有冲突，等村里或乡镇确认',
    refused: '程序不许办',
    recorded: '已记入案卷',
    gone: '不用走访了',
  },
  {
    empty: 'To visit',
    unsent: 'Not uploaded',
    sent: 'Uploaded',
    waiting: 'Waiting for an earlier one',
    conflict: 'In conflict, the village or township decides',
    refused: 'Refused by the procedure',
    recorded: 'On record',
    gone: 'No longer to be visited',
  },
)

export const fieldNames = bilingual<Record<FieldName, string>>(
  {
    on: '走访日期',
    finding: '核查结论',
    summary: '情况',
    causes: '发现的风险',
    net_income_per_capita: '人均年纯收入',
    education: '义务教育',
    medical: '基本医疗',
    housing: '住房安全',
    water: '饮水安全',
    has_labor: '家里有没有劳动力',
    income_stable_months: '收入稳定超过监测范围已满',
    rigid_expenditure_solved: '大额刚性支出',
  },
  {
    on: 'Day of the visit',
    finding: 'Finding',
    summary: 'What was found',
    causes: 'Risks found',
    net_income_per_capita: 'Net income per head and year',
    education: 'Compulsory education',
    medical: 'Basic medical care',
    housing: 'Safe housing',
    water: 'Safe water',
    has_labor: 'Somebody can work',
    income_stable_months: 'Income stably above the range for',
    rigid_expenditure_solved: 'Large unavoidable expenses',
  },
)
