'use client';

import { useState } from 'react';
import { Confirm } from '@/app/_ui/alert-dialog';
import { Badge, type Tone } from '@/app/_ui/badge';
import { Button } from '@/app/_ui/button';
import { Sparkline } from '@/app/_ui/chart/sparkline';
import { Checkbox } from '@/app/_ui/checkbox';
import { Dialog, DialogBody, DialogContent, DialogFooter, DialogTrigger } from '@/app/_ui/dialog';
import { DiffValue } from '@/app/_ui/diff-value';
import { FileDrop } from '@/app/_ui/file-drop';
import { Field } from '@/app/_ui/form/field';
import { Input, InputGroup } from '@/app/_ui/input';
import { LiveDot } from '@/app/_ui/live-dot';
import { Money } from '@/app/_ui/money';
import { NumberText } from '@/app/_ui/number-text';
import { OtpInput } from '@/app/_ui/otp-input';
import { PageBody, PageHeader } from '@/app/_ui/page-header';
import { Panel, Section } from '@/app/_ui/panel';
import { PasswordInput } from '@/app/_ui/password-input';
import { RadioGroup, RadioItem } from '@/app/_ui/radio-group';
import { Select } from '@/app/_ui/select';
import { Switch } from '@/app/_ui/switch';
import { Tab, TabPanel, Tabs, TabsList } from '@/app/_ui/tabs';
import { Textarea } from '@/app/_ui/textarea';
import { DueTime, RelativeTime } from '@/app/_ui/time/relative-time';
import { toast } from '@/app/_ui/toaster';
import { at } from '../data';
import { DesignFrame } from '../frame';

const tones: readonly Tone[] = ['neutral', 'success', 'warning', 'destructive', 'info', 'pending'];
const words: Record<Tone, string> = {
  neutral: 'Draft',
  success: 'Paid',
  warning: 'In review',
  destructive: 'Failed',
  info: 'Sent',
  pending: 'Waits on client',
};

function Fields() {
  const [code, setCode] = useState('284');
  const [files, setFiles] = useState<File[]>([]);
  return (
    <Panel className="grid gap-x-8 gap-y-4 p-4 md:grid-cols-2 xl:grid-cols-3">
      <Field label="Name" hint="As in the passport">
        {(a) => <Input {...a} defaultValue="Marit Oosterveld" />}
      </Field>
      <Field label="E-mail" error="This is not an e-mail address">
        {(a) => <Input {...a} defaultValue="marit@" />}
      </Field>
      <Field label="Amount">
        {(a) => (
          <InputGroup after="EUR">
            <Input {...a} inputMode="decimal" defaultValue="1240.50" />
          </InputGroup>
        )}
      </Field>
      <Field label="Password">{(a) => <PasswordInput {...a} defaultValue="correct horse" />}</Field>
      <Field label="Jurisdiction">
        {(a) => (
          <Select
            {...a}
            placeholder="Choose"
            options={[
              { value: 'cy', label: 'Cyprus', hint: 'CySEC, leverage up to 1:30' },
              { value: 'mu', label: 'Mauritius' },
              { value: 'uk', label: 'United Kingdom', disabled: true },
            ]}
          />
        )}
      </Field>
      <Field label="Reason" optional>
        {(a) => <Textarea {...a} placeholder="Seen by the client" />}
      </Field>
      <Field label="Code">{(a) => <OtpInput {...a} value={code} onChange={setCode} />}</Field>
      <div className="flex flex-col gap-3">
        <span className="flex items-center gap-2">
          <Checkbox id="k1" defaultChecked />
          <label htmlFor="k1">Checked</label>
          <Checkbox id="k2" checked="indeterminate" className="ms-4" />
          <label htmlFor="k2">Some</label>
        </span>
        <span className="flex items-center gap-2">
          <Switch id="k3" defaultChecked />
          <label htmlFor="k3">Two-factor for everyone</label>
        </span>
        <RadioGroup defaultValue="own" aria-label="Scope">
          <RadioItem value="own" label="Own clients" hint="Those whose owner you are" />
          <RadioItem value="team" label="Team" />
        </RadioGroup>
      </div>
      <Field label="Document">
        {(a) => (
          <FileDrop
            {...a}
            types={['image/jpeg', 'image/png', 'application/pdf']}
            maxBytes={10 * 1024 * 1024}
            value={files}
            onChange={setFiles}
          />
        )}
      </Field>
    </Panel>
  );
}

export function KitView() {
  return (
    <DesignFrame>
      <PageHeader
        title="Kit"
        state={
          <>
            <b>Every part, once.</b> The other pages show them at work.
          </>
        }
        actions={
          <Button
            variant="primary"
            onClick={() => toast.success('Saved', { description: 'Version 15 applies from now.' })}
          >
            Show a toast
          </Button>
        }
      />
      <PageBody>
        <Section title="Buttons">
          <Panel className="flex flex-wrap items-center gap-3 p-4">
            <Button variant="primary">Primary</Button>
            <Button>Default</Button>
            <Button variant="danger">Danger</Button>
            <Button variant="danger-solid">Delete</Button>
            <Button variant="ghost">Ghost</Button>
            <Button variant="link">Link</Button>
            <Button size="sm">Small</Button>
            <Button pending>Pending</Button>
            <Button disabled>Disabled</Button>
            <Dialog>
              <DialogTrigger asChild>
                <Button>Dialog</Button>
              </DialogTrigger>
              <DialogContent title="Move money" description="From the wallet to login 700388.">
                <DialogBody>
                  <Field label="Amount">{(a) => <Input {...a} />}</Field>
                </DialogBody>
                <DialogFooter>
                  <Button>Cancel</Button>
                  <Button variant="primary">Move</Button>
                </DialogFooter>
              </DialogContent>
            </Dialog>
            <Confirm
              trigger={<Button variant="danger">Close account</Button>}
              title="Close login 700388?"
              consequence="3 positions will be closed, 1,240.50 EUR returned to Visa 4242."
              confirmLabel="Close it"
              reason="required"
              onConfirm={async () => 'Open positions need this money. Close some, or ask for less.'}
            />
          </Panel>
        </Section>
        <Section title="Fields">
          <Fields />
        </Section>
        <Section title="Facts and states">
          <Panel className="flex flex-wrap items-center gap-4 p-4">
            {tones.map((tone) => (
              <Badge key={tone} tone={tone}>
                {words[tone]}
              </Badge>
            ))}
            <Badge plain>Retail</Badge>
            <LiveDot state="on" />
            <LiveDot state="off" since={at('14:31:00')} />
            <Money value={{ minor: 12345678901n, asset: 'EUR' }} />
            <Money value={{ minor: -31240n, asset: 'EUR' }} tone="loss" />
            <Money value={{ minor: -31240n, asset: 'EUR' }} sign="accounting" />
            <Money value={{ minor: 5n, asset: 'BTC' }} />
            <Money value={{ minor: 150000n, asset: 'JPY' }} sign="always" />
            <NumberText value="-1234.50" unit="lots" tone="loss" />
            <RelativeTime at={at('13:31:07')} />
            <DueTime at={at('13:31:07')} />
            <RelativeTime at={at('13:31:07')} style="date-time" />
            <DiffValue label="Leverage" before="1:100" after="1:30" />
            <DiffValue label="Owner" before={null} after="Petra L." />
            <Sparkline label="Deposits, rising" values={[3, 4, 3, 6, 5, 8, 9]} />
          </Panel>
        </Section>
        <Section title="Tabs">
          <Panel>
            <Tabs defaultValue="a">
              <TabsList>
                <Tab value="a">Overview</Tab>
                <Tab value="b" count={38}>
                  Money
                </Tab>
              </TabsList>
              <TabPanel value="a" className="p-4">
                First
              </TabPanel>
              <TabPanel value="b" className="p-4">
                Second
              </TabPanel>
            </Tabs>
          </Panel>
        </Section>
      </PageBody>
    </DesignFrame>
  );
}
