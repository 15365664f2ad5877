// Words of the income accounts. Their codes come as texts: what is missing here is shown as it came.
import type { S } from '../api/client'
import { bilingual } from '../text/text'

/** Where a value comes from. */
export const origins = bilingual(
  {
    feed: '部门名单',
    national: '国家系统',
    document: '有材料',
    said: '本人口述',
    collected: '年度采集',
    quarters: '四个季度合计',
  },
  {
    feed: 'lists',
    national: 'national system',
    document: 'document',
    said: 'said by the family',
    collected: 'annual collection',
    quarters: 'four quarters',
  },
)

/** On what a component rests. */
export const componentStates = bilingual<Record<S['ComponentState'], string>>(
  { lines: '按各项加', total: '按合计', open: '还有未知' },
  { lines: 'sum of lines', total: 'stated total', open: 'still unknown' },
)

/** Net income and its parts, as the analysis names them. */
export const parts = bilingual(
  { net: '纯收入', wage: '工资性', operating: '生产经营性（减支出）', property: '财产性', transfer: '转移性' },
  { net: 'Net income', wage: 'Wages', operating: 'Operating, less expense', property: 'Property', transfer: 'Transfers' },
)

/** Kinds of groups of households. */
export const groupKinds = bilingual(
  {
    list: '地区名单',
    out_of_poverty: '脱贫户',
    monitored: '监测对象',
    no_labor: '劳动力',
    ethnicity: '民族（户主）',
  },
  {
    list: 'Lists of regions',
    out_of_poverty: 'Out of poverty',
    monitored: 'Monitored',
    no_labor: 'Labour',
    ethnicity: 'Ethnic group of the head',
  },
)
