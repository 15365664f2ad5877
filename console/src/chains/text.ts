import { bilingual } from '../text/text'

export const text = bilingual(
  {
    title: '流程',
    intro: '识别认定和风险消除各走哪几步、由谁办、几天办完。来自政策包，按地区和日期不同。',
    on: '按哪天的规定',
    order: '次序',
    step: '步骤',
    level: '哪一级办',
    role: '由谁办',
    limit: '时限',
    atLeast: (time: string) => `至少 ${time}`,
    noLimit: '没有规定',
    whole: '全程时限',
    from: '起用',
    decides: '在这一步决定',
    alongside: '可与上一步同时办',
    none: '这个地区在这一天没有写明的流程',
    steps: (n: number) => `${n} 步`,
  },
  {
    title: 'Procedures',
    intro: 'The steps of identification and of risk elimination: who takes them and how long they may take. From the policy packs, by region and day.',
    on: 'As of',
    order: 'No.',
    step: 'Step',
    level: 'Level',
    role: 'By whom',
    limit: 'Time limit',
    atLeast: time => `at least ${time}`,
    noLimit: 'none stated',
    whole: 'Whole procedure',
    from: 'In force from',
    decides: 'decides',
    alongside: 'may run beside the step before',
    none: 'No procedure is written for this region on this day',
    steps: n => `${n} steps`,
  },
)

/** Levels of the offices that take steps. */
export const levels = bilingual(
  { village: '村级', township: '乡镇', county: '县级', prefecture: '州市', province: '省级' },
  { village: 'Village', township: 'Township', county: 'County', prefecture: 'Prefecture', province: 'Province' },
)
