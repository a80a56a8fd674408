"""Contains all the data models used in inputs/outputs"""

from .activity_kind import ActivityKind
from .address import Address
from .address_change_enum import AddressChangeEnum
from .adoption_input import AdoptionInput
from .adoption_input_decisions import AdoptionInputDecisions
from .adoption_input_decisions_additional_property import AdoptionInputDecisionsAdditionalProperty
from .age import Age
from .age_enum import AgeEnum
from .alarm import Alarm
from .alarm_order import AlarmOrder
from .alarm_out_kind_enum import AlarmOutKindEnum
from .alarm_page import AlarmPage
from .alarm_parcel import AlarmParcel
from .alarms_list_kind import AlarmsListKind
from .alarms_list_state import AlarmsListState
from .alert import Alert
from .alert_input import AlertInput
from .alert_page import AlertPage
from .alert_rhythm import AlertRhythm
from .alert_severity import AlertSeverity
from .alternative import Alternative
from .answer_input import AnswerInput
from .answered import Answered
from .archive import Archive
from .arm import Arm
from .arm_input import ArmInput
from .asked import Asked
from .asked_address import AskedAddress
from .asked_by_enum import AskedByEnum
from .asked_line import AskedLine
from .at_risk import AtRisk
from .at_risk_page import AtRiskPage
from .attempt import Attempt
from .attempt_request_headers import AttemptRequestHeaders
from .attempt_response_headers import AttemptResponseHeaders
from .attribution import Attribution
from .audit import Audit
from .audit_cause import AuditCause
from .audit_in_full import AuditInFull
from .audit_input import AuditInput
from .audit_item import AuditItem
from .audit_page import AuditPage
from .audit_state import AuditState
from .audits_list_kind import AuditsListKind
from .backfill import Backfill
from .backfill_input import BackfillInput
from .backfill_out_state_enum import BackfillOutStateEnum
from .backfill_page import BackfillPage
from .balance import Balance
from .basket import Basket
from .basket_answer import BasketAnswer
from .basket_code import BasketCode
from .basket_code_state import BasketCodeState
from .basket_discount import BasketDiscount
from .basket_discount_input import BasketDiscountInput
from .basket_figures import BasketFigures
from .basket_gives import BasketGives
from .basket_page import BasketPage
from .basket_reason import BasketReason
from .basket_rules import BasketRules
from .basket_rules_input import BasketRulesInput
from .basket_standing import BasketStanding
from .basket_step import BasketStep
from .basket_step_figures import BasketStepFigures
from .basket_step_input import BasketStepInput
from .batch import Batch
from .batch_input import BatchInput
from .batch_out_state_enum import BatchOutStateEnum
from .batch_page import BatchPage
from .because_enum import BecauseEnum
from .blank_enum import BlankEnum
from .block import Block
from .block_change_input import BlockChangeInput
from .block_change_input_settings import BlockChangeInputSettings
from .block_edit_input import BlockEditInput
from .block_edit_input_settings import BlockEditInputSettings
from .block_edit_input_texts import BlockEditInputTexts
from .block_input import BlockInput
from .block_input_settings import BlockInputSettings
from .block_order_input import BlockOrderInput
from .block_origin import BlockOrigin
from .block_settings import BlockSettings
from .block_settings_input import BlockSettingsInput
from .block_settings_input_settings import BlockSettingsInputSettings
from .block_texts import BlockTexts
from .block_texts_texts import BlockTextsTexts
from .body import Body
from .brand import Brand
from .brand_input import BrandInput
from .brand_input_social import BrandInputSocial
from .brand_row import BrandRow
from .brand_row_page import BrandRowPage
from .bulk_result import BulkResult
from .bulk_results import BulkResults
from .buyer_input import BuyerInput
from .buyer_request import BuyerRequest
from .buyer_request_out_kind_enum import BuyerRequestOutKindEnum
from .buyer_request_out_state_enum import BuyerRequestOutStateEnum
from .buyer_request_page import BuyerRequestPage
from .calendar import Calendar
from .calendar_input import CalendarInput
from .calendar_page import CalendarPage
from .calendar_ref import CalendarRef
from .candidate import Candidate
from .carrier import Carrier
from .carrier_ground_enum import CarrierGroundEnum
from .carrier_input import CarrierInput
from .carrier_page import CarrierPage
from .change import Change
from .changes_list_deed import ChangesListDeed
from .channel import Channel
from .channel_and_kind_input import ChannelAndKindInput
from .channel_mode import ChannelMode
from .channel_mode_input import ChannelModeInput
from .channel_modes import ChannelModes
from .check_enum import CheckEnum
from .checklist import Checklist
from .chosen_store_state import ChosenStoreState
from .clash_enum import ClashEnum
from .code import Code
from .code_enum import CodeEnum
from .comparison import Comparison
from .connection import Connection
from .connection_kind import ConnectionKind
from .consent import Consent
from .consent_in_channel_enum import ConsentInChannelEnum
from .consent_input import ConsentInput
from .consent_page import ConsentPage
from .contact import Contact
from .contact_channel import ContactChannel
from .contact_input import ContactInput
from .copy import Copy
from .copy_out_state_enum import CopyOutStateEnum
from .copy_page import CopyPage
from .correction_scope import CorrectionScope
from .counting import Counting
from .counting_input import CountingInput
from .coverage_input import CoverageInput
from .credit import Credit
from .credit_change import CreditChange
from .css_enum import CssEnum
from .decide_input import DecideInput
from .decision import Decision
from .decision_enum import DecisionEnum
from .decision_input import DecisionInput
from .deliveries_list_state import DeliveriesListState
from .delivery import Delivery
from .delivery_method_enum import DeliveryMethodEnum
from .delivery_mode import DeliveryMode
from .delivery_row import DeliveryRow
from .delivery_row_page import DeliveryRowPage
from .delivery_settings import DeliverySettings
from .delivery_settings_input import DeliverySettingsInput
from .delivery_state import DeliveryState
from .desk_look import DeskLook
from .detect import Detect
from .detect_input import DetectInput
from .direction_enum import DirectionEnum
from .disabled_because_enum import DisabledBecauseEnum
from .dismiss_input import DismissInput
from .dns_record import DnsRecord
from .domain_check import DomainCheck
from .domain_check_input import DomainCheckInput
from .domain_finding import DomainFinding
from .draft_input import DraftInput
from .dropped import Dropped
from .dry_run import DryRun
from .edits_input import EditsInput
from .edits_input_blocks import EditsInputBlocks
from .effect import Effect
from .enabling_input import EnablingInput
from .endpoint import Endpoint
from .endpoint_input import EndpointInput
from .endpoint_page import EndpointPage
from .endpoint_state import EndpointState
from .engine_enum import EngineEnum
from .epoch import Epoch
from .erasure import Erasure
from .erasure_input import ErasureInput
from .erasure_out_kind_enum import ErasureOutKindEnum
from .erasure_page import ErasurePage
from .event import Event
from .event_data import EventData
from .event_data_details import EventDataDetails
from .events import Events
from .every_enum import EveryEnum
from .evidence_enum import EvidenceEnum
from .exclusion_enum import ExclusionEnum
from .experiment import Experiment
from .experiment_guardrail import ExperimentGuardrail
from .experiment_input import ExperimentInput
from .experiment_metric import ExperimentMetric
from .experiment_plan_input import ExperimentPlanInput
from .experiment_planned import ExperimentPlanned
from .experiment_planned_days_alone import ExperimentPlannedDaysAlone
from .experiment_report import ExperimentReport
from .experiment_row import ExperimentRow
from .experiment_row_page import ExperimentRowPage
from .experiment_state import ExperimentState
from .experiment_stopping import ExperimentStopping
from .experiment_unit import ExperimentUnit
from .experiments_list_kind import ExperimentsListKind
from .experiments_list_state import ExperimentsListState
from .export import Export
from .export_input import ExportInput
from .fact import Fact
from .fact_page import FactPage
from .feedback import Feedback
from .feedback_list_kind import FeedbackListKind
from .feedback_list_on import FeedbackListOn
from .feedback_page import FeedbackPage
from .field import Field
from .field_enum import FieldEnum
from .fields import Fields
from .fields_social import FieldsSocial
from .figure_report import FigureReport
from .figure_report_input import FigureReportInput
from .figure_report_page import FigureReportPage
from .figure_report_store_type_0 import FigureReportStoreType0
from .figures import Figures
from .figures_behind_kind import FiguresBehindKind
from .figures_behind_what import FiguresBehindWhat
from .figures_compare import FiguresCompare
from .figures_counts import FiguresCounts
from .figures_group_by import FiguresGroupBy
from .figures_kind import FiguresKind
from .figures_page import FiguresPage
from .figures_rates import FiguresRates
from .filled import Filled
from .financial_state_enum import FinancialStateEnum
from .finding import Finding
from .finding_kind import FindingKind
from .finding_out_severity_enum import FindingOutSeverityEnum
from .font_enum import FontEnum
from .forecast import Forecast
from .forecast_out_outcome_enum import ForecastOutOutcomeEnum
from .foresee_input import ForeseeInput
from .foreseen import Foreseen
from .foresight import Foresight
from .format_enum import FormatEnum
from .former import Former
from .fulfilment import Fulfilment
from .fulfilment_state_enum import FulfilmentStateEnum
from .funnel import Funnel
from .give_input import GiveInput
from .ground_enum import GroundEnum
from .group import Group
from .group_group import GroupGroup
from .halt import Halt
from .halt_input import HaltInput
from .halt_page import HaltPage
from .halts import Halts
from .harm import Harm
from .health import Health
from .health_day import HealthDay
from .health_page import HealthPage
from .health_severity import HealthSeverity
from .hidden_link_enum import HiddenLinkEnum
from .hindrance import Hindrance
from .hold_out import HoldOut
from .hold_out_input import HoldOutInput
from .import_ import Import
from .import_begin_input import ImportBeginInput
from .import_file_input import ImportFileInput
from .import_input import ImportInput
from .import_line import ImportLine
from .import_line_page import ImportLinePage
from .import_line_state import ImportLineState
from .incident import Incident
from .incident_page import IncidentPage
from .install import Install
from .install_input import InstallInput
from .invitation import Invitation
from .invitation_input import InvitationInput
from .invitation_page import InvitationPage
from .invitation_sent import InvitationSent
from .invitation_standing import InvitationStanding
from .key import Key
from .key_input import KeyInput
from .key_page import KeyPage
from .known import Known
from .known_list import KnownList
from .language_enum import LanguageEnum
from .late_orders import LateOrders
from .layer import Layer
from .layer_input import LayerInput
from .layer_page import LayerPage
from .level_enum import LevelEnum
from .lift_input import LiftInput
from .line import Line
from .link import Link
from .lint import Lint
from .lint_input import LintInput
from .lint_input_shares import LintInputShares
from .listed_order import ListedOrder
from .listed_order_page import ListedOrderPage
from .locale_enum import LocaleEnum
from .look import Look
from .look_ahead import LookAhead
from .look_page import LookPage
from .lost_reason_enum import LostReasonEnum
from .mail_service import MailService
from .many_input import ManyInput
from .me import Me
from .measure_enum import MeasureEnum
from .member import Member
from .member_page import MemberPage
from .mend_input import MendInput
from .mending_scope import MendingScope
from .message import Message
from .message_activity import MessageActivity
from .message_activity_data import MessageActivityData
from .message_activity_page import MessageActivityPage
from .message_batch_deed import MessageBatchDeed
from .message_expanded import MessageExpanded
from .message_row import MessageRow
from .message_row_page import MessageRowPage
from .message_state import MessageState
from .messages_list_arrival import MessagesListArrival
from .messages_list_channel import MessagesListChannel
from .messages_list_kind import MessagesListKind
from .messages_list_state import MessagesListState
from .missing import Missing
from .mixed_cart_enum import MixedCartEnum
from .mode import Mode
from .mode_input import ModeInput
from .model_enum import ModelEnum
from .modes import Modes
from .money import Money
from .native import Native
from .native_in_kind_enum import NativeInKindEnum
from .native_input import NativeInput
from .new_key import NewKey
from .new_secret import NewSecret
from .news import News
from .note import Note
from .note_input import NoteInput
from .note_page import NotePage
from .notification_kind import NotificationKind
from .on_enum import OnEnum
from .one_block import OneBlock
from .one_block_settings import OneBlockSettings
from .one_health import OneHealth
from .order import Order
from .order_batch import OrderBatch
from .order_batch_deed import OrderBatchDeed
from .order_batch_in_stage_enum import OrderBatchInStageEnum
from .order_batch_input import OrderBatchInput
from .order_batch_page import OrderBatchPage
from .order_batch_state import OrderBatchState
from .order_expanded import OrderExpanded
from .order_input import OrderInput
from .order_line_input import OrderLineInput
from .order_message_bulk_input import OrderMessageBulkInput
from .order_message_input import OrderMessageInput
from .order_note_bulk_input import OrderNoteBulkInput
from .order_note_input import OrderNoteInput
from .order_notification_kind import OrderNotificationKind
from .order_promise import OrderPromise
from .order_ref import OrderRef
from .order_row import OrderRow
from .order_stage import OrderStage
from .order_step import OrderStep
from .order_tag_bulk_input import OrderTagBulkInput
from .order_tag_input import OrderTagInput
from .order_write import OrderWrite
from .orders_foreseen import OrdersForeseen
from .orders_list_archived import OrdersListArchived
from .orders_list_message_state import OrdersListMessageState
from .orders_list_sales_channel import OrdersListSalesChannel
from .orders_list_stage import OrdersListStage
from .own_template_input import OwnTemplateInput
from .page_settings import PageSettings
from .page_settings_input import PageSettingsInput
from .parameter import Parameter
from .parcel import Parcel
from .parcel_bulk_input import ParcelBulkInput
from .parcel_expanded import ParcelExpanded
from .parcel_import import ParcelImport
from .parcel_import_page import ParcelImportPage
from .parcel_import_state import ParcelImportState
from .parcel_input import ParcelInput
from .parcel_line import ParcelLine
from .parcel_line_input import ParcelLineInput
from .parcel_order import ParcelOrder
from .parcel_origin import ParcelOrigin
from .parcel_page import ParcelPage
from .parcels_list_direction import ParcelsListDirection
from .pass_ import Pass
from .pass_page import PassPage
from .passes_due import PassesDue
from .password_link import PasswordLink
from .patched_alert_changes_input import PatchedAlertChangesInput
from .patched_block_changes_input import PatchedBlockChangesInput
from .patched_calendar_changes_input import PatchedCalendarChangesInput
from .patched_carrier_changes_input import PatchedCarrierChangesInput
from .patched_desk_look_input import PatchedDeskLookInput
from .patched_endpoint_changes_input import PatchedEndpointChangesInput
from .patched_experiment_change_input import PatchedExperimentChangeInput
from .patched_parcel_change_input import PatchedParcelChangeInput
from .patched_place_input import PatchedPlaceInput
from .patched_processing_changes_input import PatchedProcessingChangesInput
from .patched_retention_input import PatchedRetentionInput
from .patched_rule_changes_input import PatchedRuleChangesInput
from .patched_rule_changes_input_definition import PatchedRuleChangesInputDefinition
from .patched_sender_changes_input import PatchedSenderChangesInput
from .patched_sender_changes_input_options import PatchedSenderChangesInputOptions
from .patched_store_changes_input import PatchedStoreChangesInput
from .patched_tracker_changes_input import PatchedTrackerChangesInput
from .patched_transit_changes_input import PatchedTransitChangesInput
from .phone import Phone
from .phone_input import PhoneInput
from .picture import Picture
from .picture_input import PictureInput
from .picture_page import PicturePage
from .place import Place
from .place_enum import PlaceEnum
from .plan_input import PlanInput
from .policy import Policy
from .policy_input import PolicyInput
from .postal_address_input import PostalAddressInput
from .postpone_input import PostponeInput
from .presence import Presence
from .presence_enum import PresenceEnum
from .problem import Problem
from .problem_errors_item import ProblemErrorsItem
from .processing_time import ProcessingTime
from .processing_time_input import ProcessingTimeInput
from .processing_time_page import ProcessingTimePage
from .processing_times_list_level import ProcessingTimesListLevel
from .product import Product
from .product_page import ProductPage
from .products import Products
from .products_input import ProductsInput
from .progress import Progress
from .progress_counts import ProgressCounts
from .promise import Promise
from .promise_input import PromiseInput
from .promise_out_cause_enum import PromiseOutCauseEnum
from .promise_run import PromiseRun
from .promise_run_input import PromiseRunInput
from .promise_run_page import PromiseRunPage
from .promise_steps_item import PromiseStepsItem
from .promised_line import PromisedLine
from .promo_pool import PromoPool
from .promo_pool_input import PromoPoolInput
from .promo_pool_page import PromoPoolPage
from .purpose_enum import PurposeEnum
from .push_input import PushInput
from .question import Question
from .question_input import QuestionInput
from .questions import Questions
from .questions_input import QuestionsInput
from .reach import Reach
from .reason_enum import ReasonEnum
from .recipe import Recipe
from .recipe_definition import RecipeDefinition
from .recipe_input import RecipeInput
from .recorded_change import RecordedChange
from .recorded_change_after_type_0 import RecordedChangeAfterType0
from .recorded_change_before_type_0 import RecordedChangeBeforeType0
from .recorded_change_out_deed_enum import RecordedChangeOutDeedEnum
from .recorded_change_page import RecordedChangePage
from .redrive_input import RedriveInput
from .redriven import Redriven
from .refund import Refund
from .release_input import ReleaseInput
from .reminder import Reminder
from .removal import Removal
from .render_input import RenderInput
from .render_input_values import RenderInputValues
from .rendered import Rendered
from .renewal_input import RenewalInput
from .replay import Replay
from .replay_input import ReplayInput
from .replay_page import ReplayPage
from .replay_state import ReplayState
from .report_rhythm import ReportRhythm
from .request_answer_input import RequestAnswerInput
from .requests_list_kind import RequestsListKind
from .requests_list_state import RequestsListState
from .rescue_case import RescueCase
from .rescue_case_out_cause_enum import RescueCaseOutCauseEnum
from .rescue_case_out_state_enum import RescueCaseOutStateEnum
from .rescue_case_page import RescueCasePage
from .rescue_cases_list_cause import RescueCasesListCause
from .rescue_cases_list_state import RescueCasesListState
from .result_arm import ResultArm
from .results import Results
from .resumed import Resumed
from .retention import Retention
from .revision import Revision
from .revision_brand import RevisionBrand
from .revision_row import RevisionRow
from .revision_row_page import RevisionRowPage
from .revision_sources import RevisionSources
from .rhythm import Rhythm
from .rhythm_input import RhythmInput
from .rhythms import Rhythms
from .rhythms_input import RhythmsInput
from .role_enum import RoleEnum
from .rollout_input import RolloutInput
from .rollout_mail import RolloutMail
from .rollout_mail_out_state_enum import RolloutMailOutStateEnum
from .rollout_mail_page import RolloutMailPage
from .rollout_row import RolloutRow
from .rollout_row_out_state_enum import RolloutRowOutStateEnum
from .rollout_row_page import RolloutRowPage
from .rotation_input import RotationInput
from .rule import Rule
from .rule_definition import RuleDefinition
from .rule_dry_run import RuleDryRun
from .rule_input import RuleInput
from .rule_input_definition import RuleInputDefinition
from .rule_page import RulePage
from .rule_ref import RuleRef
from .rule_runs_list_state import RuleRunsListState
from .rule_secret import RuleSecret
from .rule_secret_definition import RuleSecretDefinition
from .rule_state import RuleState
from .rules_list_state import RulesListState
from .run import Run
from .run_because_item import RunBecauseItem
from .run_ending import RunEnding
from .run_order import RunOrder
from .run_outcomes_item import RunOutcomesItem
from .run_page import RunPage
from .run_state import RunState
from .sales_channel import SalesChannel
from .scan import Scan
from .scan_in_state_enum import ScanInStateEnum
from .scan_input import ScanInput
from .scan_page import ScanPage
from .schedule_input import ScheduleInput
from .security_enum import SecurityEnum
from .seeing import Seeing
from .seeing_input import SeeingInput
from .segments_enum import SegmentsEnum
from .send_again_input import SendAgainInput
from .send_input import SendInput
from .send_many_input import SendManyInput
from .sender import Sender
from .sender_input import SenderInput
from .sender_input_options import SenderInputOptions
from .sender_options import SenderOptions
from .senders import Senders
from .settle_input import SettleInput
from .share import Share
from .shop_erasure import ShopErasure
from .shop_erasure_input import ShopErasureInput
from .shop_erasure_out_state_enum import ShopErasureOutStateEnum
from .shop_erasure_page import ShopErasurePage
from .shop_note import ShopNote
from .shop_note_input import ShopNoteInput
from .shop_state_enum import ShopStateEnum
from .shopify_enum import ShopifyEnum
from .shopify_webhooks_list_state import ShopifyWebhooksListState
from .sign_off_input import SignOffInput
from .somebody_input import SomebodyInput
from .sort_enum import SortEnum
from .source import Source
from .special_day import SpecialDay
from .special_day_input import SpecialDayInput
from .stage import Stage
from .stage_counts import StageCounts
from .standing import Standing
from .status_enum import StatusEnum
from .stays import Stays
from .step import Step
from .step_out_step_enum import StepOutStepEnum
from .stop_input import StopInput
from .store import Store
from .store_finding import StoreFinding
from .store_finding_page import StoreFindingPage
from .store_findings_kind import StoreFindingsKind
from .store_in_full import StoreInFull
from .store_input import StoreInput
from .store_page import StorePage
from .store_ref import StoreRef
from .store_state import StoreState
from .subject_enum import SubjectEnum
from .subscription import Subscription
from .subscription_out_state_enum import SubscriptionOutStateEnum
from .subscriptions import Subscriptions
from .sum_ import Sum
from .summary import Summary
from .suppression import Suppression
from .suppression_bulk_input import SuppressionBulkInput
from .suppression_input import SuppressionInput
from .suppression_out_cause_enum import SuppressionOutCauseEnum
from .suppression_page import SuppressionPage
from .suppressions_list_cause import SuppressionsListCause
from .table_input import TableInput
from .tag_input import TagInput
from .tag_write import TagWrite
from .tag_write_state import TagWriteState
from .tag_writes import TagWrites
from .tags import Tags
from .taken import Taken
from .taken_order import TakenOrder
from .taken_order_input import TakenOrderInput
from .tally import Tally
from .task import Task
from .task_order import TaskOrder
from .task_page import TaskPage
from .tasks_list_state import TasksListState
from .tell_input import TellInput
from .teller_enum import TellerEnum
from .template import Template
from .template_ref import TemplateRef
from .template_row import TemplateRow
from .template_row_page import TemplateRowPage
from .templates_list_kind import TemplatesListKind
from .term import Term
from .test import Test
from .test_input import TestInput
from .totals import Totals
from .tracker_account import TrackerAccount
from .tracker_account_input import TrackerAccountInput
from .tracker_account_page import TrackerAccountPage
from .tracking_domain import TrackingDomain
from .tracking_domain_input import TrackingDomainInput
from .tracking_domain_out_state_enum import TrackingDomainOutStateEnum
from .tracking_mode import TrackingMode
from .tracking_service import TrackingService
from .transit_time import TransitTime
from .transit_time_input import TransitTimeInput
from .transit_time_page import TransitTimePage
from .translation import Translation
from .translation_input import TranslationInput
from .translation_input_blocks import TranslationInputBlocks
from .translation_input_blocks_additional_property import TranslationInputBlocksAdditionalProperty
from .transport import Transport
from .tried import Tried
from .tried_seen_item import TriedSeenItem
from .tried_steps_item import TriedStepsItem
from .trouble import Trouble
from .try_input import TryInput
from .try_input_definition import TryInputDefinition
from .use import Use
from .variant import Variant
from .variant_input import VariantInput
from .variant_ref import VariantRef
from .verb import Verb
from .verdict import Verdict
from .verdict_enum import VerdictEnum
from .verdict_out_outcome_enum import VerdictOutOutcomeEnum
from .verdict_out_reasons_enum import VerdictOutReasonsEnum
from .vocabulary import Vocabulary
from .waiver import Waiver
from .waiver_input import WaiverInput
from .wanted_input import WantedInput
from .way import Way
from .way_enum import WayEnum
from .webhook import Webhook
from .webhook_in_full import WebhookInFull
from .webhook_page import WebhookPage
from .webhook_state import WebhookState
from .weights_input import WeightsInput
from .why_basket_left import WhyBasketLeft
from .why_enum import WhyEnum
from .why_input import WhyInput
from .without_code_enum import WithoutCodeEnum
from .words_enum import WordsEnum
from .write_back import WriteBack
from .write_back_out_state_enum import WriteBackOutStateEnum

__all__ = (
    "ActivityKind",
    "Address",
    "AddressChangeEnum",
    "AdoptionInput",
    "AdoptionInputDecisions",
    "AdoptionInputDecisionsAdditionalProperty",
    "Age",
    "AgeEnum",
    "Alarm",
    "AlarmOrder",
    "AlarmOutKindEnum",
    "AlarmPage",
    "AlarmParcel",
    "AlarmsListKind",
    "AlarmsListState",
    "Alert",
    "AlertInput",
    "AlertPage",
    "AlertRhythm",
    "AlertSeverity",
    "Alternative",
    "Answered",
    "AnswerInput",
    "Archive",
    "Arm",
    "ArmInput",
    "Asked",
    "AskedAddress",
    "AskedByEnum",
    "AskedLine",
    "AtRisk",
    "AtRiskPage",
    "Attempt",
    "AttemptRequestHeaders",
    "AttemptResponseHeaders",
    "Attribution",
    "Audit",
    "AuditCause",
    "AuditInFull",
    "AuditInput",
    "AuditItem",
    "AuditPage",
    "AuditsListKind",
    "AuditState",
    "Backfill",
    "BackfillInput",
    "BackfillOutStateEnum",
    "BackfillPage",
    "Balance",
    "Basket",
    "BasketAnswer",
    "BasketCode",
    "BasketCodeState",
    "BasketDiscount",
    "BasketDiscountInput",
    "BasketFigures",
    "BasketGives",
    "BasketPage",
    "BasketReason",
    "BasketRules",
    "BasketRulesInput",
    "BasketStanding",
    "BasketStep",
    "BasketStepFigures",
    "BasketStepInput",
    "Batch",
    "BatchInput",
    "BatchOutStateEnum",
    "BatchPage",
    "BecauseEnum",
    "BlankEnum",
    "Block",
    "BlockChangeInput",
    "BlockChangeInputSettings",
    "BlockEditInput",
    "BlockEditInputSettings",
    "BlockEditInputTexts",
    "BlockInput",
    "BlockInputSettings",
    "BlockOrderInput",
    "BlockOrigin",
    "BlockSettings",
    "BlockSettingsInput",
    "BlockSettingsInputSettings",
    "BlockTexts",
    "BlockTextsTexts",
    "Body",
    "Brand",
    "BrandInput",
    "BrandInputSocial",
    "BrandRow",
    "BrandRowPage",
    "BulkResult",
    "BulkResults",
    "BuyerInput",
    "BuyerRequest",
    "BuyerRequestOutKindEnum",
    "BuyerRequestOutStateEnum",
    "BuyerRequestPage",
    "Calendar",
    "CalendarInput",
    "CalendarPage",
    "CalendarRef",
    "Candidate",
    "Carrier",
    "CarrierGroundEnum",
    "CarrierInput",
    "CarrierPage",
    "Change",
    "ChangesListDeed",
    "Channel",
    "ChannelAndKindInput",
    "ChannelMode",
    "ChannelModeInput",
    "ChannelModes",
    "CheckEnum",
    "Checklist",
    "ChosenStoreState",
    "ClashEnum",
    "Code",
    "CodeEnum",
    "Comparison",
    "Connection",
    "ConnectionKind",
    "Consent",
    "ConsentInChannelEnum",
    "ConsentInput",
    "ConsentPage",
    "Contact",
    "ContactChannel",
    "ContactInput",
    "Copy",
    "CopyOutStateEnum",
    "CopyPage",
    "CorrectionScope",
    "Counting",
    "CountingInput",
    "CoverageInput",
    "Credit",
    "CreditChange",
    "CssEnum",
    "DecideInput",
    "Decision",
    "DecisionEnum",
    "DecisionInput",
    "DeliveriesListState",
    "Delivery",
    "DeliveryMethodEnum",
    "DeliveryMode",
    "DeliveryRow",
    "DeliveryRowPage",
    "DeliverySettings",
    "DeliverySettingsInput",
    "DeliveryState",
    "DeskLook",
    "Detect",
    "DetectInput",
    "DirectionEnum",
    "DisabledBecauseEnum",
    "DismissInput",
    "DnsRecord",
    "DomainCheck",
    "DomainCheckInput",
    "DomainFinding",
    "DraftInput",
    "Dropped",
    "DryRun",
    "EditsInput",
    "EditsInputBlocks",
    "Effect",
    "EnablingInput",
    "Endpoint",
    "EndpointInput",
    "EndpointPage",
    "EndpointState",
    "EngineEnum",
    "Epoch",
    "Erasure",
    "ErasureInput",
    "ErasureOutKindEnum",
    "ErasurePage",
    "Event",
    "EventData",
    "EventDataDetails",
    "Events",
    "EveryEnum",
    "EvidenceEnum",
    "ExclusionEnum",
    "Experiment",
    "ExperimentGuardrail",
    "ExperimentInput",
    "ExperimentMetric",
    "ExperimentPlanInput",
    "ExperimentPlanned",
    "ExperimentPlannedDaysAlone",
    "ExperimentReport",
    "ExperimentRow",
    "ExperimentRowPage",
    "ExperimentsListKind",
    "ExperimentsListState",
    "ExperimentState",
    "ExperimentStopping",
    "ExperimentUnit",
    "Export",
    "ExportInput",
    "Fact",
    "FactPage",
    "Feedback",
    "FeedbackListKind",
    "FeedbackListOn",
    "FeedbackPage",
    "Field",
    "FieldEnum",
    "Fields",
    "FieldsSocial",
    "FigureReport",
    "FigureReportInput",
    "FigureReportPage",
    "FigureReportStoreType0",
    "Figures",
    "FiguresBehindKind",
    "FiguresBehindWhat",
    "FiguresCompare",
    "FiguresCounts",
    "FiguresGroupBy",
    "FiguresKind",
    "FiguresPage",
    "FiguresRates",
    "Filled",
    "FinancialStateEnum",
    "Finding",
    "FindingKind",
    "FindingOutSeverityEnum",
    "FontEnum",
    "Forecast",
    "ForecastOutOutcomeEnum",
    "ForeseeInput",
    "Foreseen",
    "Foresight",
    "FormatEnum",
    "Former",
    "Fulfilment",
    "FulfilmentStateEnum",
    "Funnel",
    "GiveInput",
    "GroundEnum",
    "Group",
    "GroupGroup",
    "Halt",
    "HaltInput",
    "HaltPage",
    "Halts",
    "Harm",
    "Health",
    "HealthDay",
    "HealthPage",
    "HealthSeverity",
    "HiddenLinkEnum",
    "Hindrance",
    "HoldOut",
    "HoldOutInput",
    "Import",
    "ImportBeginInput",
    "ImportFileInput",
    "ImportInput",
    "ImportLine",
    "ImportLinePage",
    "ImportLineState",
    "Incident",
    "IncidentPage",
    "Install",
    "InstallInput",
    "Invitation",
    "InvitationInput",
    "InvitationPage",
    "InvitationSent",
    "InvitationStanding",
    "Key",
    "KeyInput",
    "KeyPage",
    "Known",
    "KnownList",
    "LanguageEnum",
    "LateOrders",
    "Layer",
    "LayerInput",
    "LayerPage",
    "LevelEnum",
    "LiftInput",
    "Line",
    "Link",
    "Lint",
    "LintInput",
    "LintInputShares",
    "ListedOrder",
    "ListedOrderPage",
    "LocaleEnum",
    "Look",
    "LookAhead",
    "LookPage",
    "LostReasonEnum",
    "MailService",
    "ManyInput",
    "Me",
    "MeasureEnum",
    "Member",
    "MemberPage",
    "MendingScope",
    "MendInput",
    "Message",
    "MessageActivity",
    "MessageActivityData",
    "MessageActivityPage",
    "MessageBatchDeed",
    "MessageExpanded",
    "MessageRow",
    "MessageRowPage",
    "MessagesListArrival",
    "MessagesListChannel",
    "MessagesListKind",
    "MessagesListState",
    "MessageState",
    "Missing",
    "MixedCartEnum",
    "Mode",
    "ModeInput",
    "ModelEnum",
    "Modes",
    "Money",
    "Native",
    "NativeInKindEnum",
    "NativeInput",
    "NewKey",
    "News",
    "NewSecret",
    "Note",
    "NoteInput",
    "NotePage",
    "NotificationKind",
    "OneBlock",
    "OneBlockSettings",
    "OneHealth",
    "OnEnum",
    "Order",
    "OrderBatch",
    "OrderBatchDeed",
    "OrderBatchInput",
    "OrderBatchInStageEnum",
    "OrderBatchPage",
    "OrderBatchState",
    "OrderExpanded",
    "OrderInput",
    "OrderLineInput",
    "OrderMessageBulkInput",
    "OrderMessageInput",
    "OrderNoteBulkInput",
    "OrderNoteInput",
    "OrderNotificationKind",
    "OrderPromise",
    "OrderRef",
    "OrderRow",
    "OrdersForeseen",
    "OrdersListArchived",
    "OrdersListMessageState",
    "OrdersListSalesChannel",
    "OrdersListStage",
    "OrderStage",
    "OrderStep",
    "OrderTagBulkInput",
    "OrderTagInput",
    "OrderWrite",
    "OwnTemplateInput",
    "PageSettings",
    "PageSettingsInput",
    "Parameter",
    "Parcel",
    "ParcelBulkInput",
    "ParcelExpanded",
    "ParcelImport",
    "ParcelImportPage",
    "ParcelImportState",
    "ParcelInput",
    "ParcelLine",
    "ParcelLineInput",
    "ParcelOrder",
    "ParcelOrigin",
    "ParcelPage",
    "ParcelsListDirection",
    "Pass",
    "PassesDue",
    "PassPage",
    "PasswordLink",
    "PatchedAlertChangesInput",
    "PatchedBlockChangesInput",
    "PatchedCalendarChangesInput",
    "PatchedCarrierChangesInput",
    "PatchedDeskLookInput",
    "PatchedEndpointChangesInput",
    "PatchedExperimentChangeInput",
    "PatchedParcelChangeInput",
    "PatchedPlaceInput",
    "PatchedProcessingChangesInput",
    "PatchedRetentionInput",
    "PatchedRuleChangesInput",
    "PatchedRuleChangesInputDefinition",
    "PatchedSenderChangesInput",
    "PatchedSenderChangesInputOptions",
    "PatchedStoreChangesInput",
    "PatchedTrackerChangesInput",
    "PatchedTransitChangesInput",
    "Phone",
    "PhoneInput",
    "Picture",
    "PictureInput",
    "PicturePage",
    "Place",
    "PlaceEnum",
    "PlanInput",
    "Policy",
    "PolicyInput",
    "PostalAddressInput",
    "PostponeInput",
    "Presence",
    "PresenceEnum",
    "Problem",
    "ProblemErrorsItem",
    "ProcessingTime",
    "ProcessingTimeInput",
    "ProcessingTimePage",
    "ProcessingTimesListLevel",
    "Product",
    "ProductPage",
    "Products",
    "ProductsInput",
    "Progress",
    "ProgressCounts",
    "Promise",
    "PromisedLine",
    "PromiseInput",
    "PromiseOutCauseEnum",
    "PromiseRun",
    "PromiseRunInput",
    "PromiseRunPage",
    "PromiseStepsItem",
    "PromoPool",
    "PromoPoolInput",
    "PromoPoolPage",
    "PurposeEnum",
    "PushInput",
    "Question",
    "QuestionInput",
    "Questions",
    "QuestionsInput",
    "Reach",
    "ReasonEnum",
    "Recipe",
    "RecipeDefinition",
    "RecipeInput",
    "RecordedChange",
    "RecordedChangeAfterType0",
    "RecordedChangeBeforeType0",
    "RecordedChangeOutDeedEnum",
    "RecordedChangePage",
    "RedriveInput",
    "Redriven",
    "Refund",
    "ReleaseInput",
    "Reminder",
    "Removal",
    "Rendered",
    "RenderInput",
    "RenderInputValues",
    "RenewalInput",
    "Replay",
    "ReplayInput",
    "ReplayPage",
    "ReplayState",
    "ReportRhythm",
    "RequestAnswerInput",
    "RequestsListKind",
    "RequestsListState",
    "RescueCase",
    "RescueCaseOutCauseEnum",
    "RescueCaseOutStateEnum",
    "RescueCasePage",
    "RescueCasesListCause",
    "RescueCasesListState",
    "ResultArm",
    "Results",
    "Resumed",
    "Retention",
    "Revision",
    "RevisionBrand",
    "RevisionRow",
    "RevisionRowPage",
    "RevisionSources",
    "Rhythm",
    "RhythmInput",
    "Rhythms",
    "RhythmsInput",
    "RoleEnum",
    "RolloutInput",
    "RolloutMail",
    "RolloutMailOutStateEnum",
    "RolloutMailPage",
    "RolloutRow",
    "RolloutRowOutStateEnum",
    "RolloutRowPage",
    "RotationInput",
    "Rule",
    "RuleDefinition",
    "RuleDryRun",
    "RuleInput",
    "RuleInputDefinition",
    "RulePage",
    "RuleRef",
    "RuleRunsListState",
    "RuleSecret",
    "RuleSecretDefinition",
    "RulesListState",
    "RuleState",
    "Run",
    "RunBecauseItem",
    "RunEnding",
    "RunOrder",
    "RunOutcomesItem",
    "RunPage",
    "RunState",
    "SalesChannel",
    "Scan",
    "ScanInput",
    "ScanInStateEnum",
    "ScanPage",
    "ScheduleInput",
    "SecurityEnum",
    "Seeing",
    "SeeingInput",
    "SegmentsEnum",
    "SendAgainInput",
    "Sender",
    "SenderInput",
    "SenderInputOptions",
    "SenderOptions",
    "Senders",
    "SendInput",
    "SendManyInput",
    "SettleInput",
    "Share",
    "ShopErasure",
    "ShopErasureInput",
    "ShopErasureOutStateEnum",
    "ShopErasurePage",
    "ShopifyEnum",
    "ShopifyWebhooksListState",
    "ShopNote",
    "ShopNoteInput",
    "ShopStateEnum",
    "SignOffInput",
    "SomebodyInput",
    "SortEnum",
    "Source",
    "SpecialDay",
    "SpecialDayInput",
    "Stage",
    "StageCounts",
    "Standing",
    "StatusEnum",
    "Stays",
    "Step",
    "StepOutStepEnum",
    "StopInput",
    "Store",
    "StoreFinding",
    "StoreFindingPage",
    "StoreFindingsKind",
    "StoreInFull",
    "StoreInput",
    "StorePage",
    "StoreRef",
    "StoreState",
    "SubjectEnum",
    "Subscription",
    "SubscriptionOutStateEnum",
    "Subscriptions",
    "Sum",
    "Summary",
    "Suppression",
    "SuppressionBulkInput",
    "SuppressionInput",
    "SuppressionOutCauseEnum",
    "SuppressionPage",
    "SuppressionsListCause",
    "TableInput",
    "TagInput",
    "Tags",
    "TagWrite",
    "TagWrites",
    "TagWriteState",
    "Taken",
    "TakenOrder",
    "TakenOrderInput",
    "Tally",
    "Task",
    "TaskOrder",
    "TaskPage",
    "TasksListState",
    "TellerEnum",
    "TellInput",
    "Template",
    "TemplateRef",
    "TemplateRow",
    "TemplateRowPage",
    "TemplatesListKind",
    "Term",
    "Test",
    "TestInput",
    "Totals",
    "TrackerAccount",
    "TrackerAccountInput",
    "TrackerAccountPage",
    "TrackingDomain",
    "TrackingDomainInput",
    "TrackingDomainOutStateEnum",
    "TrackingMode",
    "TrackingService",
    "TransitTime",
    "TransitTimeInput",
    "TransitTimePage",
    "Translation",
    "TranslationInput",
    "TranslationInputBlocks",
    "TranslationInputBlocksAdditionalProperty",
    "Transport",
    "Tried",
    "TriedSeenItem",
    "TriedStepsItem",
    "Trouble",
    "TryInput",
    "TryInputDefinition",
    "Use",
    "Variant",
    "VariantInput",
    "VariantRef",
    "Verb",
    "Verdict",
    "VerdictEnum",
    "VerdictOutOutcomeEnum",
    "VerdictOutReasonsEnum",
    "Vocabulary",
    "Waiver",
    "WaiverInput",
    "WantedInput",
    "Way",
    "WayEnum",
    "Webhook",
    "WebhookInFull",
    "WebhookPage",
    "WebhookState",
    "WeightsInput",
    "WhyBasketLeft",
    "WhyEnum",
    "WhyInput",
    "WithoutCodeEnum",
    "WordsEnum",
    "WriteBack",
    "WriteBackOutStateEnum",
)
