import { Alert, App, Form } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { api, type S } from '../../api/client'
import { FormDrawer } from '../../ledgers/FormDrawer'
import { useSaid } from '../../ledgers/said'
import { yuan } from '../../parts/figures'
import { common } from '../../text/common'
import { useText } from '../../text/text'
import { askedAs } from '../period'
import { current, refused, takenBack, unknownOf, valuesOf, type Asked, type AskedPart } from './entering'
import { EntryFields, type Filled } from './EntryFields'
import { text } from './text'

/** What is entered: everything nobody knows, or one value. */
export type Entry = { what: 'unknown' } | { what: 'one'; asked: Asked }

interface EntryDrawerProps {
  account: S['IncomeAccountView']
  entry: Entry
  /** Reads the account again, after somebody else was first. */
  reload: () => void
  onClose: () => void
}

/** Enters what nobody knew, or corrects what was known, with the reason. What was asked when it was
 * opened stays, also when the account has been read again. */
export function EntryDrawer({ account, entry, reload, onClose }: EntryDrawerProps) {
  const own = useText(text)
  const words = useText(common)
  const say = useSaid()
  const { message } = App.useApp()
  const [form] = Form.useForm<Filled>()
  const top = useRef<HTMLDivElement>(null)
  const [parts] = useState<AskedPart[]>(() => (entry.what === 'unknown' ? unknownOf(account) : []))
  const asked = entry.what === 'one' ? [entry.asked] : parts.flatMap(it => it.asked)
  const [empty, setEmpty] = useState(false)
  const enter = api.useMutation('post', '/api/v1/households/{household}/income', {
    onSuccess: done => {
      if (done.entered === 0) message.info(own.same)
      else if (done.net_per_capita != null) message.success(own.nowKnown(done.entered, yuan(done.net_per_capita)))
      else message.success(own.entered(done.entered))
      onClose()
    },
  })
  const problem = enter.error
  const wasFirst = problem?.code === 'income.reason_needed'
  useEffect(() => {
    if (!problem) return
    if (problem.code === 'income.reason_needed') reload()
    const line = refused(problem, asked)
    if (line) form.setFields([{ name: ['yuan', line], errors: [problem.detail] }])
    top.current?.scrollIntoView({ block: 'center' })
    // Said once for each answer of the server.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [problem])
  const send = (filled: Filled) => {
    const one = entry.what === 'one' && filled.takesBack ? entry.asked : undefined
    const values = one ? [takenBack(one.line, filled)] : valuesOf(filled.yuan ?? {}, filled)
    setEmpty(values.length === 0)
    if (values.length === 0) return
    enter.mutate({
      params: { path: { household: account.household } },
      body: { period: filled.period ?? askedAs({ last: account.period, months: account.months }), values },
    })
  }
  const name = account.householder || account.household_no
  const title =
    entry.what === 'unknown'
      ? own.enterTitle(name)
      : own.enterOneTitle(name, entry.asked.isTotal ? own.totalOf(say(entry.asked)) : say(entry.asked))
  return (
    <FormDrawer title={title} form="income-entry" button={words.save} isPending={enter.isPending} onClose={onClose}>
      <div ref={top}>
        {problem && (
          <Alert
            type="error"
            showIcon
            className="income-refused"
            title={problem.detail}
            description={wasFirst && own.changedMeanwhile}
          />
        )}
        {empty && !problem && <Alert type="warning" showIcon className="income-refused" title={own.nothing} />}
      </div>
      <EntryFields
        form={form}
        account={account}
        parts={parts}
        one={entry.what === 'one' ? current(entry.asked, account) : undefined}
        needsReason={wasFirst}
        onSend={send}
        onChange={() => setEmpty(false)}
      />
    </FormDrawer>
  )
}
