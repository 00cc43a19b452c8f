import { Plus, Settings2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { CodeInput } from '../ui/code-field.tsx';
import { CopyButton, CopyField } from '../ui/copy-button.tsx';
import { Field } from '../ui/field.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Input, Textarea } from '../ui/input.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { PasswordInput } from '../ui/password-field.tsx';
import { Radio } from '../ui/radio.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { Select } from '../ui/select.tsx';
import { Switch } from '../ui/switch.tsx';
import { Sample } from './sample.tsx';

export function ControlSamples() {
  return (
    <>
      <ButtonSamples />
      <FieldSamples />
      <ChoiceSamples />
    </>
  );
}

function ButtonSamples() {
  return (
    <Sample title="Buttons">
      <Button variant="primary">
        <Plus aria-hidden="true" />
        Primary
      </Button>
      <Button>Secondary</Button>
      <Button variant="ghost">Ghost</Button>
      <Button variant="danger">Danger</Button>
      <Button variant="dangerQuiet">Danger, quiet</Button>
      <Button variant="primary" pending>
        Pending
      </Button>
      <Button disabled>Disabled</Button>
      <Button size="sm">Small</Button>
      <Button size="lg">Large</Button>
      <IconButton icon={Settings2} label="Settings" />
      <CopyButton value="text" label="Copy" withText />
      <Kbd keys="mod+k" />
      <Kbd keys="g h" />
    </Sample>
  );
}

function FieldSamples() {
  const [code, setCode] = useState('12');
  return (
    <Sample title="Fields">
      <div className="grid w-full gap-4 sm:grid-cols-2">
        <Field label="Name" hint="A hint says what it is for.">
          {(control) => <Input {...control} defaultValue="Ada Lovelace" />}
        </Field>
        <Field label="Address" error="Enter an e-mail address such as ada@example.com" optional>
          {(control) => <Input {...control} defaultValue="ada" />}
        </Field>
        <Field label="Password">
          {(control) => <PasswordInput {...control} defaultValue="secret" />}
        </Field>
        <Field label="Locked">
          {(control) => <Input {...control} readOnly value="Cannot be changed" />}
        </Field>
        <Field label="Code">
          {(control) => <CodeInput {...control} value={code} onChange={setCode} />}
        </Field>
        <Field label="Text">
          {(control) => <Textarea {...control} placeholder="Several lines" />}
        </Field>
      </div>
      <div className="w-full">
        <CopyField value="bw_sk_4fzzzxjylrx_5RkL0b7cXq" label="Copy key" />
      </div>
    </Sample>
  );
}

function ChoiceSamples() {
  const [way, setWay] = useState<'mail' | 'link'>('mail');
  const [isOn, setOn] = useState(true);
  return (
    <Sample title="Choices">
      <div className="grid w-full gap-4 sm:grid-cols-2">
        <Field label="Role">
          {(control) => (
            <Select {...control}>
              <option>Admin</option>
              <option>Member</option>
            </Select>
          )}
        </Field>
        <Segmented
          label="How"
          value={way}
          onChange={setWay}
          options={[
            { value: 'mail', label: 'By mail' },
            { value: 'link', label: 'By link' },
          ]}
        />
        <div>
          <Checkbox label="Invite people" defaultChecked />
          <Checkbox label="Change roles" hint="With a hint below" />
          <Checkbox label="Not yours to give" disabled />
        </div>
        <div>
          <Radio name="sample" label="One" defaultChecked />
          <Radio name="sample" label="Other" />
        </div>
        <Switch label="Shortcuts" hint="Single keys" checked={isOn} onChange={() => setOn(!isOn)} />
      </div>
    </Sample>
  );
}
