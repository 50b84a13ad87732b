// One export for each icon of Lucide that the interface shows.
import {
  AppWindow as AppWindowShapes,
  ArchiveRestore as ArchiveRestoreShapes,
  Archive as ArchiveShapes,
  ArrowDown as ArrowDownShapes,
  ArrowLeftRight as ArrowLeftRightShapes,
  ArrowLeft as ArrowLeftShapes,
  ArrowRight as ArrowRightShapes,
  ArrowUp as ArrowUpShapes,
  ArrowUpToLine as ArrowUpToLineShapes,
  Bell as BellShapes,
  Bot as BotShapes,
  Boxes as BoxesShapes,
  Box as BoxShapes,
  Cable as CableShapes,
  ChartLine as ChartLineShapes,
  Check as CheckShapes,
  ChevronDown as ChevronDownShapes,
  ChevronLeft as ChevronLeftShapes,
  ChevronRight as ChevronRightShapes,
  ChevronsUpDown as ChevronsUpDownShapes,
  CircleAlert as CircleAlertShapes,
  CircleCheck as CircleCheckShapes,
  CircleDashed as CircleDashedShapes,
  CircleOff as CircleOffShapes,
  CirclePlay as CirclePlayShapes,
  CircleQuestionMark as CircleQuestionMarkShapes,
  CircleX as CircleXShapes,
  Clock as ClockShapes,
  Copy as CopyShapes,
  Cpu as CpuShapes,
  CreditCard as CreditCardShapes,
  Crown as CrownShapes,
  Database as DatabaseShapes,
  Download as DownloadShapes,
  Ellipsis as EllipsisShapes,
  Eraser as EraserShapes,
  ExternalLink as ExternalLinkShapes,
  EyeOff as EyeOffShapes,
  Eye as EyeShapes,
  FileBox as FileBoxShapes,
  FileCode as FileCodeShapes,
  FlaskConical as FlaskConicalShapes,
  FolderInput as FolderInputShapes,
  FolderOpen as FolderOpenShapes,
  Folder as FolderShapes,
  FolderTree as FolderTreeShapes,
  Gauge as GaugeShapes,
  Ghost as GhostShapes,
  GripVertical as GripVerticalShapes,
  HardDrive as HardDriveShapes,
  History as HistoryShapes,
  Image as ImageIconShapes,
  Info as InfoShapes,
  KeyRound as KeyRoundShapes,
  Layers as LayersShapes,
  LayoutPanelLeft as LayoutPanelLeftShapes,
  LifeBuoy as LifeBuoyShapes,
  Lightbulb as LightbulbShapes,
  ListOrdered as ListOrderedShapes,
  ListX as ListXShapes,
  LoaderCircle as LoaderCircleShapes,
  Lock as LockShapes,
  LogOut as LogOutShapes,
  Mail as MailShapes,
  Menu as MenuIconShapes,
  MonitorSmartphone as MonitorSmartphoneShapes,
  Pencil as PencilShapes,
  Plus as PlusShapes,
  ReceiptText as ReceiptTextShapes,
  RefreshCw as RefreshCwShapes,
  RotateCcw as RotateCcwShapes,
  ScrollText as ScrollTextShapes,
  Search as SearchShapes,
  ShieldAlert as ShieldAlertShapes,
  ShieldBan as ShieldBanShapes,
  ShieldCheck as ShieldCheckShapes,
  ShieldQuestionMark as ShieldQuestionMarkShapes,
  SlidersHorizontal as SlidersHorizontalShapes,
  Square as SquareShapes,
  Table2 as Table2Shapes,
  Tag as TagShapes,
  Trash2 as Trash2Shapes,
  TriangleAlert as TriangleAlertShapes,
  Undo2 as Undo2Shapes,
  Upload as UploadShapes,
  UserMinus as UserMinusShapes,
  UserPlus as UserPlusShapes,
  User as UserShapes,
  UsersRound as UsersRoundShapes,
  Users as UsersShapes,
  Vault as VaultShapes,
  WandSparkles as WandSparklesShapes,
  X as XShapes,
} from "lucide";
import { icon } from "./icon";

export const AppWindow = icon(AppWindowShapes);
export const Archive = icon(ArchiveShapes);
export const ArchiveRestore = icon(ArchiveRestoreShapes);
export const ArrowDown = icon(ArrowDownShapes);
export const ArrowLeft = icon(ArrowLeftShapes);
export const ArrowLeftRight = icon(ArrowLeftRightShapes);
export const ArrowRight = icon(ArrowRightShapes);
export const ArrowUp = icon(ArrowUpShapes);
export const ArrowUpToLine = icon(ArrowUpToLineShapes);
export const Bell = icon(BellShapes);
export const Bot = icon(BotShapes);
export const Box = icon(BoxShapes);
export const Boxes = icon(BoxesShapes);
export const Cable = icon(CableShapes);
export const ChartLine = icon(ChartLineShapes);
export const Check = icon(CheckShapes);
export const ChevronDown = icon(ChevronDownShapes);
export const ChevronLeft = icon(ChevronLeftShapes);
export const ChevronRight = icon(ChevronRightShapes);
export const ChevronsUpDown = icon(ChevronsUpDownShapes);
export const CircleAlert = icon(CircleAlertShapes);
export const CircleCheck = icon(CircleCheckShapes);
export const CircleDashed = icon(CircleDashedShapes);
export const CircleOff = icon(CircleOffShapes);
export const CirclePlay = icon(CirclePlayShapes);
export const CircleQuestionMark = icon(CircleQuestionMarkShapes);
export const CircleX = icon(CircleXShapes);
export const Clock = icon(ClockShapes);
export const Copy = icon(CopyShapes);
export const Cpu = icon(CpuShapes);
export const CreditCard = icon(CreditCardShapes);
export const Crown = icon(CrownShapes);
export const Database = icon(DatabaseShapes);
export const Download = icon(DownloadShapes);
export const Ellipsis = icon(EllipsisShapes);
export const ExternalLink = icon(ExternalLinkShapes);
export const Eye = icon(EyeShapes);
export const EyeOff = icon(EyeOffShapes);
export const FileBox = icon(FileBoxShapes);
export const FileCode = icon(FileCodeShapes);
export const FlaskConical = icon(FlaskConicalShapes);
export const Folder = icon(FolderShapes);
export const FolderInput = icon(FolderInputShapes);
export const FolderOpen = icon(FolderOpenShapes);
export const FolderTree = icon(FolderTreeShapes);
export const Gauge = icon(GaugeShapes);
export const Ghost = icon(GhostShapes);
export const GripVertical = icon(GripVerticalShapes);
export const HardDrive = icon(HardDriveShapes);
export const History = icon(HistoryShapes);
export const ImageIcon = icon(ImageIconShapes);
export const Info = icon(InfoShapes);
export const KeyRound = icon(KeyRoundShapes);
export const Layers = icon(LayersShapes);
export const LayoutPanelLeft = icon(LayoutPanelLeftShapes);
export const LifeBuoy = icon(LifeBuoyShapes);
export const Lightbulb = icon(LightbulbShapes);
export const ListOrdered = icon(ListOrderedShapes);
export const ListX = icon(ListXShapes);
export const Eraser = icon(EraserShapes);
export const LoaderCircle = icon(LoaderCircleShapes);
export const Lock = icon(LockShapes);
export const LogOut = icon(LogOutShapes);
export const Mail = icon(MailShapes);
export const MenuIcon = icon(MenuIconShapes);
export const MonitorSmartphone = icon(MonitorSmartphoneShapes);
export const Pencil = icon(PencilShapes);
export const Plus = icon(PlusShapes);
export const ReceiptText = icon(ReceiptTextShapes);
export const RefreshCw = icon(RefreshCwShapes);
export const RotateCcw = icon(RotateCcwShapes);
export const ScrollText = icon(ScrollTextShapes);
export const Search = icon(SearchShapes);
export const ShieldAlert = icon(ShieldAlertShapes);
export const ShieldBan = icon(ShieldBanShapes);
export const ShieldCheck = icon(ShieldCheckShapes);
export const ShieldQuestionMark = icon(ShieldQuestionMarkShapes);
export const SlidersHorizontal = icon(SlidersHorizontalShapes);
export const Square = icon(SquareShapes);
export const Table2 = icon(Table2Shapes);
export const Tag = icon(TagShapes);
export const Trash2 = icon(Trash2Shapes);
export const TriangleAlert = icon(TriangleAlertShapes);
export const Upload = icon(UploadShapes);
export const User = icon(UserShapes);
export const UserMinus = icon(UserMinusShapes);
export const UserPlus = icon(UserPlusShapes);
export const Users = icon(UsersShapes);
export const UsersRound = icon(UsersRoundShapes);
export const Vault = icon(VaultShapes);
export const WandSparkles = icon(WandSparklesShapes);
export const X = icon(XShapes);
export const Undo2 = icon(Undo2Shapes);
