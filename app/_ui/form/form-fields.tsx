'use client';

import type { ComponentProps, ReactNode } from 'react';
import { type Control, type FieldPath, type FieldValues, useController } from 'react-hook-form';
import { Checkbox } from '../checkbox';
import { FileDrop } from '../file-drop';
import type { FileRules } from '../file-rules';
import { Input, InputGroup } from '../input';
import { OtpInput } from '../otp-input';
import { PasswordInput } from '../password-input';
import { RadioGroup, RadioItem } from '../radio-group';
import { Select, type SelectOption } from '../select';
import { Switch } from '../switch';
import { Textarea } from '../textarea';
import { Field, type FieldProps, InlineField } from './field';

/** `control={form.control} name="email"`: the name is checked against the schema's fields. */
type Bound<In extends FieldValues, Out> = Omit<FieldProps, 'error'> & {
  control: Control<In, unknown, Out>;
  name: FieldPath<In>;
};

function useBound<In extends FieldValues, Out>({
  control,
  name,
  label,
  hint,
  optional,
  aside,
  className,
}: Bound<In, Out>) {
  const { field, fieldState } = useController({ control, name });
  const frame: FieldProps = {
    label,
    hint,
    aside,
    error: fieldState.error?.message,
    ...(optional ? { optional } : {}),
    ...(className ? { className } : {}),
  };
  return { field, frame };
}

type InputRest = Pick<
  ComponentProps<'input'>,
  | 'type'
  | 'placeholder'
  | 'autoComplete'
  | 'autoCapitalize'
  | 'spellCheck'
  | 'inputMode'
  | 'autoFocus'
  | 'disabled'
  | 'readOnly'
  | 'dir'
  | 'lang'
  | 'min'
  | 'max'
  | 'step'
  | 'maxLength'
>;

export function FormInput<In extends FieldValues, Out>(
  props: Bound<In, Out> & InputRest & { before?: ReactNode; after?: ReactNode },
) {
  const { control, name, label, hint, optional, aside, className, before, after, ...input } = props;
  const { field, frame } = useBound(props);
  return (
    <Field {...frame}>
      {(a11y) => {
        const element = <Input {...input} {...field} value={field.value ?? ''} {...a11y} />;
        return before || after ? (
          <InputGroup before={before} after={after}>
            {element}
          </InputGroup>
        ) : (
          element
        );
      }}
    </Field>
  );
}

export function FormPassword<In extends FieldValues, Out>(
  props: Bound<In, Out> & Pick<ComponentProps<'input'>, 'autoComplete'>,
) {
  const { field, frame } = useBound(props);
  return (
    <Field {...frame}>
      {(a11y) => (
        <PasswordInput
          {...field}
          value={field.value ?? ''}
          autoComplete={props.autoComplete ?? 'current-password'}
          {...a11y}
        />
      )}
    </Field>
  );
}

export function FormTextarea<In extends FieldValues, Out>(
  props: Bound<In, Out> & Pick<ComponentProps<'textarea'>, 'rows' | 'placeholder' | 'maxLength'>,
) {
  const { control, name, label, hint, optional, aside, className, ...area } = props;
  const { field, frame } = useBound(props);
  return <Field {...frame}>{(a11y) => <Textarea {...area} {...field} value={field.value ?? ''} {...a11y} />}</Field>;
}

export function FormSelect<In extends FieldValues, Out>(
  props: Bound<In, Out> & { options: readonly SelectOption[]; placeholder?: ReactNode },
) {
  const { field, frame } = useBound(props);
  return (
    <Field {...frame}>
      {(a11y) => (
        <Select
          options={props.options}
          placeholder={props.placeholder}
          name={field.name}
          value={field.value ?? ''}
          onValueChange={field.onChange}
          onBlur={field.onBlur}
          ref={field.ref}
          {...a11y}
        />
      )}
    </Field>
  );
}

export function FormCheckbox<In extends FieldValues, Out>(props: Bound<In, Out>) {
  const { field, frame } = useBound(props);
  return (
    <InlineField {...frame}>
      {(a11y) => (
        <Checkbox
          name={field.name}
          checked={field.value === true}
          onCheckedChange={(on) => field.onChange(on === true)}
          onBlur={field.onBlur}
          ref={field.ref}
          {...a11y}
        />
      )}
    </InlineField>
  );
}

export function FormSwitch<In extends FieldValues, Out>(props: Bound<In, Out>) {
  const { field, frame } = useBound(props);
  return (
    <InlineField {...frame}>
      {(a11y) => (
        <Switch
          name={field.name}
          checked={field.value === true}
          onCheckedChange={field.onChange}
          onBlur={field.onBlur}
          ref={field.ref}
          {...a11y}
        />
      )}
    </InlineField>
  );
}

export function FormRadio<In extends FieldValues, Out>(
  props: Bound<In, Out> & { options: ReadonlyArray<{ value: string; label: ReactNode; hint?: ReactNode }> },
) {
  const { field, frame } = useBound(props);
  return (
    <Field {...frame}>
      {({ id, ...a11y }) => (
        <RadioGroup
          id={id}
          {...a11y}
          name={field.name}
          value={field.value ?? ''}
          onValueChange={field.onChange}
          onBlur={field.onBlur}
        >
          {props.options.map((option, index) => (
            <RadioItem
              key={option.value}
              value={option.value}
              label={option.label}
              hint={option.hint}
              {...(index === 0 ? { ref: field.ref } : {})}
            />
          ))}
        </RadioGroup>
      )}
    </Field>
  );
}

export function FormOtp<In extends FieldValues, Out>(props: Bound<In, Out> & { onComplete?: (code: string) => void }) {
  const { field, frame } = useBound(props);
  return (
    <Field {...frame}>
      {(a11y) => (
        <OtpInput
          name={field.name}
          value={field.value ?? ''}
          onChange={field.onChange}
          onBlur={field.onBlur}
          ref={field.ref}
          {...(props.onComplete ? { onComplete: props.onComplete } : {})}
          {...a11y}
        />
      )}
    </Field>
  );
}

export function FormFile<In extends FieldValues, Out>(props: Bound<In, Out> & FileRules & { progress?: number }) {
  const { field, frame } = useBound(props);
  const { types, maxBytes, maxFiles = 1, progress } = props;
  return (
    <Field {...frame}>
      {(a11y) => (
        <FileDrop
          types={types}
          maxBytes={maxBytes}
          maxFiles={maxFiles}
          value={field.value ?? []}
          onChange={field.onChange}
          {...(progress === undefined ? {} : { progress })}
          {...a11y}
        />
      )}
    </Field>
  );
}
