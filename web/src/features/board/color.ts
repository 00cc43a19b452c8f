export {
  COLOR_NAMES,
  type ColorName,
  colorStyle,
  markStyle,
  toColor,
} from '../../ui/option-color.ts';
