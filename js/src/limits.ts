// What the backend allows: constants, access, room, backgrounds.
import type {
  CoachAssetType,
  GenerationAssetType,
  ImageFileType,
  MediaAssetType,
  MediaSubject,
  Tier,
} from './generated/contract.js';

/** What a subscription allows. */
export interface Access {
  /** Whether the tier has a media library at all. */
  hasAccess: boolean;
  /** As it was given. */
  tier: string;
  /** Assets allowed, all types together. */
  totalLimit: number;
  /** Assets allowed in one prompt. */
  maxPerPrompt: number;
  /** Invites a user without access to upgrade; null with access. */
  upgradeMessage: string | null;
  /** Assets allowed of each type. */
  assetLimits: Record<MediaAssetType, number>;
}

/** Whether an upload of an asset type loses its background. */
export interface BackgroundRemoval {
  /** What null means for the type. */
  default: boolean;
  /** Whether the type ever loses its background. */
  allowed: boolean;
  /** What the server will do. */
  effective: boolean;
  /** What pictures of the type show, which decides the model that finds it; null where the background stays. */
  subject: MediaSubject | null;
}

/** Assets allowed, there, and still possible. */
export interface RoomLeft {
  /** Allowed by the tier. */
  limit: number;
  /** There now. */
  used: number;
  /** Still possible, at least 0. */
  left: number;
}

/** What a library still takes. */
export interface Room {
  /** All types together. */
  total: RoomLeft;
  /** By media asset type. */
  types: Record<MediaAssetType, RoomLeft>;
}

/** A selection, divided at the limit of the tier. */
export interface PromptSelection {
  /** Assets that fit into one prompt. */
  limit: number;
  /** The first ones, up to the limit, in their order. */
  allowed: string[];
  /** Those after them. */
  exceeding: string[];
}

/** Pixels. */
export interface CanvasSize {
  /** Above 0. */
  width: number;
  /** Above 0. */
  height: number;
}

/** The backend's limits and vocabularies, under its names. */
export interface Constants {
  /** In the order of the backend. */
  readonly MEDIA_ASSET_TYPES: readonly MediaAssetType[];
  /** What each type is for, in a sentence. */
  readonly MEDIA_ASSET_TYPE_DESCRIPTIONS: Readonly<Record<MediaAssetType, string>>;
  /** Types that lose their background unless a request says otherwise. */
  readonly BG_REMOVAL_DEFAULT_TYPES: readonly MediaAssetType[];
  /** Types that keep their background whatever a request says. */
  readonly BG_REMOVAL_EXCLUDED_TYPES: readonly MediaAssetType[];
  /** The same as BG_REMOVAL_DEFAULT_TYPES. */
  readonly BACKGROUND_REMOVED_BY_DEFAULT: readonly MediaAssetType[];
  /** The same as BG_REMOVAL_EXCLUDED_TYPES. */
  readonly BACKGROUND_NEVER_REMOVED: readonly MediaAssetType[];
  /** Assets in one library, all types together. */
  readonly TOTAL_ASSET_LIMIT: number;
  /** Assets of each type in one library. */
  readonly ASSET_LIMITS: Readonly<Record<MediaAssetType, number>>;
  /** Assets in one prompt. */
  readonly MAX_PROMPT_INJECTION_ASSETS: number;
  /** Ids in one request to delete. */
  readonly MAX_BULK_DELETE: number;
  /** Of one file, after base64 decoding. */
  readonly MAX_FILE_BYTES: number;
  /** Subscriptions with a media library. */
  readonly ALLOWED_TIERS: readonly Tier[];
  /** Image types that are told from the bytes of an upload. */
  readonly FILE_TYPES: readonly ImageFileType[];
  /** What `generate` can be asked for. */
  readonly GENERATION_ASSET_TYPES: readonly GenerationAssetType[];
  /** What a coach session can be about. */
  readonly COACH_ASSET_TYPES: readonly CoachAssetType[];
  /** Of each kind of picture that is made. */
  readonly CANVAS_SIZES: Readonly<Record<GenerationAssetType | CoachAssetType, CanvasSize>>;
  /** Of any asset type that CANVAS_SIZES does not name. */
  readonly DEFAULT_CANVAS_SIZE: CanvasSize;
}
