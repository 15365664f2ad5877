import { useNavigate } from '@tanstack/react-router'
import { App, Form } from 'antd'
import { api, type S } from '../api/client'
import { RegionField } from '../parts/RegionField'
import { useStaff } from '../session/session'
import { useText } from '../text/text'
import { FormDrawer } from './FormDrawer'
import { RecordForm } from './RecordForm'
import { useSaid } from './said'
import { text } from './text'

/** Records something new. It opens when it is there. */
export function NewRecord({ ledger, onClose }: { ledger: S['LedgerView']; onClose: () => void }) {
  const own = useText(text)
  const say = useSaid()
  const staff = useStaff()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const add = api.useMutation('post', '/api/v1/ledgers/{ledger}/records', {
    onSuccess: it => {
      message.success(own.recorded)
      void navigate({ to: '/ledgers/$ledger/$record', params: { ledger: ledger.ledger, record: String(it.record) } })
    },
  })
  const names = ledger.fields.map(it => it.name)
  return (
    <FormDrawer
      title={own.newTitle(say(ledger))}
      form="new-record"
      button={own.save}
      isPending={add.isPending}
      onClose={onClose}
    >
      <RecordForm
        id="new-record"
        ledger={ledger}
        names={names}
        needed={ledger.fields.filter(it => it.required && !it.otherwise).map(it => it.name)}
        beside={{ region: ledger.levels.includes(staff.level) ? staff.region : undefined }}
        problem={add.error}
        onSend={(values, { region }) =>
          add.mutate({ params: { path: { ledger: ledger.ledger } }, body: { region: region ?? '', values } })
        }
        first={
          <Form.Item name="region" label={own.region} required className="record-region">
            <RegionField levels={ledger.levels} placeholder={own.choose} />
          </Form.Item>
        }
      />
    </FormDrawer>
  )
}
