import { bilingual } from '../text/text'

export const text = bilingual(
  {
    title: '减负自查',
    lead: '对照《政务移动互联网应用程序规范化管理办法》（国办函〔2026〕12号）和基层减负的要求，逐条说明这个软件怎样做、在哪里看得到。每一条都可以当场核对；有做不到的，请从最后一节提出来。',
    ask: '要求',
    does: '软件怎样做',
    see: '在哪里看',
    print: '打印',
    bans: '不给基层添负担',
    data: '数据和个人信息',
    voice: '提意见、反映困难',
    office: '由使用单位办的',
    officeWhy: '下面几件软件替不了，列在这里提醒。',
  },
  {
    title: 'Duties',
    lead: 'What the rules on government apps (State Council General Office letter 2026 No. 12) and on easing the burden of village officers ask for, how this software meets it, and where one can see that it is so. Every line can be checked on the spot; what is not met should be raised as the last section says.',
    ask: 'Asked for',
    does: 'How it is met',
    see: 'Where to look',
    print: 'Print',
    bans: 'No new burden',
    data: 'Data and personal information',
    voice: 'Feedback and help',
    office: 'For the office to do',
    officeWhy: 'Software cannot do these; they stand here as a reminder.',
  },
)
