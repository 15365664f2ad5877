import type { S } from '../api/client'
import { bilingual } from '../text/text'

/** What may be missing in the help for a household. */
export const gaps = bilingual<Record<S['AssistanceGap'], string>>(
  {
    all: '监测对象',
    without_helper: '没有帮扶责任人',
    without_measures: '识别到期没有帮扶措施',
    only_relief: '有劳动力，只有综合保障',
    without_developmental: '有劳动力，到期没有开发式帮扶',
    nothing_delivered: '有计划，一项也没有落实',
  },
  {
    all: 'Monitored households',
    without_helper: 'No officer',
    without_measures: 'No measures in time',
    only_relief: 'Can work, relief only',
    without_developmental: 'Can work, nothing developmental in time',
    nothing_delivered: 'Planned, nothing delivered',
  },
)
