// Message and form components, as Discord writes them; only what the page reads.

/** A standard emoji, or with an id one that a server has of its own. */
export interface Emoji {
  id?: string | null;
  name: string;
}

export interface Button {
  type: 2;
  style: number;
  label?: string;
  emoji?: Emoji;
  custom_id?: string;
  url?: string;
  disabled?: boolean;
}

export interface SelectOption {
  label: string;
  value: string;
  description?: string;
  emoji?: Emoji;
  default?: boolean;
}

interface SelectBase {
  custom_id: string;
  placeholder?: string;
  min_values?: number;
  max_values?: number;
  disabled?: boolean;
  required?: boolean;
}

export interface StringSelect extends SelectBase {
  type: 3;
  options: SelectOption[];
}

/** A select that is filled from the server: with users, roles, both or channels. */
export interface EntitySelect extends SelectBase {
  type: 5 | 6 | 7 | 8;
  channel_types?: number[];
  default_values?: { id: string }[];
}

export type SelectMenu = StringSelect | EntitySelect;

export interface TextInput {
  type: 4;
  custom_id: string;
  style: number;
  label?: string;
  placeholder?: string;
  value?: string;
  min_length?: number;
  max_length?: number;
  required?: boolean;
}

export interface RadioGroup {
  type: 21;
  custom_id: string;
  options: SelectOption[];
  required?: boolean;
}

export interface CheckboxGroup {
  type: 22;
  custom_id: string;
  options: SelectOption[];
  min_values?: number;
  max_values?: number;
  required?: boolean;
}

export interface Checkbox {
  type: 23;
  custom_id: string;
  default?: boolean;
  required?: boolean;
}

export interface FileUpload {
  type: 19;
  custom_id: string;
  min_values?: number;
  max_values?: number;
  required?: boolean;
}

/** What can be filled in in a form. */
export type FormControl = SelectMenu | TextInput | FileUpload | RadioGroup | CheckboxGroup | Checkbox;

export interface ActionRow {
  type: 1;
  components: Component[];
}

export interface Section {
  type: 9;
  components: Component[];
  accessory: Component;
}

export interface TextDisplay {
  type: 10;
  content: string;
}

/** A picture in a message of components. */
export interface MediaItem {
  media: { url: string };
  description?: string;
}

export interface Thumbnail extends MediaItem {
  type: 11;
}

export interface MediaGallery {
  type: 12;
  items: MediaItem[];
}

export interface FileComponent {
  type: 13;
  file: { url: string };
  name?: string;
  size?: number;
}

export interface Separator {
  type: 14;
  divider?: boolean;
  spacing?: number;
}

export interface Container {
  type: 17;
  components: Component[];
  accent_color?: number | null;
}

export interface Label {
  type: 18;
  label: string;
  description?: string;
  component: FormControl;
}

/** A component of any kind: its type, Discord's number, says which. */
export type Component =
  | ActionRow | Button | FormControl | Section | TextDisplay | Thumbnail | MediaGallery | FileComponent | Separator
  | Container | Label;
