import { useNavigate } from '@tanstack/react-router'
import { Alert, App, Button, Card, Flex } from 'antd'
import { api } from '../../api/client'
import { useText } from '../../text/text'
import { OneFile } from './OneFile'
import { text } from './text'

/** Reads a collection into a period, and goes to what became of its rows. */
export function Take({ period }: { period: string }) {
  const own = useText(text)
  const navigate = useNavigate()
  const { message } = App.useApp()
  const take = api.useMutation('post', '/api/v1/income/collections', {
    onSuccess: it => {
      message.success(own.taken)
      void navigate({ to: '/income/collections/$collection', params: { collection: it.collection } })
    },
  })
  return (
    <Card>
      <h2 className="section">{own.take}</h2>
      <p className="quiet income-note">{own.takeRule}</p>
      <OneFile hint={own.takeHint}>
        {(upload, again) => (
          <>
            {take.error && <Alert type="error" showIcon title={take.error.detail} />}
            {take.isPending && <span className="quiet">{own.taking}</span>}
            <Flex gap={8} wrap>
              <Button type="primary" loading={take.isPending} onClick={() => take.mutate({ body: { upload, period } })}>
                {own.start}
              </Button>
              <Button
                disabled={take.isPending}
                onClick={() => {
                  take.reset()
                  again()
                }}
              >
                {own.another}
              </Button>
            </Flex>
          </>
        )}
      </OneFile>
    </Card>
  )
}
