namespace Cks.Rbac.AspNetCore;

/// <summary>Names under which the package reports what it does.</summary>
public static class CksGuardDiagnostics
{
    /// <summary>The meter.</summary>
    public const string MeterName = "Cks.Rbac.AspNetCore";

    /// <summary>Counter of the requests and messages about which, in <see cref="Enforcement.Shadow"/>, the application's rule and the guard disagreed; with all tags below.</summary>
    public const string ShadowDisagreements = "cks.rbac.shadow_disagreements";

    /// <summary>Tag: method and route pattern of the endpoint, or hub and method; <c>other</c> past 1,000 of them.</summary>
    public const string EndpointTag = "endpoint";

    /// <summary>Tag: what the application's rule said, <c>permitted</c> or <c>refused</c>.</summary>
    public const string ApplicationTag = "application";

    /// <summary>Tag: what the guard said: <c>permitted</c>, <c>refused</c>, <c>depends</c> (on a resource that was not loaded, because the application refused) or <c>failed</c>.</summary>
    public const string GuardTag = "guard";
}
