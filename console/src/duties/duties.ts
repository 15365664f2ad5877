// The duties, one after the other: what is asked for, how the software meets it, and where that shows.
// A line that is no longer true has to be mended in the software, not here.
import { bilingual, type Bilingual } from '../text/text'

/** A page where a duty can be checked, and the operation without which it cannot be opened. */
interface Place {
  path: string
  needs?: string
}

export interface Duty {
  ask: string
  does: string
  see: string
  place?: Place
}

/** One section of duties. */
export type Duties = Bilingual<Record<string, Duty>>

export const bans = bilingual(
  {
    checkIn: {
      ask: '不搞打卡签到、不计在线时长',
      does: '没有签到、没有打卡、没有在线时长。登录只为确认身份，记在审计里，只有审计员看得到，不出统计。',
      see: '左边菜单和各页都没有签到；审计记录里“登录”一条只有时间，没有时长',
      place: { path: '/audit', needs: 'list_audit' },
    },
    ranking: {
      ask: '不给人排名、不积分',
      does: '催办按案、按户，不按人；没有积分，没有个人排行。线索成效只按地区、部门、规则看。',
      see: '线索成效一页的“按什么看”里没有“按人”',
      place: { path: '/precision', needs: 'show_precision' },
    },
    traces: {
      ask: '不强制拍照、录像、定位、传轨迹',
      does: '登记入户核查、回访都不要求照片，数据库里没有存坐标和轨迹的地方。',
      see: '办案里“登记入户核查”的表：必填的只有日期、结论、情况、三保障和饮水、有没有劳动力',
      place: { path: '/cases', needs: 'list_cases' },
    },
    install: {
      ask: '不强制安装、不报安装率',
      does: '是一个网页，用单位已有的入口或浏览器打开，不用装应用，不统计谁装了、谁用了多少。',
      see: '浏览器地址栏；没有使用统计这一页',
    },
    carrier: {
      ask: '不把用没用软件当考核',
      does: '不导出个人使用次数和时长。纸质材料补录时按实际日期登记，超期按事情本身的日期算，不按录入的时间算。',
      see: '每个办理表单都可以填“办理日期”',
      place: { path: '/', needs: 'list_todos' },
    },
    forms: {
      ask: '不随意、重复要求填表报数',
      does: '部门文件和国家系统导出的表原样导入，已有的不再要村里填；线索和办案清单由系统出，不另外要报表。',
      see: '派到村里的案，户的情况和线索的来源已经在案里',
      place: { path: '/clues', needs: 'list_clues' },
    },
    quota: {
      ask: '不设纳入规模，不自动纳入、不自动剔除',
      does: '只提示线索和理由；纳不纳入，由人按程序评议、审核、审定。',
      see: '每条线索都写明依据的文件、标准和来源行',
      place: { path: '/clues', needs: 'list_clues' },
    },
  },
  {
    checkIn: {
      ask: 'No check-in, no time online',
      does: 'There is no check-in and no count of time online. Signing in proves who it is; it stands in the audit chain, for the auditor alone, and in no statistics.',
      see: 'No page has it; an entry "signed in" has a time and no duration',
      place: { path: '/audit', needs: 'list_audit' },
    },
    ranking: {
      ask: 'No ranking of persons, no points',
      does: 'What is late is shown by case and household, never by person. Hit rates are by region, department and rule.',
      see: 'Hit rates cannot be seen by person',
      place: { path: '/precision', needs: 'show_precision' },
    },
    traces: {
      ask: 'No forced photos, videos, positions or tracks',
      does: 'Visits and follow-ups ask for no photo, and the database has no place for positions.',
      see: 'The form of a home visit: only day, finding, what was seen, guarantees and labour are required',
      place: { path: '/cases', needs: 'list_cases' },
    },
    install: {
      ask: 'No forced installation',
      does: 'It is a web page, opened from an entrance of the office or a browser. Nobody counts who installed or used it.',
      see: 'The address bar; there is no page of usage',
    },
    carrier: {
      ask: 'Using it is no measure of anybody',
      does: 'No counts of use by person are exported. What was done on paper is entered with its own day, and limits count by that day.',
      see: 'Every form has a day',
      place: { path: '/', needs: 'list_todos' },
    },
    forms: {
      ask: 'No forms filled in twice',
      does: 'Files of departments and of the national system are read as they are; a village is not asked for what they hold.',
      see: 'A case sent to a village has the household and the sources of its clues',
      place: { path: '/clues', needs: 'list_clues' },
    },
    quota: {
      ask: 'No quota, nobody included or struck off by a machine',
      does: 'It raises clues with their reasons; people decide by due procedure.',
      see: 'Each clue names document, standard and source rows',
      place: { path: '/clues', needs: 'list_clues' },
    },
  },
)

export const data = bilingual(
  {
    where: {
      ask: '数据放在哪里',
      does: '放在使用单位自己的服务器上：一个数据文件夹和一个数据库。不往外传，不用外面的服务。',
      see: '装在哪台服务器，问系统管理员；网页的地址就是那台服务器',
    },
    hidden: {
      ask: '证号、电话不随便看',
      does: '在数据库里用国密 SM4 加密；页面上只显示头尾。要看全，写明理由，先记审计再显示。',
      see: '一户一档的家庭成员',
      place: { path: '/households', needs: 'search_households' },
    },
    reach: {
      ask: '只看得到自己该看的',
      does: '村看村、乡看乡；部门只看与本部门有关的；帮扶责任人只看分给自己的户；管账号、管系统、管审计的三员不看户。',
      see: '“我的账号”里写着自己看得到的范围',
      place: { path: '/me' },
    },
    exports: {
      ask: '导出留痕',
      does: '导出线索、办案清单、诉求办理结果和审计记录，每次都记：谁、什么时候、导出了什么。',
      see: '审计记录里的“导出”各条',
      place: { path: '/audit', needs: 'list_audit' },
    },
    chain: {
      ask: '记录改不了',
      does: '审计记录一条接一条算散列（SM3），改动、删除、调换都核对得出来；检查点可以打印交外面保管。',
      see: '审计的“核对和检查点”',
      place: { path: '/audit', needs: 'list_audit' },
    },
    notices: {
      ask: '公示不出现证号、电话、账号、健康情况',
      does: '公示由系统按模板出，含有这些内容的拒绝张贴；期满自动撤下。',
      see: '公示公告里任何一份公示',
      place: { path: '/notices', needs: 'list_notices' },
    },
  },
  {
    where: {
      ask: 'Where the data are',
      does: 'On a server of the office itself: a folder and a database. Nothing is sent elsewhere, no outside service is used.',
      see: 'Ask the system administrator which server; the address of this page is that server',
    },
    hidden: {
      ask: 'Numbers are not for everybody to see',
      does: 'Encrypted in the database (SM4); pages show head and tail. To see one in full takes a reason, which is recorded first.',
      see: 'The members of a household',
      place: { path: '/households', needs: 'search_households' },
    },
    reach: {
      ask: 'Everybody sees what is theirs to see',
      does: 'Villages their village, townships their township, departments their part, assistance officers their families; the three control roles see no household.',
      see: 'My account says what you see',
      place: { path: '/me' },
    },
    exports: {
      ask: 'Exports leave a trace',
      does: 'Exports of clues, cases, results of appeals and of the audit chain are recorded: who, when and what.',
      see: 'The entries "exported …" of the audit chain',
      place: { path: '/audit', needs: 'list_audit' },
    },
    chain: {
      ask: 'Records cannot be altered unseen',
      does: 'Each hash (SM3) covers the entry before; checkpoints are printed and kept outside.',
      see: 'Audit: check and checkpoints',
      place: { path: '/audit', needs: 'list_audit' },
    },
    notices: {
      ask: 'Notices hold no numbers and nothing about health',
      does: 'Notices are made from templates; what holds such things is refused, and they come down when they end.',
      see: 'Any notice',
      place: { path: '/notices', needs: 'list_notices' },
    },
  },
)

export const voice = bilingual(
  {
    hotline: {
      ask: '群众和干部提意见的入口',
      does: '拨打 12317；也可以在“群众诉求”里登记，给回执号，到期要答复，不满意可以要求重办。',
      see: '群众诉求的“登记诉求”',
      place: { path: '/appeals', needs: 'receive_appeal' },
    },
    answered: {
      ask: '提了有回音',
      does: '诉求有受理和答复的期限，临期和超期的单独列出；凭回执号和电话可以查进度。',
      see: '群众诉求的“临期和超期”',
      place: { path: '/appeals', needs: 'list_appeals' },
    },
  },
  {
    hotline: {
      ask: 'Where people and officers say what is wrong',
      does: 'By telephone, 12317; or as an appeal: it gets a receipt, has to be answered in time, and can be reopened.',
      see: 'Appeals: receive an appeal',
      place: { path: '/appeals', needs: 'receive_appeal' },
    },
    answered: {
      ask: 'Whoever speaks is answered',
      does: 'Appeals have limits for acceptance and answer; what is due is listed by itself; a receipt and a telephone tell how far it is.',
      see: 'Appeals: due and overdue',
      place: { path: '/appeals', needs: 'list_appeals' },
    },
  },
)

export const office = bilingual(
  {
    lines: [
      '由县级以上单位建，乡镇、村不单独建；移动端入口按规定向网信部门备案。',
      '等级保护测评和商用密码应用安全性评估。',
      '不另外发文要求打卡、拍照、报安装率、用使用情况考核。',
      '云南已有省政府救助平台：群众申报走省平台，这里导入办理，不另建申报入口。',
    ],
  },
  {
    lines: [
      'The system belongs to a county or above, not to townships or villages; mobile entrances are filed with the internet office.',
      'Assessment of classified protection and of commercial cryptography.',
      'No circular asks for check-ins, photos, installation rates or usage.',
      'Yunnan has a provincial relief platform: people apply there, and the appeals are imported and dealt with here.',
    ],
  },
)
