using System.Collections.Frozen;

namespace Cks.Core;

/// <summary>
/// Every code of the suite, in one place: the source of help links, <c>docs/errors</c> and <c>cks explain</c>.
/// 0xx analyzers, 1xx start-up and configuration, 2xx policy, 3xx scope and query, 4xx hub, 5xx tokens and sessions, 6xx tool.
/// </summary>
public static class CksCodes
{
    /// <summary>CKS001.</summary>
    public static CksCode UnguardedInCode { get; } = new("CKS001", "An endpoint in code has no rule", DiagnosticSeverity.Warning);

    /// <summary>CKS002.</summary>
    public static CksCode UnknownCapabilityInCode { get; } = new("CKS002", "A capability in code is in no policy file", DiagnosticSeverity.Warning);

    /// <summary>CKS003.</summary>
    public static CksCode WildcardInCode { get; } = new("CKS003", "A wildcard stands in code");

    /// <summary>CKS004.</summary>
    public static CksCode NeverGranted { get; } = new("CKS004", "Code asks for a capability that no role is permitted", DiagnosticSeverity.Warning);

    /// <summary>CKS005.</summary>
    public static CksCode AnonymousInCode { get; } = new("CKS005", "AllowAnonymous stands beside a guard in code", DiagnosticSeverity.Warning);

    /// <summary>CKS006.</summary>
    public static CksCode UnscopedInCode { get; } = new("CKS006", "A read in code goes around the scope", DiagnosticSeverity.Warning);

    /// <summary>CKS007.</summary>
    public static CksCode RolesInCode { get; } = new("CKS007", "Roles are listed where a capability exists", DiagnosticSeverity.Info);

    /// <summary>CKS008.</summary>
    public static CksCode RoleCheckInCode { get; } = new("CKS008", "Code decides by a role", DiagnosticSeverity.Warning);

    /// <summary>CKS101.</summary>
    public static CksCode NotJson { get; } = new("CKS101", "The document is not JSON");

    /// <summary>CKS102.</summary>
    public static CksCode DuplicateName { get; } = new("CKS102", "A name stands twice in one object");

    /// <summary>CKS103.</summary>
    public static CksCode DocumentTooLarge { get; } = new("CKS103", "The document is larger than the limit");

    /// <summary>CKS104.</summary>
    public static CksCode WrongKind { get; } = new("CKS104", "A value is of the wrong kind");

    /// <summary>CKS105.</summary>
    public static CksCode MissingProperty { get; } = new("CKS105", "A required property is missing");

    /// <summary>CKS106.</summary>
    public static CksCode UnknownProperty { get; } = new("CKS106", "A property is not known");

    /// <summary>CKS107.</summary>
    public static CksCode DocumentMissing { get; } = new("CKS107", "A document cannot be read from disk");

    /// <summary>CKS108.</summary>
    public static CksCode DocumentVersion { get; } = new("CKS108", "A document has a version that this package does not read");

    /// <summary>CKS109.</summary>
    public static CksCode InvalidSetting { get; } = new("CKS109", "A setting or registration is missing or unusable");

    /// <summary>CKS110.</summary>
    public static CksCode UnguardedEndpoint { get; } = new("CKS110", "An endpoint has no rule");

    /// <summary>CKS111.</summary>
    public static CksCode DevelopmentOnly { get; } = new("CKS111", "A switch that weakens security is on outside Development");

    /// <summary>CKS112.</summary>
    public static CksCode UnknownPolicyName { get; } = new("CKS112", "An endpoint names an authorization policy that nobody answers");

    /// <summary>CKS113.</summary>
    public static CksCode AnonymousBesideGuard { get; } = new("CKS113", "AllowAnonymous stands beside a guard");

    /// <summary>CKS114.</summary>
    public static CksCode UnknownSetting { get; } = new("CKS114", "A configuration key is not a setting");

    /// <summary>CKS115.</summary>
    public static CksCode SchemaMismatch { get; } = new("CKS115", "A document does not fit its schema");

    /// <summary>CKS116.</summary>
    public static CksCode SchemaUnusable { get; } = new("CKS116", "A JSON Schema cannot be used");

    /// <summary>CKS117.</summary>
    public static CksCode TooManyFindings { get; } = new("CKS117", "There are more findings than are listed", DiagnosticSeverity.Warning);

    /// <summary>CKS120.</summary>
    public static CksCode StorageSchema { get; } = new("CKS120", "The tables of the stores are of another version");

    /// <summary>CKS121.</summary>
    public static CksCode RuntimeKey { get; } = new("CKS121", "A key may not be set while hosts run");

    /// <summary>CKS201.</summary>
    public static CksCode UnknownRole { get; } = new("CKS201", "A role is not declared");

    /// <summary>CKS202.</summary>
    public static CksCode RoleCycle { get; } = new("CKS202", "Roles inherit from each other in a circle");

    /// <summary>CKS203.</summary>
    public static CksCode InvalidName { get; } = new("CKS203", "A name is not allowed");

    /// <summary>CKS204.</summary>
    public static CksCode UnknownCapability { get; } = new("CKS204", "A capability is not declared");

    /// <summary>CKS205.</summary>
    public static CksCode UnknownField { get; } = new("CKS205", "A field is not declared on its resource");

    /// <summary>CKS206.</summary>
    public static CksCode DuplicateRule { get; } = new("CKS206", "Two rules have the same id");

    /// <summary>CKS207.</summary>
    public static CksCode AllFields { get; } = new("CKS207", "A rule lists every field with a wildcard", DiagnosticSeverity.Warning);

    /// <summary>CKS208.</summary>
    public static CksCode UnknownAttribute { get; } = new("CKS208", "An attribute is not declared or not mapped");

    /// <summary>CKS210.</summary>
    public static CksCode ShadowedRule { get; } = new("CKS210", "A rule decides nothing, because others decide all of it already", DiagnosticSeverity.Warning);

    /// <summary>CKS211.</summary>
    public static CksCode UnreachableRule { get; } = new("CKS211", "The condition of a rule never holds", DiagnosticSeverity.Warning);

    /// <summary>CKS212.</summary>
    public static CksCode ContradictoryRule { get; } = new("CKS212", "Everything that a rule permits is denied in the same role", DiagnosticSeverity.Warning);

    /// <summary>CKS213.</summary>
    public static CksCode NeverPermitted { get; } = new("CKS213", "No role is ever permitted a capability", DiagnosticSeverity.Warning);

    /// <summary>CKS214.</summary>
    public static CksCode WildcardOverGrant { get; } = new("CKS214", "A wildcard permits a sensitive action that the rule does not name", DiagnosticSeverity.Warning);

    /// <summary>CKS215.</summary>
    public static CksCode DutyConflict { get; } = new("CKS215", "A role has two duties that are to be kept apart");

    /// <summary>CKS216.</summary>
    public static CksCode RoleRaises { get; } = new("CKS216", "A role may give another one that may do more", DiagnosticSeverity.Warning);

    /// <summary>CKS217.</summary>
    public static CksCode EndedRule { get; } = new("CKS217", "A rule has ended", DiagnosticSeverity.Info);

    /// <summary>CKS218.</summary>
    public static CksCode AnalysisUndecided { get; } = new("CKS218", "A question about the policy was too dear to answer", DiagnosticSeverity.Warning);

    /// <summary>CKS220.</summary>
    public static CksCode GrantsNotGoverned { get; } = new("CKS220", "The policy does not declare the capabilities of granting");

    /// <summary>CKS221.</summary>
    public static CksCode GrantOver { get; } = new("CKS221", "A grant has expired", DiagnosticSeverity.Warning);

    /// <summary>CKS222.</summary>
    public static CksCode GrantDutyConflict { get; } = new("CKS222", "A person is granted two roles that duties keep apart");

    /// <summary>CKS230.</summary>
    public static CksCode PolicyTestName { get; } = new("CKS230", "A policy test names what is not there");

    /// <summary>CKS301.</summary>
    public static CksCode UnknownEntity { get; } = new("CKS301", "An entity is not declared");

    /// <summary>CKS302.</summary>
    public static CksCode UnknownRelation { get; } = new("CKS302", "A relation is unknown or cannot be reached");

    /// <summary>CKS303.</summary>
    public static CksCode AmbiguousRelation { get; } = new("CKS303", "A relation can be reached in several ways");

    /// <summary>CKS304.</summary>
    public static CksCode MissingTenant { get; } = new("CKS304", "An entity declares neither its tenant column nor that it is shared");

    /// <summary>CKS305.</summary>
    public static CksCode UnknownMetric { get; } = new("CKS305", "A metric is not declared or cannot be computed");

    /// <summary>CKS306.</summary>
    public static CksCode InvalidIdentifier { get; } = new("CKS306", "A table or column name is not allowed");

    /// <summary>CKS307.</summary>
    public static CksCode UnknownColumn { get; } = new("CKS307", "A column or field is not declared");

    /// <summary>CKS308.</summary>
    public static CksCode DatabaseMismatch { get; } = new("CKS308", "The database does not have what the schema declares");

    /// <summary>CKS309.</summary>
    public static CksCode UntranslatableCondition { get; } = new("CKS309", "A condition of the policy cannot be asked of a table");

    /// <summary>CKS315.</summary>
    public static CksCode UnmappedColumn { get; } = new("CKS315", "A type of Entity Framework does not map a column that its scope looks at");

    /// <summary>CKS316.</summary>
    public static CksCode UnscopedType { get; } = new("CKS316", "A type of Entity Framework cannot be put in scope");

    /// <summary>CKS317.</summary>
    public static CksCode KeyWithoutTenant { get; } = new("CKS317", "The key of a type of Entity Framework leaves the tenant out");

    /// <summary>CKS318.</summary>
    public static CksCode OutsideQuery { get; } = new("CKS318", "A query of Entity Framework would go around a scope");

    /// <summary>CKS319.</summary>
    public static CksCode UnheldRole { get; } = new("CKS319", "Row level security does not hold the application's role");

    /// <summary>CKS320.</summary>
    public static CksCode UnguardedTable { get; } = new("CKS320", "A table is not guarded by the policies of the model");

    /// <summary>CKS321.</summary>
    public static CksCode WayAround { get; } = new("CKS321", "Something in the database leads around row level security");

    /// <summary>CKS322.</summary>
    public static CksCode WriteConflict { get; } = new("CKS322", "A write conflicts with what the database holds");

    /// <summary>CKS323.</summary>
    public static CksCode ScopeKeyDrift { get; } = new("CKS323", "A copied key is not what the chain of parents says");

    /// <summary>CKS327.</summary>
    public static CksCode UnusableTransformer { get; } = new("CKS327", "A transformer cannot make payloads");

    /// <summary>CKS328.</summary>
    public static CksCode MissingIndex { get; } = new("CKS328", "The database lacks an index that a role's strategy needs", DiagnosticSeverity.Warning);

    /// <summary>CKS329.</summary>
    public static CksCode TableScan { get; } = new("CKS329", "A statement of a role reads a large table from end to end", DiagnosticSeverity.Warning);

    /// <summary>CKS401.</summary>
    public static CksCode HubDocument { get; } = new("CKS401", "A hub document breaks a rule");

    /// <summary>CKS402.</summary>
    public static CksCode HubDuplicateId { get; } = new("CKS402", "Two parts of a hub have the same id");

    /// <summary>CKS403.</summary>
    public static CksCode HubUnknownTarget { get; } = new("CKS403", "A hub points at a path, data source, action or icon that the application does not provide");

    /// <summary>CKS404.</summary>
    public static CksCode HubUnknownPermission { get; } = new("CKS404", "A hub names a permission that the policy does not know");

    /// <summary>CKS405.</summary>
    public static CksCode HubUnsafeValue { get; } = new("CKS405", "A colour or link in a hub is not a safe value");

    /// <summary>CKS406.</summary>
    public static CksCode HubVersion { get; } = new("CKS406", "A hub document is of a version that is not read here");

    /// <summary>CKS407.</summary>
    public static CksCode HubMigration { get; } = new("CKS407", "A value of a hub document cannot be carried to another version");

    /// <summary>CKS408.</summary>
    public static CksCode HubUnstatedVersion { get; } = new("CKS408", "A hub document does not say of which version its form is", DiagnosticSeverity.Warning);

    /// <summary>CKS409.</summary>
    public static CksCode HubMixedUnits { get; } = new("CKS409", "A hub document measures time in two units", DiagnosticSeverity.Warning);

    /// <summary>CKS410.</summary>
    public static CksCode HubRepeatedEndpoint { get; } = new("CKS410", "An address of a hub document stands in more than one place", DiagnosticSeverity.Warning);

    /// <summary>CKS411.</summary>
    public static CksCode HubUndefinedReference { get; } = new("CKS411", "A hub document names an action that nothing defines", DiagnosticSeverity.Warning);

    /// <summary>CKS412.</summary>
    public static CksCode HubLowContrast { get; } = new("CKS412", "A colour of a hub has too little contrast to be read", DiagnosticSeverity.Warning);

    /// <summary>CKS413.</summary>
    public static CksCode HubSecret { get; } = new("CKS413", "A hub document holds what looks like a secret");

    /// <summary>CKS414.</summary>
    public static CksCode HubNeverShown { get; } = new("CKS414", "A hub shows what its role can never use", DiagnosticSeverity.Warning);

    /// <summary>CKS415.</summary>
    public static CksCode HubFlagPrerequisite { get; } = new("CKS415", "A flag rests on what is not there, or on itself");

    /// <summary>CKS416.</summary>
    public static CksCode HubFlagWindow { get; } = new("CKS416", "A window of a flag is none");

    /// <summary>CKS417.</summary>
    public static CksCode HubFlagShare { get; } = new("CKS417", "A share of a flag cannot be picked");

    /// <summary>CKS418.</summary>
    public static CksCode HubExperiment { get; } = new("CKS418", "An experiment cannot be held as it is written");

    /// <summary>CKS419.</summary>
    public static CksCode HubExperimentCount { get; } = new("CKS419", "The experiments of a hub make too many different hubs");

    /// <summary>CKS420.</summary>
    public static CksCode LayerRulesUnusable { get; } = new("CKS420", "A schema does not say how layers merge");

    /// <summary>CKS421.</summary>
    public static CksCode LayerKindChange { get; } = new("CKS421", "A layer changes the kind of an inherited value");

    /// <summary>CKS422.</summary>
    public static CksCode LayerDirective { get; } = new("CKS422", "A directive of a layer is not known or cannot stand there");

    /// <summary>CKS423.</summary>
    public static CksCode LayerMissesTarget { get; } = new("CKS423", "A layer deletes or names what the layers below do not have", DiagnosticSeverity.Warning);

    /// <summary>CKS424.</summary>
    public static CksCode LayerLocked { get; } = new("CKS424", "A layer changes what a layer below locks");

    /// <summary>CKS425.</summary>
    public static CksCode LayerOverreach { get; } = new("CKS425", "A layer changes what its kind may not change");

    /// <summary>CKS426.</summary>
    public static CksCode LayerOverruled { get; } = new("CKS426", "A layer asks for more than the layers below leave", DiagnosticSeverity.Warning);

    /// <summary>CKS427.</summary>
    public static CksCode LayerNameCase { get; } = new("CKS427", "A name differs from another one by case alone");

    /// <summary>CKS428.</summary>
    public static CksCode LayerLimit { get; } = new("CKS428", "There are too many layers, or they are too large");

    /// <summary>CKS429.</summary>
    public static CksCode HubTenantLayer { get; } = new("CKS429", "The layer of a tenant cannot be used", DiagnosticSeverity.Warning);

    /// <summary>CKS440.</summary>
    public static CksCode HubWidgetType { get; } = new("CKS440", "A widget does not fit the widget types that the application provides");

    /// <summary>CKS441.</summary>
    public static CksCode HubWidgetOptions { get; } = new("CKS441", "The options of a widget are not those of its type");

    /// <summary>CKS442.</summary>
    public static CksCode HubWidgetNesting { get; } = new("CKS442", "Widgets stand too deep in each other, or are too many");

    /// <summary>CKS443.</summary>
    public static CksCode HubWidgetFallback { get; } = new("CKS443", "The fallback stands in place of a widget of a plugin", DiagnosticSeverity.Warning);

    /// <summary>CKS501.</summary>
    public static CksCode TokenRejected { get; } = new("CKS501", "A bearer token was refused");

    /// <summary>CKS502.</summary>
    public static CksCode SessionRefused { get; } = new("CKS502", "A good token has no usable session");

    /// <summary>CKS503.</summary>
    public static CksCode AccessDenied { get; } = new("CKS503", "The policy does not permit the request");

    /// <summary>CKS504.</summary>
    public static CksCode Unavailable { get; } = new("CKS504", "Something the request depends on is down");

    /// <summary>CKS505.</summary>
    public static CksCode OutsideScope { get; } = new("CKS505", "What was asked for is not in the caller's scope");

    /// <summary>CKS506.</summary>
    public static CksCode UnusableValue { get; } = new("CKS506", "A value of the request cannot be sent to a database");

    /// <summary>CKS507.</summary>
    public static CksCode WebhookRejected { get; } = new("CKS507", "A webhook was refused");

    /// <summary>CKS508.</summary>
    public static CksCode MalformedQuestion { get; } = new("CKS508", "A request to the decision point cannot be read");

    /// <summary>CKS509.</summary>
    public static CksCode ApiKeyRejected { get; } = new("CKS509", "An API key was refused");

    /// <summary>CKS601.</summary>
    public static CksCode UnknownCode { get; } = new("CKS601", "The tool does not know this code");

    /// <summary>CKS602.</summary>
    public static CksCode UnreadableRule { get; } = new("CKS602", "A rule of an application cannot be read", DiagnosticSeverity.Warning);

    /// <summary>All codes, ordered by id.</summary>
    public static IReadOnlyList<CksCode> All { get; } =
    [
        UnguardedInCode, UnknownCapabilityInCode, WildcardInCode, NeverGranted, AnonymousInCode, UnscopedInCode, RolesInCode, RoleCheckInCode,
        NotJson, DuplicateName, DocumentTooLarge, WrongKind, MissingProperty, UnknownProperty, DocumentMissing, DocumentVersion, InvalidSetting,
        UnguardedEndpoint, DevelopmentOnly, UnknownPolicyName, AnonymousBesideGuard, UnknownSetting, SchemaMismatch, SchemaUnusable, TooManyFindings, StorageSchema, RuntimeKey,
        UnknownRole, RoleCycle, InvalidName, UnknownCapability, UnknownField, DuplicateRule, AllFields, UnknownAttribute,
        ShadowedRule, UnreachableRule, ContradictoryRule, NeverPermitted, WildcardOverGrant, DutyConflict, RoleRaises, EndedRule, AnalysisUndecided,
        GrantsNotGoverned, GrantOver, GrantDutyConflict,
        PolicyTestName,
        UnknownEntity, UnknownRelation, AmbiguousRelation, MissingTenant, UnknownMetric, InvalidIdentifier, UnknownColumn, DatabaseMismatch, UntranslatableCondition, UnmappedColumn,
        UnscopedType, KeyWithoutTenant, OutsideQuery, UnheldRole, UnguardedTable, WayAround, WriteConflict, ScopeKeyDrift, UnusableTransformer, MissingIndex, TableScan,
        HubDocument, HubDuplicateId, HubUnknownTarget, HubUnknownPermission, HubUnsafeValue, HubVersion, HubMigration, HubUnstatedVersion, HubMixedUnits,
        HubRepeatedEndpoint, HubUndefinedReference, HubLowContrast, HubSecret, HubNeverShown, HubFlagPrerequisite, HubFlagWindow, HubFlagShare,
        HubExperiment, HubExperimentCount,
        LayerRulesUnusable, LayerKindChange, LayerDirective, LayerMissesTarget, LayerLocked, LayerOverreach, LayerOverruled, LayerNameCase, LayerLimit, HubTenantLayer,
        HubWidgetType, HubWidgetOptions, HubWidgetNesting, HubWidgetFallback,
        TokenRejected, SessionRefused, AccessDenied, Unavailable, OutsideScope, UnusableValue, WebhookRejected, MalformedQuestion, ApiKeyRejected,
        UnknownCode, UnreadableRule,
    ];

    private static readonly FrozenDictionary<string, CksCode> ById = All.ToFrozenDictionary(c => c.Id, StringComparer.OrdinalIgnoreCase);

    /// <summary>Looks a code up by its id, in any case.</summary>
    public static CksCode? Find(string id) => ById.GetValueOrDefault(id);
}
