// The commands, a table.
import { audit } from './audit-command.js';
import type { Command } from './command.js';
import { prompt, request, validate } from './contract-commands.js';
import { encode, exportFor, presets, probe, resize } from './image-commands.js';
import { fetchModel, listModels } from './model-commands.js';
import { preview } from './preview-command.js';
import { removeBackground } from './removal-command.js';

export const commands: Readonly<Record<string, Command>> = {
  'remove-background': removeBackground,
  preview,
  validate,
  request,
  prompt,
  audit,
  probe,
  resize,
  encode,
  export: exportFor,
  presets,
  models: listModels,
  'fetch-model': fetchModel,
};
