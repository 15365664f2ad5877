// What became of rows and files, in words. The codes are the import's stable ones; one that is not
// here is told in a neutral phrase.
import { bilingual } from '../text/text'

/** Why rows are kept apart until somebody mends them. */
export const quarantineReasons = bilingual(
  {
    id_missing: '未填身份证号：请补填18位身份证号',
    id_length: '身份证号位数不对或含有其他字符：请对照证件改为18位',
    id_checksum: '身份证号校验不通过（录错了某一位，或出生日期不存在）：请对照证件更正',
    id_lost_digits: '身份证号被Excel转成科学计数法，末几位已丢失：请把该列设为文本后重新填写',
    id_placeholder: '999999开头是无证人员的临时编号：请补填本人身份证号，确无证的由人工核对',
    registered_without_number: '登记簿里有同名同生日的人没有证号：请核对是否同一人',
  },
  {
    id_missing: 'No identity number: fill in the 18 characters',
    id_length: 'Wrong length of the identity number, or other characters in it: compare with the card',
    id_checksum: 'The identity number’s check digit or birth date is wrong: compare with the card',
    id_lost_digits: 'Excel turned the identity number into scientific notation and lost digits: set the column to text and fill in again',
    id_placeholder: 'A 999999 number stands for people without a card: fill in the real number, or check by hand',
    registered_without_number: 'The register has somebody of this name and birthday without a number: check whether it is the same person',
  },
)

/** Why stored rows wait for somebody to look at them. */
export const reviewReasons = bilingual(
  {
    name_conflict: '证号对应的是另一个姓名：请核对姓名和证号',
    same_id_two_households: '同一证号列在两户名下：请确定属于哪一户',
    person_dead: '此人已登记死亡：请核实后从名册中去除',
    person_moved: '此人户口已迁出：请核实后从名册中去除',
    claim_after_death: '发生日期在死亡日期之后：请核实',
  },
  {
    name_conflict: 'The number belongs to another name: check both',
    same_id_two_households: 'The same number stands in two households: decide for one',
    person_dead: 'Registered as dead: check, then take off the list',
    person_moved: 'Moved away: check, then take off the list',
    claim_after_death: 'Dated after the death: check',
  },
)

/** Why rows are about nobody of the county. */
export const unmatchedReasons = bilingual(
  { not_in_register: '不在本县登记簿', died_struck_off: '已死亡注销', moved_struck_off: '已迁出注销' },
  { not_in_register: 'Not in the county’s register', died_struck_off: 'Died, struck off', moved_struck_off: 'Moved away, struck off' },
)

/** Why lines of a file are no data, or not counted again. */
export const skipReasons = bilingual(
  {
    title: '标题行',
    header: '表头行',
    repeated_header: '重复的表头',
    blank: '空行',
    subtotal: '小计或合计',
    footer: '表尾（填表人、说明等）',
    duplicate: '与已存入的行重复',
    already_imported: '这张表以前导入过',
  },
  {
    title: 'Titles',
    header: 'Header',
    repeated_header: 'Header repeated',
    blank: 'Blank lines',
    subtotal: 'Subtotals and totals',
    footer: 'Under the table (signatures, notes)',
    duplicate: 'The same row was stored before',
    already_imported: 'The sheet was imported before',
  },
)

/** What is doubtful about single cells. The row counts all the same. */
export const cellWarnings = bilingual(
  {
    blank: '应填未填：请补填',
    amount_about: '金额是约数，已按该数计：请核实准确金额',
    amount_unreadable: '不是金额，未采用：请填写数字',
    amount_negative: '金额为负但不是冲销，未采用：请更正',
    reversal_positive: '冲销单金额应为负，未采用：请核对',
    date_impossible: '没有这一天，未采用：请更正日期',
    date_future: '日期晚于数据日期，未采用：请更正日期',
    date_ambiguous: '日期可有两种读法（如2023.1可能是1月，也可能是10月），未采用：请写明年月日',
    date_unreadable: '不是日期，未采用：请写成2023-09-01',
    number_unreadable: '不是整数，未采用：请填写数字',
    word_unknown: '没有见过的写法，未采用：请核对，或在字典中补充',
    word_ambiguous: '一格里有互相矛盾的词，未采用：请更正',
    key_lost_digits: '编号被Excel转成科学计数法，末几位已丢失，未采用：请设为文本后重填',
    credit_code: '统一社会信用代码校验不通过：请核对',
    phone: '电话号码位数不对，未采用：请更正',
    label_personal: '含有长号码，可能是个人信息，未采用',
    columns_disagree: '同名的两列内容不同，采用前一列：请核对',
    certificate_disagrees: '与残疾人证号中的类别等级不一致，以证号为准：请核对',
    certificate_mark: '残疾人证号末尾的类别、等级不对，已按前18位识别：请核对证号',
    id_from_other_column: '身份证号不可用，改用学籍号或残疾人证号中的号码：请核对',
    ids_disagree: '两列中的证件号码不是同一个，采用前一列：请核对',
    filled_from_above: '空格沿用了上一行的内容：请核对',
    file_name_disagrees: '与文件名所写的类别不一致，以表内为准：请核对',
    undecodable: '含有无法识别的字符：请核对',
  },
  {
    blank: 'Should be filled and is empty',
    amount_about: 'An approximate amount, taken as it is',
    amount_unreadable: 'No amount; not used',
    amount_negative: 'A negative amount that is no reversal; not used',
    reversal_positive: 'A reversal should be negative; not used',
    date_impossible: 'No such day; not used',
    date_future: 'Later than the date of the data; not used',
    date_ambiguous: 'The date can be read in two ways; not used',
    date_unreadable: 'No date; not used',
    number_unreadable: 'No whole number; not used',
    word_unknown: 'An unknown word; not used',
    word_ambiguous: 'Words that contradict each other; not used',
    key_lost_digits: 'The number lost its last digits; not used',
    credit_code: 'The credit code’s check digit is wrong; kept',
    phone: 'No telephone number; not used',
    label_personal: 'The text seems to hold an identity number; not used',
    columns_disagree: 'Two columns of one name differ; the first is kept',
    certificate_disagrees: 'Differs from the disability certificate; the certificate is kept',
    certificate_mark: 'The end of the certificate number is wrong; the first 18 characters are used',
    id_from_other_column: 'The identity number was taken from another column',
    ids_disagree: 'Two columns hold different identity numbers; the first is kept',
    filled_from_above: 'Empty; taken from the row above',
    file_name_disagrees: 'Differs from the file’s name; the cell is kept',
    undecodable: 'Characters that cannot be read',
  },
)

/** What is said of a code that nobody has words for yet. */
export const otherReason = bilingual({ other: '其他情况：请看错误工作簿里的说明' }, { other: 'Something else: see the error workbook' })
