// What the entries over the module "contract" export besides their functions.
export { MediaError, type MediaErrorCode } from './errors.js';
export type { ContractKit } from './kit-contract.js';
export type { EndpointRow } from './tables.js';
export type {
  Access,
  BackgroundRemoval,
  CanvasSize,
  Constants,
  ContractApi,
  ContractIssue,
  EncodeResult,
  FieldName,
  InvalidResult,
  IssueOf,
  JsonSchema,
  KeyStyle,
  MessageOptions,
  ModelOrList,
  PromptSelection,
  Room,
  RoomLeft,
  Validated,
  ValidateOptions,
  ValidationResult,
} from './contract.js';
export { deserializePlacements, serializePlacements } from './placements.js';
export type { AssetPlacement, PlacedAsset, PlacementAnchor, SerializedPlacement, SerializeOptions } from './placements.js';
export type { DescribeOptions, PromptApi } from './prompt.js';
export type * from './generated/contract.js';
export type { EndpointName } from './generated/endpoints.js';
export type { JsonText } from './json.js';
export type { ModelSchema, SchemaIssue, SchemaResult, StandardSchema } from './standard-schema.js';
export type { BuiltRequest, RefusedRequest, RequestBody, RequestContext, RequestParts, RequestResult, RequestsApi, UploadImage, UploadMediaFields, UploadMediaParams } from './requests.js';
export type { IssueMessage, IssueMessages } from './messages.js';
export type { ResponseOptions, ResponsesApi, ServerError, ServerIssue, Tolerated } from './responses.js';
